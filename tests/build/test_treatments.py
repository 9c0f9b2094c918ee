"""Treatments, the announcement calendar and the panels of dyads: facts of the notices, and agreement with status()."""

import datetime
import subprocess
import sys

import exportcurbs
import pandas as pd
import pytest

SEED = 20260929
DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def treatments() -> pd.DataFrame:
    return exportcurbs.load("treatments", dtypes="numpy", joined=True)


@pytest.fixture(scope="module")
def dyads() -> pd.DataFrame:
    return exportcurbs.load("panel_dyad_month", dtypes="numpy", joined=True).set_index(["target", "month"])


@pytest.mark.parametrize(
    ("goods", "destination", "instrument", "act", "days"),
    [
        # 23/2023 of 3 July; its place was taken by the list of December 2024.
        ("gallium-metal", "ROW", "cn-2023-23", "new", ("2023-08-01", "2023-07-03", "2023-08-01", "2024-11-30")),
        ("gallium-metal", "ROW", "cn-2024-51", "restated", ("2024-12-01", "2024-11-15", "2024-12-01", None)),
        ("gallium-metal", "USA", "cn-2024-46", "widened", ("2024-12-03", "2024-12-03", "2024-12-03", "2025-11-08")),
        ("gallium-metal", "USA", "cn-2025-72", "suspended", ("2025-11-09", "2025-11-09", "2024-12-03", "2026-11-27")),
        # 39/2023: spherical graphite was under control since 2006, other flake was not; furnace electrodes were freed.
        (
            "graphite-natural-flake",
            "ROW",
            "cn-2023-39",
            "widened",
            ("2023-12-01", "2023-10-20", "2023-12-01", "2024-11-30"),
        ),
        (
            "graphite-spherical",
            "ROW",
            "cn-2023-39",
            "restated",
            ("2023-12-01", "2023-10-20", "2023-12-01", "2024-11-30"),
        ),
        (
            "graphite-furnace-electrode",
            "ROW",
            "cn-2023-39",
            "released",
            ("2023-12-01", "2023-10-20", "2006-12-31", None),
        ),
        ("antimony-oxide", "ROW", "cn-2024-33", "new", ("2024-09-15", "2024-08-15", "2024-09-15", "2024-11-30")),
        ("dysprosium-metal", "ROW", "cn-2025-18", "new", ("2025-04-04", "2025-04-04", "2025-04-04", None)),
        # 57/2025 never took effect: 70/2025 suspended it for a year.
        ("holmium-metal", "ROW", "cn-2025-70", "suspended", ("2025-11-07", "2025-11-07", None, "2026-11-10")),
        # The export duty ended in May 2015.
        ("dysprosium-metal", "ROW", "cn-tariff-2015-05", "released", ("2015-05-01", None, "2010-01-01", None)),
    ],
)
def test_acts_of_the_notices(
    treatments: pd.DataFrame, goods: str, destination: str, instrument: str, act: str, days: tuple[str | None, ...]
):
    """The days: first day, announced, effective, last day."""
    own = treatments[(treatments["goods_id"] == goods) & (treatments["instrument_id"] == instrument)]
    (row,) = own[(own["destination"] == destination) & (own["end_use"] == "civil")].to_dict("records")
    found = [None if pd.isna(row[c]) else str(row[c])[:10] for c in ("day", "announced", "effective", "last_day")]
    assert (row["act"], *found) == (act, *days)


def test_regimes_before_and_after_agree_with_status(treatments: pd.DataFrame):
    sample = pd.concat(own.sample(min(len(own), 15), random_state=SEED) for _, own in treatments.groupby("act"))
    assert set(sample["act"]) == {"new", "widened", "narrowed", "restated", "suspended", "released"}
    for row in sample.to_dict("records"):
        item = row["goods_id"] if isinstance(row["goods_id"], str) else f"{row['scheme']}/{row['code']}"
        place = "DEU" if row["destination"] == "ROW" else row["destination"]
        for when, day in (("before", row["day"] - DAY), ("after", row["day"])):
            answer = exportcurbs.status(item, place, day, row["end_use"])
            assert (answer.regime, answer.strictest) == (row[f"regime_{when}"], row[f"strictest_{when}"]), row


def test_an_imprecise_day_is_told(treatments: pd.DataFrame):
    # The regulation of 1998 was found in force by 2016: no one is to take New Year of 2016 for an event.
    old = treatments[treatments["instrument_id"] == "cn-decree-245-1998"]
    assert len(old) and (old["day_earliest"].notna() & (old["day_earliest"] < old["day"])).all()
    assert treatments[treatments["instrument_id"].isin(["cn-2023-23", "cn-2025-18"])]["day_earliest"].isna().all()


def test_what_a_word_for_an_act_says_holds(treatments: pd.DataFrame):
    order = exportcurbs.describe("treatments").set_index("column")["values"]
    assert set(treatments["act"]) <= set(order["act"])
    law = treatments[treatments["layer"] != "trade_administration"]
    rank = {r: n for n, r in enumerate(("none", "licence", "licence_strict", "denial_in_principle", "prohibited"))}
    known = law[(law["regime_before"] != "unknown") & (law["regime_after"] != "unknown")]
    change = known["regime_after"].map(rank) - known["regime_before"].map(rank)
    change += known["strictest_after"].map(rank) - known["strictest_before"].map(rank)
    for act, sign in (("new", 1), ("widened", 1), ("narrowed", -1), ("released", -1), ("restated", 0)):
        own = change[known["act"] == act]
        assert len(own) and (own.clip(-1, 1) == sign).all(), act
    assert (law[law["act"] == "released"]["strictest_after"].isin(["none", "unknown"])).all()
    assert law[law["act"] == "suspended"]["last_day"].notna().all()
    assert (treatments["last_day"] >= treatments["day"]).where(treatments["last_day"].notna(), True).all()


def test_every_licence_of_goods_begins_with_an_act(treatments: pd.DataFrame):
    goods = exportcurbs.load("goods_status", dtypes="numpy")
    civil = goods[(goods["end_use"] == "civil") & (goods["destination"] == "ROW")].sort_values(
        ["goods_id", "first_day"]
    )
    risen = civil[(civil["at_least"] != "none") & (civil.groupby("goods_id")["at_least"].shift() == "none")]
    acts = treatments[(treatments["destination"] == "ROW") & (treatments["end_use"] == "civil")]
    found = set(zip(acts["goods_id"], acts["day"], strict=True))
    assert len(risen) > 70
    assert set(zip(risen["goods_id"], risen["first_day"], strict=True)) <= found


@pytest.mark.parametrize(
    ("instrument", "published", "tokyo", "shanghai", "new_york", "anticipation"),
    [
        # Tokyo opens on 6 January; Qingming closes Shanghai on Friday 4 April 2025.
        ("cn-2025-1", "2025-01-02", "2025-01-06", "2025-01-02", "2025-01-02", 0),
        ("cn-2025-18", "2025-04-04", "2025-04-04", "2025-04-07", "2025-04-04", 0),
        # A Sunday.
        ("cn-2025-72", "2025-11-09", "2025-11-10", "2025-11-10", "2025-11-10", 0),
        ("cn-2023-23", None, "2023-07-03", "2023-07-03", "2023-07-03", 29),
    ],
)
def test_trading_days_and_days_of_anticipation(
    instrument: str, published: str | None, tokyo: str, shanghai: str, new_york: str, anticipation: int
):
    (row,) = [r for r in exportcurbs.installed().rows("announcement_calendar") if r["instrument_id"] == instrument]
    assert str(row["published"] or "") == (published or "")
    assert [str(row[f"trading_{c}"]) for c in ("tokyo", "shanghai", "new_york")] == [tokyo, shanghai, new_york]
    assert row["anticipation_days"] == anticipation


def test_warnings_come_before_the_act():
    rows = {r["instrument_id"]: r for r in exportcurbs.installed().rows("announcement_calendar")}
    assert rows["cn-2024-46"]["warning_ids"] == ["2024-12-02-mofcom-vow"]
    assert rows["cn-2024-46"]["days_warned"] == 1
    assert rows["cn-2026-1"]["warning_ids"] == ["2025-11-08-chn-xue-post", "2025-12-04-mofcom-warning"]
    assert rows["cn-2026-1"]["last_warning"] == datetime.date(2025, 12, 4)
    assert rows["cn-2023-23"]["warning_ids"] == []


def test_dyads_have_the_parties_of_each_country_and_both_codes(dyads: pd.DataFrame):
    listed = ["listed_control", "listed_watch", "listed_unreliable"]
    # 11/2026, 27/2026 and 12/2026, 28/2026: 20 each; a branch of TechInsights.
    assert dyads.loc[("JPN", "2026-07"), listed].tolist() == [40, 40, 1]
    # 35/2025: eight in Taiwan. 20/2026 and 30/2026: 21 in the EU. None is Brazil's.
    assert dyads.loc[("TWN", "2025-08"), "listed_control"] == 8
    members = [r["iso3"] for r in exportcurbs.installed().rows("countries") if r["eu_member_from"]]
    assert dyads.loc[[(m, "2026-08") for m in members], "listed_control"].sum() == 7 + 14
    assert dyads.loc[("BRA", "2026-08"), listed].tolist() == [0, 0, 0]
    assert dyads.loc[("JPN", "2026-08"), ["sender_cow", "target_cow"]].tolist() == [710, 740]


def test_dyads_count_what_holds_on_any_day(dyads: pd.DataFrame):
    # 46/2024: three rules on exports to the United States, from 3 December 2024; 72/2025 left one of them in force.
    assert dyads.loc[("USA", "2024-11"), "measures_naming"] == 0
    assert dyads.loc[("USA", "2024-12"), "measure_ids"] == "cn-2024-46-1|cn-2024-46-2a|cn-2024-46-2b"
    assert "cn-2024-46-2a" not in dyads.loc[("USA", "2025-12"), "measure_ids"]
    # Two threats of September 2010, the episode from the collision to November, and practice disputed.
    assert dyads.loc[("JPN", "2010-09"), ["threats", "episodes"]].tolist() == [2, 1]
    assert dyads.loc[("JPN", "2010-10"), "claims_disputed"] > 0
    assert dyads.loc[("JPN", "2011-01"), ["threats", "episodes"]].tolist() == [0, 0]
    # 18/2025 brought more goods under control for every country.
    more = dyads["goods_controlled"].unstack()
    assert (more["2025-04"] > more["2025-03"]).all()


def test_a_year_holds_its_months(dyads: pd.DataFrame):
    years = exportcurbs.load("panel_dyad_year", dtypes="numpy", joined=True).set_index(["target", "year"])
    months = dyads.reset_index()
    months["year"] = months["month"].str[:4].astype(int)
    own = months.groupby(["target", "year"])
    for name in ("measures_in_force", "listed_control", "goods_controlled", "episodes"):
        assert (years[name] >= own[name].max()).all(), name
    assert (years["threats"] == own["threats"].sum()).all()
    assert len(years) == 248 * (int(exportcurbs.as_of[:4]) - 2008)


def test_the_reader_needs_no_calendar_of_exchanges():
    code = (
        "import sys, exportcurbs; exportcurbs.load('announcement_calendar'); print('exchange_calendars' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
