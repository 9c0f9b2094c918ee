"""Charts of the law: who was listed, and how many goods are under a rule, by destination and time."""

import datetime
from functools import partial

from book.pages.common.bands import bands
from book.pages.common.chart_style import DEEP, DEEPEST
from book.pages.common.charts import Chart, worded
from book.pages.common.names import in_a_sentence
from book.pages.common.plots import matrix
from book.pages.common.record import Record
from book.pages.common.template import TEMPLATES

Day = datetime.date
BARRED = ("denial_in_principle", "prohibited")
BINDING = ("licence", "licence_strict", *BARRED)
PLACES = {"ROW": "others", "JPN": "Japan", "USA": "US"}
MAPPED = {(to, use): f"{name}, {use}" for to, name in PLACES.items() for use in ("civil", "military")}
PARTS = {
    "every shipment needs a licence": ("licence", DEEP),
    "barred: refused in principle or prohibited": ("barred", DEEPEST),
}


def listings(record: Record) -> Chart | None:
    """Return how many parties were listed, by month and country."""
    country: dict[str, str | None] = {r["entity_id"]: r["country"] for r in record.rows("entities")}
    begun = {m["measure_id"]: record.periods(m["measure_id"])[0]["first_day"] for m in record.rows("measures")}
    found: dict[tuple[str, Day], set[str]] = {}
    for row in record.rows("listings"):
        home = country[row["entity_id"]]
        found.setdefault(
            (record.country(home) if home else "not stated", begun[row["measure_id"]].replace(day=1)), set()
        ).add(row["entity_id"])
    if not found:
        return None
    count = {c: sum(len(p) for (other, _), p in found.items() if other == c) for c, _ in found}
    order = sorted(count, key=lambda c: (-count[c], c))
    shown = {(c, f"{day:%b %Y}"): len(p) for (c, day), p in found.items()}
    months = [f"{day:%b %Y}" for day in sorted({day for _, day in found})]
    rows = [{"country": c, "month": f"{day:%Y-%m}", "parties": len(p)} for (c, day), p in sorted(found.items())]
    names = {"countries": len(order) - ("not stated" in order), "cells": ", ".join(f"{c} {count[c]}" for c in order)}
    first, second = map(in_a_sentence, order[:2])
    draw = partial(matrix, shown, order, months)
    asked = " ".join((TEMPLATES / "listings.sql").read_text(encoding="utf-8").split())
    return worded("listings", rows, asked, draw, first=first, second=second, **names)


def _months(last: Day) -> list[Day]:
    return [Day(y, m, 1) for y in range(2020, last.year + 1) for m in range(1, 13) if Day(y, m, 1) <= last]


def _counted(record: Record, months: list[Day]) -> dict[tuple[str, str, Day], tuple[int, int]]:
    """Return by destination, use and month how many goods need a licence, and how many are barred."""
    held, counted = record.rows("goods_status"), {}
    for to, use in MAPPED:
        own = {r["goods_id"] for r in held if (r["destination"], r["end_use"]) == (to, use)}
        # rows for a destination stand only where it is treated apart: the other goods are answered as for ROW
        asked = [r for r in held if r["end_use"] == use and r["destination"] == (to if r["goods_id"] in own else "ROW")]
        for day in months:
            there = [r["at_least"] for r in asked if r["first_day"] <= day <= (r["last_day"] or day)]
            bound = [regime for regime in there if regime in BINDING]
            barred = sum(regime in BARRED for regime in bound)
            counted[to, use, day] = len(bound) - barred, barred
    return counted


def goods_map(record: Record) -> Chart | None:
    """Return how many goods need a licence, and how many are barred, by destination, use and month."""
    held, months = record.rows("goods_status"), _months(record.last_day or Day(2026, 1, 1))
    counted = _counted(record, months)
    if not any(map(any, counted.values())):
        return None
    shown = {label: [(day, counted[to, use, day]) for day in months] for (to, use), label in MAPPED.items()}
    end = {label: own[-1][1] for label, own in shown.items()}
    rows = [
        {"destination": to, "end_use": use, "day": day, "licence_only": licensed, "barred": barred}
        for (to, use, day), (licensed, barred) in counted.items()
    ]
    asked = (TEMPLATES / "goods-by-destination.sql").read_text().format(last=months[-1], barred=BARRED, binding=BINDING)
    told = ", ".join(f"{label} {licensed} by licence and {barred} barred" for label, (licensed, barred) in end.items())
    names = {"goods": len({r["goods_id"] for r in held}), "most": max(map(sum, counted.values())), "end": told}
    (licensed, _), (_, barred) = end[MAPPED["ROW", "civil"]], end[MAPPED["JPN", "military"]]
    draw = partial(bands, shown, PARTS)
    return worded("goods-by-destination", rows, asked, draw, barred=barred, licensed=licensed, **names)
