"""What the pages that answer say of a rule, a listed party and of practice."""

from collections.abc import Callable, Iterable, Iterator

from exportcurbs._ask import party_book
from exportcurbs._reader import Row
from exportcurbs._status import DESCRIBED
from exportcurbs.law.attested import witnesses
from exportcurbs.law.periods import FOREVER, periods_of

from book.pages.ask.subjects import PAUSED, iso
from book.pages.common.names import called
from book.pages.common.record import Record


def measures(record: Record, ids: Iterable[str], own_page: Iterable[str]) -> Iterator[Row]:
    """Yield what a page says of each measure: its words, its notice, its runs of days at rest, who attests it."""
    sources, pages = record.sources(), set(own_page)
    for key in ids:
        measure = record.one("measures", "measure_id", key)
        notice = record.one("instruments", "instrument_id", measure["instrument_id"])
        yield {
            "id": key,
            **{column: measure[column] for column in DESCRIBED[1:]},
            "notice": called(notice),
            "url": sources.address(notice["source_ids"]),
            "page": key in pages,
            "rests": [*_rests(record, key)],
            "runs": [*_runs(record, key)],
            "attested": [*_attested(record, key)],
        }


def _rests(record: Record, key: str) -> Iterator[tuple[str, str, str, str, str | None]]:
    """Yield runs of days at rest: first and last day, state, its first day, and until when by its own text."""
    law = record.data.law
    plans = law.plans
    known = {p["known_day"].toordinal() for p in record.by("measure_plans", "measure_id", key)}
    periods = periods_of(record.by("measure_periods", "measure_id", key))
    begun: dict[str, int] = {}
    for before, period in zip((None, *periods), periods, strict=False):
        if not before or before.state != period.state or before.last != period.first - 1:
            begun[period.state] = period.first
        if period.state not in PAUSED:
            continue
        turns = sorted({period.first, *(d for d in known if period.first < d <= period.last)})
        for first, after in zip(turns, [*turns[1:], min(period.last, FOREVER - 1) + 1], strict=True):
            until = plans.until(key, first) if plans else None
            days = iso(first), iso(after - 1), period.state, iso(begun[period.state])
            yield *days, iso(until) if until else None


def _attested(record: Record, key: str) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield periods in force: first, last and last attested day, and the sources that attest the last."""
    for row, period in zip(record.periods(key), periods_of(record.periods(key)), strict=True):
        if period.state == "in_force":
            cited = (record.one("sources", "source_id", text.partition("[")[0]) for text in row["source_ids"])
            own = [source["source_id"] for source in witnesses(row, cited)]
            yield iso(period.first), iso(period.last), iso(period.confirmed), own


def parties(record: Record, number: Callable[[str], int]) -> dict[str, Row]:
    """Return the listed parties: names, country, the measures that list them."""
    found: dict[str, Row] = {}
    for row in record.data.listings().to_dict("records"):
        if row["listed_as"] == "executive":
            continue
        key, measure = row["entity_id"], row["measure_id"]
        names = [n for n in (row["name_en"], row["name_zh"], row["name_ja"], *row["aliases"]) if isinstance(n, str)]
        entry = {"kind": "party", "name": names[0], "names": names[1:], "country": record.country(row["country"])}
        found.setdefault(key, {**entry, "lists": []})["lists"].append([number(measure), row["list"]])
    return found


def twins(record: Record, number: Callable[[str], int]) -> dict[int, list[tuple[int, str, str | None]]]:
    """Return beside each list of parties its ban on transfers abroad, with first and last day in force."""
    found: dict[int, list[tuple[int, str, str | None]]] = {}
    holding = {row["measure_id"] for row in record.rows("listings")}
    for rule in record.rows("measures"):
        if rule["layer"] == "entity" and rule["flow"] == "re_export_abroad" and rule["measure_id"] not in holding:
            own = {m["measure_id"] for m in record.by("measures", "instrument_id", rule["instrument_id"])} & holding
            runs = [p for p in record.periods(rule["measure_id"]) if p["state"] == "in_force"]
            terms = [
                (number(rule["measure_id"]), str(p["first_day"]), str(p["last_day"]) if p["last_day"] else None)
                for p in runs
            ]
            found |= {number(listing): terms for listing in sorted(own)}
    return found


def _runs(record: Record, key: str) -> Iterator[tuple[object, ...]]:
    """Yield runs of days of a list of parties: first day, state, its first day, until when, what to apply for."""
    listed = next((r["entity_id"] for r in record.by("listings", "measure_id", key) if r["listed_as"] == "party"), None)
    periods = periods_of(record.by("measure_periods", "measure_id", key))
    turns = {d for p in periods for d in (p.first, p.last + 1) if d <= record.data.law.book.as_of}
    for day in sorted(turns) if listed else ():
        found = next(x for x in record.data.kept(party_book).listings(str(listed), day) if x.measure_id == key)
        yield iso(day), found.state, iso(found.since), iso(found.until) if found.until else None, found.needs
