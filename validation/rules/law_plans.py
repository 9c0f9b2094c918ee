"""Rules on plans: replayed to the last attested day, they give the periods that are recorded."""

import datetime
from collections.abc import Iterator

from exportcurbs.law.plans import Plans

from validation.problems import Problem, shown
from validation.rules.common import Row, Rule, Tables, as_of, by

NEEDED = {
    "measure_periods": ("measure_id", "first_day", "state", "last_confirmed"),
    "measure_plans": ("measure_id", "instrument_id", "state", "planned_first", "known_day"),
    "instruments": ("instrument_id",),
}


def plans_come_about(tables: Tables) -> Iterator[Problem]:
    """Yield periods that differ from what the plans of all known acts come to."""
    last = as_of(tables)
    if last is None:
        return
    whole = {n: [r for _, r in tables[n].rows() if all(r[c] is not None for c in NEEDED[n])] for n in NEEDED}
    plans, periods = Plans(whole.__getitem__), by(tables["measure_periods"], "measure_id")
    lines = by(tables["measure_plans"], "measure_id")
    for measure in dict.fromkeys(r["measure_id"] for r in whole["measure_periods"]):
        for ordinal, planned, recorded in plans.departures(measure, last.toordinal()):
            day = datetime.date.fromordinal(ordinal)
            found = f"{shown(measure)} is {planned} from {day} by its plans, but {recorded} in measure_periods"
            table, column = ("measure_plans", "planned_first") if measure in lines else ("measure_periods", "first_day")
            line = _nearest(lines.get(measure) or periods[measure], column, day)
            yield Problem(tables[table].info.path, line, column, found, "correct the day or state of one of them")


def _nearest(rows: list[tuple[int, Row]], column: str, day: datetime.date) -> int:
    """Return the line of the last row that begins by a day, else of the first."""
    begun = [(row[column], line) for line, row in rows if row[column] and row[column] <= day]
    return max(begun)[1] if begun else rows[0][0]


RULES: tuple[Rule, ...] = (plans_come_about,)
