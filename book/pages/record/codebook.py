"""The codebook: one page per table, their index with diagrams, and all on one page to print."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from exportcurbs._plurals import counted

from book.pages.common.markup import Markup, code, facts, joined, md, section, table, table_link
from book.pages.common.names import percent
from book.pages.common.record import Record
from book.pages.common.template import from_template
from book.pages.record.diagram import diagram
from build.editions.codebook import type_words
from validation.citations import source_key
from validation.definitions import TABLES
from validation.definitions.families import FAMILIES
from validation.definitions.tables import GRADES, ColumnInfo, TableInfo, published_columns, table_info

LONGEST_CELL = 300


def tables_of(family: str) -> list[TableInfo]:
    """Return the definitions of a family's tables."""
    return [info for info in map(table_info, TABLES) if info.family == family]


def codebook_pages(record: Record) -> Iterator[tuple[str, Markup]]:
    """Yield name and text of the page of every table."""
    for name in TABLES:
        yield f"table-{name}", table_page(record, name)


def tables_page(record: Record) -> Markup:
    """Return the page that lists the tables by family, with the diagram of each."""
    sizes = {name: record.table(name).num_rows for name in TABLES}
    headings, families = ("Table", "Grain", "Rows"), []
    for family, title in FAMILIES.items():
        rows = [[table_link(i.name), i.grain, f"{sizes[i.name]:,}"] for i in tables_of(family)]
        families.append((title, len(rows), diagram(i.name for i in tables_of(family)), table(headings, rows)))
    return from_template("tables", record, sizes=sizes, families=families)


def codebook_page(record: Record) -> Markup:
    """Return the whole codebook as one page."""
    families = (
        section(
            title,
            *(
                section(info.name, info.title, facts(_facts(record, info)), _columns(record, info), level=3)
                for info in tables_of(family)
            ),
        )
        for family, title in FAMILIES.items()
    )
    return record.page(
        "The codebook on one page",
        f"All tables and columns of version {record.version}, to print or to read through.",
        *families,
        nosearch="true",
    )


def table_page(record: Record, name: str) -> Markup:
    """Return the page of one table."""
    info = table_info(name)
    return record.page(
        name,
        info.title,
        facts(_facts(record, info)),
        section("Columns", _columns(record, info)),
        _dates(record, info),
        _example(record, info),
    )


def _facts(record: Record, info: TableInfo) -> Iterator[tuple[str, object]]:
    whole, columns = record.table(info.name), published_columns(info)
    yield "Grain", info.grain
    yield "Key", joined(map(code, info.key))
    yield "Size", f"{counted(whole.num_rows, 'row')}, {counted(len(columns), 'column')}"
    file = md('<a href="../parquet/{file}" download>{file}</a>', file=f"{info.name}.parquet")
    yield "File", md("{}, {}", file, "derived" if info.derived else md("edited as {}", code(info.path)))
    for names, target in info.references:
        yield "Together", md("{} name a row of {}", joined(map(code, names), " and "), table_link(target))
    users = [i.name for i in map(table_info, TABLES) if i.name != info.name and info.name in _targets(i)]
    yield "Referred to by", joined(map(table_link, users))
    grades = Counter(_cells(whole, "evidence_grade"))
    mix = (f"{g} {grades[g]:,} ({percent(grades[g], whole.num_rows)})" for g in reversed(GRADES))
    yield "Evidence grades, weakest first", ", ".join(mix) if grades else ""
    if any(column.name == "source_ids" for column in columns):
        used = {source_key(s) for cited in _cells(whole, "source_ids") for s in cited}
        yield "Sources", md("{} cited, listed on the page [Sources](sources.md)", counted(len(used), "document"))


def _cells(whole: pa.Table, column: str) -> list[Any]:
    return whole[column].to_pylist() if column in whole.column_names else []


def _targets(info: TableInfo) -> set[str]:
    return {c.ref for c in info.columns} | {target for _, target in info.references}


def _columns(record: Record, info: TableInfo) -> Markup:
    whole = record.table(info.name)
    meanings: dict[tuple[str, str], str] = {}
    if info.name == "episodes":
        meanings = {(r["variable"], r["value"]): r["rule"] for r in record.rows("coding_rules")}
    cells = [
        [
            code(column.name),
            _described(column, meanings),
            _kind(column),
            percent(_filled(whole, column.name), whole.num_rows),
        ]
        for column in published_columns(info)
    ]
    return table(("Column", "What it says", "Type", "Filled"), cells, "columns")


def _filled(whole: pa.Table, column: str) -> int:
    return whole.num_rows - whole[column].null_count if whole.num_rows else 0


def _described(column: ColumnInfo, meanings: dict[tuple[str, str], str]) -> Markup:
    parts = [md("**{}.** {}", column.title, column.description)]
    parts += [md("Example: {}.", code(column.example))] if column.example else []
    parts += [md("Names a row of {}.", table_link(column.ref))] if column.ref else []
    coded = [md("{} {}", code(v), meanings[column.name, v]) for v in column.values if (column.name, v) in meanings]
    if coded:
        parts += [joined([md("Values, by {}:", table_link("coding_rules")), *coded], Markup("<br>"))]
    elif column.values:
        parts += [md("Values: {}.", joined(map(code, column.values)))]
    return joined(parts, " ")


def _kind(column: ColumnInfo) -> str:
    kind = type_words(column.type) + (f", in {column.unit}" if column.unit else "")
    return kind + (", may be empty" if column.nullable else "")


def _dates(record: Record, info: TableInfo) -> Markup:
    whole, cells = record.table(info.name), []
    for name in [c.name for c in info.columns if pa.types.is_date(c.type)]:
        filled = _filled(whole, name)
        span = pc.min_max(whole[name]).as_py() if filled else {"min": "–", "max": "–"}
        cells.append([code(name), span["min"], span["max"], f"{filled:,} of {whole.num_rows:,}"])
    return section("Dates covered", table(("Column", "Earliest", "Latest", "Filled"), cells))


def _example(record: Record, info: TableInfo) -> Markup:
    """Return the fullest row, of equals the first by key, one line per column."""
    whole = record.table(info.name)
    if not whole.num_rows:
        return Markup("")
    fullest = sum(pc.is_valid(c).cast("int8").to_numpy() for c in whole.columns).argmax()
    full = whole.slice(fullest, 1).to_pylist()[0]
    cells = [[code(c.name), _cell(full[c.name])] for c in published_columns(info) if c.name != "source_ids"]
    if full.get("source_ids"):
        cells.append([Markup("Sources"), record.sources().linked(full["source_ids"])])
    return section("A row", "The row with the most cells filled.", table(("Column", "Value"), cells, "example"))


def _cell(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
