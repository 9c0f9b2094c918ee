"""Answers derived by hand from the notices are those of the reader."""

import datetime

import exportcurbs
import pytest

from tests.support.answers_by_hand import ANSWERS, LISTED, MILITARY_JP, SEVEN, STRENGTH_JP, Answer
from tests.support.project import ROOT, Project


def ids(rows: list[dict[str, object]]) -> tuple[object, ...]:
    return tuple(row["measure_id"] for row in rows)


def test_there_are_enough_answers():
    assert len(ANSWERS) >= 60
    assert len({row[:4] for row in ANSWERS}) == len(ANSWERS)


@pytest.mark.parametrize("row", ANSWERS, ids=["-".join(row[:4]) for row in ANSWERS])
def test_answer_from_the_notices(row: Answer):
    subject, destination, day, end_use, regime, since, measures, notice = row
    answer = exportcurbs.status(subject, destination, day, end_use)
    assert (answer.regime, ids(answer.measures)) == (regime, measures), notice
    assert since is None or str(answer.since) == since, notice
    assert answer.day == datetime.date.fromisoformat(day)
    assert (answer.at_least == regime) == (regime != "unknown")
    assert (answer.basis == "unknown") == (regime == "unknown")


@pytest.mark.parametrize("row", LISTED, ids=["-".join(row[:5]) for row in LISTED])
def test_answer_for_a_listed_party(row: tuple[str, str, str, str, str, str, tuple[str, ...], str]):
    subject, destination, day, end_use, entity, regime, measures, notice = row
    answer = exportcurbs.status(subject, destination, day, end_use, entity)
    assert (answer.regime, answer.at_least, ids(answer.measures)) == (regime, regime, measures), notice


def test_a_listing_leaves_the_country_as_it_is():
    # 30/2026 lists Rheinmetall; Germany stays under licence.
    assert exportcurbs.status("Dy", "DEU", "2026-09-01").regime == "licence"
    assert exportcurbs.status("Dy", "DEU", "2026-09-01", entity="rheinmetall").regime == "prohibited"


def test_a_paused_listing_gives_the_answer_of_the_country():
    # 21/2025, paused from 14 May 2025 in three steps: for the party the regime begins again with the first.
    for item in ("Ga", "Dy", "Nd", "graphite"):
        country = exportcurbs.status(item, "USA", "2026-01-15")
        own = exportcurbs.status(item, "USA", "2026-01-15", entity="source-intelligence")
        assert (own.regime, own.measures, own.basis) == (country.regime, country.measures, country.basis)
    assert str(exportcurbs.status("Dy", "USA", "2026-01-15", entity="source-intelligence").since) == "2025-05-14"


def test_a_party_under_two_bans_hears_of_both():
    # Lockheed Martin: the unreliable entity list of 2023 (all goods) and 1/2025 (dual-use items).
    answer = exportcurbs.status("Ga", "USA", "2025-06-01", entity="lockheed-martin")
    assert answer.regime == "prohibited"
    assert set(ids(answer.measures)) == {"cn-uel-2023-1-1", "cn-2025-1-1"}
    # Japan's military: 1/2026, and 11/2026 for the party.
    answer = exportcurbs.status("Dy", "JPN", "2026-03-01", "military", "jaxa")
    assert set(ids(answer.measures)) == {MILITARY_JP, "cn-2026-11-1"}


def test_a_listing_is_as_sure_as_its_last_report():
    # The last report of 30/2026 is of 5 August 2026, that of 18/2025 of 29 September.
    assert exportcurbs.status("Dy", "DEU", "2026-08-05", entity="rheinmetall").basis == "confirmed"
    assert exportcurbs.status("Dy", "DEU", "2026-09-01", entity="rheinmetall").basis == "presumed"
    assert exportcurbs.status("Dy", "DEU", "2026-09-01").basis == "confirmed"


def test_helium_is_presumed_after_the_last_report():
    # 29/2026 was last reported in July 2026.
    assert exportcurbs.status("He", "DEU", "2026-07-20").basis == "confirmed"
    assert exportcurbs.status("He", "DEU", "2026-09-15").basis == "presumed"


@pytest.mark.parametrize("day", ["2024-12-01", "2025-02-04", "2025-04-04", "2025-10-09", "2025-11-07", "2026-01-06"])
@pytest.mark.parametrize("destination", ["USA", "JPN", "DEU"])
def test_gold_was_never_controlled(destination: str, day: str):
    for use in ("civil", "military", "military_capability", "advanced_chips"):
        assert exportcurbs.status("Au", destination, day, use).regime == "none"
        assert exportcurbs.status("Au", destination, day, use).strictest == "none"
    # The catch-all of the Export Control Law, art. 12: no item is free for weapons of mass destruction.
    assert exportcurbs.status("Au", destination, day, "wmd").regime == "licence"


def test_gold_is_under_licence_on_no_day():
    status = exportcurbs.load("material_status")
    gold = status[(status["material_id"] == "Au") & (status["end_use"] != "wmd")]
    assert set(gold["at_least"]) == {"none"}


@pytest.mark.parametrize("material", ["Ho", "Er", "Tm", "Eu", "Yb"])
@pytest.mark.parametrize("day", ["2025-10-09", "2025-11-08", "2025-12-01", "2026-09-29"])
def test_the_five_of_57_of_2025_were_never_controlled(material: str, day: str):
    # 57/2025: announced 9 October for 8 November 2025; 70/2025 of 7 November suspends it.
    for destination in ("USA", "JPN", "FRA"):
        assert exportcurbs.status(material, destination, day).regime == "none"


@pytest.mark.parametrize("material", ["Sm", "Gd", "Tb", "Dy", "Lu", "Sc", "Y"])
def test_the_seven_of_18_of_2025(material: str):
    assert exportcurbs.status(material, "IND", "2025-04-03").regime == "none"
    assert exportcurbs.status(material, "IND", "2025-04-04").regime == "licence"
    assert exportcurbs.status(material, "IND", "2026-09-29").basis == "confirmed"


def test_dysprosium_to_japan_in_october_2010():
    # Quota and licence of the 2005 catalogue, duty plan of 2010; who said when shipments stopped and went on again.
    answer = exportcurbs.status("Dy", "JPN", "2010-10-15")
    assert answer.regime == "none"
    assert (answer.trade["has_quota"], answer.trade["has_licence"], answer.trade["duty_pct"]) == (True, True, None)
    assert exportcurbs.status("dysprosium-oxide", "JPN", "2010-10-15").trade["duty_pct"] == 25
    assert exportcurbs.status("dysprosium-alloys", "JPN", "2012-10-15").trade["duty_pct"] == 20
    assert {c["claim_id"] for c in answer.practice} == {
        "jpn2010-end-02",  # New York Times: to 28 October
        "jpn2010-end-03",  # ministry and an executive: to 19 November
        "jpn2010-end-04",  # Global Trade Alert: to 20 November
        "jpn2010-end-05",  # Minister Ohata: to 24 November
        "jpn2010-official-ban-09",  # Global Trade Alert, as a ban
    }
    assert exportcurbs.status("Dy", "DEU", "2010-10-15").practice == []


def test_the_quota_ends_with_2014_and_the_duty_in_may_2015():
    # MOFCOM 94/2014: no quota from 2015; the tariff commission ends the duties on 1 May 2015.
    last, after = (exportcurbs.status("Dy", "JPN", day).trade for day in ("2014-12-31", "2015-01-01"))
    assert (last["has_quota"], last["has_licence"]) == (True, True)
    assert (after["has_quota"], after["has_licence"]) == (False, True)
    days = ("2014-12-31", "2015-04-30", "2015-05-01")
    duties = [exportcurbs.status("dysprosium-oxide", "JPN", day).trade["duty_pct"] for day in days]
    assert duties == [25, 25, None]


def test_the_strictest_over_the_goods_of_a_material():
    # 1C226 reaches tungsten of set shape before paratungstate came under licence on 4 February 2025 (10/2025).
    assert exportcurbs.status("W", "DEU", "2025-02-03").strictest == "licence"
    # 33/2024 names diamond windows; 55/2025 on diamond powder is suspended.
    assert exportcurbs.status("diamond", "DEU", "2026-03-01").strictest == "licence"
    # 29/2026 bans helium; before it only helium-3 needed a licence.
    assert exportcurbs.status("He", "DEU", "2026-07-09").strictest == "licence"
    assert exportcurbs.status("He", "DEU", "2026-07-10").strictest == "prohibited"


def test_civil_exports_to_japan_name_the_contested_rule():
    # 1/2026 also bars whatever adds to Japan's military strength.
    for subject in ("Dy", "3C001.a"):
        assert ids(exportcurbs.status(subject, "JPN", "2026-02-01").contested) == (STRENGTH_JP,)
        assert exportcurbs.status(subject, "JPN", "2026-01-05").contested == []
        assert exportcurbs.status(subject, "JPN", "2026-02-01", "military").contested == []
        assert exportcurbs.status(subject, "USA", "2026-02-01").contested == []
        assert exportcurbs.status(subject, "DEU", "2026-02-01").contested == []


def test_every_day_after_the_record_is_unknown():
    as_of = datetime.date.fromisoformat(exportcurbs.as_of)
    assert exportcurbs.as_of == Project(ROOT).as_of()
    for subject in ("Ga", "Dy", "Ho", "Au", "He", "3C001.a", "2B902", "civil_drones"):
        for days in (1, 2, 43, 365, 3650):
            answer = exportcurbs.status(subject, "JPN", as_of + datetime.timedelta(days=days), "military")
            assert (answer.regime, answer.basis, answer.measures, answer.since) == ("unknown", "unknown", [], None)
    late = exportcurbs.status("Dy", "DEU", as_of + datetime.timedelta(days=1), entity="rheinmetall")
    assert late.regime == "unknown"
    assert exportcurbs.status("Dy", "JPN", as_of).regime == "licence"


def test_a_day_may_be_a_date_or_text():
    day = datetime.date(2024, 12, 10)
    assert exportcurbs.status("Ga", "USA", day) == exportcurbs.status("Ga", "USA", "2024-12-10")


def test_an_answer_reads_as_text():
    text = str(exportcurbs.status("Dy", "JPN", "2026-02-01"))
    for part in ("Dy to JPN on 2026-02-01, civil use: licence since 2025-04-04", SEVEN, STRENGTH_JP, "practice"):
        assert part in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("Xx", "USA", "2025-01-01"), "the tables materials and control_codes"),
        (("9Z999", "USA", "2025-01-01"), "the tables materials and control_codes"),
        (("", "USA", "2025-01-01"), "the tables materials and control_codes"),
        (("Ga", "usa", "2025-01-01"), "ISO 3166 alpha-3"),
        (("Ga", "Japan", "2025-01-01"), "ISO 3166 alpha-3"),
        (("Ga", "", "2025-01-01"), "ISO 3166 alpha-3"),
        (("Ga", "USA", "2025-01-01", "Military"), "civil, military, military_capability, wmd"),
        (("Ga", "USA", "2025-01-01", "any"), "advanced_chips, civil"),
        (("Ga", "USA", "2025-01-01", "civil", "acme"), "the table entities"),
        (("Ga", "USA", "2030-01-01", "civil", "acme"), "the table entities"),
    ],
)
def test_unknown_input_is_answered_with_what_is_known(arguments: tuple[str, ...], told: str):
    with pytest.raises(ValueError, match="unknown") as raised:
        exportcurbs.status(*arguments)
    assert told in str(raised.value)


@pytest.mark.parametrize("day", ["2025-02-30", "10.12.2024", "yesterday", ""])
def test_a_day_that_is_none_is_a_value_error(day: str):
    with pytest.raises(ValueError, match=r"day|date|Invalid isoformat|month"):
        exportcurbs.status("Ga", "USA", day)


@pytest.mark.parametrize(
    "name", ["jaxa", "JAXA", "Japan Aerospace Exploration Agency", "日本宇宙航空研究开发机构", "宇宙航空研究開発機構"]
)
def test_a_party_is_found_by_any_of_its_names(name):
    answer = exportcurbs.status("Ga", "JPN", "2026-08-01", entity=name)
    assert answer.regime == "prohibited"
    assert "cn-2026-11-1" in [m["measure_id"] for m in answer.measures]


def test_a_party_is_found_in_another_width_and_by_the_misprint_of_the_notice():
    assert exportcurbs.status("Ga", "JPN", "2026-08-01", entity="ｊａｘａ").regime == "prohibited"
    assert exportcurbs.status("Ga", "JPN", "2026-08-01", entity="MHI Oceanincs").regime == "prohibited"


def test_a_group_outside_the_lists_is_told_with_its_listed_parties():
    with pytest.raises(ValueError, match=r"is on no list; parties of that group are: .*nippi"):
        exportcurbs.status("Ga", "JPN", "2026-08-01", entity="Kawasaki Heavy Industries")
