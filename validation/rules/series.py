"""Rules on figures: steps between neighbours, dimensions, periods, editions, shares, figures that disagree."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from exportcurbs.law.periods import DAY

from validation.problems import Problem, shown
from validation.rules.codes import EDITIONS
from validation.rules.common import Row, Rule, Tables, at, one_by

# What the figures of one series share, besides the length of their periods.
SERIES = (
    *("indicator_id", "material_id", "group_id", "form", "hs_code", "reporter", "partner", "statistic", "unit"),
    *("basis", "origin"),
)
# A figure so many times as large or small as each of the two before and after it is explained or wrong.
STEP, NEAR = 100, 2
DIMENSIONS = {"mass": ("t", "kg", "carat"), "money": ("usd", "usd_million", "cny", "jpy_billion")}
WEEK, TWO_MONTHS, YEAR = 7, 62, 366
SHARES = ("import_source_share", "export_destination_share")
MOST = 101.0  # shares are rounded
STEPS = re.compile(r"^factor .*: (\w+) (\w+)\S* ([A-Z]{3}) ([A-Z]{3}) (.*)")
DAYS = re.compile(r"\d{4}-\d{2}-\d{2}")
RIVALS = re.compile(
    r": (?P<indicator>\w+) (?P<product>[\w:]+) (?P<reporter>[A-Z]{3}) (?P<partner>[A-Z]{3}) "
    r"(?P<start>[\d-]{10})\.\.(?P<end>[\d-]{10}) (?P<statistic>\w+)$"
)


def _dimension(unit: str) -> str:
    return "price" if "_per_" in unit else next((d for d, units in DIMENSIONS.items() if unit in units), unit)


def _months(row: Row) -> int:
    first, last = row["period_start"], row["period_end"]
    return int(12 * (last.year - first.year) + last.month - first.month)


def _length(row: Row) -> int:
    """Return the months that a period touches, 0 for a period of days."""
    whole = row["period_start"].day == 1 and (row["period_end"] + DAY).day == 1
    return _months(row) + 1 if whole else 0


def steps_are_explained(tables: Tables) -> Iterator[Problem]:
    """Yield figures a hundred times their neighbours, or a hundredth, that no flag marks."""
    observations, explained = tables["observations"], _explained(tables)
    series: dict[tuple[Any, ...], list[tuple[int, Row]]] = defaultdict(list)
    for line, row in observations.rows():
        if row["period_start"] and row["period_end"] and (row["value"] or 0) > 0:
            series[(*(row[c] for c in SERIES), row["goods_id"], row["printed_item"], _length(row))].append((line, row))
    for rows in series.values():
        rows.sort(key=lambda item: (item[1]["period_start"], item[0]))
        for n, (line, row) in enumerate(rows):
            near = [r["value"] for _, r in rows[max(0, n - NEAR) : n] + rows[n + 1 : n + 1 + NEAR]]
            steps = [math.log10(row["value"] / value) for value in near]
            apart = len(steps) > 1 and (min(steps) > math.log10(STEP) or max(steps) < -math.log10(STEP))
            if apart and row["flag"] not in ("outlier", "misprint") and not explained & _figures(row):
                found = f"{row['value']:g} {row['unit']}, beside {' and '.join(f'{v:g}' for v in near[:NEAR])}"
                yield at(
                    observations,
                    line,
                    "value",
                    found,
                    f"correct value or unit, or explain it in {tables['discrepancies'].info.path}",
                )


def _figures(row: Row) -> set[tuple[str, ...]]:
    """Return the names by which a discrepancy may tell of a figure."""
    sides = str(row["reporter"]), str(row["partner"]), str(row["period_start"])
    products = [row[c] for c in ("material_id", "group_id", "hs_code") if row[c]]
    return {(row["indicator_id"], product, *sides) for product in products}


def _explained(tables: Tables) -> set[tuple[str, ...]]:
    """Return the figures whose step from their neighbours a discrepancy tells of."""
    told = (STEPS.search(row["what"] or "") for _, row in tables["discrepancies"].rows())
    return {(m[1], m[2], m[3], m[4], day) for m in told if m for day in DAYS.findall(m[5])}


def dimensions_fit(tables: Tables) -> Iterator[Problem]:
    """Yield figures in a unit of another kind than that of their indicator, or summed where nothing adds up."""
    observations, indicators = tables["observations"], one_by(tables["indicators"], "indicator_id")
    for line, row in observations.rows():
        indicator = indicators.get(row["indicator_id"])
        if indicator is None or not row["unit"] or not indicator["unit"]:
            continue
        if _dimension(row["unit"]) != _dimension(indicator["unit"]):
            found = f"{shown(row['unit'])}, but {row['indicator_id']} is measured in {indicator['unit']}"
            yield at(observations, line, "unit", found, "correct the unit or the indicator")
        if row["statistic"] == "sum" and _dimension(row["unit"]) in ("price", "percent"):
            yield at(observations, line, "statistic", f"a sum in {row['unit']}", "write mean, low, high or end")


def sides_and_periods(tables: Tables) -> Iterator[Problem]:
    """Yield figures with themselves as partner, of broken months, or by an edition of the HS that came later."""
    observations = tables["observations"]
    for line, row in observations.rows():
        domestic = (row["indicator_id"] or "").startswith("price_") or row["reporter"] == "WLD"
        if row["partner"] is not None and row["partner"] == row["reporter"] and not domestic:
            yield at(
                observations, line, "partner", f"{shown(row['partner'])} is the reporter itself", "write the other side"
            )
        first, last = row["period_start"], row["period_end"]
        if not first or not last:
            continue
        # a price may be that of some weeks
        least = TWO_MONTHS if (row["indicator_id"] or "").startswith("price_") else WEEK
        if (last - first).days >= least and (first.day != 1 or (last + DAY).day != 1):
            column = "period_start" if first.day != 1 else "period_end"
            found = f"{first} to {last} is neither whole months nor at most a week"
            yield at(observations, line, column, found, "write the first and last day of the months")
        # a yearbook prints the year before by the national tariff of its own year
        since = EDITIONS.get((row["hs_edition"] or "").replace("HTS", "HS"), 0) - (row["hs_edition"] or "").startswith(
            "HTS"
        )
        if first.year < since:
            found = f"{shown(row['hs_edition'])} for a figure of {first.year}"
            yield at(observations, line, "hs_edition", found, "write the edition of that year")


def preferred_once(tables: Tables) -> Iterator[Problem]:
    """Yield preferred figures whose periods, of one length, overlap."""
    observations = tables["observations"]
    series: dict[tuple[Any, ...], list[tuple[int, Row]]] = defaultdict(list)
    for line, row in observations.rows():
        dated = row["is_preferred"] and row["period_start"] and row["period_end"]
        if dated and (row["period_end"] - row["period_start"]).days < YEAR:
            key = [row[c] for c in SERIES if c != "origin"]
            series[(*key, row["hs_edition"], row["price_terms"], _length(row))].append((line, row))
    for rows in series.values():
        rows.sort(key=lambda item: item[1]["period_start"])
        for (_, before), (line, row) in pairwise(rows):
            if before["period_start"] < row["period_start"] <= before["period_end"]:
                found = f"{row['period_start']} lies within the preferred period to {before['period_end']}"
                yield at(observations, line, "period_start", found, "correct a day, or prefer one of them")


def shares_add_up(tables: Tables) -> Iterator[Problem]:
    """Yield shares of one whole that are more than all of it."""
    whole: dict[tuple[Any, ...], list[tuple[int, float]]] = defaultdict(list)
    observations, uses = tables["observations"], tables["use_shares"]
    for line, row in observations.rows():
        if row["indicator_id"] in SHARES and row["is_preferred"] and row["partner"] != "WLD":
            key = [row[c] for c in SERIES if c not in ("partner", "origin")]
            whole["value", observations.info.name, *key, row["period_start"], row["period_end"]].append(
                (line, row["value"])
            )
    for line, row in uses.rows():
        if row["share_pct"] is not None:
            key = [row[c] for c in ("material_id", "group_id", "year", "geography", "basis", "origin")]
            whole["share_pct", uses.info.name, *key].append((line, row["share_pct"]))
    for (column, table, *_), shares in whole.items():
        total = sum(share or 0 for _, share in shares)
        if total > MOST and len(shares) > 1:
            line, largest = max(shares, key=lambda share: share[1] or 0)
            found = f"{largest:g}, and the shares of the whole add up to {total:g}"
            yield at(tables[table], line, column, found, "correct a share, or the whole that it is of")


def discrepancies_stand(tables: Tables) -> Iterator[Problem]:
    """Yield figures that are said to differ, of which none stands in the observations."""
    values: dict[tuple[str, ...], set[float]] = defaultdict(set)
    for _, row in tables["observations"].rows():
        for product in (row["material_id"], row["group_id"], row["hs_code"]):
            if product:
                sides = str(row["reporter"]), str(row["partner"]), str(row["period_start"]), str(row["period_end"])
                values[row["indicator_id"], product, *sides].add(row["value"])
    table = tables["discrepancies"]
    for line, row in table.rows():
        told = RIVALS.search(row["what"] or "")
        if told is None:
            continue
        product = told["product"].partition(":")[0]
        sides = told["reporter"], told["partner"], told["start"], told["end"]
        known = values.get((told["indicator"], product, *sides), set())
        for column in ("expected", "found"):
            number = re.match(r"[\d.]+", row[column] or "")
            if number and float(number[0]) not in known:
                yield at(
                    table, line, column, f"{number[0]} is no figure of that series", "copy it from the observations"
                )


RULES: tuple[Rule, ...] = (
    steps_are_explained,
    dimensions_fit,
    sides_and_periods,
    preferred_once,
    shares_add_up,
    discrepancies_stand,
)
