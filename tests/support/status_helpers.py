"""What the tests of the status laws share: comparing answers, checking spells, changing rule books."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from exportcurbs.law.answers import Spell
from exportcurbs.law.engine import Engine
from exportcurbs.law.reach import WHOLE, Limb
from exportcurbs.law.regimes import RANK, rules_for
from exportcurbs.law.rules import RuleBook
from hypothesis import HealthCheck, settings

from build.derive.months import Months
from build.derive.panels import WAITING, waits
from tests.support.rule_books import PLACES, USES, Row, Tables

DAY = datetime.timedelta(days=1)
WHERE = [(place, use) for place in PLACES for use in USES]
SEED = 20260929
drawn = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
Spells = Mapping[Any, Sequence[Spell]]
LISTED: Row = {
    "measure_id": "added",
    "instrument_id": "added",
    "title": "added",
    "effect": "ban",
    "flow": "export_from_china",
    "destinations": ["ALL"],
    "end_use": "any",
    "end_user": "listed",
    "item_scope": "all_dual_use",
    "layer": "entity",
    "duty_pct": None,
}


def rank(regime: str) -> int:
    return RANK[regime]


def on(spells: Sequence[Spell], day: int) -> Spell | None:
    return next((s for s in spells if s.first <= day <= s.last), None)


def regimes(spells: Sequence[Spell], days: Iterable[int]) -> list[tuple[str, str]]:
    """Return regime and floor of each day, without the measures that decide."""
    found = [on(spells, d) for d in days]
    return [(s.regime, s.at_least) if s else ("unknown", "none") for s in found]


def turns(*all_spells: Sequence[Spell]) -> set[int]:
    return {d for spells in all_spells for s in spells for d in (s.first - 1, s.first, s.last, s.last + 1)}


def check_spells(spells: Spells, as_of: int):
    """Spells follow each other day on day up to as_of; none is longer; each says something else than the last."""
    for key, own in spells.items():
        for before, after in pairwise(own):
            assert after.first == before.last + 1, (key, before, after)
        assert all(s.first <= s.last <= as_of for s in own), key
        assert not own or own[-1].last == as_of, key


def check_measures(spells: Spells, book: RuleBook):
    """Every measure that decides is in force on every day; one that is attested on each makes the answer confirmed."""
    rules = book.rules
    for key, own in spells.items():
        for spell in own:
            assert (spell.basis == "unknown") == (spell.regime == "unknown"), (key, spell)
            assert bool(spell.measures) == (spell.at_least != "none"), (key, spell)
            attested = []
            for measure in spell.measures:
                periods = [p for p in rules[measure].periods if p.first <= spell.last and spell.first <= p.last]
                assert {p.state for p in periods} == {"in_force"}, (key, spell)
                held = sum(min(p.last, spell.last) - max(p.first, spell.first) + 1 for p in periods)
                assert held == spell.last - spell.first + 1, (key, spell)
                attested.append(all(min(p.last, spell.last) <= p.confirmed for p in periods))
            assert not attested or any(attested) == (spell.basis == "confirmed"), (key, spell)


def check_gaps(spells: Spells, book: RuleBook):
    """Where a good is free, every rule that once bound it is suspended or ended."""
    engine = Engine(book)
    for (scheme, code, place, use), own in spells.items():
        if not any(s.at_least != "none" for s in own):
            continue
        limbs = engine.limbs((scheme, code), place, use, "export_from_china")
        rules = [x.rule for x in limbs if x.extent == "whole"]
        for spell in own:
            for rule in rules if spell.regime == "none" else ():
                once = any(p.state == "in_force" and p.first < spell.first for p in rule.periods)
                states = {rule.state(spell.first), rule.state(spell.last)}
                again = {"suspended", "ended", "announced_not_effective", "suspended_before_effect"}
                came_back = any(p.state == "ended" and p.first <= spell.first for p in rule.periods)
                allowed = again if came_back else {"suspended", "ended"}
                assert not once or states <= allowed, (code, place, use, spell, rule.measure_id)


def check_order(spells: Spells, stricter: Any, milder: Any) -> int:
    """One key is never milder than another; return on how many days with both known it was stricter."""
    high, low = spells[stricter], spells[milder]
    more = 0
    for day in turns(high, low):
        a, b = on(high, day), on(low, day)
        floors = (rank(a.at_least) if a else 0), (rank(b.at_least) if b else 0)
        assert floors[0] >= floors[1], (stricter, milder, a, b)
        if a and b and "unknown" not in (a.regime, b.regime):
            assert rank(a.regime) >= rank(b.regime), (stricter, milder, a, b)
            more += rank(a.regime) > rank(b.regime)
    return more


def military_over_civil(spells: Spells) -> int:
    return sum(check_order(spells, key, (*key[:3], "civil")) for key in spells if key[3] != "civil")


def named_over_rest(spells: Spells) -> int:
    return sum(check_order(spells, key, (key[0], key[1], "ROW", key[3])) for key in spells if key[2] in ("USA", "JPN"))


def listed(tables: Tables, first: datetime.date, **cells: str) -> Tables:
    """Return the rows with one more rule on listed parties."""
    period = {"measure_id": "added", "first_day": first, "last_day": None, "state": "in_force", "last_confirmed": first}
    return {
        **tables,
        "measures": [*tables["measures"], LISTED | cells],
        "measure_periods": [*tables["measure_periods"], period],
    }


def paused(tables: Tables, row: Row, first: datetime.date, last: datetime.date) -> Tables:
    """Return the rows with a period cut in three: as it was, suspended from first to last, as it was."""
    before = row | {"last_day": first - DAY, "last_confirmed": min(row["last_confirmed"], first - DAY)}
    pause = row | {"first_day": first, "last_day": last, "state": "suspended", "last_confirmed": first}
    after = row | {"first_day": last + DAY, "last_confirmed": max(row["last_confirmed"], last + DAY)}
    rest = [r for r in tables["measure_periods"] if r is not row]
    return {**tables, "measure_periods": [*rest, before, pause, after]}


def check_pause(old: Spells, new: Spells, span: tuple[int, int], as_of: int) -> int:
    """Outside the pause all is as before; inside nothing is stricter; return in how many keys it was milder."""
    milder = 0
    for key, own in old.items():
        days = {d for d in turns(own, new[key]) | {span[0] - 1, span[1] + 1} if d <= as_of}
        outside = sorted(d for d in days if not span[0] <= d <= span[1])
        assert regimes(own, outside) == regimes(new[key], outside), key
        for d in outside:
            a, b = on(own, d), on(new[key], d)
            assert (a.measures if a else ()) == (b.measures if b else ()), (key, d)
        inside = [d for d in range(span[0], span[1] + 1) if d in days or d == span[0]]
        pairs = list(zip(regimes(own, inside), regimes(new[key], inside), strict=True))
        assert all(rank(a[1]) >= rank(b[1]) for a, b in pairs), key
        milder += any(rank(a[1]) > rank(b[1]) for a, b in pairs)
    return milder


def split(tables: Tables, name: str) -> Tables:
    """Return the rows with a measure split in two: by its items, or by its destinations, else doubled."""
    (row,) = [m for m in tables["measures"] if m["measure_id"] == name]
    other = row | {"measure_id": f"{name}-other"}
    items = [r for r in tables["measure_items"] if r["measure_id"] == name]
    kept = [r for r in items if r["inclusion"] == "included"]
    spared = [r for r in items if r["inclusion"] == "excluded"]
    first, second = [*kept[: len(kept) // 2], *spared], [*kept[len(kept) // 2 :], *spared]
    if len(kept) < 2:
        first = second = items
        if len(row["destinations"]) > 1:
            row = row | {"destinations": row["destinations"][:1]}
            other = other | {"destinations": other["destinations"][1:]}
    second = [r | {"measure_id": other["measure_id"]} for r in second]
    periods = [r | {"measure_id": other["measure_id"]} for r in tables["measure_periods"] if r["measure_id"] == name]
    return {
        **tables,
        "measures": [row if m["measure_id"] == name else m for m in tables["measures"]] + [other],
        "measure_items": [r for r in tables["measure_items"] if r["measure_id"] != name] + first + second,
        "measure_periods": [*tables["measure_periods"], *periods],
    }


def same_but_names(old: Sequence[Spell], new: Sequence[Spell]):
    for day in turns(old, new):
        a, b = on(old, day), on(new, day)
        assert (a is None) == (b is None)
        if a and b:
            assert {m.removesuffix("-other") for m in b.measures} == set(a.measures)
            assert (a.regime, a.at_least, a.basis) == (b.regime, b.at_least, b.basis)


def deciding(spells: Spells) -> set[str]:
    return {m for own in spells.values() for s in own for m in s.measures}


def without(rows: list[Row], row: Row) -> list[Row]:
    return [r for r in rows if r is not row]


def narrowed(tables: Tables, codes: set[tuple[str, str]]) -> Tables:
    """Return the rows with only some codes and no lines beneath: many such rule books are read in a short time."""
    kept = [r for r in tables["control_codes"] if (r["scheme"], r["code"]) in codes]
    subjects = [r for r in tables["code_materials"] if (r["scheme"], r["code"]) in codes]
    items = [r for r in tables["measure_items"] if not r["code"] or (r["scheme"], r["code"]) in codes]
    lines: Tables = {"item_customs_codes": [], "tariff_lines": []}
    return {**tables, **lines, "control_codes": kept, "code_materials": subjects, "measure_items": items}


def family(tables: Tables, row: Row) -> set[tuple[str, str]]:
    """Return the codes above, at and below the code of an item row, or the goods of its material."""
    if not row["code"]:
        heads = {r["material_id"] for r in tables["goods_materials"] if r["goods_id"] == row["goods_id"]}
        own = [r for r in tables["code_materials"] if r["material_id"] in {row["material_id"], *heads}]
        return {(r["scheme"], r["code"]) for r in own}
    parts = str(row["code"]).split(".")
    above = {".".join(parts[: n + 1]) for n in range(len(parts))}
    return {
        (r["scheme"], r["code"])
        for r in tables["control_codes"]
        if r["scheme"] == row["scheme"] and (r["code"] in above or r["code"].startswith(f"{row['code']}."))
    }


def without_period(tables: Tables, row: Row) -> Tables:
    """Return the rows without a period; a measure that has no other goes with it, for it has no state then."""
    rest = without(tables["measure_periods"], row)
    gone = {row["measure_id"]} - {r["measure_id"] for r in rest}
    names = ("measures", "measure_items")
    return {**tables, "measure_periods": rest} | {
        name: [r for r in tables[name] if r["measure_id"] not in gone] for name in names
    }


def waiting(book: RuleBook, measure: str, as_of: datetime.date) -> list[list[int]]:
    """Return the days that the panels count as announced or suspended, by destination and end use, for one measure."""
    months, rule = Months(as_of.toordinal()), book.rules[measure]
    own = waits([Limb(rule, WHOLE)]) if rule.binding else {}
    spans = {(p, u): own if rule.speaks(p, rules_for(u)) else {} for p, u in WHERE}
    return [months.days([own.get(state, ()) for own in spans.values()]).tolist() for state in WAITING.values()]
