"""Monthly treatment panels: days of each month under each regime."""

import calendar
import datetime
from collections.abc import Iterable
from typing import Any

import numpy as np
from exportcurbs import Dataset
from exportcurbs.law.answers import Spell
from exportcurbs.law.engine import Engine, Subject
from exportcurbs.law.regimes import EXPORT, RANK, REGIMES, rules_for
from exportcurbs.law.rules import Rule

PANEL_END_USES = ("civil", "military")
PANEL_PLACES = ("JPN", "USA", "ROW")
FIRST_MONTH = (2009, 1)
WAITING = ("announced_not_effective", "suspended_before_effect")
UNKNOWN = len(REGIMES)
ANNOUNCED = 1
COVERAGES = ("trace", "part", "whole")


class Months:
    """The months of the panels, from January 2009 to the month of as_of, and the month of each day."""

    def __init__(self, as_of: int) -> None:
        end = datetime.date.fromordinal(as_of)
        self.labels: list[str] = []
        first, lengths = datetime.date(*FIRST_MONTH, 1).toordinal(), []
        year, month = FIRST_MONTH
        while (year, month) <= (end.year, end.month):
            self.labels.append(f"{year}-{month:02d}")
            lengths.append(calendar.monthrange(year, month)[1])
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        self.first, self.as_of, self.lengths = first, as_of, lengths
        self.starts = np.cumsum([0, *lengths[:-1]])
        self.ends = [min(first + int(n) - 1, as_of) for n in np.cumsum(lengths)]

    def blank(self, value: int) -> "np.ndarray[Any, Any]":
        """Return one value per day."""
        return np.full(sum(self.lengths), value, dtype=np.int8)

    def fill(self, days: "np.ndarray[Any, Any]", first: int, last: int, value: int) -> None:
        """Set the days from first to last (ordinals, inclusive) that lie within the panel and before as_of."""
        days[max(first - self.first, 0) : max(min(last, self.as_of) - self.first + 1, 0)] = value

    def count(self, days: "np.ndarray[Any, Any]", value: int) -> list[int]:
        """Return for each month the number of days that have a value."""
        counts: list[int] = np.add.reduceat(days == value, self.starts, dtype=np.int32).tolist()
        return counts


def regime_days(months: Months, spells: Iterable[Spell]) -> dict[str, list[int]]:
    """Return days_<regime> per month; days without an answer, and days after as_of, are unknown."""
    days = months.blank(UNKNOWN)
    for spell in spells:
        months.fill(days, spell.first, spell.last, RANK.get(spell.regime, UNKNOWN))
    return _counted(months, days)


def _counted(months: Months, days: "np.ndarray[Any, Any]") -> dict[str, list[int]]:
    counts = {f"days_{r}": months.count(days, RANK[r]) for r in REGIMES}
    return counts | {"days_unknown": months.count(days, UNKNOWN)}


def announced_days(months: Months, rules: Iterable[Rule], destination: str, end_use: str) -> list[int]:
    """Return per month the days on which a rule that would reach the goods waits for its effect."""
    days = months.blank(0)
    for rule in rules:
        if rule.binding and rule.speaks(destination, rules_for(end_use)):
            for period in rule.periods:
                if period.state in WAITING:
                    months.fill(days, period.first, period.last, ANNOUNCED)
    return months.count(days, ANNOUNCED)


def material_panel(data: Dataset) -> dict[str, list[Any]]:
    """Return the columns of panel_material_month."""
    engine, book = data.law, data.law.book
    months = Months(book.as_of)
    listed = {d: _listed(data, months, d) for d in PANEL_PLACES}
    claims = _reports(data)
    columns: dict[str, list[Any]] = {}
    size = len(months.labels)
    for material in sorted(r["material_id"] for r in data.rows("materials")):
        rules = _rules_of(engine, material)
        for destination in PANEL_PLACES:
            practice = _practice(claims.get((destination, material), ()), months)
            for end_use in PANEL_END_USES:
                block = {
                    "material_id": [material] * size,
                    "destination": [destination] * size,
                    "end_use": [end_use] * size,
                    "month": months.labels,
                    **regime_days(months, engine.material_spells(material, destination, end_use)),
                    "days_announced": announced_days(months, rules, destination, end_use),
                    "days_practice_reported": practice,
                    **listed[destination],
                }
                for name, values in block.items():
                    columns.setdefault(name, []).extend(values)
    return columns


def _rules_of(engine: Engine, material: str) -> list[Rule]:
    goods = engine.book.goods.headed_by.get(material, ())
    return _rules_on(engine, (g.goods_id for g in goods if g.ordinary or not any(o.ordinary for o in goods)))


def _rules_on(engine: Engine, subjects: Iterable[Subject]) -> list[Rule]:
    """Return the rules that name some subjects, not those on whatever is a dual-use item."""
    limbs = (x for s in subjects for d in PANEL_PLACES for u in PANEL_END_USES for x in engine.limbs(s, d, u, EXPORT))
    return list({x.rule.measure_id: x.rule for x in limbs if x.rule.item_scope == "listed"}.values())


def _reports(data: Dataset) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Return the days of every claim on practice by destination and material."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row in data.rows("claims"):
        for material in data.law.book.named(row) if row["first_day"] and row["last_day"] else ():
            days = (row["first_day"].toordinal(), row["last_day"].toordinal())
            found.setdefault((row["destination"], material), []).append(days)
    return found


def _practice(claims: Iterable[tuple[int, int]], months: Months) -> list[int]:
    days = months.blank(0)
    for first, last in claims:
        months.fill(days, first, last, 1)
    return months.count(days, 1)


def _listed(data: Dataset, months: Months, destination: str) -> dict[str, list[int]]:
    """Return per month the parties of a destination whose listing was in force at its end, by list."""
    seat = {r["entity_id"]: r["country"] for r in data.rows("entities")}
    book = data.law.book
    counts = {f"listed_{name}": [0] * len(months.labels) for name in ("control", "watch", "unreliable")}
    for row in data.rows("listings"):
        place = seat[row["entity_id"]] if seat[row["entity_id"]] in PANEL_PLACES else "ROW"
        if place == destination and row["listed_as"] != "executive":
            for i, end in enumerate(months.ends):
                counts[f"listed_{row['list']}"][i] += book.rules[row["measure_id"]].state(end) == "in_force"
    return counts


def hs6_panel(data: Dataset) -> dict[str, list[Any]]:
    """Return the columns of panel_hs6_month: the strictest regime over the codes with goods in each HS 2022 line.

    The months of a line begin with the first one in which the record decides about some destination and end use.
    """
    engine, book = data.law, data.law.book
    months = Months(book.as_of)
    columns: dict[str, list[Any]] = {}
    for hs6, (codes, coverage) in sorted(_lines(data).items()):
        rules = _rules_on(engine, (("dual_use", c) for c in codes))
        blocks = []
        for destination in PANEL_PLACES:
            for end_use in PANEL_END_USES:
                days = months.blank(UNKNOWN)
                _strictest(months, days, [engine.spells(("dual_use", c), destination, end_use) for c in codes])
                counts = _counted(months, days)
                counts["days_announced"] = announced_days(months, rules, destination, end_use)
                blocks.append((destination, end_use, counts))
        known = [any(c["days_unknown"][i] < n for _, _, c in blocks) for i, n in enumerate(months.lengths)]
        start = known.index(True) if True in known else len(known)
        size = len(known) - start
        for destination, end_use, counts in blocks:
            constants: dict[str, Any] = {
                "hs6": hs6,
                "coverage": coverage,
                "codes": codes,
                "destination": destination,
                "end_use": end_use,
            }
            block: dict[str, list[Any]] = {"month": months.labels[start:]}
            block |= {k: v[start:] for k, v in counts.items()}
            block |= {k: [v] * size for k, v in constants.items()}
            for name, values in block.items():
                columns.setdefault(name, []).extend(values)
    return columns


def _strictest(months: Months, days: "np.ndarray[Any, Any]", found: list[tuple[Spell, ...]]) -> None:
    """Write the strictest regime of each day; a day is unknown if an unknown code could be stricter."""
    floor, ceiling = months.blank(-1), months.blank(-1)
    for spells in dict.fromkeys(found):
        low, high = months.blank(-1), months.blank(len(REGIMES) - 1)
        for spell in spells:
            months.fill(low, spell.first, spell.last, RANK[spell.at_least])
            months.fill(high, spell.first, spell.last, RANK[spell.at_most])
        np.maximum(floor, low, out=floor)
        np.maximum(ceiling, high, out=ceiling)
    sure = floor == ceiling
    days[sure] = floor[sure]


def _lines(data: Dataset) -> dict[str, tuple[list[str], str]]:
    """Return the dual-use codes of each HS 2022 line and the most that they fill of it."""
    found: dict[str, tuple[set[str], int]] = {}
    for hs6, printed in data.law.book.lines.printed.items():
        for codes_of in printed.values():
            for (scheme, code), coverage in codes_of.items():
                if scheme == "dual_use":
                    codes, most = found.get(hs6, (set(), 0))
                    found[hs6] = (codes | {code}, max(most, COVERAGES.index(coverage)))
    return {hs6: (sorted(codes), COVERAGES[most]) for hs6, (codes, most) in found.items()}
