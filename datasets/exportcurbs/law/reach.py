"""What reaches what: the only place that says how far a rule goes into a code, goods or a customs line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from exportcurbs.law.codes import Code
from exportcurbs.law.conditions import Case, Condition
from exportcurbs.law.goods import Goods, Link
from exportcurbs.law.periods import FOREVER, gathered
from exportcurbs.law.rules import Rule, RuleBook

# whole: every shipment; part: one that meets conditions; remainder: what the other entries of the goods leave over;
# blanket: whatever is a dual-use item that day.
WHOLE, PART, REMAINDER, BLANKET = "whole", "part", "remainder", "blanket"


@dataclass(frozen=True, eq=False)
class Limb:
    """One rule as it reaches one subject in some days (ordinals), through a code or by name.

    licence: whether it makes a dual-use item of the subject; binds: whether it is of the flow that is asked, or only
    makes the item; narrow: whether no fact of the shipment can make a part of it whole.
    """

    rule: Rule
    extent: str
    first: int = 0
    last: int = FOREVER
    via: Code | None = None
    licence: bool = False
    link: Link | None = None
    binds: bool = True
    narrow: bool = False

    @property
    def key(self) -> tuple[str, str, int, int, Code | None, bool, bool]:
        """What the answers to a set of limbs depend on."""
        via = self.via if self.extent == REMAINDER or self.link else None
        return self.rule.measure_id, self.extent, self.first, self.last, via, self.licence, self.binds

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
        self.printed = tuple(p for r in self.rules for p in r.lines if len(p) > 6)
        self._items = tuple(r for r in self.rules if r.item_scope == "all_items")
        # What the rows on codes and materials reach, and with that what rows on goods and customs lines reach of codes.
        self._direct: dict[Code, dict[str, str]] = defaultdict(dict)
        self._wide: dict[Code, dict[str, str]] = defaultdict(dict)
        self._lines: dict[Code, set[str]] = defaultdict(set)
        for code, lines in book.lines.of_code.items():
            for above in book.codes.ancestors(code):
                self._lines[above] |= lines
        for rule in self.rules:
            direct = self._by_code(rule)
            self._keep(self._direct, rule, direct)
            self._keep(self._wide, rule, self._by_goods(rule) | direct)

    def of_code(self, code: Code) -> tuple[Limb, ...]:
        """Return what reaches a code: rules on it, above it, below it, on its goods, and on codes that overlap it."""
        found = [self._limb(m, extent, code) for m, extent in self._wide.get(code, {}).items()]
        known = {limb.rule.measure_id for limb in found}
        for above in self.book.codes.ancestors(code):
            for other, first in self.book.codes.overlaps.get(above, ()):
                for measure in self._wide.get(other, {}).keys() - known:
                    found.append(replace(self._limb(measure, PART, other), first=first))
        return self._all(found)

    def of_goods(self, goods: Goods) -> tuple[Limb, ...]:
        """Return what reaches goods: rules on their entries, on them by name, on their material, on their lines."""
        found = []
        for link in goods.links:
            for measure, extent in self._direct.get(link.code, {}).items():
                limb = self._limb(measure, extent, link.code)
                narrow = limb.narrow or (link.extent == PART and not link.conditions)
                own = PART if limb.narrow else link.extent
                found.append(replace(limb, extent=own, first=link.first, last=link.last, link=link, narrow=narrow))
        for rule in self.rules:
            named = self._named(rule, goods) or of_lines(rule, goods.hs6)
            if named:
                found.append(Limb(rule, named, licence=_licence(rule), narrow=named == PART))
        return self._all(found)

    def of_line(self, line: str) -> tuple[Limb, ...]:
        """Return what reaches a customs line, of six digits or of ten, of which no goods are known."""
        reached = ((r, of_lines(r, (line,))) for r in self.rules)
        return self._all([Limb(r, extent, narrow=extent == PART) for r, extent in reached if extent])

    def _all(self, found: Iterable[Limb]) -> tuple[Limb, ...]:
        own = [*found, *(Limb(r, WHOLE) for r in self._items)]
        if any(limb.licence for limb in own):
            own += [Limb(r, BLANKET) for r in self.blankets]
        wide = gathered((x.rule.measure_id, x) for x in own if x.extent == WHOLE)
        kept = (x for x in own if not any(_within(x, w) for w in wide[x.rule.measure_id]))
        return tuple(_narrowed(limb) for limb in kept)

    def _limb(self, measure: str, extent: str, code: Code) -> Limb:
        rule = self.book.rules[measure]
        return Limb(rule, extent, via=code, licence=_licence(rule) and code[0] == "dual_use", narrow=extent == PART)

    def _keep(self, kept: dict[Code, dict[str, str]], rule: Rule, found: Mapping[Code, str]) -> None:
        """Keep how far a rule goes into codes; of those above them it reaches a part."""
        for code in found:
            for above in self.book.codes.ancestors(code):
                kept[above][rule.measure_id] = found.get(above, PART)

    def _by_code(self, rule: Rule) -> dict[Code, str]:
        """Return the codes that a rule reaches by its rows on codes and on the materials that head them."""
        codes = self.book.codes
        below = {c for listed in rule.codes for c in codes.below(listed) if c in codes.rows}
        nearest = {c: next(rule.codes[a] for a in codes.ancestors(c) if a in rule.codes) for c in below}
        whole = {f for c, included in nearest.items() if included for f in codes.family(c) if nearest.get(f, True)}
        headed = {c for c, own in codes.heads.items() if rule.named and rule.names(own, codes.rows[c]["form"])}
        return dict.fromkeys(whole | (headed - nearest.keys()), WHOLE)

    def _by_goods(self, rule: Rule) -> dict[Code, str]:
        """Return the codes that a rule reaches by goods in them, and by the customs lines of them and those below."""
        goods = (g for g in self.book.goods.by_id.values() if self._named(rule, g))
        linked = dict.fromkeys((link.code for g in goods for link in g.links), PART)
        return linked | {c: extent for c, own in self._lines.items() if (extent := of_lines(rule, own))}

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


def of_lines(rule: Rule, lines: Iterable[str]) -> str | None:
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
        found.append(replace(limb, extent=WHOLE) if settled and limb.extent == PART and not limb.narrow else limb)
    left = {limb.via for limb in found if limb.link and limb.extent != REMAINDER}
    # What another entry leaves over is all, where the facts say that no other entry reaches the shipment.
    return tuple(replace(x, extent=WHOLE) if x.extent == REMAINDER and gone - left and not left else x for x in found)
