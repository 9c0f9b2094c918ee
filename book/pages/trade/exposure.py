"""The page on exposure: what is counted, the same call on one machine and on Spark, and what it costs."""

import json
from typing import Any

from exportcurbs._layouts import layouts

from book.pages.common.markup import (
    Markup,
    bullets,
    code,
    fenced,
    heading,
    joined,
    md,
    page,
    section,
    table,
    table_link,
)
from book.pages.common.record import Record

ONE_MACHINE = """import exportcurbs as ec

found = ec.exposure("BACI_HS17_V202601/*.parquet", by=("importer", "year"), edition="HS2017")
found.table      # a row per importer, year and regime
found.unmatched  # what could not be matched, and why"""
SPARK = """import ibis
from pyspark.sql import SparkSession

spark = ibis.pyspark.connect(SparkSession.builder.getOrCreate())
trade = spark.read_parquet("BACI_HS17_V202601")  # a folder, parted or not
found = ec.exposure(trade, by=("importer", "year"), edition="HS2017")"""
IMPORTER, YEARS, REGIME = "JPN", ("2022", "2023", "2024"), "licence"
COMPLETE = ("850511", "811010", "810194", "810820", "811212", "811292")
SHARES = ("lower", "upper", "at_most")


def exposure_page(record: Record) -> Markup:
    """Return the page."""
    measured = record.root / "book" / "measured" / "bench_trade.json"
    bench = json.loads(measured.read_text(encoding="utf-8")) if measured.exists() else None
    return page(
        heading(1, "Exposure of trade"),
        md(
            "{} lays the rules over a table of trade figures: how much of China's exports stood under licence or more, "
            "at least and at most. A customs line is not a control: most lines hold goods that no rule names, and {} "
            "says how much of a line stood under one, and since when.",
            code("ec.exposure"),
            table_link("hs6_scope"),
        ),
        _japan(record),
        section(
            "The same call on one machine and on Spark",
            "On one machine DuckDB does the work: it is a part of every installation, and reads files that do not fit "
            "into memory.",
            fenced(ONE_MACHINE, "python"),
            md(
                "Where one machine ends, give it an Ibis table (the extra {}): the engine that holds the table answers "
                "the same question in its own dialect. Spark is tested, and gives the same numbers to the last digit.",
                code("exportcurbs[ibis]"),
            ),
            fenced(SPARK, "python"),
        ),
        _counted(),
        *([_bench(bench)] if bench else []),
        record.stamp,
    )


def _japan(record: Record) -> Markup:
    found = record.data.exposure(record.data.load("trade_flows"), hs=COMPLETE).table
    own = found[(found["importer"] == IMPORTER) & (found["regime"] == REGIME) & found["year"].isin(YEARS)]
    rows = [[r["year"], f"{r['total'] / 1e6:,.1f}", *(f"{r[c]:.1%}" for c in SHARES)] for r in own.to_dict("records")]
    return section(
        "An example: six codes to Japan",
        md(
            "What share of China's exports of {} to Japan stood under licence or ban? These are the six codes of which "
            "{} has every importer (permanent magnets, antimony, tungsten, titanium, beryllium, gallium and its "
            "neighbours).",
            joined(map(code, COMPLETE)),
            table_link("trade_flows"),
        ),
        table(("Year", "Value (million USD)", "At least", "With lines in part", "At most"), rows),
        "At least: all that the line holds needed a licence. With lines in part: some of it did. At most: counting too "
        "what the record leaves open, which is nearly all of a line before the whole list was read, on 1 December "
        "2024. A value of a year counts by the days of that year.",
    )


def _counted() -> Markup:
    return section(
        "What is counted",
        bullets(
            [
                md("Layouts, told by their columns: {}.", "; ".join(x.name for x in layouts())),
                "Exports of China as it reports them, or as its partners report their imports; never both in one call.",
                "Values are counted as whole thousandths and divided once, so that every engine gives the same number.",
                "Lines of another edition of the Harmonized System are answered by all the codes of HS 2022 that they "
                "hold; such a line is whole only if all of them are.",
                "Codes that lost leading zeros or stand in no such edition, importers that are no country, and "
                "negative and missing values stand in a table of their own, with the reason, and in no total.",
                md(
                    "{} weighs figures of another year with the rules of that month; {} of the answer name the "
                    "years and edition of the figures, and warn where these are far apart or assumed.",
                    *map(code, ('rules_of="2026-03"', "attrs")),
                ),
            ]
        ),
    )


def _bench(found: dict[str, Any]) -> Markup:
    rows = [
        [
            f"{size['rows']:,}",
            f"{size['file_mb']:,}",
            *(f"{size[q]['seconds']:.2f}" for q in ("exposure", "sql", "scan")),
            f"{size['to_sql']:.2f}",
            f"{size['to_scan']:.2f}",
            f"{size['exposure']['mb']:,.0f}",
        ]
        for size in found["sizes"]
    ]
    headings = ("Rows", "File (MB)", "Exposure (s)", "SQL (s)", "Scan (s)", "To SQL", "To scan", "Peak memory (MB)")
    return section(
        "What it costs",
        table(headings, rows),
        f"Figures with the shares of BACI of 2024, in no order; {found['cores']} cores, DuckDB {found['duckdb']}; "
        f"the median of {found['turns']} turns, each in a process of its own. SQL is the same sums written by "
        "hand, without the account of what is not matched; the scan only sums columns. The first call of a process "
        f"also reads the release: {found['sizes'][-1]['exposure']['first']:.1f} s at the largest size. Time grows with "
        f"the rows to the power of {found['exponent']}.",
    )
