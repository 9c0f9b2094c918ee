"""The answer for one set of rules over time, as spells; `unknown` where the record does not decide."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from exportcurbs.law.regimes import RANK, REGIME_OF, REGIMES
from exportcurbs.law.rules import Days, Rule


@dataclass(frozen=True)
class Spell:
    """Days (ordinals, inclusive) of one answer: regime and its sure floor, deciding measures, how sure."""

    first: int
    last: int
    regime: str
    at_least: str
    measures: tuple[str, ...]
    basis: str


AnySpell = TypeVar("AnySpell", bound=Spell)


@dataclass(frozen=True)
class CodeSpell(Spell):
    """The same for one code, with the strictest that its regime could be."""

    at_most: str


@dataclass(frozen=True)
class Subject:
    """What an answer depends on: rules that may reach it, those that make it a controlled item, days fully read."""

    rules: tuple[Rule, ...]
    licences: tuple[Rule, ...]
    covered: Days


def spells(subject: Subject, as_of: int) -> tuple[CodeSpell, ...]:
    """Return the answers to as_of, each as long as it lasts."""
    starts = sorted(d for d in _breaks(subject) if d <= as_of)
    return tuple(joined(answer(subject, first, last) for first, last in spans(starts, as_of)))


def spans(starts: Sequence[int], as_of: int) -> Iterator[tuple[int, int]]:
    """Yield the days from each start to the day before the next, at the end to as_of."""
    ends = [*(s - 1 for s in starts[1:]), as_of]
    yield from zip(starts, ends[: len(starts)], strict=True)


def _breaks(subject: Subject) -> set[int]:
    """Return the days on which the answer may change."""
    days: set[int] = set()
    for rule in subject.rules:
        for period in rule.periods:
            days |= {period.first, period.last + 1, period.confirmed + 1}
    for first, last in subject.covered:
        days |= {first, last + 1}
    return days


def answer(subject: Subject, first: int, last: int) -> CodeSpell:
    """Return the answer for days in which no state, confirmation or coverage changes."""
    active: list[tuple[int, Rule]] = []
    possible: list[int] = []
    licence_states = {r.state(first) for r in subject.licences}
    for rule in subject.rules:
        state = rule.state(first)
        if rule.item_scope == "all_dual_use" and "in_force" not in licence_states:
            if state not in ("in_force", "unknown") or "unknown" not in licence_states:
                continue
            state = "unknown"
        rank = RANK[REGIME_OF[rule.effect]]
        if state == "in_force":
            active.append((rank, rule))
        elif state == "unknown":
            possible.append(rank)
    floor = max((rank for rank, _ in active), default=0)
    deciding = [rule for rank, rule in active if rank == floor]
    measures = tuple(sorted(r.measure_id for r in deciding))
    silent = not any(a <= first and last <= b for a, b in subject.covered)
    if not deciding and silent:
        return CodeSpell(first, last, "unknown", REGIMES[0], (), "unknown", REGIMES[-1])
    if max(possible, default=0) > floor:
        return CodeSpell(first, last, "unknown", REGIMES[floor], measures, "unknown", REGIMES[max(possible)])
    basis = "confirmed" if all(last <= r.confirmed(first) for r in deciding) else "presumed"
    return CodeSpell(first, last, REGIMES[floor], REGIMES[floor], measures, basis, REGIMES[floor])


def joined(found: Iterable[AnySpell]) -> Iterator[AnySpell]:
    """Join neighbouring spells that say the same."""
    held: AnySpell | None = None
    for spell in found:
        if held and replace(held, first=spell.first, last=spell.last) == spell:
            held = replace(held, last=spell.last)
            continue
        if held:
            yield held
        held = spell
    if held:
        yield held


def on(found: Sequence[AnySpell], day: int) -> AnySpell | None:
    """Return the spell of a day."""
    return next((s for s in found if s.first <= day <= s.last), None)


def since(found: Sequence[AnySpell], spell: AnySpell) -> int:
    """Return the first day of a spell's regime, whatever rules decided it."""
    at = found.index(spell)
    while at and found[at - 1].regime == spell.regime:
        at -= 1
    return found[at].first
