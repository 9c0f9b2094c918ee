"""What reaches what: the only place that says how far a rule goes into a code, goods or a customs line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from exportcurbs.law.codes import Code
from exportcurbs.law.conditions import Case, Condition
from exportcurbs.law.goods import Goods, Link
from exportcurbs.law.periods import FOREVER
from exportcurbs.law.rules import Rule, RuleBook

# whole: every shipment; part: one that meets conditions; remainder: what the other entries of the goods leave over;
# blanket: whatever is a dual-use item that day; item: makes a dual-use item, but binds another flow.
WHOLE, PART, REMAINDER, BLANKET, ITEM = "whole", "part", "remainder", "blanket", "item"


@dataclass(frozen=True, eq=False)
class Limb:
    """One rule as it reaches one subject in some days (ordinals), through a code or by name.

    licence: whether it makes a dual-use item of the subject.
    """

    rule: Rule
    extent: str
    first: int = 0
    last: int = FOREVER
    via: Code | None = None
    licence: bool = False
    link: Link | None = None

    @property
    def key(self) -> tuple[str, str, int, int, Code | None, bool]:
        """What the answers to a set of limbs depend on."""
        via = self.via if self.extent == REMAINDER or self.link else None
        return self.rule.measure_id, self.extent, self.first, self.last, via, self.licence

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions of its entry, and those of its rule for it."""
        own = (c for c in self.rule.conditions if c.holds_for(self.via))
        return (*(self.link.conditions if self.link else ()), *own)


class Reach:
    """The limbs of every subject."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.rules = tuple(r for r in book.rules.values() if r.for_goods)
        self.blankets = tuple(r for r in self.rules if r.item_scope == "all_dual_use")
        self._items = tuple(r for r in self.rules if r.item_scope == "all_items")
        self._direct: dict[Code, dict[str, str]] = defaultdict(dict)
        for rule in self.rules:
            for code, extent in self._codes(rule):
                self._direct[code][rule.measure_id] = extent

    def of_code(self, code: Code) -> tuple[Limb, ...]:
        """Return what reaches a code: rules on it, above it, below it, on its goods, and on codes that overlap it."""
        found = [self._limb(m, extent, code) for m, extent in self._direct.get(code, {}).items()]
        known = {limb.rule.measure_id for limb in found}
        for above in self.book.codes.ancestors(code):
            for other, first in self.book.codes.overlaps(above):
                for measure in self._direct.get(other, {}).keys() - known:
                    found.append(replace(self._limb(measure, PART, other), first=first, licence=False))
        return self._all(found)

    def of_goods(self, goods: Goods) -> tuple[Limb, ...]:
        """Return what reaches goods: rules on their entries, on them by name, on their material, on their lines."""
        found = []
        for link in goods.links:
            for measure, extent in self._direct.get(link.code, {}).items():
                limb = self._limb(measure, link.extent if extent == WHOLE else PART, link.code)
                found.append(replace(limb, first=link.first, last=link.last, link=link))
        for rule in self.rules:
            named = self._named(rule, goods) or _of_lines(rule, goods.hs6)
            if named:
                found.append(Limb(rule, named, licence=_licence(rule)))
        return self._all(found)

    def of_line(self, hs6: str) -> tuple[Limb, ...]:
        """Return what reaches a customs line of which no goods are known."""
        return self._all([Limb(r, WHOLE) for r in self.rules if _of_lines(r, (hs6,))])

    def _all(self, found: Iterable[Limb]) -> tuple[Limb, ...]:
        own = [*found, *(Limb(r, WHOLE) for r in self._items)]
        if any(limb.licence for limb in own):
            own += [Limb(r, BLANKET) for r in self.blankets]
        wide: dict[str, list[Limb]] = defaultdict(list)
        for limb in own:
            if limb.extent == WHOLE:
                wide[limb.rule.measure_id].append(limb)
        kept = (x for x in own if not any(_within(x, w) for w in wide[x.rule.measure_id]))
        return tuple(_narrowed(limb) for limb in kept)

    def _limb(self, measure: str, extent: str, code: Code) -> Limb:
        rule = self.book.rules[measure]
        return Limb(rule, extent, via=code, licence=_licence(rule) and code[0] == "dual_use")

    def _codes(self, rule: Rule) -> Iterator[tuple[Code, str]]:
        """Yield the codes that a rule reaches by its rows, and how far."""
        codes = self.book.codes
        below = {c for listed in rule.codes for c in codes.below(listed) if c in codes.rows}
        nearest = {c: next(rule.codes[a] for a in codes.ancestors(c) if a in rule.codes) for c in below}
        whole = {f for c, included in nearest.items() if included for f in codes.family(c) if nearest.get(f, True)}
        goods = [g for g in self.book.goods.by_id.values() if self._named(rule, g)]
        headed = {c for c in codes.heads if rule.named and self._heads(rule, c)} - nearest.keys()
        linked = {link.code for g in goods for link in g.links} - nearest.keys() - headed
        all_of = {c for c in linked if all(g in goods for g in self.book.goods.of_code[c])}
        lined = {c: e for c, own in self.book.lines.of_code.items() if rule.lines and (e := _of_lines(rule, own))}
        above = {a for c in whole for a in codes.ancestors(c)}
        part = above | linked | {c for c, e in lined.items() if e == PART}
        whole |= headed | all_of | {c for c, e in lined.items() if e == WHOLE}
        yield from ((c, WHOLE) for c in whole)
        yield from ((c, PART) for c in part - whole)

    def _heads(self, rule: Rule, code: Code) -> bool:
        return bool(rule.names(self.book.codes.heads[code], self.book.codes.rows[code]["form"]))

    def _named(self, rule: Rule, goods: Goods) -> str | None:
        """Return how far the rows of a rule that name goods or materials reach goods."""
        if goods.goods_id in rule.goods:
            return WHOLE if rule.goods[goods.goods_id] else None
        return WHOLE if rule.named and rule.names(goods.heads, goods.form) else None


def _licence(rule: Rule) -> bool:
    return rule.effect == "licence" and rule.layer == "dual_use" and rule.item_scope == "listed"


def _within(limb: Limb, wide: Limb) -> bool:
    """Whether a limb adds nothing to a whole one of the same rule."""
    return limb is not wide and limb.extent != WHOLE and wide.first <= limb.first and limb.last <= wide.last


def _narrowed(limb: Limb) -> Limb:
    """Return a limb as a part where its rule asks for conditions."""
    asks = any(c.effect == "required" for c in limb.rule.conditions)
    return replace(limb, extent=PART) if asks and limb.extent in (WHOLE, REMAINDER) else limb


def _of_lines(rule: Rule, lines: Iterable[str]) -> str | None:
    """Return how far the customs codes of a rule take in six-digit lines."""
    if not rule.lines:
        return None
    own = {_of_line(rule.lines, line) for line in lines}
    if own == {WHOLE}:
        return WHOLE
    return PART if own - {None} else None


def _of_line(prefixes: Mapping[str, bool], line: str) -> str | None:
    near = [p for p in prefixes if line.startswith(p)]
    if near:
        return WHOLE if prefixes[max(near, key=len)] else None
    return PART if any(p.startswith(line) and included for p, included in prefixes.items()) else None


def with_facts(limbs: Iterable[Limb], case: Case) -> tuple[Limb, ...]:
    """Return limbs as the facts of a shipment leave them: a condition met makes a part whole, one not met ends it."""
    found, gone = [], set()
    for limb in limbs:
        answers = [case.required(limb.link.conditions)] if limb.link and limb.link.conditions else []
        own = [c for c in limb.rule.conditions if c.holds_for(limb.via)]
        asked = any(c.effect == "required" for c in own)
        answers += [case.required(own)] if asked else []
        if False in answers or case.exempt(own):
            gone.add(limb.via)
            continue
        settled = bool(answers) and None not in answers
        open_part = limb.link is not None and limb.link.extent == PART and not limb.link.conditions
        found.append(replace(limb, extent=WHOLE) if settled and limb.extent == PART and not open_part else limb)
    left = {limb.via for limb in found if limb.link and limb.extent != REMAINDER}
    # What another entry leaves over is all, where the facts say that no other entry reaches the shipment.
    return tuple(replace(x, extent=WHOLE) if x.extent == REMAINDER and gone - left and not left else x for x in found)
