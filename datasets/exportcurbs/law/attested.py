"""To which day a source attests the state of a rule."""

import datetime
from collections.abc import Iterable

from exportcurbs.law.periods import DAY, Row

NEVER = datetime.date.min
# What attests no state, and why.
SILENT = {"names": "lists names and states nothing", "collection": "gathers texts of many days"}


def attested(source: Row) -> datetime.date:
    """Return the last day on which a source can attest a state: NEVER if it states none or bears no date."""
    published = str(source["published"] or "")
    if source["states"] in SILENT or not published:
        return (source["tracks_notices_to"] or NEVER) if source["states"] == "status" else NEVER
    try:
        year, month, day = (int(p) for p in (published + "-12-31"[len(published) - 4 :]).split("-"))
        month_end = (datetime.date(year, month, 28) + 4 * DAY).replace(day=1) - DAY
        last = month_end if len(published) < 10 else datetime.date(year, month, day)
    except ValueError:  # what is no day is told where it stands
        return NEVER
    return max(last, source["tracks_notices_to"] or last)


def witnesses(period: Row, sources: Iterable[Row]) -> list[Row]:
    """Return the sources that attest a period to the day to which it is confirmed, or the last of them."""
    dated = sorted(((attested(s), s) for s in sources), key=lambda pair: (pair[0], pair[1]["source_id"]))
    return [s for day, s in dated if day >= period["last_confirmed"]] or [s for _, s in dated[-1:]]
