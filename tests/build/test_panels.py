"""The monthly panels: days add up, agree with status(), count listed parties and join trade data one to one."""

import calendar
import datetime
import random
from collections import Counter

import exportcurbs
import pandas as pd
import pytest

from tests.exportcurbs.test_facts import measures, spells

SEED = 20260929
REGIMES = ("none", "licence", "licence_strict", "denial_in_principle", "prohibited", "unknown")
DAYS = [f"days_{regime}" for regime in REGIMES]
KEYS = {
    "panel_goods_month": ["goods_id", "destination", "end_use", "month"],
    "panel_material_month": ["material_id", "destination", "end_use", "month"],
    "panel_hs6_month": ["hs6", "destination", "end_use", "month"],
}


@pytest.fixture(scope="module")
def panels() -> dict[str, pd.DataFrame]:
    return {name: exportcurbs.load(name) for name in KEYS}


def length(month: str) -> int:
    year, number = map(int, month.split("-"))
    return calendar.monthrange(year, number)[1]


def days_of(month: str) -> list[datetime.date]:
    first = datetime.date.fromisoformat(f"{month}-01")
    return [first + datetime.timedelta(days=n) for n in range(length(month))]


@pytest.mark.parametrize("name", list(KEYS))
def test_days_add_up_to_the_month(panels: dict[str, pd.DataFrame], name: str):
    panel = panels[name]
    lengths = {month: length(month) for month in panel["month"].unique()}
    total = panel[DAYS].sum(axis=1)
    assert (total == panel["month"].map(lengths)).all()
    assert (panel[DAYS].nunique() > 1).sum() >= 5
    assert (panel["days_announced"] <= panel["month"].map(lengths)).all()


@pytest.mark.parametrize("name", list(KEYS))
def test_every_item_has_every_destination_end_use_and_month_once(panels: dict[str, pd.DataFrame], name: str):
    panel = panels[name]
    assert not panel.duplicated(KEYS[name]).any()
    months = [str(p) for p in pd.period_range("2009-01", exportcurbs.as_of[:7], freq="M")]
    assert sorted(panel["month"].unique()) == months
    assert set(panel["destination"]) == {"USA", "JPN", "PRK", "ROW"}
    assert set(panel["end_use"]) == {"civil", "military"}
    assert len(panel) == panel[KEYS[name][0]].nunique() * 4 * 2 * len(months)
    table = {"goods_id": "goods", "material_id": "materials"}.get(KEYS[name][0])
    assert table is None or set(panel[KEYS[name][0]]) == set(exportcurbs.load(table)[KEYS[name][0]])
    assert (panel["in_record"] == (panel["days_unknown"] < panel["month"].map(length))).all()


def counted(subject: str, destination: str, month: str, end_use: str) -> Counter[str]:
    place = "DEU" if destination == "ROW" else destination
    return Counter(exportcurbs.status(subject, place, day, end_use).regime for day in days_of(month))


def test_a_sample_of_rows_agrees_with_status(panels: dict[str, pd.DataFrame]):
    # Up to twenty rows of each regime, months in which something changes, and any others.
    panel = panels["panel_material_month"].sample(frac=1, random_state=SEED)
    parts = [panel[panel[column] > 0].head(20) for column in DAYS]
    parts += [panel[(panel[DAYS] > 0).sum(axis=1) > 1].head(50), panel.head(80)]
    sample = pd.concat(parts).head(200)
    assert len(sample) == 200
    seen: Counter[str] = Counter()
    for row in sample.to_dict("records"):
        days = counted(row["material_id"], row["destination"], row["month"], row["end_use"])
        assert {r: row[f"days_{r}"] for r in REGIMES} == {r: days[r] for r in REGIMES}, row
        seen += days
    assert set(seen) == set(REGIMES)


def test_a_sample_of_goods_and_customs_lines_agrees_with_status(panels: dict[str, pd.DataFrame]):
    for name, number in (("panel_goods_month", 60), ("panel_hs6_month", 40)):
        panel = panels[name]
        changing = panel[(panel[DAYS] > 0).sum(axis=1) > 1]
        sample = pd.concat([panel.sample(number, random_state=SEED), changing.sample(number, random_state=SEED)])
        for row in sample.to_dict("records"):
            days = counted(row[KEYS[name][0]], row["destination"], row["month"], row["end_use"])
            assert {r: row[f"days_{r}"] for r in REGIMES} == {r: days[r] for r in REGIMES}, row


def test_the_strictest_rule_on_a_part_of_a_line_is_shown(panels: dict[str, pd.DataFrame]):
    # 46/2024 of 3 December refuses gallium and germanium to the United States: a part of 811292.
    lines = (
        panels["panel_hs6_month"].query("hs6 == '811292' and end_use == 'civil'").set_index(["destination", "month"])
    )
    told = lines.loc[[("USA", "2024-11"), ("USA", "2024-12"), ("USA", "2025-12"), ("JPN", "2024-12")], "strictest"]
    assert told.tolist() == ["licence", "denial_in_principle", "licence", "licence"]
    assert lines.loc[("USA", "2024-12"), "days_none"] == 31
    for panel in panels.values():
        assert (panel["days_unknown"][panel["strictest"] == "none"] <= 1).all()  # the record ends before its month
        assert (panel["strictest"][panel["days_at_least_licence"] + panel["days_part_only"] > 0] != "none").all()


def cell(panel: pd.DataFrame, column: str, **key: str) -> int:
    rows = panel
    for name, value in key.items():
        rows = rows[rows[name] == value]
    (value,) = rows[column].unique()
    return int(value)


@pytest.mark.parametrize(
    ("destination", "month", "control", "watch", "unreliable"),
    [
        # 1/2025: 28, 13/2025: 15. Unreliable: 2 (2023), 1 and 2 (May 2024), 10, 7 and 4 (January 2025), 10 (notice 5)
        # and 1 barred from selling sequencers (notice 6).
        ("USA", "2025-03", 28 + 15, 0, 2 + 1 + 2 + 10 + 7 + 4 + 10 + 1),
        # 13/2025 and notices 5 and 6 stopped 10 November 2025, 21/2025 and notice 7 paused, 22/2025 and notice 8
        # stopped in August. 51/2025: 3. Notice 9: 3. Notice 10: 12 in the US, and a branch of TechInsights.
        ("USA", "2025-12", 28 + 3, 0, 2 + 1 + 2 + 10 + 7 + 4 + 3 + 12 + 1),
        # 11/2026 and 27/2026: 20 each on the control list, 12/2026 and 28/2026: 20 each on the watch list; a branch of
        # TechInsights.
        ("JPN", "2026-06", 20 + 20, 20 + 20, 1),
        # No party is seated in the rest of the world: panel_dyad_month has those of Taiwan and the EU.
        ("ROW", "2026-07", 0, 0, 0),
    ],
)
def test_listed_parties_of_a_month(
    panels: dict[str, pd.DataFrame], destination: str, month: str, control: int, watch: int, unreliable: int
):
    panel = panels["panel_material_month"]
    for name, number in (("control", control), ("watch", watch), ("unreliable", unreliable)):
        assert cell(panel, f"listed_{name}", destination=destination, month=month) == number, name


def test_listed_parties_begin_with_the_first_notices(panels: dict[str, pd.DataFrame]):
    # The unreliable entity list opens on 16 February 2023, the control list on 2 January 2025, the watch list in 2026.
    panel = panels["panel_material_month"]
    first = {n: panel[panel[f"listed_{n}"] > 0]["month"].min() for n in ("control", "watch", "unreliable")}
    assert first == {"control": "2025-01", "watch": "2026-02", "unreliable": "2023-02"}


def test_months_known_by_hand(panels: dict[str, pd.DataFrame]):
    panel = panels["panel_material_month"]
    # 46/2024 of 3 December 2024: two days under licence alone, 29 of refusal, and as many of the military ban.
    us = {"material_id": "Ga", "destination": "USA", "month": "2024-12"}
    assert cell(panel, "days_licence", **us, end_use="civil") == 2
    assert cell(panel, "days_denial_in_principle", **us, end_use="civil") == 29
    assert cell(panel, "days_prohibited", **us, end_use="military") == 29
    # 23/2023: announced on 3 July 2023.
    assert cell(panel, "days_announced", material_id="Ga", destination="ROW", month="2023-07", end_use="civil") == 29
    # 57/2025: announced 9 October 2025, suspended before effect from 7 November, by its own text for a year.
    waiting = {"material_id": "Ho", "destination": "ROW", "end_use": "civil"}
    assert cell(panel, "days_announced", **waiting, month="2025-10") == 23
    assert cell(panel, "days_announced", **waiting, month="2025-11") == 6
    assert cell(panel, "days_suspended_before_effect", **waiting, month="2025-11") == 24
    assert cell(panel, "days_none", **waiting, month="2025-10") == 31
    assert cell(panel, "days_announced", **waiting, month="2026-01") == 0
    assert cell(panel, "days_suspended_before_effect", **waiting, month="2026-01") == 31
    # 51/2024 renewed what stood: its fortnight of notice is no further rule.
    assert cell(panel, "days_announced", material_id="Ga", destination="ROW", month="2024-11", end_use="civil") == 0
    # 72/2025 suspended the refusals of 46/2024.
    assert cell(panel, "days_suspended", **us | {"month": "2026-01"}, end_use="civil") == 31
    # Dysprosium to Japan in October 2010: no dual-use control, but a quota, a licence and a duty.
    beside = {"material_id": "Dy", "destination": "JPN", "end_use": "civil", "month": "2010-10"}
    assert cell(panel, "days_quota", **beside) == cell(panel, "days_none", **beside) == 31
    # The record ends on 29 September 2026.
    assert cell(panel, "days_unknown", material_id="Dy", destination="JPN", month="2026-09", end_use="civil") == 1
    # Claims that shipments to Japan stopped: 21 September 2010 to 23 November at the latest.
    for month, days in (("2010-08", 0), ("2010-09", 10), ("2010-10", 31), ("2010-11", 23), ("2010-12", 0)):
        key = {"material_id": "Dy", "destination": "JPN", "end_use": "civil", "month": month}
        assert cell(panel, "days_practice_reported", **key) == days


def test_the_days_announced_of_a_measure_are_those_of_its_periods(panels: dict[str, pd.DataFrame]):
    # 18/2025 was in force on the day of its issue: no day of waiting. 10/2025 likewise.
    for instrument in ("cn-2025-18", "cn-2025-10"):
        (rule,) = measures(instrument)
        assert {state for state, _, _ in spells(rule["measure_id"])} == {"in_force"}
    # To North Korea the UN measures of 2018 were announced a day before.
    panel = panels["panel_material_month"]
    panel = panel[panel["destination"] != "PRK"]
    for material in ("Dy", "Te"):
        assert panel[panel["material_id"] == material]["days_announced"].sum() == 0


def trade(lines: list[str], partners: list[int], months: list[str]) -> pd.DataFrame:
    """Return exports of China as Comtrade has them, one row per line, partner and month, in mixed order."""
    rows = [
        {
            "refYear": int(month[:4]),
            "refMonth": int(month[5:]),
            "reporterCode": 156,
            "partnerCode": partner,
            "flowCode": "X",
            "cmdCode": line,
            "primaryValue": 1000.0 + n,
        }
        for n, (line, partner, month) in enumerate((ln, p, m) for ln in lines for p in partners for m in months)
    ]
    random.Random(SEED).shuffle(rows)  # noqa: S311
    return pd.DataFrame(rows)


def test_trade_data_join_without_loss_or_doubling(panels: dict[str, pd.DataFrame]):
    panel = panels["panel_hs6_month"]
    panel = panel[panel["end_use"] == "civil"]
    # Gallium and its neighbours, magnets, antimony; the US, Japan, Germany and Brazil.
    flows = trade(["811292", "850511", "811010"], [842, 392, 276, 76], ["2024-11", "2024-12", "2025-12", "2026-05"])
    countries = exportcurbs.load("countries")[["iso3", "m49"]].dropna()
    countries = countries.assign(partnerCode=countries["m49"].astype(int))
    # Comtrade numbers the United States 842 for trade; M49 has 840.
    flows["partnerCode"] = flows["partnerCode"].replace({842: 840})
    named = flows.merge(countries, on="partnerCode", how="left", validate="many_to_one")
    assert named["iso3"].notna().all()
    known = set(panel["destination"])
    named["destination"] = named["iso3"].where(named["iso3"].isin(known), "ROW")
    named["month"] = named["refYear"].astype(str) + "-" + named["refMonth"].astype(str).str.zfill(2)
    joined = named.merge(
        panel,
        left_on=["cmdCode", "destination", "month"],
        right_on=["hs6", "destination", "month"],
        how="left",
        validate="many_to_one",
        indicator=True,
    )
    assert len(joined) == len(flows) == 48
    assert (joined["_merge"] == "both").all()
    assert joined["primaryValue"].sum() == flows["primaryValue"].sum()
    # Germany and Brazil share the rest of the world.
    # The line also holds indium, niobium and vanadium metal, which were free.
    row = joined[(joined["cmdCode"] == "811292") & (joined["iso3"] == "USA") & (joined["month"] == "2024-12")]
    assert row["days_none"].tolist() == row["days_part_only"].tolist() == [31]
    rest = joined[joined["iso3"].isin(["DEU", "BRA"])].groupby(["cmdCode", "month"])[DAYS].nunique()
    assert (rest == 1).all(axis=None)
    assert joined[joined["iso3"] != "USA"]["days_denial_in_principle"].sum() == 0
