"""What was known when: the periods of a measure as its notices planned them on a day, before later ones cut them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from exportcurbs.law.periods import FOREVER, Period, Row, Rows, days_of, grouped, period_on, periods_of, state_on


@dataclass(frozen=True)
class Planned(Period):
    """Days of one state as an act set them, and from when the act was known.

    known_basis: published; issued, where no day of publication is known; begins, where no day of the act is known.
    """

    instrument_id: str | None
    known_day: int
    known_basis: str

    @property
    def dated(self) -> bool:
        """Whether the day on which it became public is known."""
        return self.known_basis == "published"


class Plans:
    """What was known of measures, from measure_plans, measure_periods and instruments."""

    def __init__(self, rows: Rows) -> None:
        acts = {row["instrument_id"]: row for row in rows("instruments")}
        self._periods = grouped(rows("measure_periods"), "measure_id")
        plans = grouped(rows("measure_plans"), "measure_id")
        self._events = {
            measure: tuple(sorted(_events(plans.get(measure, ()), own, acts), key=lambda e: (e.known_day, e.first)))
            for measure, own in self._periods.items()
        }

    def known(self, measure_id: str, day: int) -> tuple[Planned, ...]:
        """Return the periods of a measure as known at the end of a day, in order of days.

        A later act cuts all earlier ones from its first day on; after the last planned day the state is not known.
        Nor is it known after the last day of a record that breaks off before the day. Nothing after the day is
        confirmed. Empty if no act on the measure was known. KeyError for an unknown measure.
        """
        found: list[Planned] = []
        for event in self._events[measure_id]:
            if event.known_day <= day:
                cut = [replace(p, last=min(p.last, event.first - 1)) for p in found if p.first < event.first]
                found = [*cut, event]
        actual = periods_of(self._periods[measure_id])
        ends = actual[-1].last if actual[-1].last < day else FOREVER
        kept = (replace(p, last=min(p.last, ends)) for p in found if p.first <= ends)
        return tuple(replace(p, confirmed=min(day, _attested(p, actual))) for p in kept)

    def schedule(self, measure_id: str, day: int, known: int | None = None) -> tuple[Planned, ...]:
        """Return the periods that begin after a day, as planned by acts known on it, or on another day."""
        return tuple(p for p in self.known(measure_id, known or day) if p.first > day)

    def until(self, measure_id: str, day: int, known: int | None = None) -> int | None:
        """Return the last day, by its own text, of the state of a day; None where it names none or nothing is known."""
        period = period_on(self.known(measure_id, known or day), day)
        return period.last if period and period.last < FOREVER else None

    def departures(self, measure_id: str, as_of: int) -> Iterator[tuple[int, str, str]]:
        """Yield each day to as_of from which plans and measure_periods differ: day, state planned, state recorded.

        They should agree: a notice that changed a plan has a plan or a period of its own.
        """
        planned, actual = self.known(measure_id, as_of), periods_of(self._periods[measure_id])
        turns = sorted({d for p in (*planned, *actual) for d in (p.first, p.last + 1) if d <= as_of})
        before = ("", "")
        for day in turns:
            pair = state_on(planned, day), state_on(actual, day)
            if pair[0] != pair[1] and pair != before:
                yield day, *pair
            before = pair


def _events(plans: Sequence[Row], periods: Sequence[Row], acts: Mapping[str, Row]) -> Iterator[Planned]:
    """Yield what acts set: the plans, and periods whose act has no plan, which run until another act says otherwise."""
    planning = {row["instrument_id"] for row in plans}
    for row in plans:
        days, act, known = days_of(row, "planned_first", "planned_last"), row["instrument_id"], row["known_day"]
        yield Planned(*days, row["state"], 0, act, known.toordinal(), row["known_basis"])
    for row in periods:
        if row["by_instrument_id"] not in planning:
            first, act = row["first_day"].toordinal(), row["by_instrument_id"]
            yield Planned(first, FOREVER, row["state"], 0, act, *_known(acts.get(act), first))


def _known(act: Row | None, first: int) -> tuple[int, str]:
    """Return the day from which an act was known, and by what."""
    for column, basis in (("published_day", "published"), ("issued", "issued")):
        if act and act[column]:
            return act[column].toordinal(), basis
    return first, "begins"


def _attested(planned: Period, actual: Iterable[Period]) -> int:
    """Return the last day on which a planned state is attested, as far as it came about."""
    confirmed = 0
    for period in actual:
        if period.state == planned.state and period.first <= planned.last and planned.first <= period.last:
            confirmed = min(planned.last, period.confirmed)
    return confirmed
