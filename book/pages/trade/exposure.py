"""The page on exposure: what it is, an answer, how it is asked for and counted, and what it costs."""

import json
from typing import Any

from exportcurbs._layouts import layouts

from book.pages.common.markup import Markup, table
from book.pages.common.record import Record
from book.pages.common.template import from_template

IMPORTER, YEARS, REGIME = "JPN", ("2022", "2023", "2024"), "licence"
COMPLETE = ("850511", "811010", "810194", "810820", "811212", "811292")
SHARES = {"lower": "At least", "upper": "With lines in part", "at_most": "At most"}


def exposure_page(record: Record) -> Markup:
    """Return the page."""
    measured = record.root / "book" / "measured" / "bench_trade.json"
    bench = json.loads(measured.read_text(encoding="utf-8")) if measured.exists() else None
    years = _japan(record)
    return from_template(
        "exposure",
        record,
        last=years[-1],
        codes=COMPLETE,
        years=table(("Year", "Value (million USD)", *SHARES.values()), [list(year.values()) for year in years]),
        layouts=[x.name for x in layouts()],
        bench=bench,
        costs=_costs(bench["sizes"]) if bench else "",
    )


def _japan(record: Record) -> list[dict[str, str]]:
    found = record.data.exposure(record.data.load("trade_flows"), hs=COMPLETE).table
    own = found[(found["importer"] == IMPORTER) & (found["regime"] == REGIME) & found["year"].isin(YEARS)]
    return [
        {"year": r["year"], "value": f"{r['total'] / 1e6:,.1f}", **{c: f"{r[c]:.1%}" for c in SHARES}}
        for r in own.to_dict("records")
    ]


def _costs(sizes: list[dict[str, Any]]) -> Markup:
    rows = [
        [
            f"{size['rows']:,}",
            f"{size['file_mb']:,}",
            *(f"{size[q]['seconds']:.2f}" for q in ("exposure", "sql", "scan")),
            f"{size['to_sql']:.2f}",
            f"{size['to_scan']:.2f}",
            f"{size['exposure']['mb']:,.0f}",
        ]
        for size in sizes
    ]
    headings = ("Rows", "File (MB)", "Exposure (s)", "SQL (s)", "Scan (s)", "To SQL", "To scan", "Peak memory (MB)")
    return table(headings, rows)
