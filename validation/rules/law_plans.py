"""Rules on plans: replayed to the last attested day, they give the periods that are recorded."""

import datetime
from collections.abc import Iterator

from exportcurbs.law.plans import Plans

from validation.definitions.agreements import WAITING
from validation.definitions.tables import Row, Rows
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, as_of, at, each, rule

NEEDED = {
    "measure_periods": ("measure_id", "first_day", "state", "last_confirmed"),
    "measure_plans": ("measure_id", "instrument_id", "state", "planned_first", "known_day"),
    "instruments": ("instrument_id",),
}


@each("measure_periods")
def waiting_is_planned(row: Row, tables: Tables) -> Faults:
    """Yield announced and suspended rules of which no plan says for how long."""
    measure, act = row["measure_id"], row["by_instrument_id"]
    plans = tables["measure_plans"]
    if row["state"] in WAITING and act and measure and (measure, act) not in plans.by("measure_id", "instrument_id"):
        found = f"{shown(measure)} is {row['state']} by {shown(act)}, of which no plan stands in measure_plans"
        yield "state", found, f"add a row to {plans.info.path}: {WAITING[row['state']]}"


@rule
def plans_come_about(tables: Tables) -> Iterator[Problem]:
    """Yield periods that differ from what the plans of all known acts come to."""
    last = as_of(tables)
    if last is None:
        return
    whole = {n: [r for _, r in tables[n].rows() if all(r[c] is not None for c in NEEDED[n])] for n in NEEDED}
    plans, lines = Plans(whole.__getitem__), tables["measure_plans"].by("measure_id")
    for measure in dict.fromkeys(r["measure_id"] for r in whole["measure_periods"]):
        for ordinal, planned, recorded in plans.departures(measure, last.toordinal()):
            day = datetime.date.fromordinal(ordinal)
            found = f"{shown(measure)} is {planned} from {day} by its plans, but {recorded} in measure_periods"
            name, column = ("measure_plans", "planned_first") if measure in lines else ("measure_periods", "first_day")
            line = _nearest(tables[name].by("measure_id")[measure], column, day)
            yield at(tables[name], line, column, found, "correct the day or state of one of them")


def _nearest(rows: Rows, column: str, day: datetime.date) -> int:
    """Return the line of the last row that begins by a day, else of the first."""
    begun = [(row[column], line) for line, row in rows if row[column] and row[column] <= day]
    return max(begun)[1] if begun else rows[0][0]
