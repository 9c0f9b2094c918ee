"""Charts of trade, prices and quotas, each from the rows of one query."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

from exportcurbs._plurals import counted
from exportcurbs._reader import Row

from book.pages.common.chart_style import QUIET, SENDER, SERIES, TARGET
from book.pages.common.charts import Chart, queried, worded
from book.pages.common.names import day_name, in_a_sentence, month_name, subject, words_of
from book.pages.common.plots import Act, Days, Point, bars, levels, lines, with_acts
from book.pages.common.record import Record

Day = datetime.date
# What an act did, in the few words that fit a chart, by its document or event.
WORDS = words_of("act on a chart")
# Material: form, unit, and the acts that stand on the chart of its price.
PRICED = {
    "Ga": ("metal", "kg", "cn-2023-23", "cn-2024-46", "cn-2025-72"),
    "Ge": ("metal", "kg", "cn-2023-23", "cn-2024-46", "cn-2025-72"),
    "Sb": ("metal", "t", "cn-2024-33", "cn-2024-46", "cn-2025-72"),
    "Dy": ("oxide", "kg", "cn-2025-18"),
}
# A price with fewer quotes is shown as points.
FEWEST = 6
Drawn = Callable[[int], Any]


def acts(record: Record, *keys: str) -> list[Act]:
    """Return acts by their documents or events, with their days; those that the release does not hold are left out."""
    found = []
    for key in keys:
        rows = record.by("instruments", "instrument_id", key) or record.by("events", "event_id", key)
        for row in rows[:1]:
            day = row.get("published_day") or row.get("issued") or row.get("effective") or row.get("date")
            found += [Act(day, f"{day_name(day)}: {WORDS[key]}", SENDER)] if day else []
    return found


def points(rows: Sequence[Row], series: str = "") -> list[Point]:
    """Return observations as points; the low and the high of one period are one, in their middle."""
    key = lambda r: (r["period_start"], r["period_end"])  # noqa: E731
    return [
        Point(first, last, sum(values) / len(values), series)
        for (first, last), group in groupby(sorted(rows, key=key), key=key)
        for values in [[r["value"] for r in group]]
    ]


def marked(record: Record, draw: Drawn, window: Days, *keys: str, under: bool = False) -> Drawn:
    """Return how a chart is drawn with acts above it, or under it, by their documents or events."""
    shown = acts(record, *keys)
    return lambda width: with_acts(draw(width), shown, window, width, under=under)


def _all(record: Record, rows: Sequence[Row], first: Day | None = None) -> Days:
    return first or min(r["period_start"] for r in rows), record.last_day or max(r["period_end"] for r in rows)


def magnets(record: Record) -> Chart | None:
    """Return the exports of rare-earth magnets by month."""
    rows, sql = queried(record, "magnet-exports")
    if not rows:
        return None
    window, shown = _all(record, rows, Day(2024, 1, 1)), points(rows)
    low = min((p for p in shown if p.first.year == 2025), key=lambda p: p.value, default=shown[0])
    later = max((p for p in shown if low.first < p.first), key=lambda p: p.value, default=low)
    line = partial(lines, shown, {"": SERIES}, window)
    draw = marked(record, line, window, "cn-2025-18", "cn-2025-61", "cn-2025-70")
    return worded("magnet-exports", rows, sql, draw, low=low, later=later)


def quotas(record: Record) -> Chart | None:
    """Return the export quota of rare earths by year, with its half years."""
    rows, sql = queried(record, "rare-earth-quota")
    if not rows:
        return None
    halves = {r["period_start"].year for r in rows if r["frequency"] == "half_year"}
    names = {(1, 12): "whole year", (1, 6): "first half", (7, 12): "second half"}
    shown = [
        Point(Day(r["period_start"].year, 1, 1), Day(r["period_start"].year, 12, 31), r["value"],
              names[r["period_start"].month, r["period_end"].month])
        for r in rows
        if r["frequency"] == "half_year" or r["period_start"].year not in halves
    ]  # fmt: skip
    window = (min(p.first for p in shown), max(p.last for p in shown))
    colours = {"whole year": SERIES, "first half": QUIET, "second half": SENDER}
    cut = {r["period_start"]: r["value"] for r in rows if r["frequency"] == "half_year"}
    before, after = cut.get(Day(2009, 7, 1)), cut.get(Day(2010, 7, 1))
    fall = f"by {100 - 100 * after / before:.0f} % " if before and after else ""
    draw = partial(bars, shown, colours, window)
    cuts = {"window": window, "fall": fall, "before": before or 0, "after": after or 0}
    return worded("rare-earth-quota", rows, sql, draw, **cuts)


def price(record: Record, material: str) -> Chart | None:
    """Return the price of a material in Europe against that in China, in dollars."""
    form, per, *keys = PRICED[material]
    forms = [form, ""] if material == "Dy" else form
    rows, sql = queried(record, "price", material_id=material, unit=f"usd_per_{per}", form=forms)
    rows = [r for r in rows if r["period_start"].year >= 2023]
    if not rows:
        return None
    sides = {"in Europe": ("price_europe", TARGET), "in China, for export": ("price_fob_china", SENDER)}
    shown: list[Point] = []
    colours: dict[str, str] = {}
    europe: list[Point] = []
    for name, (key, colour) in sides.items():
        if own := points([r for r in rows if r["indicator_id"] == key]):
            said = f"{name}: {counted(len(own), 'quote')}"
            shown += [replace(p, series=said) for p in own]
            europe, colours[said] = europe or own, colour
    window, name = _all(record, rows, Day(2023, 1, 1)), record.material(material)
    none = "" if len(colours) > 1 else "; on prices in China the record holds yuan only, which are not converted"
    draw = marked(record, partial(lines, shown, colours, window, gap=185, fewest=FEWEST), window, *keys, under=True)
    names = {"material": material, "name": name, "lower_name": name.lower(), "per": per, "form": form, "none": none}
    asked = f"{sql} AND period_start >= '2023-01-01'"
    return worded("price", rows, asked, draw, first=europe[0], last=europe[-1], fewest=FEWEST, **names)


def reliance(record: Record) -> Chart | None:
    """Return how far the United States rely on net imports, the youngest year of each material."""
    rows, sql, bars_of = _shares(record, "import-reliance")
    if not rows:
        return None
    whole = [name for name, value, _, _ in bars_of if value == 100]
    names = {"named": ", ".join([*whole[:1], *(name.lower() for name in whole[1:3])]), "more": len(whole) - 3}
    return worded("import-reliance", rows, sql, partial(levels, bars_of), bars=_in_words(bars_of), **names)


def china_share(record: Record) -> Chart | None:
    """Return China's share of what the EU imports, the youngest year of each material."""
    rows, sql, bars_of = _shares(record, "eu-china-share")
    if not rows:
        return None
    (high_name, _, high, _), (low_name, _, low, _) = bars_of[0], bars_of[-1]
    names = {"high": high, "high_name": high_name.lower(), "low": low, "low_name": low_name.lower()}
    return worded("eu-china-share", rows, sql, partial(levels, bars_of), bars=_in_words(bars_of), **names)


def _shares(record: Record, kind: str) -> tuple[list[Row], str, list[tuple[str, float, str, str]]]:
    """Return the youngest share of each material, the query of them, and their bars, the largest first."""
    rows, sql = queried(record, kind)
    latest = {subject(r): r for r in sorted(rows, key=lambda r: r["period_start"])}
    signs = {"at_least": "more than ", "at_most": "less than "}
    shares = [
        (record.material(key), r["value"],
         f"{signs.get(r['bound'], '')}{r['value']:.0f} % ({r['period_start'].year})", SERIES)
        for key, r in latest.items()
    ]  # fmt: skip
    return list(latest.values()), sql, sorted(shares, key=lambda x: (-x[1], x[0]))


def _in_words(bars_of: Sequence[tuple[str, float, str, str]]) -> str:
    return ", ".join(f"{name} {words}" for name, _, words, _ in bars_of)


def japan_share(record: Record) -> Chart | None:
    """Return the share of Japan's rare-earth imports that comes from China, shares as wide as their periods."""
    rows, sql = queried(record, "japan-share")
    # part of a year speaks only where the year itself does not
    years = {r["period_start"].year for r in rows if r["frequency"] == "year"}
    rows = [r for r in rows if (r["frequency"] == "year") or r["period_start"].year not in years]
    rows = [r for r in rows if r["basis"] in ("by_weight", "not_stated")]
    if not rows:
        return None
    shown, window = points(rows), _all(record, rows)
    low = min(shown, key=lambda p: p.value)
    of_bars = ", ".join(f"{p.first.year} {p.value:.0f} percent" for p in shown)
    bar = partial(bars, shown, {"": SERIES}, window)
    draw = marked(record, bar, window, "2010-09-21-chn-stop", "cn-2025-18", "cn-2026-1")
    return worded("japan-share", rows, sql, draw, first=shown[0], low=low, last=shown[-1], bars=of_bars)


def importers(record: Record) -> Chart | None:
    """Return who buys China's metal permanent magnets: the value by importer in the last year."""
    flows = [r for r in record.rows("trade_flows") if r["reporter"] == "CHN" and r["hs_code"] == "850511"]
    if not flows:
        return None
    year = max(r["period_start"] for r in flows)
    rows, sql = queried(record, "magnet-importers", period_start=year)
    rows.sort(key=lambda r: -r["value"])
    whole = sum(r["value"] for r in rows)
    top = [
        (record.country(r["partner"]), n / 1e6, f"{n / 1e6:,.0f} ({100 * n / whole:.0f} %)", SERIES)
        for r in rows[:12]
        for n in [r["value"]]
    ]
    first, second = top[0][0], in_a_sentence(top[1][0])
    of_bars = ", ".join(f"{name} {words}" for name, _, words, _ in top)
    draw = partial(levels, top)
    return worded("magnet-importers", rows, sql, draw, first=first, second=second, year=year.year, bars=of_bars)


def japan_imports(record: Record) -> Chart | None:
    """Return Japan's imports of rare earths from China by month, around the stop of 2010."""
    rows, sql = queried(record, "japan-imports")
    rows = [r for r in rows if r["period_start"].year in (2010, 2011)]
    if not rows:
        return None
    shown, window = points(rows), (Day(2010, 8, 1), Day(2011, 4, 30))
    low = min(shown, key=lambda p: p.value)
    asked = f"{sql} AND period_start BETWEEN '2010-01-01' AND '2011-12-31'"
    of_bars = ", ".join(f"{month_name(p.first)} {p.value:,.0f} t" for p in shown)
    bar = partial(bars, shown, {"": SERIES}, window)
    draw = marked(record, bar, window, "2010-09-07-chn-collision", "2010-09-21-chn-stop", "2010-11-24-meti-ships")
    return worded("japan-imports", rows, asked, draw, first=shown[0], low=low, bars=of_bars)


def gallium_exports(record: Record) -> Chart | None:
    """Return China's exports of unwrought gallium and germanium by month."""
    rows, sql = queried(record, "gallium-germanium-exports")
    if not rows:
        return None
    colours = {"gallium": SERIES, "germanium": QUIET}
    shown = [p for m, name in (("Ga", "gallium"), ("Ge", "germanium"))
             for p in points([r for r in rows if r["material_id"] == m], name)]  # fmt: skip
    window = _all(record, rows)
    low = min((p for p in shown if p.series == "gallium" and p.first.year == 2023), key=lambda p: p.value)
    line = partial(lines, shown, colours, window)
    draw = marked(record, line, window, "cn-2023-23", "cn-2024-46", "cn-2025-72", under=True)
    return worded("gallium-germanium-exports", rows, sql, draw, low=low, months=counted(len(rows), "month"))
