"""The monthly treatment panels of goods, materials and customs lines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from exportcurbs import Dataset
from exportcurbs.law.answers import Spell, on
from exportcurbs.law.engine import Engine, Subject
from exportcurbs.law.lines import EDITION
from exportcurbs.law.reach import WHOLE, Limb
from exportcurbs.law.regimes import EXPORT, NONE, PANEL_USES

from build.derive.customs_lines import lines
from build.derive.months import PLACES, Counted, Matrix, Months, Unit, columns

Spells = Mapping[str, Sequence[Any]]
ANNOUNCED = "announced_not_effective"
WAITING = {
    "days_announced": ANNOUNCED,
    "days_suspended_before_effect": "suspended_before_effect",
    "days_suspended": "suspended",
}
LISTS = ("control", "watch", "unreliable")
Spans = list[tuple[int, int]]


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
            # how strict the answer is already where the rule reaches: for all shipments, or for some
            now = on(spells, p.first) if p.state == ANNOUNCED else None
            reached = now.ranks[limb.extent != WHOLE] if now else NONE - 1
            if limb.last >= p.first and limb.rule.rank > reached:
                found[p.state].add((p.first, p.last))
    return found


def units(items: Iterable[str]) -> list[Unit]:
    """Return the units of a panel: every item with every destination and end use."""
    return [(item, place, use) for item in sorted(items) for place in PLACES for use in PANEL_USES]


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
    listed = _listed_at_end(data, months)
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


def listed_parties(data: Dataset) -> dict[str, list[tuple[str, Spans]]]:
    """Return by list the country of each party on it, with the days on which its listing is in force."""
    seat, rules = {r["entity_id"]: r["country"] for r in data.rows("entities")}, data.law.book.rules
    found: dict[str, list[tuple[str, Spans]]] = {name: [] for name in LISTS}
    for row in data.rows("listings"):
        if row["listed_as"] != "executive":
            force = [(p.first, p.last) for p in rules[row["measure_id"]].periods if p.state == "in_force"]
            found[row["list"]].append((seat[row["entity_id"]], force))
    return found


def _listed_at_end(data: Dataset, months: Months) -> dict[tuple[str, str], Matrix]:
    """Return by country and list the parties whose listing was in force at the end of each month, or on as_of."""
    ends, found = np.minimum(months.last, months.as_of), dict[tuple[str, str], Matrix]()
    for name, parties in listed_parties(data).items():
        for country, spans in parties:
            held = [(first <= ends) & (ends <= last) for first, last in spans]
            found[country, name] = found.get((country, name), 0) + np.any(held, axis=0).astype(np.int32)
    return found


def hs6_panel(data: Dataset, spells: Spells) -> dict[str, Any]:
    """Return the columns of panel_hs6_month, from the rows of hs6_status for HS 2022."""
    months = Months(data.law.book.as_of)
    inside = {line.hs6: line.subjects for line in data.kept(lines) if line.edition == EDITION}
    counted = Counted(spells, "hs6", units(inside), months)
    counts = waiting(data.law, ((inside[hs6], place, use) for hs6, place, use in counted.units), months)
    return _panel(counted, "hs6", counts)
