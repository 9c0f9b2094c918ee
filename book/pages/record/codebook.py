"""The codebook: one page per table, their index with diagrams, and all on one page to print."""

from collections.abc import Iterator

import pyarrow as pa

from book.pages.common.markup import code, esc, pipe_table
from book.pages.common.text import Documents, Row, counted, percent, records, stamp, table_link
from book.pages.record.diagram import diagram
from build.compile import Compiled
from build.editions.codebook import type_words
from validation.citations import source_key
from validation.definitions import TABLES
from validation.definitions.tables import GRADES, ColumnInfo, TableInfo, published_columns, table_info

FAMILIES = {
    "shared": "Who and where from",
    "items": "What is controlled",
    "materials": "Materials",
    "law": "Law",
    "episodes": "Restriction episodes",
    "uses": "What it is for",
    "trade": "Numbers",
    "status": "Computed from the law",
}
LONGEST_CELL = 300


def _of_family(family: str) -> list[TableInfo]:
    return [info for info in map(table_info, TABLES) if info.family == family]


def index_page(compiled: Compiled) -> str:
    """Return the page that lists the tables by family, with the diagram of each."""
    sizes = {name: len(compiled.frames[name]) for name in TABLES}
    lines = [
        "# Tables",
        "",
        f"{counted(len(TABLES), 'table')} in {len(FAMILIES)} families, with what one row is. Each page lists the "
        "columns; [one page](codebook.md) has them all, to print. Every table whose rows have sources refers to them "
        f"(left out of the other families' diagrams), row by row in {table_link('row_sources')}.",
        "",
    ]
    for family, title in FAMILIES.items():
        infos = _of_family(family)
        rows = [[table_link(i.name), esc(i.grain), f"{sizes[i.name]:,}"] for i in infos]
        lines += [f"## {title}", "", *diagram(title, (i.name for i in infos), sizes)]
        lines += pipe_table(("Table", "Grain", "Rows"), rows)
    return "\n".join([*lines, stamp(compiled.release), ""])


def printed_page(compiled: Compiled) -> str:
    """Return the whole codebook as one page."""
    lines = ["---", "nosearch: true", "---", "", "# The codebook on one page", ""]
    lines += [f"All tables and columns of version {compiled.release.version}, to print or to read through.", ""]
    for family, title in FAMILIES.items():
        lines += [f"## {title}", ""]
        for info in _of_family(family):
            lines += [f"### {info.name}", "", esc(info.title), ""]
            lines += [f"- **{heading}:** {text}" for heading, text in _facts(compiled, info)]
            lines += ["", *_columns(compiled, info)]
    return "\n".join([*lines, stamp(compiled.release), ""])


def table_page(compiled: Compiled, name: str) -> str:
    """Return the page of one table."""
    info = table_info(name)
    lines = [f"# {name}", "", esc(info.title), ""]
    lines += [f"- **{heading}:** {text}" for heading, text in _facts(compiled, info)]
    lines += ["", "## Columns", "", *_columns(compiled, info)]
    lines += [*_dates(compiled, info), *_example(compiled, info)]
    return "\n".join([*lines, stamp(compiled.release), ""])


def _facts(compiled: Compiled, info: TableInfo) -> Iterator[tuple[str, str]]:
    frame = compiled.frames[info.name]
    yield "Grain", esc(info.grain)
    yield "Key", ", ".join(f"`{k}`" for k in info.key)
    yield "Size", f"{counted(len(frame), 'row')}, {counted(len(published_columns(info)), 'column')}"
    file = f'<a href="../parquet/{info.name}.parquet" download>{info.name}.parquet</a>'
    yield "File", f"{file}, " + ("derived" if info.derived else f"edited as `{info.path}`")
    for columns, target in info.references:
        yield "Together", f"{' and '.join(f'`{c}`' for c in columns)} name a row of {table_link(target)}"
    users = [i.name for i in map(table_info, TABLES) if i.name != info.name and info.name in _targets(i)]
    if users:
        yield "Referred to by", ", ".join(map(table_link, users))
    grades = compiled.grades(info.name)
    if grades:
        mix = (f"{g} {grades[g]:,} ({percent(grades[g], len(frame))})" for g in reversed(GRADES))
        yield "Evidence grades, weakest first", ", ".join(mix)
    if "source_ids" in frame:
        used = {source_key(s) for cell in frame["source_ids"].tolist() for s in cell}
        yield "Sources", f"{counted(len(used), 'document')} cited, listed on the page [Sources](sources.md)"


def _targets(info: TableInfo) -> set[str]:
    return {c.ref for c in info.columns} | {target for _, target in info.references}


def _columns(compiled: Compiled, info: TableInfo) -> list[str]:
    frame = compiled.frames[info.name]
    meanings: dict[tuple[str, str], str] = {}
    if info.name == "episodes":
        meanings = {(r["variable"], r["value"]): r["rule"] for r in records(compiled.frames["coding_rules"])}
    rows = []
    for column in published_columns(info):
        filled = percent(int(frame[column.name].notna().sum()), len(frame))
        rows.append([code(column.name), _told(column, meanings), _kind(column), filled])
    return pipe_table(("Column", "What it says", "Type", "Filled"), rows, "columns")


def _told(column: ColumnInfo, meanings: dict[tuple[str, str], str]) -> str:
    told = f"**{esc(column.title)}.** {esc(column.description)}"
    if column.example:
        told += f" Example: {code(column.example)}."
    if column.ref:
        told += f" Names a row of {table_link(column.ref)}."
    coded = [f"{code(v)} {esc(meanings[column.name, v])}" for v in column.values if (column.name, v) in meanings]
    if coded:
        return f"{told} Values, by {table_link('coding_rules')}:<br>" + "<br>".join(coded)
    return told + (f" Values: {', '.join(code(v) for v in column.values)}." if column.values else "")


def _kind(column: ColumnInfo) -> str:
    told = type_words(column.type)
    told += f", in {esc(column.unit)}" if column.unit else ""
    return told + (", may be empty" if column.nullable else "")


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


def _example(compiled: Compiled, info: TableInfo) -> list[str]:
    """Return the fullest row, of equals the first by key, one line per column."""
    rows = records(compiled.frames[info.name])
    if not rows:
        return []
    full = min(rows, key=lambda r: (sum(v is None for v in r.values()), [str(r[k]) for k in info.key]))
    cells = [[code(c.name), _cell(full[c.name])] for c in published_columns(info) if c.name != "source_ids"]
    cited = Documents.of(compiled).linked(full["source_ids"]) if full.get("source_ids") else ""
    cells += [["Sources", cited]] if cited else []
    return [
        "## A row",
        "",
        "The row with the most cells filled.",
        "",
        *pipe_table(("Column", "Value"), cells, "example"),
    ]


def _cell(value: Row | object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return esc(text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…")
