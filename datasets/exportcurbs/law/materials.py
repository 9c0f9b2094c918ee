"""The answer for a material: the strictest and the mildest over its goods, with the trade layer beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exportcurbs.law.answers import CodeSpell, Spell, joined, on, spans
from exportcurbs.law.regimes import RANK, REGIMES
from exportcurbs.law.rules import Days, Rule

TRADE = {"quota": "has_quota", "licence": "has_licence", "state_trading": "has_state_trading"}
Flags = tuple[bool | None, bool | None, bool | None]
# Goods of a material: their form, and the answers for them.
Goods = tuple[str, tuple[CodeSpell, ...]]


@dataclass(frozen=True)
class MaterialSpell(Spell):
    """Days of one answer for a material: beside the strictest the mildest, and which forms are controlled."""

    mildest: str
    forms: tuple[str, ...]
    trade: Flags
    duty_pct: float | None


def material_spells(
    goods: Sequence[Goods], trade: Sequence[Rule], followed: Days, as_of: int
) -> tuple[MaterialSpell, ...]:
    """Return the answers for a material from those for its goods and its rules of trade.

    followed: the days for which the record of the trade layer is complete for it.
    """
    starts = {s.first for _, own in goods for s in own}
    for rule in trade:
        starts |= {d for p in rule.periods for d in (p.first, p.last + 1)}
    starts |= {d for first, last in followed for d in (first, last + 1)}
    days = sorted(d for d in starts if d <= as_of)
    return tuple(joined(_spell(first, last, goods, trade, followed) for first, last in spans(days, as_of)))


def _spell(first: int, last: int, goods: Iterable[Goods], trade: Iterable[Rule], followed: Days) -> MaterialSpell:
    answers = [(form, on(own, first)) for form, own in goods]
    floor = max((RANK[s.at_least] for _, s in answers if s), default=0)
    ceiling = max(RANK[s.at_most] if s else len(REGIMES) - 1 for _, s in answers)
    known = [s for _, s in answers if s and s.regime != "unknown"]
    deciding = [s for _, s in answers if s and RANK[s.at_least] == floor]
    regime = REGIMES[floor] if floor == ceiling else "unknown"
    flags, duty = _trade(first, trade, any(a <= first <= b for a, b in followed))
    return MaterialSpell(
        first=first,
        last=last,
        regime=regime,
        at_least=REGIMES[floor],
        mildest=REGIMES[min(RANK[s.regime] for s in known)] if len(known) == len(answers) else "unknown",
        forms=tuple(sorted({form for form, s in answers if s and RANK[s.at_least] > 0})),
        measures=tuple(sorted({m for s in deciding for m in s.measures})),
        basis="unknown" if regime == "unknown" else _weakest(s.basis for s in deciding if s.regime != "unknown"),
        trade=flags,
        duty_pct=duty,
    )


def _weakest(bases: Iterable[str]) -> str:
    return "confirmed" if set(bases) <= {"confirmed"} else "presumed"


def _trade(day: int, rules: Iterable[Rule], followed: bool) -> tuple[Flags, float | None]:
    """Return whether quota, licence and state trading stood (None where not known), and the highest duty."""
    states: dict[str, set[str]] = {effect: set() for effect in TRADE}
    duties = []
    for rule in rules:
        state = rule.state(day)
        if rule.effect in states:
            states[rule.effect].add(state)
        elif rule.effect == "duty" and state == "in_force" and rule.duty_pct is not None:
            duties.append(rule.duty_pct)
    quota, licence, state_trading = (_stood(states[e], followed) for e in TRADE)
    return (quota, licence, state_trading), max(duties, default=None)


def _stood(states: set[str], followed: bool) -> bool | None:
    if "in_force" in states:
        return True
    return False if followed and "unknown" not in states else None
