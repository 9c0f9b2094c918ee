"""Charts of trade, prices and quotas, each from the rows of one query."""

import datetime
from collections.abc import Sequence
from itertools import groupby

from exportcurbs._plurals import counted
from exportcurbs._reader import Row

from book.pages.common.chart_style import QUIET, SENDER, SERIES, TARGET
from book.pages.common.charts import Chart, select
from book.pages.common.names import day_name, in_a_sentence, month_name, words_of
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
CUSTOMS = "Chinese customs, as printed in press and reports; some months are differences of printed totals"


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


def _all(record: Record, rows: Sequence[Row], first: Day | None = None) -> Days:
    return first or min(r["period_start"] for r in rows), record.last_day or max(r["period_end"] for r in rows)


def magnets(record: Record) -> Chart | None:
    """Return the exports of rare-earth magnets by month."""
    rows, sql = select(
        record, "observations", indicator_id="export_quantity", group_id="rare_earths", form="magnet", reporter="CHN",
        partner="WLD", frequency="month", is_preferred=True,
    )  # fmt: skip
    if not rows:
        return None
    window, shown = _all(record, rows, Day(2024, 1, 1)), points(rows)
    low = min((p for p in shown if p.first.year == 2025), key=lambda p: p.value, default=shown[0])
    later = max((p for p in shown if low.first < p.first), key=lambda p: p.value, default=low)
    marked = acts(record, "cn-2025-18", "cn-2025-61", "cn-2025-70")
    return Chart(
        "magnet-exports",
        f"China's magnet exports fell to {low.value:,.0f} t in {month_name(low.first)}",
        "Exports of rare-earth magnets to all countries, tonnes a month; months without a figure are gaps",
        f"Line of China's monthly magnet exports: lowest {low.value:,.0f} t in {month_name(low.first)}, after the "
        f"licence of April 2025, then up to {later.value:,.0f} t in {month_name(later.first)}.",
        rows, sql, CUSTOMS,
        lambda width: with_acts(lines(shown, {"": SERIES}, window, width), marked, window, width),
    )  # fmt: skip


def quotas(record: Record) -> Chart | None:
    """Return the export quota of rare earths by year, with its half years."""
    rows, sql = select(
        record, "observations", indicator_id="export_quota", group_id="rare_earths", reporter="CHN", unit="t",
        frequency=("year", "half_year"), basis="product_weight", is_preferred=True,
    )  # fmt: skip
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
    return Chart(
        "rare-earth-quota",
        f"China cut the second half's rare-earth quota {fall}in July 2010, two months before the dispute",
        "Export quota for rare earths, tonnes of product, by year; half years where they are known",
        f"Bars of the yearly quota, {window[0].year} to {window[1].year}: second half of 2009 {before or 0:,.0f} t, "
        f"second half of 2010 {after or 0:,.0f} t.",
        rows, sql, "Chinese commerce ministry and the press",
        lambda width: bars(shown, colours, window, width),
    )  # fmt: skip


def price(record: Record, material: str) -> Chart | None:
    """Return the price of a material in Europe against that in China, in dollars."""
    form, per, *marks = PRICED[material]
    rows, sql = select(
        record, "observations", indicator_id=("price_europe", "price_fob_china"), material_id=material,
        unit=f"usd_per_{per}", form=(form, None) if material == "Dy" else form, is_preferred=True,
    )  # fmt: skip
    rows = [r for r in rows if r["period_start"].year >= 2023]
    if not rows:
        return None
    sides = {"in Europe": ("price_europe", TARGET), "in China, for export": ("price_fob_china", SENDER)}
    shown = [p for name, (key, _) in sides.items() for p in points([r for r in rows if r["indicator_id"] == key], name)]
    colours = {name: colour for name, (_, colour) in sides.items() if any(p.series == name for p in shown)}
    window, name = _all(record, rows, Day(2023, 1, 1)), record.material(material)
    europe = [p for p in shown if p.series == "in Europe"] or shown
    none = "" if len(colours) > 1 else "; on prices in China the record holds yuan only, which are not converted"
    marked = acts(record, *marks)
    return Chart(
        f"price-{material}",
        f"{name} in Europe: {europe[0].value:,.0f} dollars per {per} in the first quote shown "
        f"({month_name(europe[0].first)}), {europe[-1].value:,.0f} in the last ({month_name(europe[-1].first)})",
        f"US dollars per {per}, {form}, middle of low and high; lines join quotes of at most half a year apart{none}",
        f"Prices of {name.lower()} in Europe: {europe[0].value:,.0f} dollars per {per} in "
        f"{month_name(europe[0].first)}, {europe[-1].value:,.0f} in {month_name(europe[-1].first)}.",
        rows, f"{sql} AND period_start >= '2023-01-01'", "price reporters as cited in the rows",
        lambda width: with_acts(lines(shown, colours, window, width, gap=185), marked, window, width, under=True),
    )  # fmt: skip


def reliance(record: Record) -> Chart | None:
    """Return how far the United States and the EU rely on imports, the youngest year of each material."""
    rows, sql = select(
        record, "observations", indicator_id=("net_import_reliance", "import_source_share"), reporter=("USA", "EUE"),
        partner=("WLD", "CHN"), form=None, unit="percent", frequency="year", is_preferred=True,
    )  # fmt: skip
    asked = [
        r
        for r in rows
        if r["indicator_id"] == ("net_import_reliance" if r["reporter"] == "USA" else "import_source_share")
    ]
    latest = {
        (r["reporter"], r["material_id"] or r["group_id"]): r for r in sorted(asked, key=lambda r: r["period_start"])
    }
    if not latest:
        return None
    signs = {"at_least": "more than ", "at_most": "less than "}
    told = [
        (f"{record.material(key)}{', EU' if side == 'EUE' else ''}", r["value"],
         f"{signs.get(r['bound'], '')}{r['value']:.0f} % ({r['period_start'].year})",
         SERIES if side == "USA" else TARGET)
        for (side, key), r in latest.items()
    ]  # fmt: skip
    told.sort(key=lambda x: (x[3] == TARGET, -x[1], x[0]))
    whole = [name for name, value, _, colour in told if value == 100 and colour == SERIES]
    return Chart(
        "import-reliance",
        f"{', '.join([*whole[:1], *(w.lower() for w in whole[1:3])])} and {len(whole) - 3} more: the United States "
        "import all that they use",
        "Net imports as a share of consumption, United States; in blue the share of EU imports that comes from China",
        "Bars: " + ", ".join(f"{name} {words}" for name, _, words, _ in told) + ".",
        list(latest.values()), sql, "United States Geological Survey; European Commission and others for the EU",
        lambda width: levels(told, width),
    )  # fmt: skip


def japan_share(record: Record) -> Chart | None:
    """Return the share of Japan's rare-earth imports that comes from China, bars as wide as their periods."""
    rows, sql = select(
        record, "observations", indicator_id="import_source_share", group_id="rare_earths", reporter="JPN",
        partner="CHN", form=None, statistic="mean", frequency=("year", "half_year"), flag=None, is_preferred=True,
    )  # fmt: skip
    # part of a year speaks only where the year itself does not
    years = {r["period_start"].year for r in rows if r["frequency"] == "year"}
    rows = [r for r in rows if (r["frequency"] == "year") or r["period_start"].year not in years]
    rows = [r for r in rows if r["basis"] in ("by_weight", "not_stated")]
    if not rows:
        return None
    shown, window = points(rows), _all(record, rows)
    marked = acts(record, "2010-09-21-chn-stop", "cn-2025-18", "cn-2026-1")
    low = min(shown, key=lambda p: p.value)
    return Chart(
        "japan-share",
        f"Japan's share of rare earths from China: {shown[0].value:.0f} % in {shown[0].first.year}, "
        f"{low.value:.0f} % in {low.first.year}, {shown[-1].value:.0f} % in {shown[-1].first.year}",
        "Percent of Japan's imports of rare earths, by weight where the source says so; gaps are unknown",
        "Bars: " + ", ".join(f"{p.first.year} {p.value:.0f} percent" for p in shown) + ".",
        rows, sql, "Japanese customs, JOGMEC and METI",
        lambda width: with_acts(bars(shown, {"": SERIES}, window, width), marked, window, width),
    )  # fmt: skip


def importers(record: Record) -> Chart | None:
    """Return who buys China's metal permanent magnets: the value by importer in the last year."""
    flows = [r for r in record.rows("trade_flows") if r["reporter"] == "CHN" and r["hs_code"] == "850511"]
    if not flows:
        return None
    first = max(r["period_start"] for r in flows)
    rows, sql = select(record, "trade_flows", reporter="CHN", flow="export", hs_code="850511", period_start=first)
    rows.sort(key=lambda r: -r["value"])
    whole = sum(r["value"] for r in rows)
    top = [
        (record.country(r["partner"]), n / 1e6, f"{n / 1e6:,.0f} ({100 * n / whole:.0f} %)", SERIES)
        for r in rows[:12]
        for n in [r["value"]]
    ]
    return Chart(
        "magnet-importers", f"{top[0][0]} and {in_a_sentence(top[1][0])} buy the most of China's metal magnets",
        f"China's exports under HS 850511, {first.year}, million US dollars and share of the total; "
        "the heading also holds magnets that are free",
        "Bars: " + ", ".join(f"{name} {words}" for name, _, words, _ in top) + ".",
        rows, sql, "BACI of CEPII", lambda width: levels(top, width),
    )  # fmt: skip


def japan_imports(record: Record) -> Chart | None:
    """Return Japan's imports of rare earths from China by month, around the stop of 2010."""
    rows, sql = select(
        record, "observations", indicator_id="import_quantity", group_id="rare_earths", form=None, reporter="JPN",
        partner="CHN", frequency="month", is_preferred=True,
    )  # fmt: skip
    rows = [r for r in rows if r["period_start"].year in (2010, 2011)]
    if not rows:
        return None
    shown, window = points(rows), (Day(2010, 8, 1), Day(2011, 4, 30))
    low, first = min(shown, key=lambda p: p.value), shown[0]
    marked = acts(record, "2010-09-07-chn-collision", "2010-09-21-chn-stop", "2010-11-24-meti-ships")
    return Chart(
        "japan-imports",
        f"Japan's imports from China fell from {first.value:,.0f} t in {month_name(first.first)} to {low.value:,.0f} t "
        f"in {month_name(low.first)}",
        "Japan's imports of rare earths from China, tonnes a month",
        "Bars: " + ", ".join(f"{month_name(p.first)} {p.value:,.0f} t" for p in shown) + ".",
        rows, f"{sql} AND period_start BETWEEN '2010-01-01' AND '2011-12-31'", "Japanese customs",
        lambda width: with_acts(bars(shown, {"": SERIES}, window, width), marked, window, width),
    )  # fmt: skip


def gallium_exports(record: Record) -> Chart | None:
    """Return China's exports of unwrought gallium and germanium by month."""
    rows, sql = select(
        record, "observations", indicator_id="export_quantity", material_id=("Ga", "Ge"), form="metal", reporter="CHN",
        partner="WLD", frequency="month", unit="kg", is_preferred=True,
    )  # fmt: skip
    if not rows:
        return None
    colours = {"gallium": SERIES, "germanium": QUIET}
    shown = [p for m, name in (("Ga", "gallium"), ("Ge", "germanium"))
             for p in points([r for r in rows if r["material_id"] == m], name)]  # fmt: skip
    window, marked = _all(record, rows), acts(record, "cn-2023-23", "cn-2024-46", "cn-2025-72")
    low = min((p for p in shown if p.series == "gallium" and p.first.year == 2023), key=lambda p: p.value)
    return Chart(
        "gallium-germanium-exports",
        f"China's gallium exports: {low.value:,.0f} kg in {month_name(low.first)}, the least of 2023 on record",
        "Exports of the metals to all countries, kg a month; single points where neighbouring months are not on record",
        f"Lines: gallium lowest in 2023 with {low.value:,.0f} kg in {month_name(low.first)}; "
        f"{counted(len(rows), 'month')} on record.",
        rows, sql, CUSTOMS,
        lambda width: with_acts(lines(shown, colours, window, width), marked, window, width, under=True),
    )  # fmt: skip
