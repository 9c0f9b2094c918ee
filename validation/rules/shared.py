"""Rules on the family shared: no unused source or publisher, corrections that match what they correct."""

from collections.abc import Iterator

import pyarrow as pa

from validation.citations import source_key
from validation.definitions import TABLES
from validation.definitions.tables import cells, row_ids
from validation.problems import Problem, nearest, or_list, shown
from validation.rules.common import Rule, Tables, elements


def all_used(tables: Tables) -> Iterator[Problem]:
    """Yield sources that no row cites, and publishers of no source."""
    cited: set[str] = set()
    for table in tables.values():
        for column in ("source_ids", "source_id", "quoted_by_id", "origin_id"):
            if column in table.frame and (table.info.name, column) != ("sources", "source_id"):
                for cell in cells(table.frame, column):
                    cited.update(source_key(e) for e in elements(cell))
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


def corrections_match(tables: Tables) -> Iterator[Problem]:
    """Yield corrections of cells that do not hold what they say, or that no correction may touch."""
    corrections = tables["corrections"]
    for line, row in corrections.rows():
        target = tables.get(row["table"])
        if target is None or row["row_id"] is None or row["column_name"] not in target.frame:
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


def retired_once_stood(tables: Tables) -> Iterator[Problem]:
    """Yield retired columns and values whose table or column neither stands nor was retired as a whole."""
    retired = tables["retired"]
    gone = {(row["table"], row["column_name"]) for _, row in retired.rows() if row["value"] is None}
    columns = {name: {*model.to_schema().columns, "evidence_grade"} for name, model in TABLES.items()}
    for line, row in retired.rows():
        table, column = row["table"], row["column_name"]
        if table not in columns and (table, None) not in gone:
            yield Problem(retired.info.path, line, "table", f"{shown(table)} is unknown", or_list(str(table), columns))
        elif row["value"] and column not in columns.get(table, ()) and (table, column) not in gone:
            advice = or_list(str(column), columns.get(table, ()))
            yield Problem(retired.info.path, line, "column_name", f"{shown(column)} is unknown", advice)


RULES: tuple[Rule, ...] = (all_used, corrections_match, retired_once_stood)
