"""Exposure by hand: day by day and row by row, in fractions, for tables with exporter, importer, period, hs, value."""

import calendar
import datetime
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from math import floor, isnan
from typing import Any

import exportcurbs as ec

RANKS = ("none", "licence", "licence_strict", "denial_in_principle", "prohibited")
EDITIONS = {2002: "HS2002", 2007: "HS2007", 2012: "HS2012", 2017: "HS2017", 2022: "HS2022"}
Row = tuple[Any, Any, Any, Any]
COLUMNS = ("whole", "part_shared", "part_unshared", "unknown")


@cache
def spells() -> dict[tuple[str, str], dict[str, list[dict[str, Any]]]]:
    found: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in ec.installed().rows("hs6_status"):
        if row["end_use"] == "civil":
            found[row["hs_edition"], row["hs6"]][row["destination"]].append(row)
    return found


@cache
def scope() -> dict[tuple[str, str], list[dict[str, Any]]]:
    return dict(ec.installed().rows_by("hs6_scope", "hs_edition", "hs6"))


def days_of(period: str) -> list[datetime.date]:
    year, month = int(period[:4]), int(period[5:] or 1)
    first = datetime.date(year, month, 1)
    size = calendar.monthrange(year, month)[1] if len(period) > 4 else 366 if calendar.isleap(year) else 365
    return [first + datetime.timedelta(n) for n in range(size)]


def ruled(edition: str, hs6: str, importer: str) -> list[dict[str, Any]]:
    """Return the answers for a line; of one that no rule names those of silence."""
    if line := spells().get((edition, hs6)):
        return line.get(importer) or line["ROW"]
    law = ec.installed().law
    found = law.spells(("line", hs6), law.book.place(importer), "civil")
    days = {"first": "first_day", "last": "last_day"}
    return [
        {days.get(k, k): datetime.date.fromordinal(v) if k in days else v for k, v in s._asdict().items()}
        for s in found
    ]


@cache
def weights(edition: str, hs6: str, importer: str, period: str) -> dict[str, dict[str, Fraction]]:
    """Return for each regime the shares of a period, and of them the known shares of value."""
    own = ruled(edition, hs6, importer)
    days = days_of(period)
    found = {regime: dict.fromkeys((*COLUMNS, "central"), Fraction(0)) for regime in RANKS[1:]}
    for day in days:
        spell = next((s for s in own if s["first_day"] <= day <= s["last_day"]), None)
        least, strictest, most = (
            RANKS.index(spell[c]) if spell and spell[c] in RANKS else 0 for c in ("at_least", "strictest", "at_most")
        )
        at_hand = [s["value_share"] for s in scope().get((edition, hs6), ()) if s["first_day"] <= day <= s["last_day"]]
        share = at_hand[0] if at_hand else None
        for rank, regime in enumerate(RANKS[1:], 1):
            if least >= rank:
                found[regime]["whole"] += Fraction(1, len(days))
            elif strictest >= rank:
                found[regime]["part_unshared" if share is None else "part_shared"] += Fraction(1, len(days))
                found[regime]["central"] += Fraction(round((share or 0) * 10**6), 10**6 * len(days))
            elif spell is None or most >= rank:
                found[regime]["unknown"] += Fraction(1, len(days))
    return found


def edition_in(period: str) -> str:
    return EDITIONS[max(year for year in EDITIONS if year <= int(period[:4]))]


def reason(row: Row, edition: str | None) -> str | None:
    importer, period, code, value = row
    countries = set(ec.installed().rows_by("countries", "iso3")) - {"CHN", "ROW"}
    number = -1.0 if value is None else value
    dated = bool(period) and len(period) in (4, 7) and 1 <= int(period[5:] or 1) <= 12
    tests = {
        "no value": value is None or isnan(value),
        "negative value": number < 0,
        "leading zero lost": code is not None and len(code) in (5, 7, 9),
        "no customs code of this layout": code is None or not code.isdigit() or len(code) not in (6, 8, 10),
        "no year or month": not dated,
        "outside the record": dated and not "2009" <= period <= ec.as_of[:7],
        "unknown importer": importer not in countries,
        "no code of its HS edition": bool(code and dated and int(period[:4]) >= 2009)
        and not ec.installed().rows_by("hs6_codes", "edition", "hs6").get((edition or edition_in(period), code[:6])),
    }
    return next((why for why, met in tests.items() if met), None)


def exposure(
    rows: Iterable[Row], edition: str | None
) -> tuple[dict[Any, dict[str, Any]], dict[str, tuple[int, float]]]:
    """Return the answer by importer, year and regime, and rows and value of each reason."""
    totals: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    sums: dict[tuple[str, str, str], dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    lost: dict[str, list[Fraction]] = defaultdict(list)
    without: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        importer, period, code, value = row
        why = reason(row, edition)
        exact = Fraction(0) if value is None or isnan(value) else Fraction(floor(value * 1000 + 0.5), 1000)
        if why:
            lost[why].append(exact)
            continue
        totals[importer, period[:4]] += exact
        found = weights(edition or edition_in(period), code[:6], importer, period)
        for regime, shares in found.items():
            key = importer, period[:4], regime
            for name, share in shares.items():
                sums[key][name] += exact * share
            if exact > 0 and shares["part_unshared"]:
                without[key].add(code[:6])
    answer = {
        (*group, regime): _shares(total, sums[*group, regime], without[*group, regime])
        for group, total in totals.items()
        for regime in RANKS[1:]
    }
    return answer, {why: (len(own), float(sum(own))) for why, own in lost.items()}


def _shares(total: Fraction, sums: dict[str, Fraction], without: set[str]) -> dict[str, Any]:
    whole, shared, unshared, unknown = (sums[name] for name in COLUMNS)
    share = {
        "lower": whole,
        "central": None if without else whole + sums["central"],
        "upper": whole + shared + unshared,
        "at_most": whole + shared + unshared + unknown,
    }
    return {
        "total": float(total),
        **{name: float(sums[name]) for name in COLUMNS},
        **{name: float(v / total) if total and v is not None else None for name, v in share.items()},
        "lines_without_share": len(without),
    }
