"""The measures that have a page of their own."""

from collections import Counter
from functools import lru_cache

from exportcurbs._reader import Row

from book.pages.common.record import Record

# Those with most items or parties, one of each document; of each episode the first that name items, and parties.
MOST, ON_ITEMS, ON_PARTIES = 36, 5, 2


@lru_cache(maxsize=2)
def important(record: Record) -> list[str]:
    """Return the ids of the measures with most items or parties, and of the largest of each episode."""
    reach = Counter(r["measure_id"] for table in ("measure_items", "listings") for r in record.rows(table))
    order = sorted(record.rows("measures"), key=lambda m: (-reach[m["measure_id"]], m["measure_id"]))
    first: dict[str, str] = {}
    for measure in order:
        first.setdefault(measure["instrument_id"], measure["measure_id"])
    found: dict[str, None] = {}
    for episode in record.rows("episodes"):
        own = [m for m in order if first[m["instrument_id"]] == m["measure_id"] and _part_of(record, m, episode)]
        lists = [m["measure_id"] for m in own if m["layer"] == "entity"]
        items = [m["measure_id"] for m in own if m["layer"] != "entity"]
        found |= dict.fromkeys([*items[:ON_ITEMS], *lists[:ON_PARTIES]])
    return [*found, *(m for m in first.values() if m not in found)][:MOST]


def _part_of(record: Record, measure: Row, episode: Row) -> bool:
    notice = record.one("instruments", "instrument_id", measure["instrument_id"])
    return episode["episode_id"] in (notice["episode_ids"] or ())
