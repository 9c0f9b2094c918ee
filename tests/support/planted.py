"""Releases with planted changes: copies of a small release in which some tables are edited."""

import hashlib
import json
import shutil

import pyarrow as pa
from exportcurbs._diff import differences

from build.versions.record import read_release
from build.write.parquet import content_hash, write_parquet

# Enough tables for every kind of change; comparing the long ones would only take time.
TABLES_HERE = (
    *("sources", "items", "events", "instruments", "measures", "measure_periods", "listings", "claims"),
    *("observations", "code_status", "material_status"),
)


def doctored(old, folder, number="0.1.0", **edits):
    """Write a copy of a release in which some tables are edited; a table edited to None is left out."""
    shutil.copytree(old.folder, folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) | {"version": number}
    for name in dict.fromkeys((*manifest["tables"], *edits)):
        path, edit = folder / f"{name}.parquet", edits.get(name, lambda table: table)
        table = edit(old.arrow[name]) if callable(edit) else edit
        if table is None:
            del manifest["tables"][name]
            path.unlink()
            continue
        if table.schema.metadata:
            table = table.replace_schema_metadata({**table.schema.metadata, b"version": number.encode()})
        write_parquet(table, path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        entry = {"file": path.name, "rows": table.num_rows, "sha256": digest, "content_sha256": content_hash(table)}
        manifest["tables"][name] = entry
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return read_release(folder)


def cell(column, row, value):
    """Return an edit that sets one cell."""

    def edit(table):
        cells = table[column].to_pylist()
        cells[row] = value
        at = table.column_names.index(column)
        return table.set_column(at, table.schema.field(column), pa.array(cells, table.schema.field(column).type))

    return edit


def field(column, type_=None, nullable=None, **said):
    """Return an edit that changes what the footer says of a column."""

    def edit(table):
        at, was = table.column_names.index(column), table.schema.field(column)
        told = {**{k.decode(): v.decode() for k, v in (was.metadata or {}).items()}, **said}
        now = pa.field(column, type_ or was.type, was.nullable if nullable is None else nullable, told)
        return table.set_column(at, now, table[column].cast(now.type))

    return edit


def both(*edits):
    def edit(table):
        for one in edits:
            table = one(table)
        return table

    return edit


def changes_of(old, folder, **edits):
    return differences(old, doctored(old, folder, **edits))


def value_at(old, name, row, column):
    return old.arrow[name][column][row].as_py()
