"""What was known when: plans replayed to a day, as notices of that day planned them."""

import datetime

import pyarrow.compute as pc
import pytest
from exportcurbs import Dataset
from exportcurbs.law.periods import FOREVER
from exportcurbs.law.plans import Planned, Plans
from hypothesis import given
from hypothesis import strategies as st

from build.compile import Compiled
from tests.support.status_helpers import Row, drawn

TABLES = ("measure_plans", "measure_periods", "instruments")


def day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


@pytest.fixture(scope="module")
def rows(compiled: Compiled) -> dict[str, list[Row]]:
    return {name: compiled.dataset.rows(name) for name in TABLES}


@pytest.fixture(scope="module")
def plans(rows: dict[str, list[Row]]) -> Plans:
    return Plans(rows.__getitem__)


def told(periods: tuple[Planned, ...]) -> list[tuple[str, str, str]]:
    last = [str(datetime.date.fromordinal(p.last)) if p.last < FOREVER else "" for p in periods]
    return [(p.state, str(datetime.date.fromordinal(p.first)), d) for p, d in zip(periods, last, strict=True)]


@pytest.mark.parametrize(
    ("measure", "first", "last"),
    [
        ("cn-2025-61-1-1", "2025-12-01", "2025-11-30"),
        ("cn-2025-61-1-2", "2025-12-01", "2025-11-30"),
        ("cn-2025-57-1", "2025-11-08", "2025-11-07"),
    ],
)
def test_announced_rules_keep_the_day_that_was_planned(plans: Plans, measure: str, first: str, last: str):
    known = day("2025-10-20")
    assert told(plans.schedule(measure, known)) == [("in_force", first, "")]
    assert plans.until(measure, known) == day(last)
    assert plans.known(measure, day("2025-10-08")) == ()
    assert told(plans.known(measure, day("2025-12-15"))) == [
        ("announced_not_effective", "2025-10-09", "2025-11-06"),
        ("suspended_before_effect", "2025-11-07", "2026-11-10"),
    ]


def test_an_announced_rule_without_a_day_of_effect_is_told(compiled: Compiled):
    tables = dict(compiled.dataset.arrow)
    plans = tables["measure_plans"]
    tables["measure_plans"] = plans.filter(pc.not_equal(plans["measure_id"], "cn-2025-57-1"))
    asked = "holmium-metal", "USA", "2025-10-20"
    with_plan, without = compiled.dataset.status(*asked), Dataset.of(tables, compiled.dataset.manifest).status(*asked)
    assert [(r["measure_id"], str(r["since"])) for r in without.announced] == [("cn-2025-57-1", "2025-10-09")]
    assert "announced: cn-2025-57-1 (licence), announced, not yet in force since 2025-10-09" in str(without)
    assert "scheduled: cn-2025-57-1 (licence) in force from 2025-11-08" in str(with_plan)
    assert "announced: " not in str(with_plan)
    assert compiled.dataset.status("holmium-metal", "USA", "2025-11-07").announced == []


def test_a_suspension_says_until_when(plans: Plans):
    known = day("2026-09-29")
    assert plans.until("cn-2024-46-2a", known) == day("2026-11-27")
    assert plans.schedule("cn-2024-46-2a", known) == ()
    assert plans.until("cn-2024-46-2a", day("2025-06-01")) is None
    assert told(plans.known("cn-2025-21-1", day("2025-11-06")))[-1] == ("suspended", "2025-11-10", "2026-11-10")


def test_a_day_of_publication_that_is_not_known_is_told(plans: Plans):
    early, late = plans.known("cn-2023-39-1", day("2023-11-01")), plans.known("cn-2025-57-1", day("2025-10-20"))
    assert [p.known_basis for p in early] == ["issued", "issued"] and not any(p.dated for p in early)
    assert all(p.dated for p in late)


def test_a_record_that_breaks_off_is_known_no_further(plans: Plans):
    assert told(plans.known("cn-2004-78-3", day("2016-06-01")))[-1] == ("in_force", "2016-01-01", "")
    assert told(plans.known("cn-2004-78-3", day("2018-01-01")))[-1] == ("in_force", "2016-01-01", "2016-12-31")


def test_plans_of_real_rows_come_about(plans: Plans, rows: dict[str, list[Row]], as_of: datetime.date):
    measures = {r["measure_id"] for r in rows["measure_periods"]}
    assert not [(m, d) for m in measures for d in plans.departures(m, as_of.toordinal())]


@drawn
@given(draws=st.data())
def test_known_on_a_day_nothing_is_known_of_later_acts(
    rows: dict[str, list[Row]], plans: Plans, draws: st.DataObject, as_of: datetime.date
):
    """Without the acts of later days, what was known is the same; nothing is confirmed past the day."""
    measure = draws.draw(st.sampled_from(sorted({r["measure_id"] for r in rows["measure_plans"]})))
    turns = sorted({r["known_day"] for r in rows["measure_plans"] if r["measure_id"] == measure})
    known = draws.draw(st.sampled_from(turns)) + datetime.timedelta(days=draws.draw(st.integers(0, 400)))
    then = plans.known(measure, known.toordinal())
    later = {p.instrument_id for p in plans.known(measure, as_of.toordinal()) if p.known_day > known.toordinal()}
    own = [r for r in rows["measure_periods"] if r["measure_id"] == measure]
    kept = [r for r in own if r["by_instrument_id"] not in later]
    if kept and len(kept) < len(own):
        kept[-1] = kept[-1] | {"last_day": None}
    acts = [r for r in rows["measure_plans"] if r["known_day"] <= known]
    less = Plans({**rows, "measure_plans": acts, "measure_periods": kept}.__getitem__)
    if kept:
        assert told(less.known(measure, known.toordinal())) == told(then)
    assert all(p.known_day <= known.toordinal() and p.confirmed <= known.toordinal() for p in then)
    hindsight = {p.state for p in plans.known(measure, as_of.toordinal())}
    assert all(p.state in hindsight for p in then if p.confirmed)
