"""Time: the state of a measure on a day."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")
Row = dict[str, Any]
# The rows of a table by its name, as plain values; none for a table that a release does not have.
Rows = Callable[[str], Iterable[Row]]
DAY = datetime.timedelta(days=1)
FOREVER = datetime.date.max.toordinal()
STATES = ("announced_not_effective", "in_force", "suspended_before_effect", "suspended", "ended")
# What may follow what; None: at the beginning.
FOLLOWS: dict[str | None, frozenset[str]] = {
    None: frozenset({"announced_not_effective", "in_force"}),
    "announced_not_effective": frozenset({"in_force", "suspended_before_effect", "ended", "announced_not_effective"}),
    "in_force": frozenset({"in_force", "suspended", "ended"}),
    "suspended_before_effect": frozenset({"suspended_before_effect", "in_force", "announced_not_effective", "ended"}),
    "suspended": frozenset({"suspended", "in_force", "ended"}),
    "ended": frozenset({"in_force", "announced_not_effective", "ended"}),
}


@dataclass(frozen=True)
class Period:
    """Days (ordinals, both inclusive) in which a measure has one state, and the last day that is attested."""

    first: int
    last: int
    state: str
    confirmed: int


def periods_of(rows: Iterable[Row]) -> tuple[Period, ...]:
    """Return the periods of one measure in order of days, from its rows of measure_periods.

    Each ends where the next begins: an `ended` row is open although the measure may return after it.
    """
    own = (Period(*days_of(r), r["state"], r["last_confirmed"].toordinal()) for r in rows)
    found = sorted(own, key=lambda p: p.first)
    return tuple(
        replace(period, last=min(period.last, after.first - 1)) if after else period
        for period, after in zip(found, [*found[1:], None], strict=True)
    )


def days_of(row: Row, first: str = "first_day", last: str = "last_day") -> tuple[int, int]:
    """Return the first and the last day of a row as ordinals; without a last one it is open."""
    return row[first].toordinal(), row[last].toordinal() if row[last] else FOREVER


def period_on(periods: Sequence[Period], day: int) -> Period | None:
    """Return the period of a day; None before the first one and after a closed last one."""
    return next((p for p in periods if p.first <= day <= p.last), None)


def gathered(pairs: Iterable[tuple[K, V]]) -> defaultdict[K, list[V]]:
    """Return what stands beside each key, in order; nothing beside a key that is not there."""
    found: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def grouped(rows: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    """Return rows by what a column holds."""
    return gathered((row[column], row) for row in rows)


def run(periods: Sequence[Period], day: int) -> int:
    """Return the first day of the run of days in one state that holds a day, through renewals."""
    now, state = period_on(periods, day), state_on(periods, day)
    first = now.first if now else periods[-1].last + 1
    for before in reversed([p for p in periods if p.last < first]):
        if before.state != state or before.last != first - 1:
            break
        first = before.first
    return first


def state_on(periods: Sequence[Period], day: int) -> str:
    """Return the state on a day: a state of measure_periods, `absent` before it, `unknown` after a closed end."""
    period = period_on(periods, day)
    if period:
        return period.state
    return "unknown" if periods and day >= periods[0].first else "absent"
