"""Charts of the law: who was listed, and how many goods are under a rule, by destination and time."""

import datetime
from functools import partial

from book.pages.common.charts import Chart, worded
from book.pages.common.names import in_a_sentence
from book.pages.common.plots import cells, matrix
from book.pages.common.record import Record
from book.pages.common.template import TEMPLATES

Day = datetime.date
BARRED = ("denial_in_principle", "prohibited")
BINDING = ("licence", "licence_strict", *BARRED)
TOLD = {"licensed": ("ROW", "JPN", "USA"), "barred": ("JPN", "USA")}
MAPPED = [(kind, to, use) for kind, places in TOLD.items() for to in places for use in ("civil", "military")]


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
    """Return by destination, use and month how many goods need a licence or more, and how many of them are barred."""
    held, counted = record.rows("goods_status"), {}
    for to, use in dict.fromkeys((to, use) for _, to, use in MAPPED):
        own = {r["goods_id"] for r in held if (r["destination"], r["end_use"]) == (to, use)}
        # rows for a destination stand only where it is treated apart: the other goods are answered as for ROW
        asked = [r for r in held if r["end_use"] == use and r["destination"] == (to if r["goods_id"] in own else "ROW")]
        for day in months:
            there = [r["at_least"] for r in asked if r["first_day"] <= day <= (r["last_day"] or day)]
            bound = [regime for regime in there if regime in BINDING]
            counted[to, use, day] = len(bound), sum(regime in BARRED for regime in bound)
    return counted


def goods_map(record: Record) -> Chart | None:
    """Return how many goods need a licence or more, and how many are barred, by destination, use and month."""
    held, months = record.rows("goods_status"), _months(record.last_day or Day(2026, 1, 1))
    counted = _counted(record, months)
    if not any(n for n, _ in counted.values()):
        return None
    name = {"ROW": "others", "JPN": "Japan", "USA": "US"}
    label = {key: f"{key[0].capitalize()}: {name[key[1]]}, {key[2]}" for key in MAPPED}
    shown = [
        (label[kind, to, use], day, counted[to, use, day][kind == "barred"])
        for kind, to, use in MAPPED
        for day in months
    ]
    end = {at: n for at, day, n in shown if day == months[-1]}
    rows = [
        {"destination": to, "end_use": use, "day": day, "licensed": licensed, "barred": barred}
        for (to, use, day), (licensed, barred) in counted.items()
    ]
    asked = (TEMPLATES / "goods-by-destination.sql").read_text().format(last=months[-1], barred=BARRED, binding=BINDING)
    names = {"goods": len({r["goods_id"] for r in held}), "end": ", ".join(f"{at} {n}" for at, n in end.items())}
    barred, licensed = end[label["barred", "JPN", "military"]], end[label["licensed", "ROW", "civil"]]
    draw = partial(cells, shown, list(label.values()))
    return worded("goods-by-destination", rows, asked, draw, barred=barred, licensed=licensed, **names)
