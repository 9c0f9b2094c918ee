"""Sentences that the pages compute: what they must not leave out, and what they must not claim."""

import exportcurbs as ec
import pytest

from book.pages.common.record import Record
from book.pages.common.rules import rule_in_words
from book.pages.common.text import Documents
from book.pages.common.words import called
from book.pages.episodes.episodes import Tables
from book.pages.episodes.happened import claimed, eased
from book.pages.materials.materials import material_page
from book.pages.start.start import start_page


@pytest.fixture(scope="module")
def record(compiled):
    return Record(compiled)


@pytest.fixture(scope="module")
def tables(compiled):
    return Tables.of(compiled)


def today(record, material):
    """Return the line of a material's page on the last day of the record."""
    page = material_page(record, record.one("materials", "material_id", material))
    return next(line for line in page.splitlines() if line.startswith(f"- **Needed on {record.release.as_of}:**"))


def test_a_licence_on_some_goods_is_not_told_as_one_on_all(record):
    # the list names zinc powder for propellants; zinc ingots are free
    assert "licence" in today(record, "Zn") and "other goods of it may be free" in today(record, "Zn")
    assert "may be free" not in today(record, "Nd")


def test_the_trade_layer_stands_beside_no_control(record):
    # neodymium is on no dual-use list, and its export needs a licence all the same
    assert today(record, "Nd").endswith("Beside the dual-use rules: export licence.")


def test_what_no_source_attests_to_the_day_is_called_presumed(record):
    assert "prohibited (presumed)" in today(record, "He")
    assert "presumed" not in today(record, "Ga")


def test_the_end_of_a_rule_that_a_later_one_took_over_eases_nothing(tables):
    rows = {row["episode_id"]: row for row in tables.rows["episodes"]}
    documents = Documents(tables.rows["sources"], tables.rows["publishers"], "x")
    told = "\n".join(eased(tables.rows, rows["gallium-germanium-2023"], documents))
    assert "1 step on record" in told and "a later rule took the first over" in told
    assert "unified list" not in told
    assert "An end is on record." in "\n".join(eased(tables.rows, rows["japan-2010"], documents))


def test_a_document_without_a_number_is_called_by_its_title(tables):
    rows = {row["instrument_id"]: row for row in tables.rows["instruments"]}
    assert called(rows["cn-2024-46"]) == "Announcement 46/2024"
    assert called(rows["cn-2025-ecl-pause-05"]) == rows["cn-2025-ecl-pause-05"]["title_en"]


def test_a_scenario_is_a_claim_with_a_length(tables):
    rows = {row["claim_id"]: row for row in tables.rows["claims"]}
    assert claimed(rows["jpn2026-loss-05"]) == "0.11 percent for a stop of 3 months"


def test_a_ban_on_passing_on_data_is_of_any_kind(tables):
    rows = {row["measure_id"]: row for row in tables.rows["measures"]}
    assert "transfer of technology (of any kind)" in rule_in_words(rows["cn-uel-2025-10-3"], "any destination")
    assert "all goods" in rule_in_words(rows["cn-uel-2025-10-1"], "any destination")


def test_the_start_page_names_the_good_of_the_duty_and_no_ends_of_a_range(compiled, base):
    told = start_page(compiled, ec.open(base.data))
    assert "for neodymium" in told and "a duty of up to 20 %" in told
    assert "| NdFeB magnets |" in told


def test_events_say_which_ministry():
    told = ec.load("events")["summary"]
    assert not told.str.contains(r"^(?:The|A) (?:commerce )?ministry", regex=True).any()
    assert not told.str.contains(r"(?:asks|which) the ministry", regex=True).any()
