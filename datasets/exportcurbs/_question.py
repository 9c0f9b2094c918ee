"""One question put to the engine, and what else the record says of it."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from exportcurbs._ask import Item
from exportcurbs._reader import Reader, Row
from exportcurbs.law.answers import Spell, on, since
from exportcurbs.law.beside import TRADE, beside, trade_rules
from exportcurbs.law.codes import Code
from exportcurbs.law.conditions import Case
from exportcurbs.law.engine import LINE, Engine, Spells, Subject
from exportcurbs.law.over import mildest_of, strictest_of
from exportcurbs.law.regimes import NONE, RANK
from exportcurbs.law.rules import Rule

_date = datetime.date.fromordinal
CLAIMED = ("claim_id", "question", "position", "claimed_by", "first_day", "last_day")


@dataclass(frozen=True)
class Question:
    """What is asked, in the terms of the engine."""

    data: Reader
    item: Item
    destination: str
    day: int
    end_use: str
    flow: str
    case: Case | None
    party: str | None

    @cached_property
    def engine(self) -> Engine:
        """The engine that answers."""
        return self.data.law

    @cached_property
    def spells(self) -> Spells:
        """The answers over time."""
        return self._of(self.item)

    @cached_property
    def spell(self) -> Spell | None:
        """The answer of the day."""
        return on(self.spells, self.day)

    @property
    def since(self) -> int | None:
        """The first day of the regime."""
        return since(self.spells, self.spell) if self.spell else None

    @property
    def rule_since(self) -> int | None:
        """The first day of the earliest deciding rule's present run in force."""
        if not self.spell or not self.spell.measures:
            return None
        return min(_run(self.engine.book.rules[m], self.day) for m in self.spell.measures)

    @property
    def coverage(self) -> str | None:
        """Of a customs line, whether it is controlled whole, in part or not."""
        if self.item.kind != LINE or not self.spell:
            return None
        if RANK.get(self.spell.at_least, NONE) > NONE:
            return "whole"
        return "part" if RANK.get(self.spell.strictest, NONE) > NONE else "none"

    @cached_property
    def place(self) -> str:
        """The destination as rules name it."""
        return self.engine.book.place(self.destination)

    def lines(self) -> list[Row]:
        """Return the answer of each goods of the item, or of each material of a group."""
        goods, kind, key = self.engine.book.goods, self.item.kind, self.item.key
        if kind == "group":
            members = sorted(self.engine.book.groups[key])
            return [{"material_id": m, **self._line(Item("material", m, m))} for m in members]
        if kind == "material":
            found = [("heads", g) for g in goods.headed_by.get(key, ())]
            found += [("contains", g) for g in goods.containing.get(key, ())]
        elif kind == "code":
            found = [("entry", g) for g in goods.of_code.get(key, ())]
        elif kind == LINE:
            found = [("line", g) for g in goods.of_line.get(key[:6], ())]
        else:
            found = [("goods", goods.by_id[key])]
        return [
            {
                "goods_id": g.goods_id,
                "name": g.name_en,
                "role": role,
                "ordinary": g.ordinary,
                **self._line(Item("goods", g.goods_id, g.goods_id)),
            }
            for role, g in found
        ]

    def trade(self) -> Row:
        """Return the trade layer of a material."""
        if self.item.kind != "material" or self.day > self.engine.book.as_of:
            return {}
        rules = trade_rules(self.engine.book, self.item.key)
        return dict(
            zip((*TRADE.values(), "duty_pct"), beside(self.engine.book, self.item.key, self.day, rules), strict=True)
        )

    def contested(self) -> list[str]:
        """Return the rules for uses that add to military strength that reach the item for a civil use."""
        if self.end_use != "civil" or not self.spell:
            return []
        stricter = self._on(self.item, "military_capability")
        if stricter is None:
            return []
        rules = self.engine.book.rules
        found = (*stricter.measures, *stricter.part)
        return [m for m in found if rules[m].end_use == "military_capability"]

    def practice(self) -> list[Row]:
        """Return the claims that practice differed from law here on the day, once what they speak of had begun."""
        materials = self._materials()
        texts = self.data.rows_by("questions", "question_id")
        found = []
        for row in self.data.rows_by("claims", "destination").get(self.destination, []):
            first, last = row["first_day"], row["last_day"]
            if not (first and last and first.toordinal() <= self.day <= last.toordinal()):
                continue
            rule = self.engine.book.rules.get(row["measure_id"] or "")
            if rule and rule.state(self.day) == "absent":
                continue
            if materials & self.engine.book.named(row):
                found.append({"question": texts[row["question_id"]][0]["text"], **row})
        return [{k: row[k] for k in CLAIMED} for row in found]

    def _materials(self) -> frozenset[str]:
        book, key = self.engine.book, self.item.key
        if self.item.kind == "material":
            return frozenset({key})
        if self.item.kind == "group":
            return book.groups[key]
        if self.item.kind == "goods":
            return book.goods.by_id[key].heads
        if self.item.kind == "code":
            return book.codes.heads.get(key, frozenset())
        return frozenset(m for g in book.goods.of_line.get(key[:6], ()) for m in g.heads)

    def _line(self, item: Item) -> Row:
        own = self._of(item)
        spell = on(own, self.day)
        known: dict[str, Any] = {"regime": "unknown", "strictest": "unknown", "since": None, "conditions": []}
        if spell:
            known = {
                "regime": spell.regime,
                "strictest": spell.strictest,
                "since": _date(since(own, spell)),
                "conditions": self._conditions(item, spell),
            }
        return known

    def _conditions(self, item: Item, spell: Spell) -> list[str]:
        """Return the conditions, in words, under which the stricter rules reach goods."""
        if item.kind != "goods" or not spell.part:
            return []
        links = (link for link in self.engine.book.goods.by_id[item.key].links if link.first <= self.day <= link.last)
        reached = {x.via for x in self._limbs(item.key) if x.rule.measure_id in spell.part}
        return list(dict.fromkeys(link.text for link in links if link.text and link.code in reached))

    def _limbs(self, subject: Subject) -> Iterable[Any]:
        return self.engine.limbs(subject, self.place, self.end_use, self.flow, self._extra)

    @cached_property
    def _extra(self) -> tuple[Rule, ...]:
        """The rules that list the party."""
        if self.party is None:
            return ()
        rows = self.data.rows_by("listings", "entity_id").get(self.party, [])
        rules = (self.engine.book.rules[r["measure_id"]] for r in rows if r["listed_as"] != "executive")
        return tuple(r for r in rules if r.rank)

    def _on(self, item: Item, end_use: str) -> Spell | None:
        return on(self._of(item, end_use), self.day)

    def _of(self, item: Item, end_use: str | None = None) -> Spells:
        """Return the answers over time for an item, in the case that is asked."""
        use, kind = end_use or self.end_use, item.kind
        if kind in ("code", "goods"):
            return self._single(item.key, use)
        if kind == "material":
            own = (lambda goods: self._single(goods, use)) if self.case or self._extra else None
            return self.engine.material_spells(item.key, self.place, use, self.flow, own)
        if kind == "group":
            members = [self._of(Item("material", m, m), use) for m in sorted(self.engine.book.groups[item.key])]
            return strictest_of(members, (), self.engine.book.as_of)
        whole, part = self._in_line(item.key)
        goods, parts = ([self._single(s, use) for s in own] for own in (whole, part))
        return mildest_of(goods, parts, self.engine.book.as_of)

    def _single(self, subject: Subject, end_use: str) -> Spells:
        return self.engine.case_spells(subject, (self.place, end_use, self.flow), self.case, self._extra)

    def _in_line(self, digits: str) -> tuple[list[Subject], list[Subject]]:
        """Return what fills a customs line, and what reaches some of it."""
        book = self.engine.book
        printed = self.data.kept(_printed).get(digits, {}) if len(digits) > 6 else {}
        whole: list[Subject] = [c for c, coverage in printed.items() if coverage == "whole"]
        part: list[Subject] = [c for c in printed if c not in whole]
        if whole:
            return whole, part
        line = digits[:6]
        whole = [g.goods_id for g in book.goods.of_line.get(line, ())]
        part += [c for c, own in book.lines.items() if line in own and c not in book.goods.of_code and c not in part]
        return whole or [(LINE, line)], part


def _run(rule: Rule, day: int) -> int:
    """Return the first day of the run of days in force that holds a day."""
    first = day
    for period in reversed(rule.periods):
        if period.first <= first and period.state == "in_force" and period.last >= first - 1:
            first = period.first
    return first


def _printed(data: Reader) -> dict[str, dict[Code, str]]:
    """Return the codes for which a ten-digit code is printed, and how much of it they fill."""
    return {digits: dict(found) for digits, found in _by_digits(data).items()}


def _by_digits(data: Reader) -> dict[str, dict[Code, str]]:
    found: dict[str, dict[Code, str]] = {}
    items = data.rows_by("items", "edition_id", "section", "direction", "serial")
    for digits, key, coverage in _lines(data):
        row = items[key][0]
        found.setdefault(digits, {})[row["scheme"], row["code"]] = coverage
    return found


def _lines(data: Reader) -> Iterator[tuple[str, tuple[Any, ...], str]]:
    for row in data.rows("item_customs_codes"):
        if row["system"] == "CN10" and row["confidence"] != "doubtful" and row["direction"] == "export":
            key = tuple(row[k] for k in ("edition_id", "section", "direction", "serial"))
            yield row["customs_code"], key, row["coverage"]
