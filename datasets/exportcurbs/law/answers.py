"""The answers over time as spells: for one set of limbs, and over several goods; `unknown` where nothing decides."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from exportcurbs.law.reach import BLANKET, PART, REMAINDER, WHOLE, Limb
from exportcurbs.law.regimes import MOST, NONE, RANK, REGIMES, UNKNOWN
from exportcurbs.law.rules import Rule
from exportcurbs.law.silence import Read

Ranked = list[tuple[int, Rule]]
# A choice among the bounds of several answers: max where the strictest counts, min where the mildest does.
Choose = Callable[[Iterable[int]], int]


class Spell(NamedTuple):
    """Days (ordinals, inclusive) of one answer.

    regime: what every shipment needs; at_least, at_most: its sure bounds; strictest: what a shipment that meets
    conditions needs; measures: the rules that decide the regime; part: stricter rules that reach a part; basis: how
    sure the regime is.
    """

    first: int
    last: int
    regime: str
    at_least: str
    at_most: str
    strictest: str
    measures: tuple[str, ...]
    part: tuple[str, ...]
    basis: str

    @property
    def ranks(self) -> tuple[int, int]:
        """How strict it is for all shipments, and for some, as places in the order of regimes."""
        least = RANK[self.at_least]
        return least, max(least, RANK.get(self.strictest, NONE))


Own = Sequence[Spell]


def spells(limbs: Sequence[Limb], read: Read, as_of: int) -> tuple[Spell, ...]:
    """Return the answers to as_of, each as long as it lasts."""
    starts = sorted(d for d in _turns(limbs, read) if d <= as_of)
    return tuple(joined(_answer(limbs, read, first, last) for first, last in spans(starts, as_of)))


def spans(starts: Sequence[int], as_of: int) -> Iterator[tuple[int, int]]:
    """Yield the days from each start to the day before the next, at the end to as_of."""
    ends = [*(s - 1 for s in starts[1:]), as_of]
    yield from zip(starts, ends[: len(starts)], strict=True)


def _turns(limbs: Iterable[Limb], read: Read) -> set[int]:
    """Return the days on which the answer may change."""
    days = {d for first, last, _ in read for d in (first, last + 1)}
    for limb in limbs:
        inside = {d for d in limb.rule.turns if limb.first <= d <= limb.last}
        days |= inside
        if any(d < limb.first for d in limb.rule.turns):
            days.add(limb.first)
        if limb.last < max(limb.rule.turns, default=0) or any(d <= limb.last for d in limb.rule.turns):
            days.add(limb.last + 1)
    return days


def _answer(limbs: Iterable[Limb], read: Read, first: int, last: int) -> Spell:
    """Return the answer for days in which no state, confirmation or coverage changes."""
    whole, part, possible = _sorted([limb for limb in limbs if limb.first <= first <= limb.last], first)
    floor = max((rank for rank, _ in whole), default=NONE)
    ceiling = max((floor, *possible))
    spoken = [own for a, b, own in read if a <= first and last <= b]
    if floor == NONE and not spoken:
        ceiling = MOST
    deciding = [rule for rank, rule in whole if rank == floor > NONE]
    # A catch-all is for what no list holds.
    deciding = [r for r in deciding if r.item_scope != "all_items"] or deciding
    stricter = [(rank, rule) for rank, rule in part if rank > floor]
    regime = REGIMES[floor] if ceiling == floor else UNKNOWN
    if regime == UNKNOWN:
        basis = UNKNOWN
    else:
        attested = any(last <= r.confirmed(first) for r in deciding) if deciding else any(spoken)
        basis = "confirmed" if attested else "presumed"
    most = max((rank for rank, _ in stricter), default=floor)
    return Spell(
        first=first,
        last=last,
        regime=regime,
        at_least=REGIMES[floor],
        at_most=REGIMES[ceiling],
        strictest=REGIMES[most] if most or regime != UNKNOWN else UNKNOWN,
        measures=_ids(deciding),
        part=_ids(rule for _, rule in stricter),
        basis=basis,
    )


def _ids(rules: Iterable[Rule]) -> tuple[str, ...]:
    return tuple(sorted({r.measure_id for r in rules}))


def _sorted(limbs: Sequence[Limb], day: int) -> tuple[Ranked, Ranked, list[int]]:
    """Return the rules in force that reach the whole, those that reach a part, and ranks that the whole may have."""
    force = [limb for limb in limbs if limb.rule.state(day) == "in_force"]
    doubt = [limb for limb in limbs if limb.rule.state(day) == UNKNOWN]
    bound = [x for x in force if x.binds]
    whole = [(x.rule.rank, x.rule) for x in bound if x.extent == WHOLE]
    part = [(x.rule.rank, x.rule) for x in bound if x.extent in (PART, REMAINDER)]
    possible = [x.rule.rank for x in doubt if x.binds and x.extent == WHOLE]
    item = any(x.licence and x.extent == WHOLE for x in force)
    for limb in force:
        if limb.extent == REMAINDER:
            others = [x for x in force if x.link and x.via != limb.via and x.extent in (WHOLE, PART)]
            item = item or (limb.licence and any(x.licence for x in others))
            rank = min(limb.rule.rank, max((x.rule.rank for x in others if x.binds), default=NONE))
            if rank and limb.binds:
                whole += [(rank, limb.rule), *((rank, x.rule) for x in others if x.binds and x.rule.rank >= rank)]
    maybe = any(x.licence and x.extent == WHOLE for x in doubt)
    for limb in force + doubt:
        if limb.extent == BLANKET:
            sure = limb.rule.state(day) == "in_force"
            if item and sure:
                whole.append((limb.rule.rank, limb.rule))
            elif item or maybe:
                possible.append(limb.rule.rank)
            if sure and any(x.licence for x in force):
                part.append((limb.rule.rank, limb.rule))
    return whole, part, possible


def joined(found: Iterable[Spell]) -> Iterator[Spell]:
    """Join neighbouring spells that say the same."""
    held: Spell | None = None
    for spell in found:
        if held and held[2:] == spell[2:]:  # all but the days
            held = held._replace(last=spell.last)
            continue
        if held:
            yield held
        held = spell
    if held:
        yield held


def on(found: Sequence[Spell], day: int) -> Spell | None:
    """Return the spell of a day."""
    at = bisect_right(found, day, key=lambda s: s.first) - 1
    return found[at] if at >= 0 and day <= found[at].last else None


def since(found: Sequence[Spell], spell: Spell) -> int:
    """Return the first day of a spell's regime, whatever rules decided it."""
    at = bisect_right(found, spell.first, key=lambda s: s.first) - 1
    while at and found[at - 1].regime == spell.regime:
        at -= 1
    return found[at].first


def strictest_of(ordinary: Sequence[Own], others: Sequence[Own], as_of: int) -> tuple[Spell, ...]:
    """Return the answers for a material: regime is the strictest of its ordinary goods, strictest that of all.

    Unknown where goods that are not known could be stricter. Where none is ordinary, all are.
    """
    if not ordinary:
        ordinary, others = others, ()
    return _over(ordinary, others, as_of, max)


def mildest_of(goods: Sequence[Own], parts: Sequence[Own], as_of: int) -> tuple[Spell, ...]:
    """Return the answers for a customs line: regime is what is sure of all its goods, strictest that of any.

    parts: codes that reach some of the line.
    """
    return _over(goods, parts, as_of, min)


def _over(goods: Sequence[Own], others: Sequence[Own], as_of: int, choose: Choose) -> tuple[Spell, ...]:
    starts = sorted({s.first for own in (*goods, *others) for s in own if s.first <= as_of})
    return tuple(joined(_over_one(goods, others, first, last, choose) for first, last in spans(starts, as_of)))


def _over_one(goods: Iterable[Own], others: Iterable[Own], first: int, last: int, choose: Choose) -> Spell:
    answers, rest = [on(own, first) for own in goods], [on(own, first) for own in others]
    known = [s for s in answers if s]
    floor = choose(RANK[s.at_least] if s else NONE for s in answers)
    ceiling = choose(RANK[s.at_most] if s else MOST for s in answers)
    regime = REGIMES[floor] if floor == ceiling else UNKNOWN
    most = {s: RANK.get(s.strictest, NONE) for s in (*answers, *rest) if s}
    open_end = None in (*answers, *rest) or any(s.strictest == UNKNOWN for s in most)
    highest = max(most.values(), default=NONE)
    decide = [s for s in known if floor and (RANK[s.at_least] >= floor if choose is min else RANK[s.at_least] == floor)]
    part = {m for s, rank in most.items() if rank > floor for m in (*s.part, *(s.measures if s not in decide else ()))}
    measures = {m for s in decide for m in s.measures}
    return Spell(
        first=first,
        last=last,
        regime=regime,
        at_least=REGIMES[floor],
        at_most=REGIMES[ceiling],
        strictest=REGIMES[highest] if highest or not open_end else UNKNOWN,
        measures=tuple(sorted(measures)),
        part=tuple(sorted(part - measures)),
        basis=_over_basis(regime, known, floor, choose),
    )


def _over_basis(regime: str, known: Iterable[Spell], floor: int, choose: Choose) -> str:
    """Return how sure: one attested answer is enough where it decides alone, else all must be."""
    if regime == UNKNOWN:
        return UNKNOWN
    own = [s.basis == "confirmed" for s in known if s.regime == regime]
    alone = (choose is max) == (floor > NONE)
    return "confirmed" if (any(own) if alone else all(own)) else "presumed"
