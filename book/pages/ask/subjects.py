"""What can be asked in the browser: materials, groups, goods, codes, customs lines; each with its answers over time."""

import datetime
from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from exportcurbs._around import _materials
from exportcurbs._ask import known_item
from exportcurbs._question import Question, _printed
from exportcurbs._reader import Row
from exportcurbs.law.reach import BLANKET
from exportcurbs.law.regimes import END_USES, EXPORT

from book.pages.common.names import group_name
from book.pages.common.record import Record
from build.derive.status_tables import beside

TRADE = ("has_quota", "has_licence", "has_state_trading", "duty_pct")
ANSWERED = ("regime", "at_least", "strictest", "basis")
PAUSED = ("suspended", "suspended_before_effect")
# The tables of answers over time, and the column of what each answers for.
TABLES = {
    "goods": ("goods_status", "goods_id"),
    "code": ("code_status", "code"),
    "material": ("material_status", "material_id"),
}
USES = tuple(sorted(END_USES))


class Numbered:
    """Values by the number under which each was first seen."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._places: dict[Hashable, int] = {}

    def of(self, value: Hashable) -> int:
        """Return the number of a value."""
        if value not in self._places:
            self._places[value] = len(self.values)
            self.values.append(value)
        return self._places[value]


def subjects(record: Record, kinds: Iterable[str]) -> dict[str, Row]:
    """Return what can be asked by its id: kind, names; a later kind goes before an earlier one, as for the reader."""
    book, data = record.data.law.book, record.data
    found: dict[str, Row] = {}
    if "line" in kinds:
        own = sorted({*book.goods.of_line, *(h for held in book.lines.of_code.values() for h in held), *_printed(data)})
        found |= {digits: {"kind": "line", "name": None, "zh": None} for digits in own}
    for kind, table, column in (("code", "control_codes", "code"), ("goods", "goods", "goods_id")):
        rows = record.rows(table) if kind in kinds else ()
        found |= {r[column]: _named(kind, r) for r in rows}
    if "group" in kinds:
        found |= {key: {"kind": "group", "name": group_name(key), "zh": None} for key in book.groups}
    return found | {r["material_id"]: _named("material", r) for r in record.rows("materials")}


def _named(kind: str, row: Row) -> Row:
    return {"kind": kind, "name": row["name_en"], "zh": row["name_zh"], "ja": row.get("name_ja")}


class Answers:
    """The answers of a release, with the numbers under which measures, timelines and rules at rest are kept."""

    def __init__(self, record: Record, kinds: Iterable[str]) -> None:
        self.record, self.law = record, record.data.law
        self.measures, self.vectors, self.reaches = Numbered(), Numbered(), Numbered()
        self.spells, self.timelines, self.trades = Numbered(), Numbered(), Numbered()
        own = [c for c in record.rows("claims") if c["first_day"] and c["last_day"]]
        self.claimed = frozenset(m for c in own for m in self.law.book.named(c))
        self.named = sorted({"ROW", *self.law.book.destinations})
        self.resting = {p["measure_id"] for p in record.rows("measure_periods") if p["state"] in PAUSED}
        self._spells: dict[tuple[str, str, str], list[Row]] = {}
        for table, column in (TABLES[kind] for kind in TABLES if kind in {*kinds, "material"}):
            for row in sorted(record.rows(table), key=lambda r: r["first_day"]):
                self._spells.setdefault((row[column], row["destination"], row["end_use"]), []).append(row)

    def tell(self, key: str, entry: Row) -> None:
        """Put into a subject the number of its answers, and of the rules that reach it and are at rest some day.

        Both are by destination and end use, in the order of `named` and `uses`.
        """
        found = self._published(key) if entry["kind"] in TABLES else self._computed(key)
        entry["vector"] = self.vectors.of(tuple(self.timelines.of(tuple(map(self.spells.of, s))) for s in found))
        spoken = _materials(self._question(key, "ROW", USES[0])) & self.claimed
        if spoken:
            entry["of"] = sorted(spoken)
        if entry["kind"] in ("material", "goods"):
            goods = (key,) if entry["kind"] == "goods" else tuple(g.goods_id for g in self.law.ordinary(key))
            spans = beside(self.law, goods, material=entry["kind"] == "material") if goods else []
            entry["trade"] = self.trades.of(tuple((iso(first), iso(last), own) for first, last, own in spans))
        reached = tuple(self._resting(key))
        if any(reached):
            entry["reach"] = self.reaches.of(reached)

    def _published(self, key: str) -> Iterator[tuple[Any, ...]]:
        for place in self.named:
            for use in USES:
                # a destination without spells of its own is answered as the rest of the world
                rows = self._spells.get((key, place, use)) or self._spells.get((key, "ROW", use), [])
                yield tuple(map(self._row, rows))

    def _computed(self, key: str) -> Iterator[tuple[Any, ...]]:
        """Yield the answers for a customs line or a group, which no table holds."""
        parts = self._question(key, "ROW", USES[0]).subjects()
        apart = {place for subject in parts for place in self.law.places(subject)}
        rest = [self._asked(key, "ROW", use) for use in USES]
        for place in self.named:
            yield from [self._asked(key, place, use) for use in USES] if place in apart else rest

    def _asked(self, key: str, place: str, use: str) -> tuple[Any, ...]:
        spells = self._question(key, place, use).spells
        days = ((iso(s.first), iso(s.last)) for s in spells)
        return tuple(
            (*d, s.regime, s.at_least, s.strictest, s.basis, *map(self._numbers, (s.measures, s.part)), None)
            for d, s in zip(days, spells, strict=True)
        )

    def _numbers(self, ids: Iterable[str]) -> tuple[int, ...]:
        return tuple(map(self.measures.of, ids))

    def _row(self, row: Row) -> tuple[Any, ...]:
        """Return days, regime, floor, strictest, basis, measures, those in part, grade."""
        rules = (self._numbers(row[c]) for c in ("measure_ids", "part_measure_ids"))
        days = (row["first_day"].isoformat(), row["last_day"].isoformat())
        return (*days, *(row[c] for c in ANSWERED), *rules, row["evidence_grade"])

    def _resting(self, key: str) -> Iterator[tuple[tuple[int, str, str], ...]]:
        """Yield the rules that reach it by name or entry and are suspended some day, with the days they reach it."""
        parts = self._question(key, "ROW", USES[0]).subjects()
        parts = [s for s in parts if any(x.rule.measure_id in self.resting for x in self.law.own_limbs(s))]
        for place in self.named:
            for use in USES:
                limbs = (x for s in parts for x in self.law.limbs(s, place, use, EXPORT))
                kept = (x for x in limbs if x.rule.measure_id in self.resting and x.binds and x.extent != BLANKET)
                found = sorted({(x.rule.measure_id, iso(x.first), iso(x.last)) for x in kept})
                yield tuple((self.measures.of(m), first, last) for m, first, last in found)

    def _question(self, key: str, place: str, use: str) -> Question:
        item = known_item(self.record.data, key)
        if item is None:
            raise KeyError(key)
        return Question(self.record.data, item, place, 0, use, EXPORT)


def iso(day: int) -> str:
    """Return an ordinal as text; a day that no rule sets is the first or the last of the calendar."""
    return datetime.date.fromordinal(max(1, day)).isoformat()
