"""The numbers around an episode: which observations belong to it, their figure and their table."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from exportcurbs._plurals import counted
from exportcurbs._reader import Row

from book.pages.common.chart_style import SERIES
from book.pages.common.charts import Chart, select, worded
from book.pages.common.markup import Markup, table
from book.pages.common.names import spaced, subject, unbroken, unit_name
from book.pages.common.plots import Act, Point, lines, with_acts
from book.pages.common.record import Record
from book.pages.common.sources import Sources

YEAR = datetime.timedelta(days=365)
# Sums over a quarter and over a month do not belong in one panel; a mean of a quarter and of a day do.
MONTH, QUARTER = datetime.timedelta(days=31), datetime.timedelta(days=100)
LEAST_POINTS, MOST_CHARTS, MOST_ROWS = 5, 2, 60
FREQUENCIES = {"month": "each month", "day": "on single days", "week": "each week", "quarter": "each quarter"}
STATISTICS = {"sum": "", "mean": "mean", "low": "lowest", "high": "highest", "end": "at the end"}
SAME = (
    "indicator_id", "material_id", "group_id", "goods_id", "form", "hs_code", "reporter", "partner", "statistic",
    "unit", "basis", "price_terms", "origin",
)  # fmt: skip
FLOWS = ("export", "import", "price", "share", "licensing", "quota", "other")
Days = tuple[datetime.date, datetime.date]


class Series:
    """The names of series of observations."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def title(self, row: Row) -> str:
        """Return the title of the series that an observation belongs to."""
        hs = f"HS {row['hs_code']}" if row["hs_code"] else ""
        what = self._record.material(subject(row)) if subject(row) else hs
        named = " ".join(filter(None, (what, spaced(row["form"]))))
        statistic = STATISTICS[row["statistic"]]
        title = self._record.one("indicators", "indicator_id", row["indicator_id"])["title"]
        return f"{title}{f' ({statistic})' if statistic else ''}: {named or 'all goods'}, {self._route(row)}"

    def _route(self, row: Row) -> str:
        """Return whose figure it is, and where trade goes to or comes from."""
        flow = self._record.one("indicators", "indicator_id", row["indicator_id"])["flow"]
        who, other = (self._record.destinations([row[side] or ""]) for side in ("reporter", "partner"))
        way = {"import": "from", "share": "from", "export": "to"}.get(flow)
        if not row["partner"] or row["partner"] == row["reporter"] or (row["partner"] == "WLD" and not way):
            return who
        return f"{who} {way or 'and'} {'the world' if row['partner'] == 'WLD' else other}"


def unit_words(row: Row) -> str:
    """Return unit and basis of an observation in words."""
    parts = [unit_name(row["unit"]), *(spaced(row[c] or "") for c in ("basis", "price_terms"))]
    return ", ".join(p for p in parts if p)


def chosen(record: Record, targets: set[str], goods: set[str], days: Days) -> list[list[Row]]:
    """Return the observations of an episode as runs of comparable rows: trade with a target first, then by length.

    An observation of trade, prices, shares, licences or effects belongs if its period meets the days from a year before
    to a year after the episode, and it is of China and a target, or of one of them and the world about goods that the
    episode's rules name.
    """
    found: dict[tuple[str, ...], list[Row]] = {}
    flows = {i["indicator_id"]: i["flow"] for i in record.rows("indicators")}
    for row in record.rows("observations"):
        sides = {row["reporter"], row["partner"]}
        between = "CHN" in sides and bool(targets & sides)
        meant = "WLD" in sides and {row["material_id"], row["group_id"]} & goods and (targets | {"CHN"}) & sides
        inside = row["period_end"] >= days[0] - YEAR and row["period_start"] <= days[1] + YEAR
        if inside and row["is_preferred"] and (between or meant) and flows[row["indicator_id"]] in FLOWS:
            found.setdefault(tuple(str(row[c] or "") for c in SAME), []).append(row)
    order = sorted(found.items(), key=lambda x: (not targets & set(x[0]), -len(x[1]), x[0]))
    return [sorted(group, key=lambda r: (r["period_start"], r["period_end"])) for _, group in order]


def plotted(runs: Iterable[list[Row]]) -> list[list[Row]]:
    """Return the runs that a figure can show: enough months, or for means and end values enough quarters."""
    short = ([r for r in run if r["period_end"] - r["period_start"] <= _longest(r)] for run in runs)
    return sorted((run for run in short if len(run) >= LEAST_POINTS), key=lambda run: -len(run))[:MOST_CHARTS]


def _longest(row: Row) -> datetime.timedelta:
    return MONTH if row["statistic"] == "sum" else QUARTER


def run_chart(record: Record, run: list[Row], series: Series, marked: Sequence[Act], name: str) -> Chart:
    """Return the chart of one run: a line with gaps, the acts on it."""
    shown = [Point(r["period_start"], r["period_end"], r["value"]) for r in run]
    window = (shown[0].first - MONTH, shown[-1].last + MONTH)
    low, high = min(shown, key=lambda p: p.value), max(shown, key=lambda p: p.value)
    names = {"unit": unit_words(run[0]), "frequency": FREQUENCIES.get(run[0]["frequency"], "by period")}
    names |= {"name": name, "title": series.title(run[0]), "periods": counted(len(run), "period")}
    _, sql = select(record, "observations", **{c: run[0][c] for c in SAME}, is_preferred=True)

    def draw(width: int) -> Any:
        return with_acts(lines(shown, {"": SERIES}, window, width), marked, window, width)

    return worded("numbers", run, sql, draw, low=low, high=high, **names)


def numbers_table(runs: Sequence[list[Row]], series: Series, sources: Sources) -> Markup:
    """Return one row per run: how many values, the first, the last, the range, and the sources."""
    rows = [
        [
            series.title(run[0]),
            unit_words(run[0]),
            _dated(run[0]),
            _dated(run[-1]) if len(run) > 1 else "",
            f"{min(r['value'] for r in run):,.10g} to {max(r['value'] for r in run):,.10g}" if len(run) > 2 else "",
            len(run),
            sources.cite(dict.fromkeys(s for r in run for s in r["source_ids"])),
        ]
        for run in runs[:MOST_ROWS]
    ]
    headings = ("Series", "Unit", "First", "Last", "Range", "Values", "Sources")
    return table(headings, rows, "numbers")


def period_name(first: datetime.date, last: datetime.date) -> str:
    """Return a period as short as it can be said, with hyphens at which no line breaks."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    if first == last:
        return unbroken(first)
    if first.day == 1 and (last + datetime.timedelta(days=1)).day == 1:
        return unbroken(" to ".join(dict.fromkeys((f"{first:%Y-%m}", f"{last:%Y-%m}"))))
    return unbroken(f"{first} to {last}")


def when(row: Row) -> str:
    """Return the period of a figure."""
    return period_name(row["period_start"], row["period_end"])


def _dated(row: Row) -> str:
    said = filter(None, (when(row), row["flag"], f"grade {row['evidence_grade']}"))
    return f"{row['value']:,.10g} ({', '.join(said)})"
