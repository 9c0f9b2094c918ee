"""When each act was announced, published and in effect, the first trading days after it, and what warned of it."""

import datetime
from collections.abc import Iterator
from functools import cache
from typing import Any

from exportcurbs import Dataset
from exportcurbs.law.periods import Row

EXCHANGES = ("XTKS", "XSHG", "XNYS")
FIRST, AHEAD = datetime.date(1997, 1, 1), datetime.timedelta(days=60)
ANNOUNCED = "announced_not_effective"


def announcements(data: Dataset) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of announcement_calendar: every instrument that set a rule or changed its state."""
    rules = data.law.book.rules
    acts: dict[str, list[Row]] = {}
    for row in data.rows("measure_periods"):
        acts.setdefault(row["by_instrument_id"] or rules[row["measure_id"]].instrument_id, []).append(row)
    as_of = datetime.date.fromordinal(data.law.book.as_of)
    for name, instrument in data.rows_by_id("instruments").items():
        if name not in acts:
            continue
        begun = [r["first_day"] for r in acts[name] if r["state"] != ANNOUNCED]
        announced, effective = instrument["issued"], (instrument["effective"] or min(begun)) if begun else None
        known = instrument["published_day"] or announced
        warned = sorted(_warnings(data, instrument, known)) if known else []
        yield (
            *(name, _ordinal(announced), _ordinal(instrument["published_day"]), _ordinal(effective)),
            *(_ordinal(_session(exchange, known, as_of + AHEAD)) if known else None for exchange in EXCHANGES),
            (effective - known).days if known and effective else None,
            [event for _, event in warned],
            *((_ordinal(warned[-1][0]), (known - warned[-1][0]).days) if known and warned else (None, None)),
            sorted({r["measure_id"] for r in acts[name]}),
            max(instrument["evidence_grade"], *(r["evidence_grade"] for r in acts[name])),
        )


def _ordinal(day: datetime.date | None) -> int | None:
    return day.toordinal() if day else None


def _warnings(data: Dataset, instrument: Row, known: datetime.date) -> Iterator[tuple[datetime.date, str]]:
    """Yield day and id of the threats of the instrument's episodes that came before it."""
    own = set(instrument["episode_ids"] or ())
    for event in data.rows_by("events", "role").get("threat", []):
        day = event["date"] or event["date_latest"]
        if own & set(event["episode_ids"] or ()) and day < known:
            yield day, event["event_id"]


def _session(exchange: str, day: datetime.date, end: datetime.date) -> datetime.date | None:
    """Return the first trading day of an exchange on or after a day; none is known once its holidays are not."""
    calendar = _calendar(exchange, end)
    if not FIRST < day <= calendar.last_session.date():
        return None
    found: datetime.date = calendar.date_to_session(str(day), "next").date()
    return found


@cache
def _calendar(exchange: str, end: datetime.date) -> Any:
    import exchange_calendars  # type: ignore[import-untyped]  # takes a second, which only deriving needs

    # a calendar of its own would only be built to ask it for its bound
    known = exchange_calendars.calendar_utils.global_calendar_dispatcher._calendar_factories[exchange].bound_max()
    last = min(end, known.date()) if known else end  # Shanghai's holidays are told a year at a time
    return exchange_calendars.get_calendar(exchange, start=str(FIRST), end=str(last))
