"""The codebook: one page per table, and their index, from the definitions and the compiled rows."""

from collections.abc import Iterator

import pyarrow as pa

from book.pages.text import code, counted, esc, percent, pipe_table, records, stamp
from build.compile import Compiled
from validation.citations import source_key
from validation.schemas import TABLES
from validation.tables import GRADES, ColumnInfo, TableInfo, published_columns, table_info

FAMILIES = {
    "shared": "Who and where from",
    "dual_use_items": "Dual-use items",
    "rare_earth_applications": "Materials",
    "restriction_episodes": "Law and restriction episodes",
    "status": "Computed from the law",
}


def table_link(name: str) -> str:
    """Return a link to a table's page."""
    return f"[`{name}`](table-{name}.md)"


def index_page(compiled: Compiled) -> str:
    """Return the page that lists the tables by family."""
    lines = ["# Tables", "", "Every table with what one row is. Each page lists the columns.", ""]
    for family, title in FAMILIES.items():
        infos = [info for info in map(table_info, TABLES) if info.family == family]
        rows = [[table_link(i.name), esc(i.grain), f"{len(compiled.frames[i.name]):,}"] for i in infos]
        lines += [f"## {title}", "", *pipe_table(("Table", "Grain", "Rows"), rows)]
    return "\n".join([*lines, stamp(compiled.release), ""])


def table_page(compiled: Compiled, name: str) -> str:
    """Return the page of one table."""
    info = table_info(name)
    lines = [f"# {name}", "", esc(info.title), ""]
    lines += [f"- **{heading}:** {text}" for heading, text in _facts(compiled, info)]
    lines += ["", "## Columns", ""]
    lines += pipe_table(
        ("Column", "What it says", "Type", "Required", "Unit", "Allowed values", "References"),
        [_column(c) for c in published_columns(info)],
        "columns",
    )
    for columns, target in info.references:
        pair = " and ".join(f"`{c}`" for c in columns)
        lines += [f"Together, {pair} name a row of {table_link(target)}.", ""]
    lines += _dates(compiled, info)
    return "\n".join([*lines, stamp(compiled.release), ""])


def _facts(compiled: Compiled, info: TableInfo) -> Iterator[tuple[str, str]]:
    frame = compiled.frames[info.name]
    yield "Grain", esc(info.grain)
    yield "Key", ", ".join(f"`{k}`" for k in info.key)
    yield "Size", f"{counted(len(frame), 'row')}, {counted(len(published_columns(info)), 'column')}"
    yield "File", f"`{info.name}.parquet`, " + ("derived" if info.derived else f"edited as `{info.path}`")
    grades = compiled.grades(info.name)
    if grades:
        mix = (f"{g} {grades[g]:,} ({percent(grades[g], len(frame))})" for g in reversed(GRADES))
        yield "Evidence grades, weakest first", ", ".join(mix)
    if "source_ids" in frame:
        used = {source_key(s) for cell in frame["source_ids"].tolist() for s in cell}
        yield "Sources", f"{counted(len(used), 'document')} cited, listed on the page [Sources](sources.md)"


def _column(column: ColumnInfo) -> list[str]:
    told = f"**{esc(column.title)}.** {esc(column.description)}"
    if column.example:
        told += f" Example: {code(column.example)}."
    return [
        code(column.name),
        told,
        _type(column.type),
        "no" if column.nullable else "yes",
        esc(column.unit),
        ", ".join(code(v) for v in column.values),
        table_link(column.ref) if column.ref else "",
    ]


def _type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"list of {_type(kind.value_type)}"
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_integer(kind):
        return "whole number"
    return "number" if pa.types.is_floating(kind) else "text"


def _dates(compiled: Compiled, info: TableInfo) -> list[str]:
    names = [c.name for c in info.columns if pa.types.is_date(c.type)]
    if not names:
        return []
    rows, table = records(compiled.frames[info.name]), []
    for name in names:
        days = [row[name] for row in rows if row[name] is not None]
        span = [str(min(days)), str(max(days))] if days else ["–", "–"]
        table.append([code(name), *span, f"{len(days):,} of {len(rows):,}"])
    return ["## Dates covered", "", *pipe_table(("Column", "Earliest", "Latest", "Filled"), table)]
