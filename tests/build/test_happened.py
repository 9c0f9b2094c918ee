"""Episodes, figures, uses and platforms: what must be told, cross-checks, questions in one line."""

from collections import defaultdict

import exportcurbs as ec
import pandas as pd
import pytest

MAIN = ("japan-2010", "us-2024", "japan-2026")


@pytest.fixture(scope="module")
def events():
    return ec.load("events")


@pytest.fixture(scope="module")
def preferred():
    flows = ec.load("observations")
    return flows[flows["is_preferred"].astype(bool)]


def test_the_three_episodes_have_trigger_and_onset(events):
    roles = defaultdict(set)
    for episodes, role in zip(events["episode_ids"], events["role"], strict=True):
        for episode in () if episodes is None or episodes is pd.NA else episodes:
            roles[episode].add(role)
    assert all({"trigger", "onset", "reaction"} <= roles[episode] for episode in MAIN)
    assert {"easing", "end"} <= roles["japan-2010"]
    # the military ban of no. 46/2024 and the ban of no. 1/2026 stand: no end may be told
    assert "easing" in roles["us-2024"] and "end" not in roles["us-2024"] | roles["japan-2026"]


def test_turning_points_rest_on_two_voices_or_say_why_not(events):
    turning = events[events["role"].isin(["trigger", "onset", "easing", "end"])]
    for row in turning.itertuples():
        if row.episode_ids is not pd.NA and set(MAIN) & set(row.episode_ids):
            assert row.evidence_grade in ("A", "B") or isinstance(row.note, str), row.event_id


@pytest.mark.parametrize(
    ("day", "word"),
    [
        ("2025-11-07", "Takaichi"),
        ("2026-01-06", "Announcement 1"),
        ("2026-01-06", "protests"),
        ("2026-01-07", "Kihara"),
        ("2024-12-03", "46"),
        ("2010-09-07", "captain|collide"),
    ],
)
def test_what_the_first_report_told_is_there(events, day, word):
    own = events[events["date"].astype(str) == day]
    assert own["summary"].str.contains(word, case=False, regex=True).any()


def test_quota_halves_of_2009_and_2010_add_up(preferred):
    # 21,728 + 28,417 t and 22,282 + 7,976 t, all firms, as the ministry allotted them
    quota = preferred[
        (preferred["indicator_id"] == "export_quota")
        & (preferred["group_id"] == "rare_earths")
        & preferred["form"].isna()
    ]
    for year, halves, whole in ((2009, (21728, 28417), 50145), (2010, (22282, 7976), 30258)):
        own = quota[[d.year == year for d in quota["period_start"]]]
        lengths = [(b - a).days for a, b in zip(own["period_start"], own["period_end"], strict=True)]
        found = sorted(zip(lengths, own["value"], strict=True))
        assert [v for n, v in found if n > 300] == [whole]
        assert {v for n, v in found if n < 200} >= set(halves)


def test_months_agree_with_years_within_two_percent_or_are_recorded(preferred):
    recorded = " ".join(ec.load("discrepancies")["what"])
    key = ["indicator_id", "material_id", "group_id", "form", "hs_code", "reporter", "partner", "unit"]
    sums = preferred[preferred["statistic"] == "sum"].copy()
    sums["year"] = [d.year for d in sums["period_start"]]
    sums["length"] = [(b - a).days + 1 for a, b in zip(sums["period_start"], sums["period_end"], strict=True)]
    sums[key] = sums[key].astype("string").fillna("")
    months = sums[sums["length"] < 32].groupby([*key, "year"])["value"].agg(["sum", "count"]).reset_index()
    months = months[months["count"] == 12]
    years = sums[sums["length"] > 364].merge(months, on=[*key, "year"])
    assert len(years) > 0
    off = years[(years["sum"] / years["value"] - 1).abs() > 0.02]
    assert [r.indicator_id for r in off.itertuples() if f"{r.year}" not in recorded] == []


def test_shares_of_use_do_not_add_up_to_more_than_the_whole():
    # USGS prints antimony shares of 2019 that round to 101
    shares = ec.load("use_shares")
    key = ["material_id", "group_id", "year", "geography", "basis", "origin"]
    top = shares.merge(ec.load("applications")[["application_id"]])
    sums = top.assign(**{k: top[k].astype("string").fillna("") for k in key}).groupby(key)["share_pct"].sum()
    assert sums[sums > 101].empty


def test_one_row_per_origin_of_the_famous_weights():
    tied = ec.load("platform_materials")
    told = tied[tied["origin"] == "dod-recycling-report-2012"].set_index("platform_id")
    assert {k: told.loc[k, "quantity"] for k in ("f-35", "ddg-51", "virginia")} == {
        "f-35": 920,
        "ddg-51": 5200,
        "virginia": 9200,
    }
    assert round(told.loc["f-35", "mass_kg_low"], 1) == 417.3  # 920 lb of 0.45359237 kg
    assert set(told["quantity_of"]) == {"materials_as_stated"}
    assert set(told["pedigree"]) == {"unpublished_report"}
    rivals = set(tied.loc[(tied["platform_id"] == "f-35") & tied["unit"].notna(), "origin"])
    assert "adamas" in rivals


def test_an_alloy_is_no_element_and_a_bound_has_one_end():
    tied = ec.load("platform_materials")
    jet = tied[tied["platform_id"] == "f-35"]
    whole = jet[(jet["origin"] == "adamas") & (jet["quantity_of"] == "element")]
    assert whole[["mass_kg_low", "mass_kg_high"]].values.tolist() == [[11, 20]]
    up_to = jet[(jet["origin"] == "nyt") & (jet["quantity_of"] == "magnets")]  # up to 50 lb
    assert up_to["mass_kg_low"].isna().all()
    assert up_to["mass_kg_high"].round(1).tolist() == [22.7]
    assert set(jet.loc[jet["quantity_of"] == "alloy", "material_id"]) == {"Nd", "Sm"}


def test_every_class_of_a_share_that_names_an_industry_has_one():
    shares = set(ec.load("use_shares")["application_id"])
    ties = ec.load("use_industries")
    none = {"other", "energy_general", "industrial_parts"}  # no one industry
    assert shares - set(ties["application_id"]) == none
    for scheme in ("ISIC4", "NAICS2022"):
        assert set(ties.loc[ties["scheme"] == scheme, "application_id"]) == set(ties["application_id"])


def test_chain_of_the_f35_reaches_the_notices():
    chain = ec.chain("F-35")
    assert {"cn-2025-18-1", "cn-2024-51-1", "cn-2024-46-1"} <= set(chain["measure_id"].dropna())
    assert set(chain.loc[chain["measure_id"].isna(), "missing"]) == {"no rule reaches the goods"}
    # The cobalt of its magnets: 18/2025 licenses samarium-cobalt magnets, cobalt itself is on no list.
    cobalt = chain[(chain["material_id"] == "Co") & (chain["role"] == "contains")]
    assert "cn-2025-18-1" in set(cobalt.loc[cobalt["goods_id"] == "magnet-smco", "measure_id"])


def test_groups_of_a_platform_stand_for_each_of_their_materials():
    # Sources tie "rare earths" to submarines: their chain runs through every rare earth.
    for platform in ("virginia", "columbia"):
        chain = ec.chain(platform)
        assert {"Nd", "Dy", "Sm"} <= set(chain["material_id"])
        assert "cn-2025-18-1" in set(chain["measure_id"])
        assert all(list(groups) == ["rare_earths"] for groups in chain.loc[chain["material_id"] == "Dy", "group_ids"])


def test_a_platform_is_not_known():
    with pytest.raises(KeyError, match="The platforms are"):
        ec.chain("X-wing")


def test_every_platform_with_a_controlled_material_has_a_chain_or_names_the_gap():
    chains = ec.load("supply_chains")
    whole = chains["measure_id"].notna() & (chains["hs6"].map(len) > 0)
    assert (whole | chains["missing"].notna()).all()
    tied = ec.load("platform_materials")
    assert set(tied["platform_id"]) == set(chains["platform_id"])


def test_no_use_is_an_orphan():
    uses = ec.load("material_uses")
    assert (uses["material_id"].notna() != uses["group_id"].notna()).all()
    parents = set(ec.load("applications")["parent_id"].dropna())
    childless = set(ec.load("applications")["application_id"]) - parents
    shares, used = set(ec.load("use_shares")["application_id"]), set(uses["application_id"])
    assert childless - used - shares == set()


def test_two_codings_agree_as_the_book_prints():
    codings = ec.load("codings")
    same = (codings["value_a"].fillna("") == codings["value_b"].fillna("")).mean()
    assert 0.6 < same < 1  # a perfect score would mean that the second coder saw the first
    settled = codings.dropna(subset=["value"])
    third = ~settled["value"].eq(settled["value_a"]) & ~settled["value"].eq(settled["value_b"])
    assert settled.loc[third, "note"].str.contains("Settled anew").all()  # on a document that neither coder had
    assert third.sum() < 5


def test_materials_goods_and_measures_agree_on_who_is_controlled():
    status = ec.load("material_status").query("destination == 'ROW' and end_use == 'civil'")
    last = status[status["last_day"] == status["last_day"].max()].set_index("material_id")
    goods = ec.load("goods_status").query("destination == 'ROW' and end_use == 'civil'")
    now = goods[goods["last_day"] == goods["last_day"].max()]
    heads = ec.load("goods_materials").query("role == 'heads'").merge(now, on="goods_id")
    reached = heads[~heads["strictest"].isin(["none", "unknown"])]
    told = ~last["strictest"].isin(["none", "unknown"]) | (last["at_least"] != "none")
    assert set(last.index[told]) == set(reached["material_id"])
    ordinary = set(ec.load("goods").query("ordinary")["goods_id"])
    whole = heads[heads["goods_id"].isin(ordinary) & heads["regime"].isin(["licence", "prohibited"])]
    controlled = set(last.index[last["at_least"] != "none"])
    assert controlled >= set(whole["material_id"])
    assert {"Ga", "Ge", "Sb", "W", "Te", "Bi", "Sm", "Gd", "Tb", "Dy", "Lu", "Sc", "Y", "He"} <= controlled
    assert not {"Nd", "Pr", "La", "Ho", "Er", "Au", "In", "Mo", "Al"} & controlled
