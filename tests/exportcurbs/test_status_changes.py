"""Laws of status about changes: listings, suspensions, splits, deleted rows, the end of the record."""

import datetime
from collections import defaultdict
from itertools import pairwise

import pytest
from exportcurbs.law.rules import RuleBook
from hypothesis import assume, given

from build.compile import Compiled
from tests.support.rule_books import (
    MATERIALS,
    START,
    Book,
    Row,
    Tables,
    books,
    code_spells,
    goods_spells,
    material_spells,
    read,
    shift,
)
from tests.support.status_helpers import (
    DAY,
    Spells,
    check_pause,
    deciding,
    drawn,
    family,
    listed,
    narrowed,
    paused,
    same_but_names,
    split,
    waiting,
    without,
    without_period,
)


def test_periods_of_real_measures_follow_each_other(tables: Tables):
    rows = sorted(tables["measure_periods"], key=lambda r: (r["measure_id"], r["first_day"]))
    for before, after in pairwise(rows):
        if before["measure_id"] == after["measure_id"] and before["state"] != "ended":
            assert after["first_day"] == before["last_day"] + DAY, (before, after)
    assert {r["measure_id"] for r in rows} == {r["measure_id"] for r in tables["measures"]}


@pytest.mark.parametrize("layer", ["entity", "dual_use"])
def test_a_listing_changes_no_real_country(tables: Tables, real_spells: Spells, as_of: datetime.date, layer: str):
    more = read(listed(tables, datetime.date(2025, 1, 2), layer=layer), as_of)
    assert code_spells(more) == real_spells
    materials = tuple(str(r["material_id"]) for r in tables["materials"])
    assert material_spells(more, materials) == material_spells(read(tables, as_of), materials)


@drawn
@given(books())
def test_a_listing_changes_no_drawn_country(book: Book):
    for layer in ("entity", "dual_use"):
        more = read(listed(book.tables, shift(START, 3), layer=layer), book.as_of)
        assert code_spells(more) == code_spells(book.read())
        assert material_spells(more, MATERIALS) == material_spells(book.read(), MATERIALS)


@pytest.mark.parametrize("measure", ["cn-2024-46-1", "cn-2024-51-1", "cn-2025-18-1", "cn-2026-1-1a", "cn-2026-29-1"])
def test_suspending_and_resuming_a_real_measure(
    tables: Tables, real_spells: Spells, as_of: datetime.date, measure: str
):
    (row,) = [r for r in tables["measure_periods"] if r["measure_id"] == measure and r["state"] == "in_force"]
    first, last = row["first_day"] + 7 * DAY, row["first_day"] + 40 * DAY
    new = read(paused(tables, row, first, last), as_of)
    span = first.toordinal(), last.toordinal()
    milder = check_pause(real_spells, code_spells(new), span, as_of.toordinal())
    assert milder + check_pause(goods_spells(read(tables, as_of)), goods_spells(new), span, as_of.toordinal()) > 0


@drawn
@given(books())
def test_suspending_and_resuming_a_drawn_measure(book: Book):
    long = [
        r
        for r in book.tables["measure_periods"]
        if r["state"] == "in_force" and (min(r["last_day"] or book.as_of, book.as_of) - r["first_day"]).days >= 2
    ]
    assume(long)
    row = long[0]
    first, last = row["first_day"] + DAY, min(row["last_day"] or book.as_of, book.as_of) - DAY
    new = code_spells(read(paused(book.tables, row, first, last), book.as_of))
    check_pause(code_spells(book.read()), new, (first.toordinal(), last.toordinal()), book.as_of.toordinal())


@pytest.mark.parametrize("measure", ["cn-2024-46-2a", "cn-2024-51-1", "cn-2024-46-1", "cn-2025-10-1", "cn-2025-57-1"])
def test_splitting_a_real_measure(tables: Tables, real_spells: Spells, as_of: datetime.date, measure: str):
    new = code_spells(read(split(tables, measure), as_of))
    for key, own in real_spells.items():
        same_but_names(own, new[key])


@drawn
@given(books())
def test_splitting_a_drawn_measure(book: Book):
    old = code_spells(book.read())
    for measure in book.tables["measures"]:
        new = code_spells(read(split(book.tables, measure["measure_id"]), book.as_of))
        for key, own in old.items():
            same_but_names(own, new[key])


def test_each_item_row_of_a_deciding_measure_counts(tables: Tables, real_spells: Spells, as_of: datetime.date):
    names = deciding(real_spells)
    rows = [r for r in tables["measure_items"] if r["measure_id"] in names and r["scheme"]]
    assert len(rows) > 200
    families: dict[frozenset[tuple[str, str]], list[Row]] = defaultdict(list)
    for row in rows:
        families[frozenset(family(tables, row))].append(row)
    for codes, own in families.items():
        few = narrowed(tables, set(codes))
        spells = code_spells(read(few, as_of))
        for row in own:
            assert code_spells(read({**few, "measure_items": without(few["measure_items"], row)}, as_of)) != spells, row


def test_each_period_row_of_a_deciding_measure_counts(tables: Tables, real_spells: Spells, as_of: datetime.date):
    """Days in force or suspended decide regimes; days of waiting are counted in the panels.

    The end of a measure whose control another carries on changes nothing by itself; every other end does.
    """
    names = deciding(real_spells)
    states: set[str] = set()
    for row in [r for r in tables["measure_periods"] if r["measure_id"] in names]:
        covered = sorted({k[:2] for k, own in real_spells.items() if any(row["measure_id"] in s.measures for s in own)})
        some = {f for s, code in covered[:3] + covered[-3:] for f in family(tables, {"scheme": s, "code": code})}
        few = narrowed(tables, some)
        old, new = read(few, as_of), read(without_period(few, row), as_of)
        changed = code_spells(old) != code_spells(new)
        states.add(row["state"])
        if row["state"] in ("in_force", "suspended"):
            assert changed, row
        elif row["state"] == "ended":
            assert changed or row["cause"] == "carried_over", row
        elif old.rules[row["measure_id"]].flow == "export_from_china":
            assert waiting(old, row["measure_id"], as_of) != waiting(new, row["measure_id"], as_of), row
    assert states >= {"in_force", "suspended", "ended", "announced_not_effective"}


def test_no_rule_has_a_state_without_a_period(real: RuleBook):
    for rule in real.rules.values():
        first = rule.periods[0].first
        assert rule.state(first - 1) == "absent"
        for period in rule.periods:
            assert rule.state(period.first) == rule.state(period.last) == period.state
        last = rule.periods[-1]
        if last.last < datetime.date.max.toordinal():
            assert rule.state(last.last + 1) == "unknown"


def test_nothing_published_lies_past_the_record(compiled: Compiled, as_of: datetime.date):
    for name in ("goods_status", "code_status", "material_status"):
        assert max(compiled.frames[name]["last_day"]) == as_of
