"""Checks between tables: references, citations, use of sources and publishers, corrections."""

import re
from collections.abc import Iterator, Mapping

import pyarrow as pa

from validation.citations import source_key
from validation.definitions import TABLES
from validation.definitions.tables import TypedTable, cells, row_ids
from validation.problems import Problem, nearest, or_list, shown

Tables = Mapping[str, TypedTable]
# Columns of country codes, with the code for all countries that may stand there.
PLACES = {
    "ALL": (("measures", "destinations"), ("episodes", "targets")),
    "WLD": (("observations", "reporter"), ("observations", "partner"), ("use_shares", "geography")),
    "": (("platforms", "operators"), ("platforms", "manufacturer_countries")),
}
# Looking for the key that was meant takes a while: a column of other things altogether gets so many guesses.
GUESSES = 100


def integrity_problems(tables: Tables) -> list[Problem]:
    """Return every dangling reference, unused source or publisher, and correction that matches nothing."""
    return [
        *_references(tables),
        *_composite_references(tables),
        *_destinations(tables),
        *_unused(tables),
        *_named(tables),
        *_corrections(tables),
    ]


def _known(tables: Tables, name: str) -> set[str]:
    return {str(v) for v in cells(tables[name].frame, tables[name].info.key[0]) if v is not None}


def _references(tables: Tables) -> Iterator[Problem]:
    for table in tables.values():
        for column in table.info.columns:
            if not column.ref:
                continue
            known, guesses = _known(tables, column.ref), GUESSES
            for line, cell in zip(table.lines, cells(table.frame, column.name), strict=True):
                for element in _elements(cell):
                    key = source_key(element) if column.name == "source_ids" else element
                    if key not in known:
                        noun = re.sub("ie$", "y", column.ref.replace("_", " ").removesuffix("s"))
                        close = nearest(key, known) if guesses > 0 else ""
                        guesses -= 1
                        advice = close or f"add it to {tables[column.ref].info.path}"
                        yield Problem(table.info.path, line, column.name, f"{shown(key)} is an unknown {noun}", advice)


def _elements(cell: object) -> list[str]:
    if isinstance(cell, str):
        return [cell]
    return [] if cell is None or not hasattr(cell, "__iter__") else [str(e) for e in cell]


def _composite_references(tables: Tables) -> Iterator[Problem]:
    for table in tables.values():
        for columns, target in table.info.references:
            key = tables[target].info.key
            known = {tuple(r[k] for k in key) for _, r in tables[target].rows()}
            for line, row in table.rows():
                parts = tuple(row[c] for c in columns)
                if parts[-1] is not None and parts not in known:
                    codes = [str(p[-1]) for p in known if p[:-1] == parts[:-1]]
                    advice = nearest(str(parts[-1]), codes) or f"add it to {tables[target].info.path}"
                    found = f"{shown('/'.join(map(str, parts)))} is unknown"
                    yield Problem(table.info.path, line, columns[-1], found, advice)


def _destinations(tables: Tables) -> Iterator[Problem]:
    """Yield the codes of places that are neither a country nor, where that may stand, ALL or WLD."""
    known = _known(tables, "countries")
    for everywhere, name, column in ((e, *place) for e, places in PLACES.items() for place in places):
        table = tables[name]
        for line, cell in zip(table.lines, cells(table.frame, column), strict=True):
            for code in _elements(cell):
                if code not in known | {everywhere}:
                    advice = nearest(code, known) or f"add it to {tables['countries'].info.path}"
                    yield Problem(table.info.path, line, column, f"{shown(code)} is an unknown country", advice)


def _named(tables: Tables) -> Iterator[Problem]:
    """Yield names of tables, columns and values that no definition knows."""
    columns = {name: {*model.to_schema().columns, "row"} for name, model in TABLES.items()}
    coded = {c.name: c.values for c in tables["episodes"].info.columns if c.values}
    for name, first, second, known in (
        ("reading_checks", "checked_table", "column_name", columns),
        ("coding_rules", "variable", "value", coded),
        ("codings", "variable", "", coded),
    ):
        for line, row in tables[name].rows():
            inside = known.get(row[first])
            if inside is None or (second and row[second] not in inside):
                column = second if inside else first
                advice = or_list(str(row[column]), inside or known)
                yield Problem(tables[name].info.path, line, column, f"{shown(row[column])} is unknown", advice)


def _unused(tables: Tables) -> Iterator[Problem]:
    cited: set[str] = set()
    for table in tables.values():
        for column in ("source_ids", "quoted_by_id", "origin_id"):
            if column in table.frame:
                for cell in cells(table.frame, column):
                    cited.update(source_key(e) for e in _elements(cell))
    sources = tables["sources"]
    for line, row in sources.rows():
        if row["source_id"] not in cited:
            yield Problem(
                sources.info.path, line, "source_id", f"no row cites {shown(row['source_id'])}", "cite it or remove it"
            )
    publishers = tables["publishers"]
    used = {row["publisher_id"] for _, row in sources.rows()}
    for line, row in publishers.rows():
        if row["publisher_id"] not in used:
            found = f"no source names {shown(row['publisher_id'])}"
            yield Problem(publishers.info.path, line, "publisher_id", found, "name it or remove it")


def _corrections(tables: Tables) -> Iterator[Problem]:
    corrections = tables["corrections"]
    for line, row in corrections.rows():
        if row["table"] is None or row["row_id"] is None or row["column_name"] is None:
            continue
        target = tables.get(row["table"])
        if target is None or row["column_name"] not in target.frame:
            found = f"there is no column {shown(row['column_name'])} in a table {shown(row['table'])}"
            yield Problem(
                corrections.info.path,
                line,
                "column_name" if target else "table",
                found,
                "name an existing table and column",
            )
            continue
        column = target.info.column(row["column_name"])
        if column.each or column.type != pa.string() or column.name in target.info.key:
            found = f"{shown(column.name)} is not a text column outside the key"
            yield Problem(corrections.info.path, line, "column_name", found, "correct the curated cell itself")
            continue
        corrected = str(row["corrected"])
        if column.values and corrected not in column.values:
            advice = or_list(corrected, column.values)
            yield Problem(corrections.info.path, line, "corrected", f"{shown(corrected)} is not in the list", advice)
        held = dict(zip(row_ids(target.info, target.frame), cells(target.frame, row["column_name"]), strict=True))
        if row["row_id"] not in held:
            advice = nearest(row["row_id"], held) or "remove the correction"
            yield Problem(corrections.info.path, line, "row_id", f"no row {shown(row['row_id'])}", advice)
        elif str(held[row["row_id"]]) != row["printed"]:
            found = f"the cell holds {shown(held[row['row_id']])}, not {shown(row['printed'])}"
            yield Problem(corrections.info.path, line, "printed", found, "remove the correction or restore the cell")
