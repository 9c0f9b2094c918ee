"""Charts: their rows are those of their query, their words stand in the picture, and no mark of theirs is cut off."""

import csv
import datetime
import html
import io
import re
import sqlite3
from collections import Counter

import exportcurbs as ec
import pytest

from book.pages.common.chart_style import LADDER, LADDER_DARK, SENDER, fonts
from book.pages.common.charts import Chart, Figures
from book.pages.common.markup import drawn
from book.pages.common.names import GRADES
from book.pages.common.plots import Act, Point, _sides, lines, with_acts
from book.pages.common.record import Record
from book.pages.law.charts import BARRED, BINDING, PARTS, goods_map
from book.pages.trade.charts import magnets
from book.pages.trade.gallery import charts_of
from tests.support.project import ROOT

Day = datetime.date
WINDOW = (Day(2024, 1, 1), Day(2024, 12, 31))


@pytest.fixture(scope="module")
def record(base):
    return Record(ec.open(base.data), ROOT)


def chart(draw, title="A title"):
    return Chart("made-up", title, "tonnes", "what it shows", [{"a": 1, "b": None}], "SELECT 1", "nobody", draw)


def shown(record, draw, title="A title"):
    return str(Figures(record, "generated/x").show(chart(draw, title)))


def parts(colour):
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def light(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def monthly(*months):
    return [Point(Day(2024, m, 1), Day(2024, m, 28), m * 10.0) for m in months]


def test_every_chart_shows_the_rows_of_its_query(record, edition):
    figures = Figures(record, "generated/charts")
    database = sqlite3.connect(edition)
    for one in [c for charts in charts_of(record).values() for c in charts if c]:
        figures.show(one)
        rows = list(csv.reader(io.StringIO(record.figures[f"{one.name}.csv"].decode())))
        assert len(rows) - 1 == len(one.rows) > 3, one.name
        asked = database.execute(one.sql).fetchall()
        # a query gives every row that the chart chooses from
        assert len(asked) >= len(one.rows), one.name
        assert one.alt.endswith(".") and len(one.alt) > 40, one.name
        assert record.figures[f"{one.name}.png"].startswith(b"\x89PNG"), one.name


def test_goods_are_counted_as_status_answers_them_for_each_destination(record, edition):
    one = goods_map(record)
    day = one.rows[-1]["day"]
    asked = {(to, use, str(on)): (n, barred) for to, use, on, n, barred in sqlite3.connect(edition).execute(one.sql)}
    assert asked == {(r["destination"], r["end_use"], str(r["day"])): (r["licence_only"], r["barred"])
                     for r in one.rows if r["licence_only"] or r["barred"]}  # fmt: skip
    goods = [g["goods_id"] for g in record.rows("goods")]
    for to, use in (("ROW", "civil"), ("ROW", "military"), ("JPN", "civil"), ("JPN", "military"), ("USA", "military")):
        told = [record.data.status(g, to, day, end_use=use).at_least for g in goods]
        counts = sum(t in BINDING and t not in BARRED for t in told), sum(t in BARRED for t in told)
        assert asked[to, use, str(day)] == counts, (to, use)
    assert record.data.status("helium", "JPN", day).at_least in BINDING


def test_a_map_of_goods_shows_both_uses_wherever_it_shows_one(record):
    text = shown(record, goods_map(record).draw)
    for use in ("civil", "military"):
        for label in ("others", "Japan", "US"):
            assert f">{label}, {use}<" in text
    # what is barred stands apart from what a licence allows, and each has its colour in the legend
    assert all(f">{words}<" in text for words in PARTS) and " barred<" in text and " licence<" in text


def test_the_severest_rule_is_the_most_prominent_in_light_and_dark():
    for ladder, ground in ((LADDER, "#ffffff"), (LADDER_DARK, "#14181e")):
        colours = [c for name, c in ladder.items() if name != "none"]
        contrast = [abs(light(c) - light(ground)) for c in colours]
        assert contrast == sorted(contrast), colours
    # in the dark it is no pale tint of the others
    fullness = [max(parts(c)) - min(parts(c)) for c in list(LADDER_DARK.values())[1:]]
    assert fullness == sorted(fullness)


def test_a_figure_says_how_sure_its_numbers_are(record):
    text = str(Figures(record, "generated/x").show(magnets(record)))
    told = re.search(r"How sure\?</a> (.*?)</p>", text)[1]
    grades = Counter(r["evidence_grade"] for r in magnets(record).rows)
    assert all(f"of grade {grade}: {GRADES[grade]}" in html.unescape(told) for grade in grades)
    # its query puts the number, its unit, how sure it is and whose it is before all else
    assert magnets(record).sql.startswith("SELECT value, unit, evidence_grade, source_ids, ")


def test_a_gap_stays_a_gap_and_what_follows_is_joined(record):
    with_gap, without = (
        shown(record, lambda width, m=months: lines(monthly(*m), {"": SENDER}, WINDOW, width, gap=4))
        for months in ((1, 2, 3, 7, 8), (1, 2, 3, 4, 5))
    )
    line = re.compile(r'class="mark-line[^>]*>(.*?)</g>')
    assert [len(line.findall(x)) for x in (with_gap, without)] == [4, 2]  # two pieces and one, wide and narrow


def test_acts_stand_at_their_days_in_rows_of_their_own(record):
    acts = [Act(Day(2024, m, 3), f"act of month {m}") for m in (2, 3, 11)]
    text = shown(record, lambda w: with_acts(lines(monthly(1, 2), {"": SENDER}, WINDOW, w), acts, WINDOW, w))
    for act in acts:
        assert act.words in text
    # what lies outside the days shown has no mark
    late = [Act(Day(2025, 6, 1), "later")]
    assert "later" not in shown(
        record, lambda w: with_acts(lines(monthly(1, 2), {"": SENDER}, WINDOW, w), late, WINDOW, w)
    )


def test_the_line_of_no_act_crosses_the_words_of_another():
    at, needed = [340.0, 480.0, 500.0], [200.0, 120.0, 140.0]
    plan = _sides(at, needed, 700)
    for row, (_, side, room) in enumerate(plan):
        here = at[plan[row][0]]
        # the lines of the rows above come down through this row
        for other, _, _ in plan[row + 1 :]:
            assert not (here < at[other] < here + room if side == "left" else here - room < at[other] < here)
    assert sorted(place for place, _, _ in plan) == [0, 1, 2]


def test_dollars_are_dollars_and_markup_is_text(record):
    title = "From $5 to $10 <b>a day</b>"
    text = shown(record, lambda w: lines(monthly(1, 2), {"": SENDER}, WINDOW, w), title)
    assert "From &#36;5 to &#36;10 &#60;b&#62;a day" in text
    assert "From $5 to $10 &lt;b&gt;a day" in record.figures["made-up.svg"].decode()


def test_a_picture_holds_shapes_and_text_only():
    with pytest.raises(ValueError, match="script"):
        drawn("<svg><script>alert(1)</script></svg>", "x")
    assert 'id="x-clip0"' in drawn('<svg><clipPath id="clip0"></clipPath></svg>', "x")


def test_a_figure_says_its_number_and_how_it_is_cited(record):
    figures = Figures(record, "generated/x")
    one = chart(lambda w: lines(monthly(1, 2), {"": SENDER}, WINDOW, w))
    first, second = (str(figures.show(one)) for _ in range(2))
    assert "Figure 1<" in first and "Figure 2<" in second
    assert f"Figure 1, “A title”, in: {record.data.manifest['citation'][:30]}"[:40] in first
    assert record.version in first
    assert "generated/x.html#figure-made-up" in html.unescape(first)
    assert 'href="sql.html#sql=SELECT%201"' in html.unescape(first)


def test_without_the_type_face_charts_are_set_in_another(tmp_path):
    assert fonts(tmp_path) == "sans-serif"
