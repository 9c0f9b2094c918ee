"""Status of materials: the strictest and the mildest answer over their goods, with the trade layer beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from build.derive.rules import REGIMES, Rule
from build.derive.status import RANK, Span, StatusEngine, StatusSpell, joined

TRADE = {"quota": "has_quota", "licence": "has_licence", "state_trading": "has_state_trading"}


@dataclass(frozen=True)
class MaterialSpell(Span):
    """Days (ordinals, inclusive) of one answer for a material."""

    regime: str
    at_least: str
    mildest: str
    forms: tuple[str, ...]
    measures: tuple[str, ...]
    basis: str
    trade: tuple[bool | None, bool | None, bool | None]
    duty_pct: float | None


class MaterialStatus:
    """Compute the spells of materials from those of their subject goods."""

    def __init__(self, engine: StatusEngine) -> None:
        self.engine = engine
        self.book = engine.book
        self._trade_rules: dict[str, list[Rule]] = {}
        for rule in self.book.rules:
            for material in rule.materials if rule.layer == "trade_administration" else ():
                self._trade_rules.setdefault(material, []).append(rule)

    def spells(self, material: str, destination: str, end_use: str) -> list[MaterialSpell]:
        """Return the spells of a material for a destination (one that a rule names, or ROW) and an end use."""
        parts = list(self._parts(material, destination, end_use))
        rules = [r for r in self._trade_rules.get(material, ()) if r.reaches(destination, "any")]
        covered = self.book.covered("trade_administration", material)
        starts = {s.first for _, spells in parts for s in spells}
        for rule in rules:
            starts |= {d for s in rule.spells for d in (s.first, s.last + 1)}
        starts |= {d for first, last in covered for d in (first, last + 1)}
        days = sorted(d for d in starts if d <= self.book.as_of)
        ends = [*(d - 1 for d in days[1:]), self.book.as_of][: len(days)]
        return list(joined(self._spell(a, b, parts, rules, covered) for a, b in zip(days, ends, strict=True)))

    def _parts(self, material: str, destination: str, end_use: str) -> Iterator[tuple[str, tuple[StatusSpell, ...]]]:
        codes = self.book.subjects.get(material, ())
        for code in codes:
            yield str(self.book.codes[code]["form"]), self.engine.code_spells(code, destination, end_use)
        named = any(r.flow == "export_from_china" for r in self.engine.of_material.get(material, ()))
        if named or not codes:
            yield "any", self.engine.material_only(material, destination, end_use)

    def _spell(
        self,
        first: int,
        last: int,
        parts: Iterable[tuple[str, tuple[StatusSpell, ...]]],
        rules: list[Rule],
        covered: tuple[tuple[int, int], ...],
    ) -> MaterialSpell:
        answers = [(form, _on(spells, first)) for form, spells in parts]
        floor = max((RANK[s.at_least] for _, s in answers if s), default=0)
        ceiling = max(RANK[s.at_most] if s else len(REGIMES) - 1 for _, s in answers)
        known = [s for _, s in answers if s and s.regime != "unknown"]
        sure = len(known) == len(answers)
        deciding = [s for _, s in answers if s and RANK[s.at_least] == floor]
        regime = REGIMES[floor] if floor == ceiling else "unknown"
        basis = "unknown" if regime == "unknown" else _worst(s.basis for s in deciding if s.regime != "unknown")
        trade, duty = _trade(first, rules, any(a <= first <= b for a, b in covered))
        return MaterialSpell(
            first=first,
            last=last,
            regime=regime,
            at_least=REGIMES[floor],
            mildest=REGIMES[min(RANK[s.regime] for s in known)] if sure else "unknown",
            forms=tuple(sorted({form for form, s in answers if s and RANK[s.at_least] > 0})),
            measures=tuple(sorted({m for s in deciding for m in s.measures})),
            basis=basis,
            trade=trade,
            duty_pct=duty,
        )


def _on(spells: tuple[StatusSpell, ...], day: int) -> StatusSpell | None:
    return next((s for s in spells if s.first <= day <= s.last), None)


def _worst(bases: Iterable[str]) -> str:
    return "confirmed" if set(bases) <= {"confirmed"} else "presumed"


def _trade(
    day: int, rules: list[Rule], covered: bool
) -> tuple[tuple[bool | None, bool | None, bool | None], float | None]:
    """Return whether quota, licence and state trading stood (None where not known), and the highest duty."""
    states: dict[str, set[str]] = {effect: set() for effect in TRADE}
    duties = []
    for rule in rules:
        state = rule.state(day)
        if rule.effect in states:
            states[rule.effect].add(state)
        elif rule.effect == "duty" and state == "in_force" and rule.duty_pct is not None:
            duties.append(rule.duty_pct)
    quota, licence, state_trading = (_stood(states[e], covered) for e in TRADE)
    return (quota, licence, state_trading), max(duties, default=None)


def _stood(states: set[str], covered: bool) -> bool | None:
    if "in_force" in states:
        return True
    return False if covered and "unknown" not in states else None
