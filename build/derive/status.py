"""Status: what exporting a code or material to a destination needed, day by day, as spells.

Nothing here is typed by people: it follows from measures, items, periods and coverage. Regimes, in order: none,
licence, licence_strict, denial_in_principle, prohibited; `unknown` where the record does not decide.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from build.derive.rules import REGIME_OF, REGIMES, STATUS_LAYERS, Code, Rule, RuleBook

END_USES = ("civil", "military", "military_capability", "wmd", "advanced_chips")
RANK = {regime: i for i, regime in enumerate(REGIMES)}


@dataclass(frozen=True)
class Span:
    """Days from first to last (ordinals, inclusive)."""

    first: int
    last: int


AnySpan = TypeVar("AnySpan", bound=Span)


@dataclass(frozen=True)
class StatusSpell(Span):
    """Days of one answer: regime, floor and ceiling, deciding measures, how sure."""

    regime: str
    at_least: str
    at_most: str
    measures: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class Subject:
    """What the status of one code or material depends on: the rules that may reach it, and where silence is absence."""

    rules: tuple[Rule, ...]
    licences: tuple[Rule, ...]
    covered: tuple[tuple[int, int], ...]


class StatusEngine:
    """Compute the status spells of codes and materials from a rule book."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.binding = tuple(r for r in book.rules if r.layer in STATUS_LAYERS and r.effect in REGIME_OF)
        self.of_code: dict[Code, list[Rule]] = {}
        self.of_material: dict[str, list[Rule]] = {}
        for rule in self.binding:
            for code in rule.codes:
                self.of_code.setdefault(code, []).append(rule)
            for material in rule.materials:
                self.of_material.setdefault(material, []).append(rule)
        self.blanket = tuple(r for r in self.binding if r.item_scope == "all_dual_use")
        self._spells = lru_cache(maxsize=None)(self._compute)
        self._by_id = {r.measure_id: r for r in self.binding}
        self._spans = {m: book.covered("dual_use", m) for m in (*frozenset().union(*book.materials.values()), None)}

    def code_spells(self, code: Code, destination: str, end_use: str) -> tuple[StatusSpell, ...]:
        """Return the spells of a code for a destination (one that a rule names, or ROW) and an end use."""
        return self._spells(*self._key(self.of_code.get(code, []), code[0], self._covered(code), destination, end_use))

    def material_only(self, material: str, destination: str, end_use: str) -> tuple[StatusSpell, ...]:
        """Return the spells of a material by the rules that name it where no code of its own carries them."""
        rules = self.of_material.get(material, [])
        return self._spells(
            *self._key(rules, "material", self.book.covered("dual_use", material), destination, end_use)
        )

    def _covered(self, code: Code) -> tuple[tuple[int, int], ...]:
        materials = (*self.book.materials.get(code, ()), None)
        return tuple(sorted({span for m in materials for span in self._spans[m]}))

    def _key(
        self, rules: Iterable[Rule], scheme: str, covered: tuple[tuple[int, int], ...], destination: str, end_use: str
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[int, int], ...]]:
        wanted = "any" if end_use == "civil" else end_use
        direct = [r for r in rules if r.reaches(destination, wanted)]
        licences = [r for r in direct if r.effect == "licence" and r.layer == "dual_use"]
        blanket = [r for r in self.blanket if licences and scheme == "dual_use" and r.reaches(destination, wanted)]
        ids = tuple(sorted(r.measure_id for r in (*direct, *blanket)))
        return ids, tuple(sorted(r.measure_id for r in licences)), covered

    def _compute(
        self, ids: tuple[str, ...], licence_ids: tuple[str, ...], covered: tuple[tuple[int, int], ...]
    ) -> tuple[StatusSpell, ...]:
        subject = Subject(tuple(self._by_id[i] for i in ids), tuple(self._by_id[i] for i in licence_ids), covered)
        starts = sorted(_breaks(subject, self.book.as_of))
        ends = [*(s - 1 for s in starts[1:]), self.book.as_of][: len(starts)]
        return tuple(joined(answer(subject, a, b) for a, b in zip(starts, ends, strict=True)))


def _breaks(subject: Subject, as_of: int) -> set[int]:
    """Return the days on which the answer may change."""
    days: set[int] = set()
    for rule in subject.rules:
        for spell in rule.spells:
            days |= {spell.first, spell.last + 1, spell.confirmed + 1}
    for first, last in subject.covered:
        days |= {first, last + 1}
    return {d for d in days if d <= as_of}


def answer(subject: Subject, first: int, last: int) -> StatusSpell:
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
        return StatusSpell(first, last, "unknown", REGIMES[0], REGIMES[-1], (), "unknown")
    if max(possible, default=0) > floor:
        return StatusSpell(first, last, "unknown", REGIMES[floor], REGIMES[max(possible)], measures, "unknown")
    basis = "confirmed" if all(last <= _confirmed(r, first) for r in deciding) else "presumed"
    return StatusSpell(first, last, REGIMES[floor], REGIMES[floor], REGIMES[floor], measures, basis)


def _confirmed(rule: Rule, day: int) -> int:
    spell = rule.spell(day)
    return spell.confirmed if spell else 0


def joined(spells: Iterable[AnySpan]) -> Iterator[AnySpan]:
    """Join neighbouring spells that say the same."""
    held: AnySpan | None = None
    for spell in spells:
        if held and replace(held, first=spell.first, last=spell.last) == spell:
            held = replace(held, last=spell.last)
            continue
        if held:
            yield held
        held = spell
    if held:
        yield held
