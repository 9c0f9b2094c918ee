"""Answers derived by hand from the notices, never from the code; each row names the notice that says so.

`since` of an uncontrolled good is the first day of the record (coverage): 2009 for rare earths, 2023 for gallium,
germanium, antimony, indium, tellurium and diamond, 1 December 2024 (the list) for the rest.
"""

import datetime

import exportcurbs
import pytest

from tests.support.project import ROOT, Project

# Short names of the measures.
MISSILES = "cn-decree-361-2002-1"
LIST = "cn-2024-51-1"
MILITARY_US = "cn-2024-46-1"
REFUSED_US = "cn-2024-46-2a"
REVIEWED_US = "cn-2024-46-2b"
MILITARY_JP = "cn-2026-1-1a"
STRENGTH_JP = "cn-2026-1-1b"
SEVEN = "cn-2025-18-1"
FIVE = "cn-2025-10-1"

Answer = tuple[str, str, str, str, str, str | None, tuple[str, ...], str]
# subject, destination, day, end use, regime, since (None: not asked), measures, notice
ANSWERS: list[Answer] = [
    # Gallium, germanium: 23/2023, then the list of 51/2024; 46/2024 for the US, paused by 72/2025.
    ("Ga", "DEU", "2023-07-15", "civil", "none", "2023-01-01", (), "23/2023: announced 3 July, from 1 August"),
    ("Ga", "DEU", "2023-07-31", "civil", "none", "2023-01-01", (), "23/2023: the day before"),
    ("Ga", "DEU", "2023-08-01", "civil", "licence", "2023-08-01", ("cn-2023-23-1",), "23/2023"),
    ("Ga", "DEU", "2024-11-30", "civil", "licence", "2023-08-01", ("cn-2023-23-1",), "23/2023: its last day"),
    ("Ga", "DEU", "2024-12-01", "civil", "licence", "2023-08-01", (LIST,), "51/2024 carries 23/2023 over"),
    ("Ga", "DEU", "2025-06-01", "civil", "licence", "2023-08-01", (LIST,), "51/2024"),
    ("Ga", "USA", "2024-12-02", "civil", "licence", "2023-08-01", (LIST,), "51/2024; 46/2024 is of 3 December"),
    ("Ga", "USA", "2024-12-02", "military", "licence", "2023-08-01", (LIST,), "51/2024"),
    ("Ga", "USA", "2024-12-03", "civil", "denial_in_principle", "2024-12-03", (REFUSED_US,), "46/2024 para. 2"),
    ("Ga", "USA", "2024-12-10", "civil", "denial_in_principle", "2024-12-03", (REFUSED_US,), "46/2024 para. 2"),
    ("Ga", "USA", "2024-12-10", "military", "prohibited", "2024-12-03", (MILITARY_US,), "46/2024 para. 1"),
    ("Ga", "USA", "2025-11-08", "civil", "denial_in_principle", "2024-12-03", (REFUSED_US,), "46/2024 para. 2"),
    ("Ga", "USA", "2025-11-09", "civil", "licence", "2025-11-09", (LIST,), "72/2025 suspends 46/2024 para. 2"),
    ("Ga", "USA", "2025-12-01", "civil", "licence", "2025-11-09", (LIST,), "72/2025"),
    ("Ga", "USA", "2025-12-01", "military", "prohibited", "2024-12-03", (MILITARY_US,), "72/2025 leaves para. 1"),
    ("Ga", "JPN", "2026-01-05", "military", "licence", "2023-08-01", (LIST,), "1/2026 is of 6 January"),
    ("Ga", "JPN", "2026-01-06", "military", "prohibited", "2026-01-06", (MILITARY_JP,), "1/2026"),
    ("Ge", "USA", "2024-12-10", "civil", "denial_in_principle", "2024-12-03", (REFUSED_US,), "46/2024 para. 2"),
    ("Ge", "KOR", "2023-08-01", "civil", "licence", "2023-08-01", ("cn-2023-23-1",), "23/2023"),
    # Antimony and superhard materials: 33/2024.
    ("Sb", "DEU", "2024-09-14", "civil", "none", "2023-01-01", (), "33/2024: from 15 September"),
    ("Sb", "DEU", "2024-09-15", "civil", "licence", "2024-09-15", ("cn-2024-33-1",), "33/2024"),
    ("Sb", "USA", "2025-06-01", "civil", "denial_in_principle", "2024-12-03", (REFUSED_US,), "46/2024 para. 2"),
    ("Sb", "USA", "2026-06-01", "civil", "licence", "2025-11-09", (LIST,), "72/2025"),
    (
        "diamond-window-curved",
        "USA",
        "2025-06-01",
        "civil",
        "denial_in_principle",
        "2024-12-03",
        (REFUSED_US,),
        "46/2024",
    ),
    ("diamond-window-curved", "DEU", "2026-03-01", "civil", "licence", "2024-09-15", (LIST,), "33/2024, 51/2024"),
    ("diamond", "USA", "2025-06-01", "civil", "none", "2023-01-01", (), "33/2024 names windows, 55/2025 is suspended"),
    # Graphite: stricter review for the US, no refusal.
    ("graphite", "USA", "2024-12-10", "civil", "licence_strict", "2024-12-03", (REVIEWED_US,), "46/2024 para. 2"),
    ("graphite", "USA", "2024-12-10", "military", "prohibited", "2024-12-03", (MILITARY_US,), "46/2024 para. 1"),
    ("graphite", "USA", "2025-12-01", "civil", "licence", "2025-11-09", (LIST,), "72/2025"),
    ("graphite", "DEU", "2024-12-10", "civil", "licence", "2023-12-01", (LIST,), "51/2024, before 39/2023"),
    # Medium and heavy rare earths: 18/2025.
    ("Dy", "JPN", "2010-10-15", "civil", "none", "2009-01-01", (), "quota, licence and duty, no dual-use control"),
    ("Dy", "JPN", "2025-04-03", "civil", "none", "2009-01-01", (), "18/2025 is of 4 April"),
    ("Dy", "JPN", "2025-04-04", "civil", "licence", "2025-04-04", (SEVEN,), "18/2025"),
    ("Dy", "JPN", "2026-02-01", "civil", "licence", "2025-04-04", (SEVEN,), "18/2025; 1/2026 names military ends"),
    ("Dy", "JPN", "2026-02-01", "military", "prohibited", "2026-01-06", (MILITARY_JP,), "1/2026"),
    ("Dy", "JPN", "2026-02-01", "military_capability", "prohibited", "2026-01-06", (STRENGTH_JP,), "1/2026"),
    ("Dy", "JPN", "2026-01-05", "military_capability", "licence", "2025-04-04", (SEVEN,), "1/2026: the day before"),
    (
        "Dy",
        "JPN",
        "2026-02-01",
        "wmd",
        "licence",
        "2020-12-01",
        (SEVEN,),
        "18/2025; before it the catch-all of the law",
    ),
    ("Dy", "JPN", "2026-02-01", "advanced_chips", "licence", "2025-04-04", (SEVEN,), "18/2025"),
    ("Dy", "KOR", "2026-02-01", "military", "licence", "2025-04-04", (SEVEN,), "18/2025; 1/2026 names Japan only"),
    ("Dy", "USA", "2025-03-01", "military", "none", "2009-01-01", (), "46/2024 para. 1 reaches controlled items only"),
    ("Dy", "USA", "2025-06-01", "military", "prohibited", "2025-04-04", (MILITARY_US,), "46/2024 para. 1, 18/2025"),
    ("Sm", "USA", "2025-06-01", "civil", "licence", "2025-04-04", (SEVEN,), "18/2025"),
    ("Tb", "DEU", "2025-10-20", "military", "licence", "2025-04-04", (SEVEN,), "61/2025 governs flows abroad"),
    ("Y", "TWN", "2026-09-01", "civil", "licence", "2025-04-04", (SEVEN,), "18/2025"),
    # 57/2025 was announced on 9 October 2025 and suspended by 70/2025 before its effect.
    ("Ho", "DEU", "2025-10-20", "civil", "none", "2009-01-01", (), "57/2025: announced"),
    ("Ho", "DEU", "2025-12-01", "civil", "none", "2009-01-01", (), "70/2025 suspends 57/2025"),
    ("Ho", "JPN", "2026-02-01", "military", "none", "2009-01-01", (), "1/2026 reaches no suspended item"),
    ("Ho", "DEU", "2026-11-11", "civil", "unknown", None, (), "after as_of; 70/2025 runs to 10 November 2026"),
    ("Yb", "USA", "2026-09-29", "military", "none", "2009-01-01", (), "46/2024 para. 1 reaches no suspended item"),
    # Neodymium and lanthanum are in no notice on exports.
    ("Nd", "DEU", "2025-10-20", "civil", "none", "2009-01-01", (), "61/2025 governs re-export and foreign goods"),
    ("Nd", "JPN", "2026-02-01", "military", "none", "2009-01-01", (), "1/2026 reaches controlled items only"),
    ("La", "USA", "2025-06-01", "civil", "none", "2009-01-01", (), "18/2025 names seven others"),
    # 10/2025 of 4 February 2025; tungsten for nuclear use (1C226) stood in the list of 51/2024 before.
    ("In", "DEU", "2023-09-01", "civil", "none", "2023-01-01", (), "10/2025 brings the first control"),
    ("In", "DEU", "2025-02-03", "civil", "none", "2023-01-01", (), "10/2025 is of 4 February"),
    ("In", "DEU", "2025-02-04", "civil", "none", "2023-01-01", (), "10/2025 names compounds, not the metal"),
    ("indium-phosphide", "DEU", "2025-02-04", "civil", "licence", "2025-02-04", (FIVE,), "10/2025"),
    ("W", "DEU", "2024-11-30", "civil", "unknown", None, (), "paratungstate: not read"),
    ("W", "USA", "2025-02-03", "civil", "none", "2024-12-01", (), "51/2024: 1C226 reaches a part of the metal only"),
    ("W", "USA", "2025-02-03", "military", "none", "2024-12-01", (), "46/2024 para. 1 likewise"),
    (
        "W",
        "USA",
        "2025-02-04",
        "civil",
        "licence",
        "2025-02-04",
        (LIST, FIVE),
        "10/2025; 51/2024 for the rest of carbide",
    ),
    ("Te", "USA", "2025-02-03", "civil", "none", "2023-01-01", (), "10/2025 is of 4 February"),
    ("Te", "USA", "2025-02-04", "civil", "licence", "2025-02-04", (FIVE,), "10/2025; 46/2024 does not name it"),
    ("Te", "USA", "2025-02-04", "military", "prohibited", "2025-02-04", (MILITARY_US,), "46/2024 para. 1"),
    ("Mo", "DEU", "2025-02-03", "civil", "none", "2024-12-01", (), "10/2025: 1C117.b is new"),
    ("Mo", "DEU", "2025-06-01", "civil", "none", "2024-12-01", (), "10/2025 names powder of set size"),
    ("Bi", "DEU", "2025-01-15", "civil", "none", "2024-12-01", (), "51/2024: 1C229 reaches pure bismuth only"),
    (
        "bismuth-metal",
        "DEU",
        "2025-06-01",
        "civil",
        "licence",
        "2025-02-04",
        (LIST, FIVE),
        "10/2025 and 1C229 together",
    ),
    # Gold was never controlled; before the list nothing was read.
    ("Au", "DEU", "2024-12-01", "civil", "none", "2024-12-01", (), "51/2024 names no gold"),
    ("Au", "USA", "2025-06-01", "military", "none", "2024-12-01", (), "46/2024 para. 1 reaches controlled items only"),
    ("Au", "JPN", "2026-09-29", "military_capability", "none", "2024-12-01", (), "1/2026 likewise"),
    ("Au", "DEU", "2024-11-30", "civil", "unknown", None, (), "outside the record"),
    # Helium-3 is in the list; 29/2026 bans all helium.
    ("He", "DEU", "2026-07-09", "civil", "none", "2024-12-01", (), "51/2024: 1C232 is helium-3"),
    ("He", "DEU", "2026-07-10", "civil", "prohibited", "2026-07-10", ("cn-2026-29-1",), "29/2026"),
    ("He", "DEU", "2026-09-15", "civil", "prohibited", "2026-07-10", ("cn-2026-29-1",), "29/2026"),
    # UHMWPE fibre: 21/2024.
    ("uhmwpe", "DEU", "2024-07-01", "civil", "none", "2023-01-01", (), "21/2024 names strong fibre and its laminate"),
    ("1C901.a", "DEU", "2024-07-01", "civil", "licence", "2024-07-01", ("cn-2024-21-1",), "21/2024"),
    ("1C901.a", "DEU", "2025-01-15", "civil", "licence", "2024-07-01", (LIST,), "51/2024 carries 21/2024 over"),
    # Codes.
    ("1C108.c", "DEU", "2010-06-01", "civil", "unknown", None, (), "50/2006: flake is contested"),
    ("spheroidised_graphite", "DEU", "2010-06-01", "civil", "licence", "2006-12-31", ("cn-2006-50-1",), "50/2006"),
    ("spheroidised_graphite", "DEU", "2023-11-30", "civil", "licence", "2006-12-31", ("cn-2006-50-1",), "its last day"),
    ("1C108.c", "DEU", "2023-12-01", "civil", "licence", "2023-12-01", ("cn-2023-39-1",), "39/2023"),
    ("1C108.c", "USA", "2025-01-15", "civil", "licence_strict", "2024-12-03", (REVIEWED_US,), "46/2024 para. 2"),
    ("1C108.a", "DEU", "2023-12-15", "civil", "licence", "2002-08-22", (MISSILES,), "Decree 361"),
    ("1C909.a.1", "DEU", "2025-11-10", "civil", "none", "2009-01-01", (), "70/2025 suspends 57/2025"),
    ("1C909.a.1", "JPN", "2026-03-01", "military", "none", "2009-01-01", (), "1/2026 reaches no suspended item"),
    ("1C905.a.4", "JPN", "2025-12-31", "military", "licence", "2025-04-04", (SEVEN,), "18/2025"),
    ("3C001.a", "USA", "2025-01-15", "civil", "denial_in_principle", "2024-12-03", (REFUSED_US,), "46/2024 para. 2"),
    ("3C001", "DEU", "2023-07-15", "civil", "none", "2023-01-01", (), "23/2023: the heading of the gallium items"),
    ("3E003", "USA", "2025-01-15", "civil", "denial_in_principle", "2024-12-03", (REFUSED_US,), "46/2024 para. 2"),
    ("2B901", "USA", "2025-01-15", "civil", "denial_in_principle", "2024-12-03", (REFUSED_US,), "46/2024 para. 2"),
    ("2B005.b", "USA", "2025-01-15", "civil", "none", "2023-01-01", (), "55/2025: DCPCVD is not of 33/2024"),
    ("2B902", "DEU", "2025-10-20", "civil", "none", "2024-12-01", (), "56/2025: announced"),
    ("2B902", "DEU", "2026-01-15", "civil", "none", "2024-12-01", (), "70/2025 suspends 56/2025"),
    ("2C902", "DEU", "2025-12-01", "civil", "none", "2023-01-01", (), "70/2025 suspends 55/2025"),
    ("6C002.a", "USA", "2025-02-04", "civil", "licence", "2025-02-04", (FIVE,), "10/2025"),
    ("6C002.a", "JPN", "2026-01-06", "military_capability", "prohibited", "2026-01-06", (STRENGTH_JP,), "1/2026"),
    ("1C117.d.1", "DEU", "2025-02-03", "civil", "none", "2024-12-01", (), "10/2025 is of 4 February"),
    ("1C117.d.1", "DEU", "2025-02-04", "civil", "licence", "2025-02-04", (FIVE,), "10/2025"),
    ("1C226", "USA", "2025-02-03", "civil", "licence", "2024-01-01", (LIST,), "51/2024, before Decree 245"),
    ("9A012", "USA", "2026-08-04", "civil", "licence", "2024-12-01", (LIST,), "34/2026 is of 5 August"),
    ("9A012", "USA", "2026-08-05", "civil", "licence_strict", "2026-08-05", ("cn-2026-34-1",), "34/2026"),
    ("9A012", "USA", "2026-08-05", "military", "prohibited", "2024-12-03", (MILITARY_US,), "46/2024 para. 1"),
    ("9A012", "DEU", "2026-08-05", "civil", "licence", "2024-12-01", (LIST,), "34/2026 names the US only"),
    ("civil_drones", "DEU", "2023-09-01", "military", "prohibited", "2023-09-01", ("cn-2023-28-2a",), "28/2023"),
    ("civil_drones", "DEU", "2025-01-15", "military", "prohibited", "2023-09-01", ("cn-2024-31-2a",), "31/2024"),
    ("civil_drones", "DEU", "2025-01-15", "wmd", "prohibited", "2023-09-01", ("cn-2024-31-2b",), "31/2024"),
    ("civil_drones", "DEU", "2025-01-15", "civil", "none", "2023-09-01", (), "31/2024 names military and wmd ends"),
    ("consumer_drones", "DEU", "2024-08-31", "civil", "licence", "2023-09-01", ("cn-2023-28-1",), "28/2023"),
    ("consumer_drones", "DEU", "2025-01-15", "civil", "none", "2024-09-01", (), "31/2024 lifts 28/2023"),
]

# subject, destination, day, end use, entity, regime, measures, notice
LISTED: list[tuple[str, str, str, str, str, str, tuple[str, ...], str]] = [
    ("Dy", "DEU", "2026-07-23", "civil", "rheinmetall", "licence", (SEVEN,), "30/2026 is of 24 July"),
    ("Dy", "DEU", "2026-09-01", "civil", "rheinmetall", "prohibited", ("cn-2026-30-1",), "30/2026"),
    ("Nd", "DEU", "2026-09-01", "civil", "rheinmetall", "none", (), "30/2026 bars dual-use items only"),
    ("Ho", "DEU", "2026-09-01", "civil", "rheinmetall", "none", (), "30/2026 reaches no suspended item"),
    ("Ga", "DEU", "2026-04-23", "civil", "hensoldt", "licence", (LIST,), "20/2026 is of 24 April"),
    ("Ga", "DEU", "2026-04-24", "civil", "hensoldt", "prohibited", ("cn-2026-20-1",), "20/2026"),
    ("Dy", "USA", "2025-05-13", "civil", "universal-logistics-holdings", "prohibited", ("cn-2025-21-1",), "21/2025"),
    ("Dy", "USA", "2025-05-14", "civil", "universal-logistics-holdings", "licence", (SEVEN,), "21/2025 paused"),
    ("Dy", "USA", "2025-08-12", "civil", "universal-logistics-holdings", "licence", (SEVEN,), "21/2025 paused again"),
    ("Dy", "USA", "2026-01-15", "civil", "universal-logistics-holdings", "licence", (SEVEN,), "21/2025 paused again"),
    (
        "Ga",
        "USA",
        "2025-04-09",
        "civil",
        "american-photonics",
        "denial_in_principle",
        (REFUSED_US,),
        "22/2025: 10 April",
    ),
    ("Ga", "USA", "2025-04-10", "civil", "american-photonics", "prohibited", ("cn-2025-22-1",), "22/2025"),
    ("Ga", "USA", "2025-09-01", "civil", "american-photonics", "denial_in_principle", (REFUSED_US,), "22/2025 stopped"),
    ("W", "USA", "2025-11-09", "civil", "leidos", "prohibited", ("cn-2025-13-1",), "13/2025"),
    ("W", "USA", "2025-11-10", "civil", "leidos", "licence", (LIST, FIVE), "13/2025 stopped"),
    ("Dy", "USA", "2026-06-22", "civil", "mp-materials", "prohibited", ("cn-2026-23-1",), "23/2026"),
    ("Dy", "JPN", "2026-02-23", "civil", "subaru", "licence", (SEVEN,), "12/2026 is of 24 February"),
    ("Dy", "JPN", "2026-03-01", "civil", "subaru", "licence_strict", ("cn-2026-12-1",), "12/2026, watch list"),
    ("Dy", "JPN", "2026-03-01", "military", "subaru", "prohibited", (MILITARY_JP,), "1/2026"),
    ("Dy", "JPN", "2026-03-01", "civil", "jaxa", "prohibited", ("cn-2026-11-1",), "11/2026"),
    (
        "Au",
        "USA",
        "2025-06-01",
        "civil",
        "lockheed-martin",
        "prohibited",
        ("cn-uel-2023-1-1",),
        "all goods, list of 2023",
    ),
    ("Ga", "USA", "2025-06-01", "civil", "illumina", "denial_in_principle", (REFUSED_US,), "a ban on imports only"),
]


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
