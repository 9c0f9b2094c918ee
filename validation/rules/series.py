"""Rules on figures: steps between neighbours, units, periods, shares, one preferred, figures that disagree."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from exportcurbs.law.periods import DAY

from validation.definitions.tables import Row, Rows
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, at, each, rule, unnamed
from validation.rules.items import EDITIONS

# What the figures of one series share, besides the length of their periods.
SERIES = (
    *("indicator_id", "material_id", "group_id", "form", "hs_code", "reporter", "partner", "statistic", "unit"),
    *("basis", "origin"),
)
PRODUCTS = ("material_id", "group_id", "hs_code")
# What the shares of one whole have in common.
FIGURES_OF = (*(c for c in SERIES if c not in ("partner", "origin")), "period_start", "period_end")
USES_OF = ("material_id", "group_id", "year", "geography", "basis", "origin")
# A figure so many times as large or small as each of the two before and after it is explained or wrong.
STEP, NEAR = 100, 2
# The high of a price is at most so many times its low; large flows are not so many times their neighbours.
WIDE, LARGE, LEAP = 5, 10_000_000, 500
FLOWS = ("reporter", "partner", "flow", "hs_code", "source_id")
DIMENSIONS = {"mass": ("t", "kg", "carat"), "money": ("usd", "usd_million", "cny", "jpy_billion")}
WEEK, TWO_MONTHS, YEAR = 7, 62, 366
SHARES = ("import_source_share", "export_destination_share")
LEAST, MOST = 98.0, 101.0  # shares are rounded
STEPS = re.compile(r"^factor .*: (\w+) (\w+)\S* ([A-Z]{3}) ([A-Z]{3}) (.*)")
DAYS = re.compile(r"\d{4}-\d{2}-\d{2}")
RIVALS = re.compile(
    r": (?P<indicator>\w+) (?P<product>\w+)(?::\w*)* (?P<reporter>[A-Z]{3}) (?P<partner>[A-Z]{3}) "
    r"(?P<start>[\d-]{10})\.\.(?P<end>[\d-]{10}) (?P<statistic>\w+)$"
)
# Columns by which rival figures differ: one of those that agree in the rest of the key is preferred.
RIVAL = {"unit", "basis", "assessor", "origin", "vintage"}
# Columns by which figures of one series differ, and units that are a thousand times each other.
APART = {"unit", "vintage", "hs_edition", "period_start", "period_end", "statistic"}
MASSES = {"t", "kg"}


def _dimension(unit: str) -> str:
    return "price" if "_per_" in unit else next((d for d, units in DIMENSIONS.items() if unit in units), unit)


def _length(row: Row) -> int:
    """Return the months that a period touches, 0 for a period of days."""
    first, after = row["period_start"], row["period_end"] + DAY
    return int(12 * (after.year - first.year) + after.month - first.month) if first.day == after.day == 1 else 0


def _series(rows: Rows, *columns: str) -> list[Rows]:
    """Return rows with a period by what they share, besides the length of their periods, in order of days."""
    found: dict[tuple[Any, ...], Rows] = defaultdict(list)
    for line, row in rows:
        if row["period_start"] and row["period_end"]:
            found[(*(row[c] for c in columns), _length(row))].append((line, row))
    return [sorted(own, key=lambda item: (item[1]["period_start"], item[0])) for own in found.values()]


@rule
def steps_are_explained(tables: Tables) -> Iterator[Problem]:
    """Yield figures a hundred times their neighbours, or a hundredth, that no flag marks."""
    observations, explained = tables["observations"], _explained(tables)
    above_zero = [(line, row) for line, row in observations.rows() if (row["value"] or 0) > 0]
    for rows in _series(above_zero, *SERIES, "goods_id", "printed_item"):
        for n, (line, row) in enumerate(rows):
            near = [r["value"] for _, r in rows[max(0, n - NEAR) : n] + rows[n + 1 : n + 1 + NEAR]]
            steps = [math.log10(row["value"] / value) for value in near]
            apart = len(steps) > 1 and (min(steps) > math.log10(STEP) or max(steps) < -math.log10(STEP))
            if apart and row["flag"] not in ("outlier", "misprint") and not explained & _figures(row):
                found = f"{row['value']:g} {row['unit']}, beside {' and '.join(f'{v:g}' for v in near[:NEAR])}"
                advice = f"correct value or unit, or explain it in {tables['discrepancies'].info.path}"
                yield at(observations, line, "value", found, advice)


@rule
def flows_in_step(tables: Tables) -> Iterator[Problem]:
    """Yield flows hundreds of times as small or large as those before and after, which are large."""
    flows = tables["trade_flows"]
    for rows in _series([(n, r) for n, r in flows.rows() if r["value"] is not None], *FLOWS):
        for (_, before), (line, row), (_, after) in zip(rows, rows[1:], rows[2:], strict=False):
            low, high = sorted((before["value"], after["value"]))
            if low > LARGE and not low / LEAP < row["value"] < high * LEAP:
                found = f"{row['value']:g}, between {before['value']:g} and {after['value']:g}"
                yield at(flows, line, "value", found, "correct it")


@rule
def prices_are_near(tables: Tables) -> Iterator[Problem]:
    """Yield lows of prices that are far below their highs."""
    figures = tables["observations"]
    for rows in figures.by(*(c for c in figures.info.key if c != "statistic")).values():
        ends = {r["statistic"]: (line, r["value"] or 0) for line, r in rows if r["price_terms"]}
        (line, low), (_, high) = ends.get("low", (0, 0)), ends.get("high", (0, 0))
        if 0 < low * WIDE < high:
            yield at(figures, line, "value", f"{low:g}, but the high is {high:g}", "correct one of them")


def _figures(row: Row) -> set[tuple[str, ...]]:
    """Return the names by which a discrepancy may tell of a figure."""
    sides = str(row["reporter"]), str(row["partner"]), str(row["period_start"])
    return {(row["indicator_id"], row[c], *sides) for c in PRODUCTS if row[c]}


def _explained(tables: Tables) -> set[tuple[str, ...]]:
    """Return the figures whose step from their neighbours a discrepancy tells of."""
    steps = (STEPS.search(row["what"] or "") for _, row in tables["discrepancies"].rows())
    return {(m[1], m[2], m[3], m[4], day) for m in steps if m for day in DAYS.findall(m[5])}


@each("observations")
def dimensions_fit(row: Row, tables: Tables) -> Faults:
    """Yield figures in a unit of another kind than that of their indicator, or summed where nothing adds up."""
    unit, indicator = row["unit"], tables["indicators"].row(row["indicator_id"])
    if not unit or not indicator["unit"]:
        return
    if _dimension(unit) != _dimension(indicator["unit"]):
        found = f"{shown(unit)}, but {row['indicator_id']} is measured in {indicator['unit']}"
        yield "unit", found, "correct the unit or the indicator"
    if row["statistic"] == "sum" and _dimension(unit) in ("price", "percent"):
        yield "statistic", f"a sum in {unit}", "write mean, low, high or end"


@each("observations")
def sides_and_periods(row: Row, tables: Tables) -> Faults:
    """Yield figures with themselves as partner, of broken months, or by an edition of the HS that came later."""
    price = (row["indicator_id"] or "").startswith("price_")
    if row["partner"] is not None and row["partner"] == row["reporter"] != "WLD" and not price:
        yield "partner", f"{shown(row['partner'])} is the reporter itself", "write the other side"
    first, last, edition = row["period_start"], row["period_end"], row["hs_edition"] or ""
    if not first or not last:
        return
    # a price may be that of some weeks
    if (last - first).days >= (TWO_MONTHS if price else WEEK) and (first.day != 1 or (last + DAY).day != 1):
        column = "period_start" if first.day != 1 else "period_end"
        found = f"{first} to {last} is neither whole months nor at most a week"
        yield column, found, "write the first and last day of the months"
    # a yearbook prints the year before by the national tariff of its own year
    if first.year < EDITIONS.get(edition.replace("HTS", "HS"), 0) - edition.startswith("HTS"):
        yield "hs_edition", f"{shown(edition)} for a figure of {first.year}", "write the edition of that year"


@rule
def preferred_once(tables: Tables) -> Iterator[Problem]:
    """Yield preferred figures whose periods, of one length, overlap."""
    observations = tables["observations"]
    preferred = [(line, row) for line, row in observations.rows() if row["is_preferred"]]
    for rows in _series(preferred, *(c for c in SERIES if c != "origin"), "hs_edition", "price_terms"):
        short = (own for own in rows if (own[1]["period_end"] - own[1]["period_start"]).days < YEAR)
        for (_, before), (line, row) in pairwise(short):
            if before["period_start"] < row["period_start"] <= before["period_end"]:
                found = f"{row['period_start']} lies within the preferred period to {before['period_end']}"
                yield at(observations, line, "period_start", found, "correct a day, or prefer one of them")


@rule
def shares_add_up(tables: Tables) -> Iterator[Problem]:
    """Yield shares of one whole that are more than all of it, or less although the rest stands among them."""
    figures = [
        (line, row)
        for line, row in tables["observations"].rows()
        if row["indicator_id"] in SHARES and row["is_preferred"] and row["partner"] != "WLD"
    ]
    for name, column, rows, of in (
        ("observations", "value", figures, FIGURES_OF),
        ("use_shares", "share_pct", tables["use_shares"].rows(), USES_OF),
    ):
        whole: dict[tuple[Any, ...], list[tuple[int, float, bool]]] = defaultdict(list)
        for line, row in rows:
            if row[column] is not None:
                rest = row.get("application_id") == "other" and "cut off" not in (row["note"] or "")
                whole[tuple(row[c] for c in of)].append((line, row[column], rest))
        for shares in whole.values():
            total = sum(share for _, share, _ in shares)
            short = total < LEAST and any(rest for *_, rest in shares)
            if short or (total > MOST and len(shares) > 1):
                line, largest, _ = max(shares, key=lambda share: share[1])
                found = f"{largest:g}, and the shares of the whole add up to {total:g}"
                yield at(tables[name], line, column, found, "correct a share, or the whole that it is of")


@rule
def discrepancies_stand(tables: Tables) -> Iterator[Problem]:
    """Yield figures that are said to differ, of which none stands in the observations."""
    values: dict[tuple[str, ...], set[float]] = defaultdict(set)
    for _, row in tables["observations"].rows():
        for name in _figures(row):
            values[*name, str(row["period_end"])].add(row["value"])
    table = tables["discrepancies"]
    for line, row in table.rows():
        said = RIVALS.search(row["what"] or "")
        if said is None:
            continue
        known = values.get(tuple(said[n] for n in ("indicator", "product", "reporter", "partner", "start", "end")), ())
        for column in ("expected", "found"):
            number = re.match(r"\d+(?:\.\d+)?", row[column] or "")
            if number and float(number[0]) not in known:
                yield at(table, line, column, f"{number[0]} is no figure of that series", "copy it from observations")


@rule
def one_preferred(tables: Tables) -> Iterator[Problem]:
    """Yield rival figures without exactly one preferred row, one for each firm; outliers and misprints need none."""
    figures = tables["observations"]
    for rows in figures.by(*(c for c in figures.info.key if c not in RIVAL)).values():
        firm = str(rows[0][1]["indicator_id"]).startswith("firm_")
        sound = {str(row["origin"]) if firm else "" for _, row in rows if row["flag"] not in ("outlier", "misprint")}
        chosen = [(line, str(row["origin"]) if firm else "") for line, row in rows if row["is_preferred"]]
        if sorted(whose for _, whose in chosen) != sorted(sound):
            line = chosen[1][0] if len(chosen) > 1 else rows[0][0]
            found = f"{len(chosen)} of {len(rows)} rows of this figure are preferred"
            yield at(figures, line, "is_preferred", found, "write yes in exactly one of them, of each firm if firms")


@rule
def one_unit(tables: Tables) -> Iterator[Problem]:
    """Yield figures whose unit is not that of the rest of their series: tonnes and kilograms, or any two of a price."""
    figures = tables["observations"]
    for rows in figures.by(*(c for c in figures.info.key if c not in APART)).values():
        price = rows[0][1]["price_terms"] is not None
        units = Counter(row["unit"] for _, row in rows if price or row["unit"] in MASSES)
        lead = [unit for unit, count in units.items() if count == max(units.values())]
        for line, row in rows if len(units) > 1 else ():
            if row["unit"] in units and (row["unit"] not in lead or len(lead) > 1):
                others = " and ".join(sorted(set(units) - {row["unit"]}))
                found = f"{shown(row['unit'])}, but other figures of this series are in {others}"
                yield at(figures, line, "unit", found, "convert one of them")


@rule
def indicators_observed(tables: Tables) -> Iterator[Problem]:
    """Yield indicators without an observation."""
    observed = tables["observations"].by("indicator_id")
    yield from unnamed(tables["indicators"], observed, "no observation of {}", "add its figures or remove it")


@rule
def lines_keep_names(tables: Tables) -> Iterator[Problem]:
    """Yield customs lines named or measured otherwise than in the years before and after, which agree."""
    for rows in tables["tariff_lines"].by("customs_code").values():
        years = sorted((r["tariff_year"], line, r) for line, r in rows if r["tariff_year"])
        for (_, _, before), (_, line, row), (_, _, after) in zip(years, years[1:], years[2:], strict=False):
            for column in ("name_zh", "unit_1", "unit_2"):
                if before[column] == after[column] != row[column]:
                    found = f"{shown(row[column])}, but {shown(before[column])} in the years before and after"
                    yield at(tables["tariff_lines"], line, column, found, "correct it")
