"""Replications: our figures by other means, the words of a verdict, filters that select nothing."""

import exportcurbs as ec
import pandas as pd
import pyarrow as pa
import pytest

from build.derive.replications import add_replications
from validation.definitions.tables import TypedTable, table_info
from validation.problems import InvalidDataError


@pytest.fixture(scope="module")
def replications() -> pd.DataFrame:
    return ec.load("replications", dtypes="numpy").set_index(["study", "number"])


@pytest.fixture(scope="module")
def flows() -> pd.DataFrame:
    frame = ec.load("trade_flows", dtypes="numpy")
    frame["year"] = frame["period_end"].astype(str).str[:4].astype(int)
    return frame[frame["period_end"].astype(str).str.endswith("-12-31")]


def graphite() -> pd.Series:
    frame = ec.load("trade_indices", dtypes="numpy")
    own = frame[(frame["hs6"] == "250410") & (frame["partner"] == "WLD") & (frame["measure"] == "quantity")]
    return own.set_index("month")["value"]


def test_american_shares_by_other_means(replications: pd.DataFrame, flows: pd.DataFrame):
    american = flows[flows["reporter"] == "USA"]
    for number, headings, years, field in (
        ("01", ["2805", "2846", "8505"], [2025], "value"),
        ("02", ["2805", "2846", "8505"], [2023], "value"),
        ("03", ["2805", "2846"], [2021, 2022, 2023, 2024], "quantity_kg"),
        ("04", ["8110"], [2021, 2022, 2023, 2024], "quantity_kg"),
        ("05", ["2504"], [2021, 2022, 2023, 2024], "quantity_kg"),
        ("06", ["8106"], [2021, 2022, 2023, 2024], "quantity_kg"),
    ):
        own = american[american["hs_code"].isin(headings) & american["year"].isin(years)]
        by_partner = own.groupby("partner")[field].sum()
        expected = 100 * by_partner["CHN"] / by_partner.sum()
        assert replications.loc[("us-imports-before-after-2023", number), "ours"] == pytest.approx(expected, abs=1e-3)


def test_european_shares_and_magnets_by_other_means(replications: pd.DataFrame, flows: pd.DataFrame):
    gallium = flows[flows["goods_id"] == "gallium-metal"].pivot_table("value", "year", "partner", "sum")
    share = 100 * gallium["CHN"] / gallium.sum(axis=1)
    for number, year in (("01", 2022), ("03", 2024)):
        ours = replications.loc[("eu-share-gallium-germanium", number), "ours"]
        assert ours == pytest.approx(share[year], abs=1e-3)
    magnets = flows[(flows["hs_code"] == "850511") & (flows["reporter"] == "CHN") & (flows["year"] == 2024)]
    found = replications.loc[("exports-six-codes-by-importer", "01")]
    assert found["ours"] == pytest.approx(magnets["value"].sum())
    assert 100 * found["difference"] / found["printed"] == pytest.approx(8.7, abs=0.05)


def test_graphite_by_other_means(replications: pd.DataFrame):
    index, ours = graphite(), replications["ours"]
    before = index["2023-01":"2023-10"].mean()
    expected = {
        "01": index["2023-12"] / index["2023-11"],
        "02": index["2023-11"] / before,
        "03": index["2023-12"] / before,
        "05": (index["2024-01"] + index["2024-02"]) / (index["2023-01"] + index["2023-02"]),
    }
    for number, factor in expected.items():
        assert ours["graphite-licence-2023", number] == pytest.approx(100 * (factor - 1), abs=1e-3)


def test_a_verdict_follows_from_the_difference(replications: pd.DataFrame):
    judged = replications[replications["status"].isin(["agrees", "near", "differs"])]
    assert len(judged) >= 14
    assert judged["difference"].notna().all()
    assert judged["hindrance"].isna().all()
    points = (
        judged["difference"]
        .abs()
        .where(judged["unit"] == "percent", 100 * (judged["difference"] / judged["printed"]).abs())
    )
    expected = pd.cut(points, [-1, 0.5, 5, 1e9], labels=["agrees", "near", "differs"]).astype(str)
    assert judged["status"].tolist() == expected.tolist()
    rest = replications.drop(judged.index)
    assert (rest["status"] == rest["hindrance"].fillna("no_printed_number")).all()
    assert replications["recipe"].notna().equals(replications["ours"].notna())


@pytest.mark.parametrize(
    ("part", "ours", "status"),
    [
        ("partner=JPN|KOR; year=2020..2021", 30.0, "agrees"),
        ("partner=*R", 20.0, "differs"),
        ("partner=FRA", "selects no figure", None),
        ("country=JPN", "is no column", None),
    ],
)
def test_filters(part: str, ours: float | str, status: str | None):
    info = table_info("replications")
    row = {"study": "x", "number": "01", "printed": 30.1, "unit": "t", "input": "rows", "part": part}
    row |= {"recipe": "sum", "field": "value"}
    schema = pa.schema([(c.name, c.type) for c in info.columns])
    frame = pa.Table.from_pylist([row], schema=schema).to_pandas(types_mapper=pd.ArrowDtype)
    flows = pd.DataFrame({"partner": ["JPN", "KOR", "JPN"], "year": ["2020", "2021", "2022"], "value": [10, 20, 40]})
    frames = {"replications": frame.copy(), "trade_flows": flows}
    tables = {"replications": TypedTable(info, frame, [2])}
    if isinstance(ours, str):
        with pytest.raises(InvalidDataError) as error:
            add_replications(tables, frames)
        assert ours in str(error.value.problems[0])
    else:
        add_replications(tables, frames)
        assert frames["replications"].loc[0, ["ours", "status"]].tolist() == [ours, status]
