"""Exposure: equal to a reckoning by hand in fractions, on every engine, in every layout, whatever the rows hold."""

import datetime
from pathlib import Path
from typing import Any

import duckdb
import exportcurbs as ec
import ibis
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from exportcurbs._weights import exposure_weights
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.exposure_twin import exposure as by_hand

KEYS = ["importer", "year", "regime"]
NAMES = ["exporter", "importer", "period", "hs", "value"]
SCHEMA = pa.schema([*((n, pa.string()) for n in NAMES[:-1]), ("value", pa.float64())])
LINES = ["811292", "811010", "811299", "850511", "811219", "250410", "640399", "81129281", "8112929090", "851762"]
CODES = st.sampled_from([*LINES, "10121", "TOTAL", "8112", "", "81.12", None])
PLACES = st.sampled_from(["USA", "JPN", "DEU", "PRK", "MMR", "CHN", "XXX", "W00", None])
PERIODS = st.one_of(
    st.sampled_from(["2008", "2027", "2024-13", "2024-00", "", None]),
    st.builds(str, st.integers(2009, 2026)),
    st.builds("{}-{:02d}".format, st.integers(2017, 2026), st.integers(1, 12)),
)
VALUES = st.one_of(
    st.sampled_from([None, 0.0, -1.0, 0.0005, 1.0005, 2.675, float("nan")]), st.floats(0, 9e9, allow_nan=False)
)


def tidy(rows: list[tuple[Any, ...]]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(NAMES, ("CHN", *row), strict=True)) for row in rows], SCHEMA)


def told(found: ec.Exposure) -> tuple[dict[Any, dict[str, Any]], dict[str, tuple[int, float]]]:
    table = found.table.astype(object).where(found.table.notna(), None)
    rows = {
        tuple(row[k] for k in KEYS): {k: v for k, v in row.items() if k not in KEYS} for row in table.to_dict("records")
    }
    sums = found.unmatched.groupby("reason")[["rows", "value"]].sum()
    return rows, {str(why): (int(row["rows"]), float(row["value"])) for why, row in sums.iterrows()}


def near(own: dict[str, tuple[int, float]]) -> dict[str, tuple[int, Any]]:
    return {why: (rows, pytest.approx(value, abs=0.001)) for why, (rows, value) in own.items()}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(PLACES, PERIODS, CODES, VALUES), max_size=30))
@example([("USA", "2026-09", "811292", 1.0), ("USA", "2026-10", "811292", 1.0), ("USA", "2026", "811292", 1.0)])
def test_any_table_is_as_reckoned_by_hand_to_the_last_digit(rows: list[tuple[Any, ...]]):
    table, lost = told(ec.exposure(tidy(rows)))
    expected, reasons = by_hand(rows, None)
    assert table == expected
    assert lost == near(reasons)


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.tuples(PLACES, PERIODS, CODES, VALUES), min_size=5, max_size=30), st.sampled_from(["HS2017", "HS2007"])
)
def test_another_edition_and_ibis_give_the_same(rows: list[tuple[Any, ...]], edition: str):
    expected, reasons = by_hand(rows, edition)
    for trade in (tidy(rows), ibis.memtable(tidy(rows))):
        table, lost = told(ec.exposure(trade, edition=edition))
        assert table == expected
        assert lost == near(reasons)


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trade") / "flows.parquet"
    pq.write_table(ec.load("trade_flows", "arrow"), path)
    return path


def test_the_real_extract_is_as_reckoned_by_hand(flows: Path):
    frame = ec.load("trade_flows")
    china = frame[(frame["flow"] == "export") & (frame["period_start"] >= datetime.date(2014, 1, 1))]
    rows = [(r.partner, str(r.period_start.year), r.hs_code, r.value) for r in china.itertuples()]
    expected, _ = by_hand([r for r in rows if r[1] < "2017"], "HS2002")
    later, _ = by_hand([r for r in rows if r[1] >= "2017"], "HS2017")
    table, lost = told(ec.exposure(flows))
    assert {k: v for k, v in table.items() if k[1] >= "2014"} == expected | later
    assert set(lost) == {"outside the record"}
    other, _ = told(ec.exposure(ibis.duckdb.connect().read_parquet(flows)))
    assert table == other


def test_japan_2022_to_2024_at_least_and_at_most(flows: Path):
    # Antimony metal is licensed from 15 September 2024, gallium and germanium from 1 August 2023; gallium and germanium
    # are a part of 811292, and no line of the six was under a stricter rule for Japan.
    found = ec.exposure(flows).table
    japan = found[(found["importer"] == "JPN") & (found["regime"] == "licence")].set_index("year")
    china = ec.load("trade_flows").query("flow == 'export' and partner == 'JPN'")
    antimony = china[(china["hs_code"] == "811010") & (china["period_start"] == datetime.date(2024, 1, 1))][
        "value"
    ].sum()
    assert japan.loc["2024", "whole"] == pytest.approx(antimony * 108 / 366)
    assert japan.loc[["2022", "2023"], "whole"].tolist() == [0, 0]
    assert (japan["lower"] <= japan["upper"]).all()
    assert (japan["upper"] <= japan["at_most"]).all()
    assert japan.loc["2024", "lower"] == pytest.approx(japan.loc["2024", "whole"] / japan.loc["2024", "total"])


FLOWS = [("2024-12", "811292", 1234.5), ("2024-11", "811010", 7.25), ("2024-09", "250410", 3.0)]
COMTRADE = {"reporterCode": 156, "flowCode": "X", "classificationCode": "H6"}
OLDER = {"Reporter Code": 156, "Trade Flow Code": 2, "Classification": "H6"}


def japanese() -> pd.DataFrame:
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    blank = {f"{kind}-{m}": 0.0 for m in ("Year", *months) for kind in ("Quantity1", "Quantity2", "Value")}
    head = {"Exp or Imp": 2, "Year": 2024, "Country": 105, "Custom": 300, "Unit1": "", "Unit2": "KG"}
    rows = [{**head, "HS": f"'{hs}000'", **blank, f"Value-{months[int(p[5:]) - 1]}": v} for p, hs, v in FLOWS]
    return pd.DataFrame([*rows, {**rows[0], "Exp or Imp": 1}, {**rows[0], "Country": 103}])


def layouts() -> dict[str, tuple[str, Any]]:
    """Return the same flows to one importer in each layout that has months."""
    comtrade, older, comext, dataweb = [], [], [], []
    for period, hs, value in FLOWS:
        digits = period.replace("-", "")
        named = {"period": int(digits), "partnerCode": 392, "cmdCode": hs, "primaryValue": value}
        comtrade += [COMTRADE | named | {"motCode": mode} for mode in (0, 1000)]
        named = {"Period": digits, "Partner Code": 757, "Commodity Code": hs, "Trade Value (US$)": value}
        older.append(OLDER | named)
        named = {"PRODUCT_NC": f"{hs}00", "FLOW": 1, "PERIOD": digits, "VALUE_EUR": value, "QUANTITY_KG": 1}
        comext.append({"REPORTER": "GR", "PARTNER": "CN"} | named)
        named = {"HTS Number": f"{hs}0000", "Year": 2024, "Month": int(period[5:]), "Customs Value": value}
        dataweb.append({"Country": "China"} | named)
    found = {"Comtrade": ("JPN", comtrade), "Comtrade, older files": ("CHE", older), "Comext": ("GRC", comext)}
    return found | {"DataWeb by month": ("USA", dataweb), "Japanese customs": ("JPN", japanese())}


LAYOUTS = layouts()


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_by_month_is_the_tidy_one(name: str):
    importer, rows = LAYOUTS[name]
    found = ec.exposure(pd.DataFrame(rows), by=("importer", "month"))
    assert found.table.attrs["layout"] == name
    assert found.unmatched.empty
    expected = ec.exposure(tidy([(importer, *flow) for flow in FLOWS]), by=("importer", "month")).table
    used = found.table[found.table["total"] > 0].reset_index(drop=True)
    pd.testing.assert_frame_equal(used, expected)


def baci(**changed: object) -> pd.DataFrame:
    rows = [{"t": 2024, "i": 156, "j": j, "k": k, "v": 1.5, "q": 1.0} for j in (392, 842, 490) for k in (811010, 10121)]
    return pd.DataFrame(rows).assign(**changed)


def test_baci_codes_of_countries_and_lost_zeros_mended_only_on_request():
    found = ec.exposure(baci(), edition="HS2017")
    assert set(found.table["importer"]) == {"JPN", "USA", "TWN"}
    assert found.table["total"].unique().tolist() == [1.5]
    assert found.unmatched.to_dict("records") == [
        {"reason": "leading zero lost", "what": "10121", "rows": 3, "value": 4.5}
    ]
    mended = ec.exposure(baci(), edition="HS2017", mend=True)
    assert mended.unmatched.empty
    assert mended.table["total"].unique().tolist() == [3.0]
    tonnes = ec.exposure(baci(), edition="HS2017", weight="quantity", hs=["8110"])
    assert (tonnes.table["total"].tolist(), tonnes.table.attrs["unit"]) == ([1.0] * 12, "t")


def test_files_globs_folders_frames_and_relations_give_the_same(tmp_path: Path):
    frame = baci()
    expected = ec.exposure(frame, edition="HS2022")
    (tmp_path / "parted" / "part=1").mkdir(parents=True)
    frame.to_csv(tmp_path / "BACI_HS22_Y2024_V202601.csv", index=False)
    for n in (0, 1):
        frame.iloc[n::2].to_parquet(tmp_path / "parted" / "part=1" / f"{n}.parquet")
    inputs: list[Any] = [str(tmp_path / "parted/*/*.parquet"), tmp_path / "parted", pa.Table.from_pandas(frame)]
    inputs += [duckdb.sql("SELECT * FROM frame"), ibis.memtable(frame)]
    for trade in inputs:
        own = ec.exposure(trade, edition="HS2022")
        pd.testing.assert_frame_equal(own.table, expected.table)
        pd.testing.assert_frame_equal(own.unmatched, expected.unmatched)
    pd.testing.assert_frame_equal(ec.exposure(tmp_path / "BACI_HS22_Y2024_V202601.csv").table, expected.table)


def test_a_polars_frame_gives_the_same():
    polars = pytest.importorskip("polars")
    expected = ec.exposure(baci(), edition="HS2022").table
    pd.testing.assert_frame_equal(ec.exposure(polars.from_pandas(baci()), edition="HS2022").table, expected)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({}, "edition"),
        ({"edition": "HS1992"}, "edition: unknown 'HS1992'"),
        ({"edition": "HS2022", "by": ("port",)}, "by: no column 'port'"),
        ({"edition": "HS2022", "weight": "price"}, "weight: unknown"),
        ({"edition": "HS2022", "end_use": "wmd"}, "end_use: unknown"),
        ({"edition": "HS2022", "flow": "import"}, "flow: BACI holds export"),
        ({"edition": "HS2022", "hs": ["81.12"]}, "hs: '81.12' is no code"),
        ({"edition": "HS2022", "rules_of": "2031"}, "rules_of: unknown '2031'"),
        ({"edition": "HS2022", "rules_of": "March 2026"}, "rules_of: unknown 'March 2026'"),
    ],
)
def test_what_cannot_be_asked_is_told(asked: dict[str, Any], error: str):
    with pytest.raises(ValueError, match=error):
        ec.exposure(baci(), **asked)


def test_figures_of_one_year_may_be_weighed_by_the_rules_of_a_month():
    # Antimony is licensed in all of March 2026; in 2024 it was so from 15 September.
    found = ec.exposure(baci(t=2017), edition="HS2017", mend=True, rules_of="2026-03")
    japan = found.table.query("importer == 'JPN' and regime == 'licence'")
    assert japan[["year", "total", "whole", "lower", "at_most"]].to_numpy().tolist() == [["2017", 3.0, 1.5, 0.5, 0.5]]
    assert (found.table.attrs["base_years"], found.table.attrs["rules_of"]) == ([2017], "2026-03")
    assert found.table.attrs["warnings"] == ["figures of 2017 are weighed by rules of 2026-03: trade has moved"]
    assert found.table.attrs["citation"] == found.unmatched.attrs["citation"] == ec.cite()
    own = ec.exposure(tidy([("JPN", "2024", "811010", 1.0)])).table.attrs
    assert (own["edition"], own["rules_of"]) == ("assumed by year", "each row's period")
    assert own["warnings"] == ["the HS edition was assumed: that in force in the year of each row"]


def test_what_is_no_trade_is_told():
    with pytest.raises(ValueError, match="no known layout"):
        ec.exposure(pd.DataFrame({"a": [1]}))
    with pytest.raises(TypeError, match="int is no table"):
        ec.exposure(5)


def test_the_weights_are_a_table_to_join_by_hand():
    table = exposure_weights(ec.installed(), "month", edition="HS2022")
    key = ["hs_edition", "hs6", "destination", "period", "regime"]
    assert not table.duplicated(key).any()
    parts = table[["days_whole", "days_part", "days_unknown"]].sum(axis=1)
    assert (parts <= table["days"]).all()
    antimony = table[(table["hs6"] == "811010") & (table["destination"] == "USA") & (table["period"] == "2024-12")]
    assert antimony.set_index("regime")["days_whole"].to_dict() == {
        "licence": 31,
        "licence_strict": 29,
        "denial_in_principle": 29,
    }
