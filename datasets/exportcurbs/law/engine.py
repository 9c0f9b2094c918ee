"""The engine: the answers for codes, goods, materials, groups and customs lines, day by day, as spells."""

import copy
from dataclasses import dataclass, replace
from functools import cached_property

from exportcurbs.law.answers import Spell, spells, strictest_of
from exportcurbs.law.codes import Code
from exportcurbs.law.conditions import Case
from exportcurbs.law.goods import Goods
from exportcurbs.law.plans import Plans
from exportcurbs.law.reach import BLANKET, WHOLE, Limb, Reach, with_facts
from exportcurbs.law.regimes import EXPORT, TRANSFER, flows_of, rules_for
from exportcurbs.law.rules import Rule, RuleBook
from exportcurbs.law.silence import Read, Silence
from exportcurbs.law.trade import TradeLayer

# A code is a scheme and a code, goods an id, a customs line its digits after `line`.
Subject = Code | str
Spells = tuple[Spell, ...]
Where = tuple[str, str, str]
LINE = "line"


@dataclass(frozen=True)
class Shipment:
    """What is known of one shipment.

    case: its facts; party: whether they tell of a party, so that rules on listed parties count; listings: the measures
    that list the party.
    """

    case: Case | None = None
    party: bool = False
    listings: tuple[str, ...] = ()


NO_SHIPMENT = Shipment()


class Engine:
    """Answer from a rule book; an answer once computed is kept.

    A destination is one that a rule names, or ROW: `book.place` gives it.
    """

    def __init__(self, book: RuleBook, plans: Plans | None = None) -> None:
        self.book, self.plans, self.reach, self.silence = book, plans, Reach(book), Silence(book)
        self.known_on: int | None = None
        self._rules: dict[str, Rule] = dict(book.rules)
        self._variants: dict[int, Engine] = {}
        self._limbs: dict[Subject, tuple[Limb, ...]] = {}
        self._places: dict[Subject, frozenset[str]] = {}
        self._kept: dict[tuple[object, ...], Spells] = {}
        self._computed: dict[tuple[object, ...], Spells] = {}

    def spells(
        self, subject: Subject, place: str, end_use: str, flow: str = EXPORT, shipment: Shipment = NO_SHIPMENT
    ) -> Spells:
        """Return the spells of a code or of goods for a destination, an end use and a flow, or for one shipment."""
        where = self._place(subject, place), end_use, flow
        if shipment != NO_SHIPMENT:
            return self._answers(self.limbs(subject, *where, shipment), self.read(subject, *where))
        key = subject, *where
        if key not in self._kept:
            self._kept[key] = self._answers(self.limbs(subject, *where), self.read(subject, *where))
        return self._kept[key]

    def known(self, day: int) -> "Engine":
        """Return the engine that knows of each measure what was known on a day; coverage and codes are today's."""
        if day not in self._variants:
            other = copy.copy(self)
            other.known_on, other._rules = day, {}
            vars(other).pop("trade", None)
            other._limbs, other._kept, other._computed, other._variants = {}, {}, {}, {}
            self._variants[day] = other
        return self._variants[day]

    @cached_property
    def trade(self) -> TradeLayer:
        """The trade layer, with what is known, or was known on a day."""
        return TradeLayer(replace(self.book, rules={m: self.rule(m) for m in self.book.rules}))

    def ordinary(self, material: str) -> tuple[Goods, ...]:
        """Return the goods in which a material is mostly traded; all that it heads where none is ordinary."""
        headed = self.book.goods.headed_by.get(material, ())
        return tuple(g for g in headed if g.ordinary) or headed

    def rule(self, measure_id: str) -> Rule:
        """Return a rule with its periods as they are, or as they were known."""
        if measure_id not in self._rules:
            rule = self.book.rules[measure_id]
            if self.plans is not None and self.known_on is not None:
                rule = replace(rule, periods=self.plans.known(measure_id, self.known_on))
            self._rules[measure_id] = rule
        return self._rules[measure_id]

    def material_spells(
        self, material: str, place: str, end_use: str, flow: str = EXPORT, shipment: Shipment = NO_SHIPMENT
    ) -> Spells:
        """Return the spells of a material: the strictest of its ordinary goods."""
        key, alike = ("material", material, place, end_use, flow), shipment == NO_SHIPMENT
        if alike and key in self._kept:
            return self._kept[key]
        headed = self.book.goods.headed_by.get(material, ())
        own = [(g.ordinary, self.spells(g.goods_id, place, end_use, flow, shipment)) for g in headed]
        ordinary, others = ([spells for kind, spells in own if kind is wanted] for wanted in (True, False))
        found = strictest_of(ordinary, others, self.book.as_of) if headed else ()
        if alike:
            self._kept[key] = found
        return found

    def in_line(self, hs6: str) -> tuple[list[Subject], list[Subject]]:
        """Return what fills a six-digit customs line, and codes that reach some of it.

        Beside its goods a line holds others, unless codes fill every national line beneath.
        """
        book = self.book
        goods: list[Subject] = [g.goods_id for g in book.goods.of_line.get(hs6, ())]
        fillers = book.lines.fillers(hs6)
        whole: list[Subject] = [(LINE, hs6)] if fillers is None else sorted(fillers)
        inside = book.lines.codes.get(hs6, set()) - book.goods.of_code.keys() - set(whole)
        return [*goods, *whole], sorted(inside)

    def limbs(
        self, subject: Subject, place: str, end_use: str, flow: str, shipment: Shipment = NO_SHIPMENT
    ) -> tuple[Limb, ...]:
        """Return what reaches a subject for a destination, an end use and a flow, and what of it one shipment."""
        own, use = self.own_limbs(subject), rules_for(end_use)
        flows = flows_of(flow, isinstance(subject, str) or self.book.codes.tangible(subject))
        users = ("any", "listed") if shipment.party else ("any",)
        found = [x for x in own if x.rule.end_user in users and x.rule.speaks(place, use, flows)]
        if EXPORT not in flows:
            items = (x for x in own if x.licence and x.rule.end_user == "any" and x.rule.speaks(place, use))
            found += [replace(x, binds=False) for x in items if x.extent != BLANKET]
        listed = (self.rule(m) for m in shipment.listings)
        found += [Limb(r, WHOLE if r.item_scope == "all_goods" else BLANKET) for r in listed if r.flow in flows]
        return with_facts(found, shipment.case) if shipment.case else tuple(found)

    def read(self, subject: Subject, place: str, end_use: str, flow: str) -> Read:
        """Return the days on which silence about a subject is absence; abroad it is presumed."""
        found = self.silence.of(subject, place)
        return found if flow in (EXPORT, TRANSFER) else tuple((a, b, False) for a, b, _ in found)

    def places(self, subject: Subject) -> tuple[str, ...]:
        """Return the destinations to which a subject may be answered otherwise than to the rest of the world."""
        return tuple(p for p in self.book.destinations if self._place(subject, p) == p)

    def own_limbs(self, subject: Subject) -> tuple[Limb, ...]:
        """Return everything that reaches a subject."""
        if subject not in self._limbs:
            if isinstance(subject, str):
                found = self.reach.of_goods(self.book.goods.by_id[subject])
            else:
                found = self.reach.of_line(subject[1]) if subject[0] == LINE else self.reach.of_code(subject)
            if self.known_on is not None:
                found = tuple(replace(limb, rule=self.rule(limb.rule.measure_id)) for limb in found)
            self._limbs[subject] = found
        return self._limbs[subject]

    def _place(self, subject: Subject, place: str) -> str:
        """Return the destination under which the rules on a subject speak of a place."""
        if subject not in self._places:
            named = (limb.rule.destinations for limb in self.own_limbs(subject))
            self._places[subject] = frozenset({"PRK"}.union(*named))
        return place if place in self._places[subject] else "ROW"

    def _answers(self, limbs: tuple[Limb, ...], read: Read) -> Spells:
        """Return the spells for a set of limbs: many subjects share one."""
        key = (*sorted(limb.key for limb in limbs), read)
        if key not in self._computed:
            self._computed[key] = spells(limbs, read, self.book.as_of)
        return self._computed[key]
