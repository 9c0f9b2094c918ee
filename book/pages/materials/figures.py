"""The figures of a material: the newest of each series, folded by what they count."""

from collections.abc import Callable, Iterable, Iterator

from exportcurbs._plurals import counted
from exportcurbs._reader import Row
from exportcurbs.law.periods import grouped

from book.pages.common.markup import Markup, dropdown, joined, md, section, table, table_link
from book.pages.common.measures import GRADED
from book.pages.common.names import spaced, unit_name
from book.pages.common.record import Record
from book.pages.common.sources import Sources
from book.pages.trade.numbers import SAME, when


def numbers(record: Record, column: str, key: str, sources: Sources) -> Markup:
    """Return the newest preferred figure of each series: every partner, form, mean and end of a range for itself."""
    newest: dict[tuple[str, ...], Row] = {}
    for row in record.by("observations", column, key):
        place = tuple(str(row[c] or "") for c in SAME if c != "origin")
        if row["is_preferred"] and (place not in newest or _age(row) > _age(newest[place])):
            newest[place] = row
    if not newest:
        return Markup("")
    which = md("The newest preferred figure of each series, with its {}; all: {}.", GRADED, table_link("observations"))
    headings = ("What", "Where", "Value", "Unit and basis", "Period", "Sources")
    rows = (row for _, row in sorted(newest.items()))
    own = ({**row, "flow": record.one("indicators", "indicator_id", row["indicator_id"])["flow"]} for row in rows)

    def drawn(rows: list[Row]) -> Markup:
        return table(headings, [_number(record, row, sources) for row in rows], "wide numbers")

    return section("Numbers", which, *folds(own, "flow", "figure", drawn))


def folds(rows: Iterable[Row], by: str, word: str, drawn: Callable[[list[Row]], Markup]) -> Iterator[Markup]:
    """Yield rows with the same value of a column as drawn, most first, folded under it and how many of the word."""
    for name, own in sorted(grouped(rows, by).items(), key=lambda group: (-len(group[1]), group[0])):
        yield dropdown(f"{spaced(name).capitalize()}: {counted(len(own), word)}", drawn(own))


def _number(record: Record, row: Row, sources: Sources) -> list[object]:
    product = ", ".join(v for v in (row["form"], f"HS {row['hs_code']}" if row["hs_code"] else None) if v)
    with_whom = row["partner"] not in ("WLD", row["reporter"])
    value = f"{row['value']:,g}" if abs(row["value"]) < 1e6 else f"{row['value']:,.0f}"
    units = [unit_name(row["unit"]), *(spaced(row[c]) for c in ("basis", "price_terms", "statistic") if row[c])]
    return [
        record.one("indicators", "indicator_id", row["indicator_id"])["title"] + (f" ({product})" if product else ""),
        record.country(row["reporter"]) + (f", partner {record.country(row['partner'])}" if with_whom else ""),
        joined((value, row["flag"], f"grade {row['evidence_grade']}"), Markup("<br>")),
        ", ".join(units),
        when(row),
        sources.cite(row["source_ids"]),
    ]


def _age(row: Row) -> tuple[str, ...]:
    return tuple(str(row[c] or "") for c in ("period_end", "period_start", "partner", "form", "hs_code"))
