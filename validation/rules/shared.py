"""Rules on the family shared: no unused source or publisher, corrections that match what they correct."""

from collections.abc import Iterator

import pyarrow as pa

from validation.citations import source_key
from validation.definitions import TABLES
from validation.definitions.tables import Row, cells, row_ids
from validation.problems import Problem, nearest, or_list, shown
from validation.rules.common import Faults, Tables, different, each, known, rule, unnamed


@rule
def all_used(tables: Tables) -> Iterator[Problem]:
    """Yield sources that no row cites, and publishers of no source."""
    cited: set[str] = set()
    for table in tables.values():
        for column in (c.name for c in table.info.columns if c.ref == "sources"):
            cited.update(source_key(e) for e in different(table, column) if e is not None)
    yield from unnamed(tables["sources"], cited, "no row cites {}", "cite it or remove it")
    used = tables["sources"].by("publisher_id")
    yield from unnamed(tables["publishers"], used, "no source names {}", "name it or remove it")


@each("corrections")
def corrections_match(row: Row, tables: Tables) -> Faults:
    """Yield corrections of cells that do not hold what they say, or that no correction may touch."""
    target, name, corrected = tables.get(row["table"]), row["column_name"], str(row["corrected"])
    if target is None or row["row_id"] is None or name not in target.frame:
        return
    column = target.info.column(name)
    if column.each or column.type != pa.string() or name in target.info.key:
        yield "column_name", f"{shown(name)} is not a text column outside the key", "correct the curated cell itself"
        return
    if column.values and corrected not in column.values:
        yield "corrected", f"{shown(corrected)} is not in the list", or_list(corrected, column.values)
    held = dict(zip(row_ids(target.info, target.frame), cells(target.frame, name), strict=True))
    if row["row_id"] not in held:
        advice = nearest(row["row_id"], held) or "remove the correction"
        yield "row_id", f"no row {shown(row['row_id'])}", advice
    elif str(held[row["row_id"]]) != row["printed"]:
        found = f"the cell holds {shown(held[row['row_id']])}, not {shown(row['printed'])}"
        yield "printed", found, "remove the correction or restore the cell"


@each("retired")
def retired_once_stood(row: Row, tables: Tables) -> Faults:
    """Yield retired columns and values whose table or column neither stands nor was retired as a whole."""
    gone = tables["retired"].by("table", "column_name", "value")
    table, column = row["table"], row["column_name"]
    if table in tables and row["value"] in known(tables, table) and column == tables[table].info.key[0]:
        yield "value", f"{shown(row['value'])} is in use", "remove the row, or the one that is retired"
    if table not in TABLES and (table, None, None) not in gone:
        yield "table", f"{shown(table)} is unknown", or_list(str(table), TABLES)
    elif row["value"] and (table, column, None) not in gone:
        columns = {*TABLES[table].to_schema().columns, "evidence_grade"} if table in TABLES else ()
        if column not in columns:
            yield "column_name", f"{shown(column)} is unknown", or_list(str(column), columns)
