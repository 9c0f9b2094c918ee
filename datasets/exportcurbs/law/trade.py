"""Trade administration beside the regime of goods: quota, licence, state trading, export duty."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from exportcurbs.law.codes import Code
from exportcurbs.law.goods import Goods
from exportcurbs.law.reach import WHOLE, of_lines
from exportcurbs.law.rules import Rule, RuleBook

LAYER, DUTY = "trade_administration", "duty"
EFFECTS = ("quota", "licence", "state_trading")


@dataclass(frozen=True)
class Trade:
    """What trade administration asked of goods on a day.

    quota, licence, state_trading: None where not known; duty_pct: that of these goods, None where none is known;
    measures: the rules in force that reach them; perhaps: rules in force on their material that do not say which goods;
    followed: whether the record follows the layer for their material at all, so that silence can be absence.
    """

    quota: bool | None
    licence: bool | None
    state_trading: bool | None
    duty_pct: float | None
    measures: tuple[str, ...]
    perhaps: tuple[str, ...]
    followed: bool

    @property
    def permit(self) -> bool | None:
        """Whether an export needs a quota or a licence of this layer; None where not known."""
        return _any([self.quota, self.licence])


class TradeLayer:
    """The rules of trade administration of a rule book, by what they reach."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        effects = (*EFFECTS, DUTY)
        self.rules = tuple(r for r in book.rules.values() if r.layer == LAYER and r.effect in effects)
        self._spoken = {m for row in book.coverage if row["layer"] == LAYER for m in book.named(row)}
        self._reached: dict[str | Code, tuple[tuple[Rule, ...], tuple[Rule, ...]]] = {}

    def of_goods(self, goods_id: str, place: str, day: int) -> Trade:
        """Return what the layer asked of goods for a destination on a day (ordinal); KeyError for unknown goods."""
        goods = self.book.goods.by_id[goods_id]
        self.sure(goods_id)
        spans = [self.book.covered(LAYER, m) for m in sorted(goods.heads)]
        complete = bool(spans) and all(any(a <= day <= b for a, b in own) for own in spans)
        return self._answer(goods_id, place, day, complete, bool(goods.heads & self._spoken))

    def sure(self, goods_id: str) -> tuple[Rule, ...]:
        """Return the rules of the layer that reach goods for certain, in force or not; KeyError for unknown goods."""
        if goods_id not in self._reached:
            self._reached[goods_id] = self._of_goods(self.book.goods.by_id[goods_id])
        return self._reached[goods_id][0]

    def of_code(self, code: Code, place: str, day: int) -> Trade:
        """Return what the layer asked of a code by rules that name it or a code above it; of its goods see goods_of."""
        above = list(self.book.codes.ancestors(code))
        if code not in self._reached:
            nearest = ((r, next((r.codes[c] for c in above if c in r.codes), False)) for r in self.rules)
            self._reached[code] = tuple(r for r, included in nearest if included), ()
        spans = [s for c in above for s in self.book.covered(LAYER, c)]
        return self._answer(code, place, day, any(a <= day <= b for a, b in spans), bool(spans))

    def of_material(self, goods: Iterable[str], place: str, day: int) -> Trade | None:
        """Return what the layer asked of a material, by its goods: a rule that names it asks it of some of them."""
        found = together(self.of_goods(name, place, day) for name in goods)
        if found is None:
            return None
        named = {self.book.rules[m].effect for m in found.perhaps}
        needed: dict[str, Any] = {effect: effect in named or getattr(found, effect) for effect in EFFECTS}
        return replace(found, **needed)

    def goods_of(self, code: Code, place: str, day: int) -> dict[str, Trade]:
        """Return what the layer asked of each goods that a code, or one below it, reaches on a day, by goods_id."""
        goods = {g.goods_id for c in self.book.codes.below(code) for g in self.book.goods.of_code.get(c, ())}
        below = set(self.book.codes.below(code))
        return {
            name: self.of_goods(name, place, day)
            for name in sorted(goods)
            if any(x.code in below and x.first <= day <= x.last for x in self.book.goods.by_id[name].links)
        }

    def turns(self, subject: str | Code) -> frozenset[int]:
        """Return the days on which the answer for goods or a code that was asked for may change."""
        sure, perhaps = self._reached[subject]
        heads = self.book.goods.by_id[subject].heads if isinstance(subject, str) else frozenset()
        spans = {d for m in heads for a, b in self.book.covered(LAYER, m) for d in (a, b + 1)}
        return frozenset(spans.union(*(r.turns for r in (*sure, *perhaps))))

    def _answer(self, subject: str | Code, place: str, day: int, complete: bool, followed: bool) -> Trade:
        sure, perhaps = (
            [r for r in own if r.speaks(place, "any") and r.end_user == "any"] for own in self._reached[subject]
        )
        force = [r for r in sure if r.state(day) == "in_force"]
        open_now = [r for r in perhaps if r.state(day) == "in_force"]
        doubt = [*(r for r in sure if r.state(day) == "unknown"), *open_now]
        doubt += [r for r in perhaps if r.state(day) == "unknown"]
        stood: dict[str, Any] = {effect: _stood(effect, force, doubt, complete) for effect in EFFECTS}
        duties = [r.duty_pct for r in force if r.effect == DUTY and r.duty_pct is not None]
        none = complete and not duties and not any(r.effect == DUTY for r in doubt)
        return Trade(
            **stood,
            duty_pct=max(duties) if duties else 0.0 if none else None,
            measures=tuple(sorted(r.measure_id for r in force)),
            perhaps=tuple(sorted(r.measure_id for r in open_now)),
            followed=followed,
        )

    def _of_goods(self, goods: Goods) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """Return the rules that reach goods by name, form or customs line, and those that may reach them."""
        sure, perhaps = [], []
        for rule in self.rules:
            if goods.goods_id in rule.goods:
                sure += [rule] if rule.goods[goods.goods_id] else []
                continue
            own = [n for n in rule.named if n.materials & goods.heads]
            if any(not n.included and n.form in (None, goods.form) for n in own):
                continue
            if any(n.form == goods.form for n in own):
                sure.append(rule)
            elif any(n.form is None for n in own):
                perhaps.append(rule)
            elif extent := of_lines(rule, goods.hs6):
                (sure if extent == WHOLE else perhaps).append(rule)
        return tuple(sure), tuple(perhaps)


def together(goods: Iterable[Trade]) -> Trade | None:
    """Return what the layer asked over several goods: whether any needs a permit, and the duty that all pay."""
    own = list(goods)
    if not own:
        return None
    duties = {t.duty_pct for t in own}
    stood: dict[str, Any] = {effect: _any([getattr(t, effect) for t in own]) for effect in EFFECTS}
    return Trade(
        **stood,
        duty_pct=duties.pop() if len(duties) == 1 else None,
        measures=tuple(sorted({m for t in own for m in t.measures})),
        perhaps=tuple(sorted({m for t in own for m in t.perhaps})),
        followed=all(t.followed for t in own),
    )


def _any(known: list[bool | None]) -> bool | None:
    return True if True in known else None if None in known else False


def _stood(effect: str, force: Iterable[Rule], doubt: Iterable[Rule], complete: bool) -> bool | None:
    if any(r.effect == effect for r in force):
        return True
    return False if complete and not any(r.effect == effect for r in doubt) else None
