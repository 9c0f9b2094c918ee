"""Laws of single cases on the real rows: facts, end uses, parts and wholes."""

import datetime

import pyarrow as pa
import pytest
from exportcurbs import Dataset, Status
from exportcurbs.law.regimes import END_USES, RANK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from build.compile import Compiled

FIRST, LAST = datetime.date(2006, 1, 1), datetime.date(2026, 9, 29)
PLACES = ("USA", "JPN", "DEU", "PRK", "ROW")
drawn = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
days = st.dates(FIRST, LAST)
# What a NdFeB magnet with dysprosium is made of abroad; 61/2025 asks for 0.1 percent of Chinese content.
MAGNET, ASKED = "magnet-ndfeb-dy", 0.1


@pytest.fixture(scope="module")
def data(compiled: Compiled) -> Dataset:
    return compiled.dataset


@pytest.fixture(scope="module")
def effective(data: Dataset) -> Dataset:
    """The record as it would be had the limbs of 61/2025 on foreign-made goods taken effect as planned."""
    table = data.arrow["measure_periods"]
    rows = table.to_pylist()
    for row in rows:
        if row["measure_id"].startswith("cn-2025-61") and row["state"] == "suspended_before_effect":
            row["state"] = "in_force"
    changed = pa.Table.from_pylist(rows, schema=table.schema)
    return Dataset.of({**data.arrow, "measure_periods": changed}, data.manifest)


def items(data: Dataset) -> st.SearchStrategy[str]:
    codes = [r["code"] for r in data.rows("control_codes") if r["scheme"] == "dual_use"]
    goods = [r["goods_id"] for r in data.rows("goods")]
    return st.sampled_from([*codes, *goods, *(r["material_id"] for r in data.rows("materials"))])


def floors(one: Status) -> tuple[int, int]:
    """Return the sure floor, and the strictest that is known."""
    return RANK[one.at_least], max(RANK[one.at_least], RANK.get(one.strictest, 0))


@drawn
@given(draws=st.data(), day=days, place=st.sampled_from(PLACES), use=st.sampled_from(END_USES))
def test_a_regime_is_never_above_the_strictest(
    data: Dataset, draws: st.DataObject, day: datetime.date, place: str, use: str
):
    one = data.status(draws.draw(items(data)), place, day, use)
    assert one.regime == "unknown" or RANK[one.at_least] == RANK[one.regime]
    assert one.strictest == "unknown" or RANK[one.strictest] >= RANK[one.at_least]
    # A material may be free as it is mostly traded while other goods that it heads are not known.
    over_goods = one.question.item.kind in ("material", "group", "line") and one.regime == "none"
    assert one.strictest != "unknown" or one.regime == "unknown" or over_goods
    assert (one.basis == "unknown") == (one.regime == "unknown")
    assert (one.since is None) == (one.regime == "unknown" and one.question.spell is None)


@drawn
@given(draws=st.data(), day=days, place=st.sampled_from(PLACES), use=st.sampled_from(END_USES[1:]))
def test_no_end_use_is_milder_than_civil(data: Dataset, draws: st.DataObject, day: datetime.date, place: str, use: str):
    item = draws.draw(items(data))
    civil, other = (data.status(item, place, day, u) for u in ("civil", use))
    assert floors(other) >= floors(civil)
    assert "unknown" in (civil.regime, other.regime) or RANK[other.regime] >= RANK[civil.regime]


@drawn
@given(shares=st.tuples(st.floats(0, 1), st.floats(0, 1)), day=st.dates(datetime.date(2025, 10, 9), LAST))
def test_more_chinese_content_is_never_milder(effective: Dataset, shares: tuple[float, float], day: datetime.date):
    low, high = (
        effective.status(MAGNET, "USA", day, flow="foreign_made", facts={"content_share_pct": share})
        for share in sorted(shares)
    )
    assert floors(high) >= floors(low)


def test_content_decides_where_the_rule_is_in_force(effective: Dataset, data: Dataset):
    def asked(of: Dataset, share: float) -> str:
        return of.status(MAGNET, "USA", "2026-03-01", flow="foreign_made", facts={"content_share_pct": share}).regime

    assert (asked(effective, ASKED), asked(effective, ASKED / 2)) == ("licence", "none")
    assert asked(data, 1.0) == "none"


@drawn
@given(draws=st.data(), day=days, purities=st.tuples(st.floats(90, 100), st.floats(90, 100)))
def test_purer_goods_are_never_milder(
    data: Dataset, draws: st.DataObject, day: datetime.date, purities: tuple[float, float]
):
    """Where a threshold of purity is the only thing that entries ask for."""
    rows = data.rows("goods_code_conditions")
    only = {r["goods_id"] for r in rows if r["property"] == "purity_pct" and r["operator"] in ("ge", "gt")}
    only -= {r["goods_id"] for r in rows if r["property"] != "purity_pct" or r["operator"] not in ("ge", "gt")}
    item = draws.draw(st.sampled_from(sorted(only)))
    low, high = (data.status(item, "DEU", day, facts={"purity_pct": p}) for p in sorted(purities))
    assert floors(high) >= floors(low)


@drawn
@given(draws=st.data(), day=days, place=st.sampled_from(PLACES))
def test_a_fact_only_moves_an_answer_between_its_floor_and_its_strictest(
    data: Dataset, draws: st.DataObject, day: datetime.date, place: str
):
    rows = [r for r in data.rows("goods_code_conditions") if r["operator"] != "is"]
    row = draws.draw(st.sampled_from(rows))
    value = draws.draw(st.sampled_from([0.0, float(row["value"]), float(row["value"]) * 2]))
    without = data.status(row["goods_id"], place, day)
    given_one = data.status(row["goods_id"], place, day, facts={row["property"]: value})
    if "unknown" not in (without.regime, without.strictest):
        assert RANK[without.at_least] <= floors(given_one)[0] <= RANK[without.strictest]
