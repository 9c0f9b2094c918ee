"""The monthly treatment panels of goods, materials and customs lines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from exportcurbs import Dataset
from exportcurbs.law.answers import Spell, on
from exportcurbs.law.engine import Engine, Subject
from exportcurbs.law.reach import WHOLE, Limb
from exportcurbs.law.regimes import EXPORT, NONE, RANK

from build.derive.months import END_USES, PLACES, Counted, Matrix, Months, Unit, columns

Spells = Mapping[str, Sequence[Any]]
ANNOUNCED = "announced_not_effective"
WAITING = {
    "days_announced": ANNOUNCED,
    "days_suspended_before_effect": "suspended_before_effect",
    "days_suspended": "suspended",
}
LISTS = ("control", "watch", "unreliable")


def waiting(engine: Engine, asked: Iterable[tuple[Iterable[Subject], str, str]], months: Months) -> dict[str, Matrix]:
    """Return the days of WAITING for some subjects together, a destination and an end use."""
    found = []
    for subjects, place, use in asked:
        spans: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for own in (waits(engine.limbs(s, place, use, EXPORT), engine.spells(s, place, use)) for s in subjects):
            for state, days in own.items():
                spans[state] |= days
        found.append(spans)
    return {name: months.days([spans[state] for spans in found]) for name, state in WAITING.items()}


def waits(limbs: Iterable[Limb], spells: Sequence[Spell] = ()) -> dict[str, set[tuple[int, int]]]:
    """Return the days of each state of the rules that reach a subject; announced is only what adds to its answers."""
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for limb in limbs:
        for p in limb.rule.periods:
            now = on(spells, p.first) if p.state == ANNOUNCED else None
            if limb.last >= p.first and not (now and limb.rule.rank <= reached(now, limb)):
                found[p.state].add((p.first, p.last))
    return found


def reached(spell: Spell, limb: Limb) -> int:
    """Return how strict the answer is already where a rule reaches: for all shipments, or for some."""
    return RANK[spell.at_least] if limb.extent == WHOLE else max(RANK[spell.at_least], RANK.get(spell.strictest, NONE))


def units(items: Iterable[str]) -> list[Unit]:
    """Return the units of a panel: every item with every destination and end use."""
    return [(item, place, use) for item in sorted(items) for place in PLACES for use in END_USES]


def goods_panel(data: Dataset, spells: Spells) -> dict[str, Any]:
    """Return the columns of panel_goods_month, from those of goods_status."""
    months = Months(data.law.book.as_of)
    counted = Counted(spells, "goods_id", units(data.law.book.goods.by_id), months)
    asked = (((goods,), place, use) for goods, place, use in counted.units)
    return _panel(counted, "goods_id", waiting(data.law, asked, months))


def _panel(counted: Counted, item: str, counts: Mapping[str, Matrix]) -> dict[str, Any]:
    days = counted.regimes()
    days["in_record"] = days["days_unknown"] < counted.months.lengths
    own = columns(counted, item, {**days, **counts})
    return own | counted.beside() | {"evidence_grade": counted.grades().ravel()}


def material_panel(data: Dataset, spells: Spells) -> dict[str, Any]:
    """Return the columns of panel_material_month, from those of material_status."""
    engine, months = data.law, Months(data.law.book.as_of)
    counted = Counted(spells, "material_id", units(engine.book.materials), months)
    goods = {m: tuple(g.goods_id for g in engine.ordinary(m)) for m in engine.book.materials}
    counts = waiting(engine, ((goods[m], place, use) for m, place, use in counted.units), months)
    claims = _reports(data)
    counts["days_practice_reported"] = months.days([claims.get((p, m), set()) for m, p, _ in counted.units])
    listed = listed_parties(data, months)
    nobody = np.zeros(len(months.labels), np.int32)
    for name in LISTS:
        counts[f"listed_{name}"] = np.array([listed.get((place, name), nobody) for _, place, _ in counted.units])
    return _panel(counted, "material_id", counts)


def _reports(data: Dataset) -> dict[tuple[str, str], set[tuple[int, int]]]:
    """Return the days of every claim on practice by destination and material."""
    found: dict[tuple[str, str], set[tuple[int, int]]] = defaultdict(set)
    for row in data.rows("claims"):
        for material in data.law.book.named(row) if row["first_day"] and row["last_day"] else ():
            found[row["destination"], material].add((row["first_day"].toordinal(), row["last_day"].toordinal()))
    return found


def listed_parties(data: Dataset, months: Months) -> dict[tuple[str, str], Matrix]:
    """Return by country and list the parties whose listing was in force at the end of each month, or on as_of."""
    seat = {r["entity_id"]: r["country"] for r in data.rows("entities")}
    ends = np.minimum(months.last, months.as_of).tolist()
    rules, found = data.law.book.rules, defaultdict[tuple[str, str], Matrix](lambda: np.zeros(len(ends), np.int32))
    for row in data.rows("listings"):
        country = seat[row["entity_id"]]
        if country and row["listed_as"] != "executive":
            rule = rules[row["measure_id"]]
            found[country, row["list"]] += np.array([rule.state(day) == "in_force" for day in ends])
    return dict(found)


def hs6_panel(data: Dataset) -> dict[str, Any]:
    """Return the columns of panel_hs6_month."""
    engine, months = data.law, Months(data.law.book.as_of)
    lines = _lines(engine)
    asked = units(lines)
    rows = [(*unit, s) for unit in asked for s in engine.line_spells(*unit)]
    spells: dict[str, list[Any]] = {
        name: [row[n] for row in rows] for n, name in enumerate(("hs6", "destination", "end_use"))
    }
    spells |= {f"{name}_day": [getattr(row[3], name) for row in rows] for name in ("first", "last")}
    spells |= {name: [getattr(row[3], name) for row in rows] for name in ("regime", "at_least", "strictest", "basis")}
    counted = Counted(spells, "hs6", asked, months)
    inside = {hs6: [s for own in engine.in_line(hs6) for s in own] for hs6 in lines}
    counts = waiting(engine, ((inside[hs6], place, use) for hs6, place, use in asked), months)
    days = counted.regimes()
    days["in_record"] = days["days_unknown"] < months.lengths
    found = columns(counted, "hs6", {**days, **counts})
    codes, coverage = ({h: own[n] for h, own in lines.items()} for n in (0, 1))
    return found | {"codes": [codes[h] for h in found["hs6"]], "coverage": [coverage[h] for h in found["hs6"]]}


def _lines(engine: Engine) -> dict[str, tuple[list[str], str]]:
    """Return the dual-use codes of each HS 2022 line, and the most that they fill of it."""
    found: dict[str, tuple[list[str], str]] = {}
    for hs6, printed in engine.book.lines.printed.items():
        own = [
            (code, how) for codes in printed.values() for (scheme, code), how in codes.items() if scheme == "dual_use"
        ]
        if own:
            found[hs6] = (
                sorted({code for code, _ in own}),
                max((how for _, how in own), key=("trace", "part", "whole").index),
            )
    return found
