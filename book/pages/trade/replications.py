"""The page on replications: figures that studies print, what this dataset makes of them, and what it cannot make."""

from exportcurbs._reader import Row

from book.pages.common.markup import Markup, joined, md, section, table, table_link
from book.pages.common.names import unit_name
from book.pages.common.record import Record
from book.pages.common.sources import Sources

INPUTS = ("trade_flows", "trade_indices", "observations")
SECTIONS = {
    "agrees": ("Agree", "Within half a point of a percentage, or half a percent of another figure."),
    "near": ("Near", "Within five points of a percentage, or five percent of another figure."),
    "differs": ("Differ", "By more than that. What counts as the same thing differs, too."),
    "no_printed_number": ("Ours alone", "No document that prints these was found."),
    "not_comparable": ("Not comparable", "Ours, where it stands, is of another scope or basis."),
    "circular": ("Circular", "Ours was made from the very figure printed: no test of it."),
    "not_possible": ("What cannot be done here", "And what it would need."),
}


def replications_page(record: Record) -> Markup:
    """Return the page."""
    sources, rows = record.sources("replications"), record.rows("replications")
    groups = {status: [r for r in rows if r["status"] == status] for status in SECTIONS}
    agree, near, differ = (len(groups[status]) for status in ("agrees", "near", "differs"))
    return record.page(
        "Figures repeated",
        md(
            "Do the tables of this dataset give what others print? {} figures were held against {}. {} could be "
            "compared: {} agree, {} are near, {} differ. Each row of {} holds its recipe and the rows that it counts; "
            "the build computes ours, the difference and the verdict. Why two figures differ is our judgement.",
            *(len(rows), joined(map(table_link, INPUTS)), agree + near + differ, agree, near, differ),
            table_link("replications"),
        ),
        *(section(*SECTIONS[status], _table(own, sources)) for status, own in groups.items() if own),
        sources.foot(),
    )


def _table(rows: list[Row], sources: Sources) -> Markup:
    cells = (
        [
            md("{} {}", r["what"], sources.cite(r["source_ids"])),
            *(_figure(r, column) for column in ("printed", "ours", "difference")),
            r["why"],
        ]
        for r in rows
    )
    return table(("Figure", "Printed", "Ours", "Difference", "Why"), cells, "replications")


def _figure(row: Row, column: str) -> str:
    """Return a figure with its unit, shortened."""
    value, unit = row[column], row["unit"]
    if value is None:
        return ""
    if unit == "usd":
        value, unit = value / 1e6, "million US dollars"
    named = {"percent": "points" if column == "difference" else "%", "ratio": ""}.get(unit, unit_name(unit))
    number = f"{value:,.0f}" if abs(value) >= 1000 or unit == "t" else f"{value:,.{1 if named else 2}f}"
    return f"{number.removesuffix('.0')} {named}".replace(" %", "%").replace("-", "\u2212").rstrip()
