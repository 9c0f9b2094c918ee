"""The states of a measure in words."""

from collections.abc import Callable, Sequence

from exportcurbs.law.periods import DAY, Row

STATE_WORDS = {
    "announced_not_effective": "announced, not yet in force",
    "in_force": "in force",
    "suspended_before_effect": "suspended before it took effect",
    "suspended": "suspended",
    "ended": "ended",
    "unknown": "state unknown",
    "absent": "not yet issued",
}


def states_in_words(periods: Sequence[Row], act: Callable[[Row], str] = lambda _: "") -> list[str]:
    """Return the states of a measure with their days, one text for each of its rows in order of days.

    act: what to add to a state, such as the notice that set it.
    """
    found = []
    for row, after in zip(periods, [*periods[1:], None], strict=True):
        first, last = row["first_day"], row["last_day"] or (after and after["first_day"] - DAY)
        early = row["first_day_earliest"]
        start = f"{early} or later, at the latest {first}" if early else str(first)
        found.append(f"{STATE_WORDS[row['state']]} from {start}" + (f" to {last}" if last else "") + act(row))
    return [*found, "then unknown"] if periods[-1]["last_day"] else found
