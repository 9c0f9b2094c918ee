"""The trade layer beside a material's status: quota, licence, state trading, duty, over all goods that it heads."""

from collections.abc import Iterable

from exportcurbs.law.rules import Rule, RuleBook

TRADE = {"quota": "has_quota", "licence": "has_licence", "state_trading": "has_state_trading"}
Beside = tuple[bool | None, bool | None, bool | None, float | None]


def trade_rules(book: RuleBook, material: str) -> list[Rule]:
    """Return the rules of trade administration that name a material or goods that it heads."""
    goods = {g.goods_id for g in book.goods.headed_by.get(material, ())}
    rules = (r for r in book.rules.values() if r.layer == "trade_administration" and r.speaks("ROW", "any"))
    return [r for r in rules if goods & {g for g, included in r.goods.items() if included} or _names(r, material)]


def _names(rule: Rule, material: str) -> bool:
    spared = {n.form for n in rule.named if material in n.materials and not n.included}
    named = [n.form for n in rule.named if material in n.materials and n.included]
    return any(form not in spared and None not in spared for form in named)


def beside(book: RuleBook, material: str, day: int, rules: Iterable[Rule]) -> Beside:
    """Return whether quota, licence and state trading stood (None where not known), and the highest duty."""
    followed = any(a <= day <= b for a, b in book.covered("trade_administration", material))
    states: dict[str, set[str]] = {effect: set() for effect in TRADE}
    duties = []
    for rule in rules:
        state = rule.state(day)
        if rule.effect in states:
            states[rule.effect].add(state)
        elif rule.effect == "duty" and state == "in_force" and rule.duty_pct is not None:
            duties.append(rule.duty_pct)
    quota, licence, trading = (_stood(states[e], followed) for e in TRADE)
    return quota, licence, trading, max(duties, default=None)


def _stood(states: set[str], followed: bool) -> bool | None:
    if "in_force" in states:
        return True
    return False if followed and "unknown" not in states else None
