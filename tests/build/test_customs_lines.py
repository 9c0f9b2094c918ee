"""Customs lines: whole only where all beneath is, in every edition; their answers are those of status."""

import datetime
from typing import Any

import exportcurbs as ec
import pandas as pd
import pytest

DAY = datetime.date(2025, 6, 1)
SEED = 20261126


@pytest.fixture(scope="module")
def scope() -> pd.DataFrame:
    return ec.load("hs6_scope")


def on(frame: pd.DataFrame, day: datetime.date, **key: str) -> dict[str, Any]:
    rows = frame[(frame["first_day"] <= day) & (frame["last_day"] >= day)]
    for column, value in key.items():
        rows = rows[rows[column] == value]
    (row,) = rows.to_dict("records")
    return {str(column): cell for column, cell in row.items()}


@pytest.mark.parametrize("hs6", ["811292", "710691", "847150", "850511", "250410"])
def test_lines_that_hold_other_goods_are_parts(scope: pd.DataFrame, hs6: str):
    row = on(scope, DAY, hs_edition="HS2022", hs6=hs6)
    assert row["coverage"] == "part"
    assert row["lines_whole"] < row["lines_total"]
    assert len(row["goods_ids"]) or len(row["codes"])


def test_antimony_metal_is_whole_from_its_notice(scope: pd.DataFrame):
    # 33/2024 licensed antimony metal from 15 September 2024.
    own = scope[(scope["hs6"] == "811010") & (scope["hs_edition"] == "HS2022")]
    assert own["first_day"].tolist() == [datetime.date(2024, 9, 15)]
    assert own[["coverage", "lines_total", "lines_whole", "lines_part"]].to_numpy().tolist() == [["whole", 2, 2, 0]]


def test_811292_held_hafnium_and_rhenium_before_2022(scope: pd.DataFrame):
    new, old = (on(scope, DAY, hs_edition=e, hs6="811292") for e in ("HS2022", "HS2017"))
    assert set(new["goods_ids"]) < set(old["goods_ids"])
    assert "hafnium-metal" in old["goods_ids"]
    assert pd.isna(old["lines_total"])


def test_the_share_of_gallium_and_germanium_is_that_of_imports_of_the_eu_from_china(scope: pd.DataFrame):
    row = on(scope, datetime.date(2023, 10, 1), hs_edition="HS2022", hs6="811292")
    flows = ec.load("trade_flows").query("hs_edition == 'CN2023' and partner == 'CHN'")
    value = flows[flows["hs_code"].str.startswith("811292")].groupby("hs_code")["value"].sum()
    # CN codes of gallium and of germanium
    assert row["value_share"] == pytest.approx(value[["81129289", "81129295"]].sum() / value.sum(), abs=1e-6)
    assert row["share_year"] == 2023
    later = on(scope, DAY, hs_edition="HS2022", hs6="811292")
    assert later["share_year"] == 2024


def test_whole_means_that_all_needed_a_licence_and_a_part_never_does(scope: pd.DataFrame):
    status = ec.load("hs6_status")
    status = status[status["end_use"] == "civil"]
    joined = scope.merge(status, on=["hs_edition", "hs6"], suffixes=("", "_of"))
    same = (joined["first_day"] <= joined["last_day_of"]) & (joined["last_day"] >= joined["first_day_of"])
    joined = joined[same & (joined["destination"] != "PRK")]
    sure = joined["at_least"] != "none"
    assert (joined.loc[sure, "coverage"] == "whole").all()
    assert (joined.loc[joined["coverage"] == "none", "strictest"].isin(["none", "unknown"])).all()
    assert sure.sum() > 100


def test_a_sample_of_lines_is_answered_as_status_does():
    status = ec.load("hs6_status")
    rows = status[(status["hs_edition"] == "HS2022") & (status["last_day"] >= datetime.date(2009, 1, 1))]
    for row in rows.sample(150, random_state=SEED).to_dict("records"):
        place = "DEU" if row["destination"] == "ROW" else row["destination"]
        answer = ec.status(row["hs6"], place, row["last_day"], row["end_use"])
        assert (answer.regime, answer.strictest, answer.at_least) == tuple(
            row[c] for c in ("regime", "strictest", "at_least")
        ), row


def test_every_line_of_hs_2022_is_followed_through_every_edition(scope: pd.DataFrame):
    links = ec.load("hs6_links")
    known = set(scope.loc[scope["hs_edition"] == "HS2022", "hs6"])
    linked = links[links["hs6_2022"].isin(known)]
    assert set(zip(linked["edition"], linked["hs6"], strict=True)) <= set(
        zip(scope["hs_edition"], scope["hs6"], strict=True)
    )
