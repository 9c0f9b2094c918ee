"""The answer over several goods: for a material, a group of materials, a customs line."""

from collections.abc import Callable, Iterable, Sequence

from exportcurbs.law.answers import Spell, joined, on, spans
from exportcurbs.law.regimes import MOST, NONE, RANK, REGIMES, UNKNOWN

Own = Sequence[Spell]
# A choice among the bounds of several answers: max where the strictest counts, min where the mildest does.
Choose = Callable[[Iterable[int]], int]


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
    return tuple(joined(_spell(goods, others, first, last, choose) for first, last in spans(starts, as_of)))


def _spell(goods: Iterable[Own], others: Iterable[Own], first: int, last: int, choose: Choose) -> Spell:
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
        basis=_basis(regime, known, floor, choose),
    )


def _basis(regime: str, known: Iterable[Spell], floor: int, choose: Choose) -> str:
    """Return how sure: one attested answer is enough where it decides alone, else all must be."""
    if regime == UNKNOWN:
        return UNKNOWN
    own = [s.basis == "confirmed" for s in known if s.regime == regime]
    alone = (choose is max) == (floor > NONE)
    return "confirmed" if (any(own) if alone else all(own)) else "presumed"
