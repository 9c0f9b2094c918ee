"""One question put to the engine."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from exportcurbs._ask import Item, party_book
from exportcurbs._reader import Reader, Row
from exportcurbs.law.answers import Spell, mildest_of, on, since, strictest_of
from exportcurbs.law.codes import Code
from exportcurbs.law.conditions import Case
from exportcurbs.law.engine import LINE, NO_SHIPMENT, Engine, Shipment, Spells, Subject, Where
from exportcurbs.law.periods import run
from exportcurbs.law.reach import Limb
from exportcurbs.law.regimes import NONE, UNKNOWN

_date = datetime.date.fromordinal


@dataclass(frozen=True)
class Question:
    """What is asked, in the terms of the engine; facts: those of the shipment, None where none is given."""

    data: Reader
    item: Item
    destination: str
    day: int
    end_use: str
    flow: str
    facts: Mapping[str, Any] | None = None
    party: str | None = None
    known_on: int | None = None

    @cached_property
    def engine(self) -> Engine:
        """The engine that answers: with what is known, or was known on a day."""
        law = self.data.law
        return law if self.known_on is None else law.known(self.known_on)

    @cached_property
    def where(self) -> Where:
        """Destination as rules name it, end use and flow."""
        return self.engine.book.place(self.destination), self.end_use, self.flow

    @cached_property
    def shipment(self) -> Shipment:
        """What is known of the shipment, with what the lists of parties say on the day."""
        if self.facts is None and self.party is None:
            return NO_SHIPMENT
        facts = dict(self.facts or {})
        owned = facts.pop("owned_by", None)
        owned_facts = self.data.kept(party_book).facts(self.party, owned, self.day, self.periods)
        party = self.party is not None or owned is not None or bool({"listed_party", "owned_share_pct"} & facts.keys())
        return Shipment(Case(owned_facts | facts, {}), party, self._listings())

    @property
    def periods(self) -> Mapping[str, Any] | None:
        """The periods of each measure as known on a day; None where those recorded count."""
        if self.known_on is None:
            return None
        return {m: self.engine.rule(m).periods for m in self.engine.book.rules}

    @cached_property
    def spells(self) -> Spells:
        """The answers over time."""
        return self.of(self.item)

    @cached_property
    def spell(self) -> Spell | None:
        """The answer of the day; of a day after the one on which things were known, nothing is confirmed."""
        found = on(self.spells, self.day)
        ahead = self.known_on is not None and self.day > self.known_on
        return found._replace(basis="presumed") if found and ahead and found.basis == "confirmed" else found

    @property
    def since(self) -> int | None:
        """The first day of the regime."""
        found = on(self.spells, self.day)
        return since(self.spells, found) if found else None

    @property
    def rule_since(self) -> int | None:
        """The first day of the earliest deciding rule's present run in force."""
        if not self.spell or not self.spell.measures:
            return None
        return min(run(self.engine.rule(m).periods, self.day) for m in self.spell.measures)

    @property
    def coverage(self) -> str | None:
        """Of a customs line, whether it is controlled whole, in part or not."""
        if self.item.kind != LINE or not self.spell or self.spell.strictest == UNKNOWN:
            return None
        least, most = self.spell.ranks
        return "whole" if least > NONE else "part" if most > NONE else "none"

    @property
    def materials(self) -> list[str]:
        """The material that is asked about, or those of the group."""
        return sorted(self.engine.book.groups[self.item.key]) if self.item.kind == "group" else [self.item.key]

    def subjects(self) -> list[Subject]:
        """Return the goods and codes on which the answer rests."""
        book, kind, key = self.engine.book, self.item.kind, self.item.key
        if kind in ("code", "goods"):
            return [key]
        if kind == LINE:
            whole, part = self._in_line(key)
            return [*whole, *part]
        return list(dict.fromkeys(g.goods_id for m in self.materials for g in book.goods.headed_by.get(m, ())))

    def limbs(self) -> dict[Subject, tuple[Limb, ...]]:
        """Return what reaches the shipment, by the goods and codes on which the answer rests."""
        return {s: self.engine.limbs(s, *self.where, self.shipment) for s in self.subjects()}

    def lines(self) -> list[Row]:
        """The goods of a material, code or customs line (of a group its materials), each with its own answer.

        goods_id (or material_id), name, role (heads or contains), ordinary, regime, strictest, since, and the condition
        under which the strictest holds.
        """
        goods, kind, key = self.engine.book.goods, self.item.kind, self.item.key
        if kind == "group":
            return [{"material_id": m, **self._line(Item("material", m, m))} for m in self.materials]
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
            {"goods_id": g.goods_id, "name": g.name_en, "role": role, "ordinary": g.ordinary}
            | self._line(Item("goods", g.goods_id, g.goods_id))
            for role, g in found
        ]

    def of(self, item: Item, end_use: str | None = None, shipment: Shipment | None = None) -> Spells:
        """Return the answers over time for an item, in the case that is asked or in another."""
        where = self.where if end_use is None else (self.where[0], end_use, self.flow)
        own = self.shipment if shipment is None else shipment
        as_of = self.engine.book.as_of
        if item.kind in ("code", "goods"):
            return self.engine.spells(item.key, *where, own)
        if item.kind == "material":
            return self.engine.material_spells(item.key, *where, own)
        if item.kind == "group":
            members = [self.of(Item("material", m, m), end_use, own) for m in self.materials]
            return strictest_of(members, (), as_of)
        goods, parts = ([self.engine.spells(s, *where, own) for s in found] for found in self._in_line(item.key))
        return mildest_of(goods, parts, as_of)

    def _line(self, item: Item) -> Row:
        own = self.of(item)
        spell = on(own, self.day)
        regime, strictest = (spell.regime, spell.strictest) if spell else (UNKNOWN, UNKNOWN)
        conditions = self._conditions(item, spell.part) if spell and spell.part and item.kind == "goods" else []
        begun = _date(since(own, spell)) if spell else None
        return {"regime": regime, "strictest": strictest, "since": begun, "conditions": conditions}

    def _conditions(self, item: Item, part: tuple[str, ...]) -> list[str]:
        """Return the conditions, in words, under which stricter rules reach goods."""
        reaching = self.engine.limbs(item.key, *self.where, self.shipment)
        limbs = [x for x in reaching if x.first <= self.day <= x.last]
        found = [x for x in limbs if x.rule.measure_id in part]
        texts = [x.link.text for x in limbs if x.link and x.rule.state(self.day) == "in_force"]
        texts += [c.text for x in found for c in x.rule.conditions if c.effect == "required" and c.holds_for(x.via)]
        return list(dict.fromkeys(t for t in texts if t))

    def _listings(self) -> tuple[str, ...]:
        """Return the measures that list the party, and those of the same notices that have no list of their own."""
        if self.party is None:
            return ()
        rows = self.data.rows_by("listings", "entity_id").get(self.party, [])
        own = {r["measure_id"] for r in rows if r["listed_as"] != "executive"}
        rules = self.engine.book.rules
        notices = {rules[m].instrument_id for m in own}
        listing = self.data.rows_by("listings", "measure_id")
        twins = {m for m, r in rules.items() if r.instrument_id in notices and r.end_user == "listed"} - listing.keys()
        return tuple(sorted(m for m in own | twins if rules[m].rank and rules[m].item_scope != "listed"))

    def _in_line(self, digits: str) -> tuple[list[Subject], list[Subject]]:
        """Return what fills a customs line, and what reaches some of it."""
        printed = self.data.kept(_printed).get(digits, {}) if len(digits) > 6 else {}
        whole: list[Subject] = [c for c, coverage in printed.items() if coverage == "whole"]
        part: list[Subject] = [c for c in printed if c not in whole]
        if not whole and len(digits) > 6 and digits.startswith(self.engine.reach.printed):
            whole = [(LINE, digits)]
        if whole:
            return whole, part
        goods, codes = self.engine.in_line(digits[:6])
        return goods, [*part, *(c for c in codes if c not in part)]


def _printed(data: Reader) -> dict[str, dict[Code, str]]:
    """Return the codes for which a ten-digit code is printed, and how much of it they fill."""
    found: dict[str, dict[Code, str]] = {}
    key = ("edition_id", "section", "direction", "serial")
    items = data.rows_by("items", *key)
    for row in data.rows("item_customs_codes"):
        if row["system"] == "CN10" and row["confidence"] != "doubtful" and row["direction"] == "export":
            item = items[tuple(row[k] for k in key)][0]
            found.setdefault(row["customs_code"], {})[item["scheme"], item["code"]] = row["coverage"]
    return found
