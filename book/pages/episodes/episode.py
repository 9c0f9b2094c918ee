"""One episode with what belongs to it: its documents, measures, listings, and the materials that they name."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from exportcurbs._reader import Row
from exportcurbs.law.words import STATE_WORDS

from book.pages.common.names import called
from book.pages.common.record import Record

Days = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Episode:
    """One episode with what belongs to it; `window` are the days that its figure shows."""

    record: Record
    row: Row
    window: Days
    instruments: dict[str, Row]
    measures: list[Row]
    listings: list[Row]

    @classmethod
    def of(cls, record: Record, row: Row) -> "Episode":
        """Return an episode with the measures of its instruments, sorted by first day."""
        own = {
            i["instrument_id"]: i for i in record.rows("instruments") if row["episode_id"] in (i["episode_ids"] or [])
        }
        measures = [m for m in record.rows("measures") if m["instrument_id"] in own]
        begun = {m["measure_id"]: record.periods(m["measure_id"])[0]["first_day"] for m in measures}
        # the notices that list parties are many and alike: they follow the rules
        measures.sort(key=lambda m: (m["layer"] == "entity", begun[m["measure_id"]], m["measure_id"]))
        listings = [x for x in record.rows("listings") if x["measure_id"] in begun]
        return cls(record, row, _window(row, record.last_day), own, measures, listings)

    @property
    def key(self) -> str:
        """The id of the episode."""
        return str(self.row["episode_id"])

    def state(self, measure_id: str) -> str:
        """Return the state of a measure on the last day of the figure."""
        return self.record.state(measure_id, self.window[1])

    def number(self, instrument_id: str) -> str:
        """Return the number of a document as cited, or its title."""
        return called(self.instruments[instrument_id])

    def states(self, measures: Sequence[Row]) -> str:
        """Return how many measures are in each state on the last day of the figure."""
        counts = Counter(self.state(m["measure_id"]) for m in measures)
        return ", ".join(f"{counts[state]} {words}" for state, words in STATE_WORDS.items() if counts[state])

    def goods(self) -> set[str]:
        """Return the materials and groups that the measures name, themselves, through codes or through goods."""
        ids = {m["measure_id"] for m in self.measures}
        items = [
            i for i in self.record.rows("measure_items") if i["measure_id"] in ids and i["inclusion"] == "included"
        ]
        codes = {(i["scheme"], i["code"]) for i in items if i["code"]}
        goods = {i["goods_id"] for i in items if i["goods_id"]}
        through = {c["material_id"] for c in self.record.rows("code_materials") if (c["scheme"], c["code"]) in codes}
        heads = set().union(*(self.record.heads.get(g, ()) for g in goods))
        return through | heads | {i[k] for i in items for k in ("material_id", "group_id") if i[k]}


def episodes_of(record: Record) -> list[Episode]:
    """Return all episodes by first day."""
    return [Episode.of(record, row) for row in sorted(record.rows("episodes"), key=lambda r: r["first_day"])]


def _window(row: Row, as_of: datetime.date | None) -> Days:
    """Return the days that the figure shows: the episode, with a year around a closed one and two months before."""
    margin = datetime.timedelta(days=365 if row["last_day"] else 60)
    last = row["last_day"] + margin if row["last_day"] else as_of or row["first_day"] + margin
    return row["first_day"] - margin, min(last, as_of or last)
