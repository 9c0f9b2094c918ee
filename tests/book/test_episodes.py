"""Episodes: what opens a page, what its charts count, and what the comparison takes for whose act."""

import csv
import io
import re

import exportcurbs as ec
import pytest

from book.pages.common.charts import Figures
from book.pages.common.record import Record
from book.pages.episodes.compare import compare_page
from book.pages.episodes.episode import Episode, episodes_of
from book.pages.episodes.episodes import ASKED, LEAD, episode_page
from book.pages.episodes.happened import LINES
from book.pages.episodes.timeline import aimed, bars, chief, first_clause, side, timeline
from book.pages.materials.materials import material_page
from tests.support.project import ROOT


@pytest.fixture(scope="module")
def record(base):
    return Record(ec.open(base.data), ROOT)


def episode(record, key):
    return Episode.of(record, record.one("episodes", "episode_id", key))


@pytest.fixture(scope="module")
def pages(record):
    return {e.key: str(episode_page(record, e)) for e in episodes_of(record)}


def test_every_episode_is_told_in_five_lines_with_sources(record, pages):
    for key, text in pages.items():
        brief = text[text.index("## In brief") : text.index("## Timeline")]
        said = [line for line in brief.splitlines() if line.startswith("- **")]
        asked = ["Was it an embargo?"] if key in ASKED else []
        assert [line.split("**")[1] for line in said] == [*asked, *LINES.values()], key
        assert all(re.search(r"\(#\S+-source-\d+\)", line) for line in said), key


def test_the_named_episodes_open_with_a_chart_and_tell_of_disputes_and_numbers(pages):
    for key in ("japan-2010", "gallium-germanium-2023", "us-2024", "rare-earths-2025", "japan-2026"):
        text = pages[key]
        assert text.index("Figure 1<") < text.index("## Timeline") < text.index("## What is disputed"), key
        assert "## The numbers around it" in text, key
    assert set(LEAD) <= set(pages)


def test_a_timeline_shows_as_many_rules_as_it_says(record):
    for one in episodes_of(record):
        list(timeline(one, Figures(record, "generated/x")))
        own = aimed(one)
        behind = [m for m in one.measures if m not in own]
        for name, measures in ((f"rules-{one.key}", own), (f"rules-{one.key}-background", behind)):
            if not bars(one, measures):
                assert not measures, name
                continue
            rows = csv.DictReader(io.StringIO(record.figures[f"{name}.csv"].decode()))
            assert {r["measure_id"] for r in rows} == {m["measure_id"] for m in measures}, name
            words = record.figures[f"{name}.svg"].decode()
            assert f"{len(measures)} rule" in words, name
            # rules of one document that end in several states stand in several bars
            first, last = one.window
            shown = {(m["instrument_id"], one.state(m["measure_id"])) for m in measures for p in
                     record.periods(m["measure_id"])
                     if p["first_day"] <= last and (p["last_day"] or last) >= first}  # fmt: skip
            assert len(bars(one, measures)) == len(shown), name
            assert f"{len(shown)} bar" in words, name


def test_no_rule_of_2010_was_aimed_at_japan(record):
    assert aimed(episode(record, "japan-2010")) == []
    assert {m["instrument_id"] for m in aimed(episode(record, "japan-2026"))} >= {"cn-2026-1", "cn-2026-11"}
    aimed_at_us = {m["instrument_id"] for m in aimed(episode(record, "us-2024"))}
    assert "cn-2024-46" in aimed_at_us and "cn-2025-18" not in aimed_at_us


def test_a_bar_in_force_holds_no_rule_that_is_suspended(record):
    one = episode(record, "us-2024")
    states = {label.split(":")[0]: own[-1].state for label, own in bars(one, aimed(one))}
    assert states["Announcement 46/2024, 2 of 5 rules"] == "in_force"
    assert states["Announcement 46/2024, 3 of 5 rules"] == "suspended"


def test_the_opening_says_whom_the_rules_are_aimed_at(pages):
    assert "35 rules, all for every destination, none aimed at Japan" in pages["japan-2010"]
    assert "34 of them aimed at the United States" in pages["us-2024"]
    assert "KB-ZHAO" not in "".join(t[t.index("## In brief") : t.index("## Timeline")] for t in pages.values())


def test_the_first_line_of_2010_says_whether_it_was_an_embargo(record, pages):
    (line,) = re.findall(r"\*\*Was it an embargo\?\*\* .*", "".join(pages.values()))
    claims = [c for c in record.rows("claims") if c["question_id"] == ASKED["japan-2010"]]
    no, yes = (sum(c["value_num"] == n for c in claims) for n in (0, 1))
    assert f"Of {len(claims)} claims on an official ban {no} say no, {yes} yes" in line
    assert "none is aimed at Japan" in line and "fell by 72 percent from September to November 2010" in line
    # it stands in the first screen, before all else that is told in brief
    assert line in pages["japan-2010"][: pages["japan-2010"].index("**What happened.**")]


def test_no_label_of_a_timeline_is_cut(record):
    for one in episodes_of(record):
        list(timeline(one, Figures(record, "generated/x")))
    drawn = {
        name: data.decode() for name, data in record.figures.items() if re.match(r"(events|rules|limbs)-.*svg", name)
    }
    assert len(drawn) > 20
    assert not [name for name, text in drawn.items() if "…" in text]
    # what is shortened ends where a clause does
    whole = "Announcement 46 bans dual-use exports to US military users and uses, and refuses in principle gallium"
    assert first_clause(whole) == "Announcement 46 bans dual-use exports to US military users and uses"
    assert first_clause("Shipments stall.") == "Shipments stall"


def test_a_timeline_says_where_the_record_ends(record):
    for one in episodes_of(record):
        list(timeline(one, Figures(record, "generated/x")))
        rows = list(csv.DictReader(io.StringIO(record.figures[f"events-{one.key}.csv"].decode())))
        ahead = max(r["date"] or r["date_earliest"] for r in rows) > record.as_of
        assert ahead == ("last day of the record" in record.figures[f"events-{one.key}.svg"].decode()), one.key


def test_the_limbs_of_a_document_stand_in_a_row_of_their_own(record, pages):
    assert "Announcement 61/2025: its 13 rules one by one" in pages["rare-earths-2025"]
    lines = record.figures["limbs-rare-earths-2025-cn-2025-61.svg"].decode()
    assert "suspended before it took effect" in lines and ">suspended<" in lines


def test_the_chart_names_the_onset_of_each_episode(record):
    for one in episodes_of(record):
        events = [e for e in record.rows("events") if one.key in (e["episode_ids"] or [])]
        onset = [e for e in events if e["role"] == "onset"]
        if onset:
            assert onset[0] in chief(sorted(events, key=lambda e: str(e["date"] or e["date_earliest"]))), one.key


def test_an_act_of_the_target_is_not_counted_as_one_of_china(record):
    text = str(compare_page(record))
    row = next(line for line in text.splitlines() if line.startswith("| [United States 2024"))
    events = [e for e in record.rows("events") if "us-2024" in (e["episode_ids"] or [])]
    acts = [e for e in events if e["role"] not in ("context", "reaction")]
    cells = [cell.strip() for cell in row.split("|")]
    assert cells[6] == str(sum(side(e) == "sender" for e in acts))
    assert cells[7] == str(sum(side(e) == "target" for e in acts)) != "0"


def test_one_month_has_one_number_in_text_and_chart(record, pages):
    month = next(r for r in record.rows("observations")
                 if (r["indicator_id"], r["reporter"], r["partner"], str(r["period_start"]), r["is_preferred"])
                 == ("import_quantity", "JPN", "CHN", "2010-11-01", True))  # fmt: skip
    assert f"{month['value']:,.0f} t in November" in pages["japan-2010"]
    assert "634 t" not in pages["japan-2010"]


def test_a_material_shows_every_source_of_imports_and_the_mean_beside_the_ends(record):
    text = str(material_page(record, record.one("materials", "material_id", "Ga")))
    shares = [line for line in text.splitlines() if line.startswith("| Source share of imports")]
    assert {p for p in ("Japan", "Canada", "China", "Germany") if any(f"partner {p}" in x for x in shares)} == {
        "Japan", "Canada", "China", "Germany",
    }  # fmt: skip
