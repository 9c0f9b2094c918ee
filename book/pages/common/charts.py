"""A chart as a page shows it: numbered, in a wide and a narrow form, with its files, its rows and how it is cited."""

import csv
import datetime
import io
import textwrap
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exportcurbs._plurals import counted
from exportcurbs._reader import Row

from book.pages.common import chart_style as style
from book.pages.common.markup import Markup, drawn
from book.pages.common.names import graded
from book.pages.common.record import Record
from book.pages.common.template import TEMPLATES, block_from
from build.about import ADDRESS

# What a query shows before all else: a number, its unit, how sure it is, and whose it is.
FIRST = ("value", "unit", "evidence_grade", "source_ids")
KINDS: dict[str, dict[str, Any]] = tomllib.loads((TEMPLATES / "charts.toml").read_text(encoding="utf-8"))
MOST_NAMED = 12
SIZES = {style.WIDE: "wide", style.NARROW: "narrow"}


@dataclass(frozen=True)
class Chart:
    """One chart.

    name: of its files and its address; title: what happened; measured: what is shown and in which unit; alt: what a
    reader who does not see it should know; rows: those that it shows, for its CSV; sql: the query that gives them;
    source: whose figures they are; draw: the chart of Altair, for a width in pixels.
    """

    name: str
    title: str
    measured: str
    alt: str
    rows: Sequence[Mapping[str, Any]]
    sql: str
    source: str
    draw: Callable[[int], Any]


def worded(
    kind: str, rows: Sequence[Mapping[str, Any]], sql: str, draw: Callable[[int], Any], /, **names: Any
) -> Chart:
    """Return a chart of rows in the words of its kind in `book/templates/charts.toml`, which speak of what is told."""
    words = {part: text.format(**names) for part, text in KINDS[kind].items() if part != "query"}
    return Chart(rows=rows, sql=sql, draw=draw, **{"name": kind} | words)


def queried(record: Record, kind: str, **more: Any) -> tuple[list[Row], str]:
    """Return the rows that a kind of chart shows by its `query` in `book/templates/charts.toml`, and the query.

    A list there is any of its own, an empty text is an empty cell; more: values that the file leaves open.
    """
    given = (KINDS[kind]["query"] | more).items()
    where = {c: tuple(x or None for x in v) if isinstance(v, list) else v or None for c, v in given}
    return select(record, str(where.pop("table", "observations")), **where)


def select(record: Record, table: str, **where: Any) -> tuple[list[Row], str]:
    """Return the rows of a table by the values of columns, and the query that gives them; a tuple is any of its own."""
    wanted = {column: value if isinstance(value, tuple) else (value,) for column, value in where.items()}
    rows = [r for r in record.rows(table) if all(r[column] in value for column, value in wanted.items())]
    shown = _columns(record, table)
    return rows, f"SELECT {shown} FROM {table} WHERE {' AND '.join(_asked(c, v) for c, v in wanted.items())}"  # noqa: S608


def _columns(record: Record, table: str) -> str:
    names = record.table(table).column_names
    first = [column for column in FIRST if column in names] if FIRST[0] in names else []
    return ", ".join([*first, *(c for c in names if c not in first)]) if first else "*"


def _asked(column: str, values: tuple[Any, ...]) -> str:
    words = [str(int(v)) if isinstance(v, bool | int) else f"'{v}'" for v in values if v is not None]
    parts = [f"{column} IN ({', '.join(words)})"] if words else []
    parts += [f"{column} IS NULL"] if None in values else []
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


class Figures:
    """The charts of one page, numbered in their order; `folder` is the way from the page to the site's root."""

    def __init__(self, record: Record, page: str, folder: str = "../") -> None:
        self._record, self._page, self._folder, self._number = record, page, folder, 0

    def show(self, chart: Chart) -> Markup:
        """Return a chart as a block of the page, and leave its files beside the page."""
        self._number += 1
        family = style.fonts(self._record.root / "book")
        source = f"Source: {chart.source}. Export Curbs {self._record.version}, record as of {self._record.as_of}."
        self._leave(chart, source, family)
        return block_from(
            "figure",
            self._record,
            number=self._number,
            chart=chart,
            pictures={
                size: drawn(style.svg(chart.draw(width), family), f"{chart.name}-{width}")
                for width, size in SIZES.items()
            },
            source=source,
            sure=_sure(chart),
            named=list(self._record.sources().named(chart.rows, "" if self._folder else "generated/")),
            most=MOST_NAMED,
            folder=self._folder,
            here="" if self._folder else "generated/",
            address=f"{ADDRESS or ''}{self._page}.html#figure-{chart.name}",
        )

    def _leave(self, chart: Chart, source: str, family: str) -> None:
        wrapped = [textwrap.wrap(words, room) for words, room in
                   ((chart.title, 85), (chart.measured, 115), (source, 130))]  # fmt: skip
        picture = style.svg(style.alone(chart.draw(style.WIDE), *wrapped), family)
        self._record.figures[f"{chart.name}.svg"] = picture.encode()
        self._record.figures[f"{chart.name}.png"] = style.png(picture)
        self._record.figures[f"{chart.name}.csv"] = _csv(chart.rows)


def _sure(chart: Chart) -> str:
    """Return how well the rows of a chart are attested, the most frequent grade first, with what a grade means."""
    grades = Counter(str(row["evidence_grade"]) for row in chart.rows if row.get("evidence_grade"))
    said = "; ".join(f"{counted(n, 'row')} of {graded(grade)}" for grade, n in grades.most_common())
    return said[:1].upper() + said[1:]


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return text.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return int(value) if isinstance(value, bool) else str(value) if isinstance(value, datetime.date) else value
