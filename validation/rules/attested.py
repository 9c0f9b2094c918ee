"""Who attests a state: a period is confirmed only to the day on which a source that states it says so."""

import datetime
from collections.abc import Iterator

from exportcurbs.law.periods import DAY

from validation.citations import source_key, split_source
from validation.problems import Problem, shown
from validation.rules.common import Row, Rule, Tables, as_of, one_by

NEVER = datetime.date.min


def confirmed_by_sources(tables: Tables) -> Iterator[Problem]:
    """Yield periods confirmed past the last day that a source cited attests, and citations without their entry."""
    end, periods = as_of(tables), tables["measure_periods"]
    sources = one_by(tables["sources"], "source_id")
    for line, row in periods.rows():
        confirmed, first = row["last_confirmed"], row["first_day"]
        if confirmed is None or row["source_ids"] is None or first is None:
            continue
        cited = [sources[key] for key in map(source_key, row["source_ids"]) if key in sources]
        if end and confirmed > end:
            found = f"{confirmed} lies after {end}, the last day that a tracking source attests"
            yield Problem(periods.info.path, line, "last_confirmed", found, f"write {end} or an earlier day")
        elif row["state"] != "announced_not_effective" and len(cited) == len(row["source_ids"]):
            # A notice attests the first day of the state that it sets, though it is published before.
            latest = max([first, *map(_attested, cited)])
            if confirmed > latest:
                found = f"no source cited states this so late: {confirmed}"
                found += "".join(f"; {shown(s['source_id'])} {_silent(s)}" for s in cited if _attested(s) == NEVER)
                advice = f"write {latest}, or cite a source that states it on a later day"
                yield Problem(periods.info.path, line, "last_confirmed", found, advice)
        yield from _entries(periods.info.path, line, row["source_ids"], sources)


def _attested(source: Row) -> datetime.date:
    """Return the last day on which a source can attest a state: NEVER if it states none or bears no date."""
    published = str(source["published"] or "")
    if source["states"] == "names" or not published:
        return (source["tracks_notices_to"] or NEVER) if source["states"] == "status" else NEVER
    year, month, day = (int(p) for p in (published + "-12-31"[len(published) - 4 :]).split("-"))
    month_end = (datetime.date(year, month, 28) + 4 * DAY).replace(day=1) - DAY
    last = month_end if len(published) < 10 else datetime.date(year, month, day)
    return max(last, source["tracks_notices_to"] or last)


def _silent(source: Row) -> str:
    return "lists names and states nothing" if source["states"] == "names" else "bears no date"


def _entries(path: str, line: int, cited: list[str], sources: dict[str, Row]) -> Iterator[Problem]:
    """Yield sources that tell the status of many rules, cited without the entry that tells it of this one."""
    for citation in cited:
        key, locator = split_source(citation) or (citation, None)
        if locator is None and key in sources and sources[key]["states"] == "status":
            found = f"{shown(key)} tells the status of many rules"
            yield Problem(path, line, "source_ids", found, f"name the entry: {key}[entry]")


RULES: tuple[Rule, ...] = (confirmed_by_sources,)
