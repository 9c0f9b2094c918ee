"""Sentences that the pages compute: what they must not leave out, and what they must not claim."""

import re
import sqlite3

import exportcurbs as ec
import pytest

from book.pages.common.measures import rule_in_words
from book.pages.common.names import called, origin_name, words_of
from book.pages.common.record import Record
from book.pages.episodes.happened import LICENCES, claimed, eased
from book.pages.materials.materials import material_page
from book.pages.start.start import start_page
from book.pages.uses.platforms import platform_pages, quantities
from tests.support.project import ROOT
from validation.definitions.tables import published_columns, table_info


@pytest.fixture(scope="module")
def record(compiled):
    return Record(compiled.dataset, ROOT)


def opened(record, material):
    """Return the tiles at the head of a material's page, and the page."""
    page = material_page(record, record.one("materials", "material_id", material))
    return next(line for line in page.splitlines() if "tiles" in line), page


def test_a_licence_on_some_goods_is_not_called_one_on_all(record):
    # the list names zinc powder for propellants; zinc ingots are free
    tiles, page = opened(record, "Zn")
    assert (
        "use: licence for a part of it; the rest no control</strong>" in tiles and "use: licence</strong>" not in tiles
    )
    assert re.search(r"Zinc dust, powder.*licence under conditions; otherwise no control.*\| licence if: ", page)


def test_the_trade_layer_stands_beside_no_control(record):
    # neodymium is on no dual-use list, and its export needs a licence all the same
    tiles, page = opened(record, "Nd")
    assert "; the rest no control</strong>" in tiles
    assert "- **Trade administration, beside the rules on dual-use items:** export licence\n" in page


def test_what_no_source_attests_to_the_day_is_called_presumed(record):
    assert "prohibited</strong>" in opened(record, "He")[0] and "presumed" in opened(record, "He")[0]
    assert "presumed" in opened(record, "Ga")[0]
    assert "presumed" not in opened(record, "Dy")[0]


def test_of_the_shares_of_one_year_a_tile_shows_the_surest_of_all_forms(record):
    # China's survey of tungsten in 2025 beside "about 80 percent" of the compounds, of graphite beside anodes
    for key, share in (("W", "78.8 %"), ("graphite", "82 %")):
        tiles, _ = opened(record, key)
        assert share in tiles and "80 %" not in tiles


def test_origins_read_as_names(record):
    tables = ("use_shares", "platform_materials", "observations")
    origins = {r["origin"] for table in tables for r in record.rows(table) if r["origin"]}
    names = {origin: origin_name(origin) for origin in origins}
    assert not [name for name in names.values() if "_" in name]
    known = {"smm": "SMM", "idtechex": "IDTechEx", "ucdavis": "UC Davis", "dod-assessment-2012": "DoD assessment 2012"}
    assert known.items() <= names.items()


def test_tiles_tell_of_a_suspension_and_of_the_rare_earths_together(record):
    tiles, _ = opened(record, "Ho")
    assert "a further licence is suspended until 2026-11-10" in tiles and "read from 2009-01-01 on" in tiles
    assert "rare earths together" in tiles


def test_a_platform_shows_quantities_side_by_side_and_none_is_empty(record, edition):
    chart = quantities(record, "f-35")
    assert "920 lb" in chart.title and "about 11 to 20 kg" in chart.title
    database = sqlite3.connect(edition)
    drawn = [quantities(record, platform["platform_id"]) for platform in record.rows("platforms")]
    assert all(len(database.execute(one.sql).fetchall()) == len(one.rows) for one in [chart, *filter(None, drawn)])
    shown = dict(platform_pages(record))
    assert "platform-f-35" in shown and 0 < len(shown) < len(record.rows("platforms"))
    assert all("## What is in it" in text for text in shown.values())
    table = shown["platform-f-35"].split("Whose figure")[1]
    assert table.index("920 lb") < table.index("present (grade")
    # a mirror and one segment of it, a hundred thousand telephones and one, are no dispute
    assert "21 times as much: the figure is disputed" in shown["platform-f-35"]
    assert not any("disputed" in shown[f"platform-{name}"] for name in ("jwst", "iphone", "smartphone", "boeing-737"))


def test_the_end_of_a_rule_that_a_later_one_took_over_eases_nothing(record):
    rows = {row["episode_id"]: row for row in record.rows("episodes")}
    text = eased(record, rows["gallium-germanium-2023"])
    assert "2 steps on record" in text and "a later rule took the first over" in text
    assert "unified list" not in text
    assert "An end is on record." in eased(record, rows["japan-2010"])


def test_an_easing_of_an_unknown_day_counts_no_days(record):
    # 4 April 2025: the licences; 12 May: Geneva; before it easings of which only the window is known
    own = [e for e in record.rows("events") if e["role"] == "easing" and "rare-earths-2025" in (e["episode_ids"] or [])]
    assert any(e["date"] is None and str(e["date_earliest"]) < "2025-05-12" for e in own)
    told = str(eased(record, record.one("episodes", "episode_id", "rare-earths-2025")))
    assert "first with a known day came 38 days after the onset" in told


def test_licences_in_practice_are_those_to_export(record):
    told = {event["event_id"]: event["summary"] for event in record.rows("events")}
    assert LICENCES.match(told["2025-06-10-company-jlmag"])
    for to_mine in ("2012-09-19-chn-cctv", "2024-uga-makuutu", "2026-06-svk-trojarova"):
        assert "licence" in told[to_mine] and not LICENCES.match(told[to_mine])


def test_a_document_without_a_number_is_called_by_its_title(record):
    rows = {row["instrument_id"]: row for row in record.rows("instruments")}
    assert called(rows["cn-2024-46"]) == "Announcement 46/2024"
    assert called(rows["cn-2025-ecl-pause-05"]) == rows["cn-2025-ecl-pause-05"]["title_en"]


def test_a_scenario_is_a_claim_with_a_length(record):
    rows = {row["claim_id"]: row for row in record.rows("claims")}
    assert claimed(rows["jpn2026-loss-05"]) == "0.11 percent for a stop of 3 months"


def test_a_ban_on_passing_on_data_is_of_any_kind(record):
    rows = {row["measure_id"]: row for row in record.rows("measures")}
    assert "transfer of technology (of any kind)" in rule_in_words(rows["cn-uel-2025-10-3"], "any destination")
    assert "all goods" in rule_in_words(rows["cn-uel-2025-10-1"], "any destination")


def test_the_start_page_says_what_changed_and_what_comes(base):
    record = Record(ec.open(base.data), ROOT)
    text = str(start_page(record))
    changed, coming = (text[text.index(f"### {head}") :] for head in ("Since", "Next, as scheduled"))
    assert "Announcement 40/2026" in changed and "Announcement 23/2026" not in changed[: changed.index("###", 3)]
    # a later plan of the same rule counts, not the one that it replaced
    rows = [line.replace("\u2011", "-") for line in coming.splitlines() if line.startswith("| 2026")]
    assert any("| 2026-11-10 |" in r and "61/2025, 62/2025: suspended to this day" in r for r in rows)
    assert {r[2:12] for r in rows} == {"2026-11-10", "2026-11-27"}
    assert "The record ends on 29 September 2026" in coming
    assert re.search(r"A later statement bears on them: .*10 January 2027.*\(28 September 2026\)", coming)
    assert text.index("## Where to find it") < text.index("## Three charts")
    assert text.count("<figure") == 3 and text.count('class="tile"') == 4


def test_the_number_of_goods_on_the_start_page_is_what_the_reader_answers(base):
    record = Record(ec.open(base.data), ROOT)
    shown = re.search(r"<strong>([0-9,]+)</strong> <span>of ([0-9,]+) goods", str(start_page(record)))
    held = [g["goods_id"] for g in record.rows("goods")]
    answers = [record.data.status(goods, "ROW", record.as_of) for goods in held]
    bound = {"licence", "licence_strict", "denial_in_principle", "prohibited"}
    assert (int(shown[1]), int(shown[2])) == (sum(a.at_least in bound for a in answers), len(held))


def test_events_say_which_ministry():
    text = ec.load("events")["summary"]
    assert not text.str.contains(r"^(?:The|A) (?:commerce )?ministry", regex=True).any()
    assert not text.str.contains(r"(?:asks|which) the ministry", regex=True).any()


@pytest.mark.parametrize(
    ("kind", "table", "column"),
    [
        ("effect", "measures", "effect"),
        ("flow", "measures", "flow"),
        ("scope", "measures", "item_scope"),
        ("for a use", "measures", "end_use"),
        ("layer", "measures", "layer"),
        ("cause", "measure_periods", "cause"),
        ("pedigree", "platform_materials", "pedigree"),
        ("kind of provision", "provisions", "kind"),
        ("line in brief", "briefs", "line"),
        ("regime", "goods_status", "regime"),
    ],
)
def test_every_value_of_a_closed_list_has_its_words(kind, table, column):
    values = next(c.values for c in published_columns(table_info(table)) if c.name == column)
    assert set(words_of(kind)) == set(values)
