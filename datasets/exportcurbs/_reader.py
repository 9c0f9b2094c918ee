"""The reader: find, load and describe the tables that the package carries."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

Row = dict[str, Any]
DATA = Path(__file__).resolve().parent / "data"


@cache
def manifest() -> dict[str, Any]:
    """Return manifest.json: version, as_of, licence, citation and, per table, rows, columns and hashes."""
    loaded: dict[str, Any] = json.loads((DATA / "manifest.json").read_text(encoding="utf-8"))
    return loaded


@cache
def rows(name: str) -> list[Row]:
    """Return the rows of a table as plain Python values: the package's own copy, never to be changed."""
    found: list[Row] = load(name, engine="arrow").to_pylist()
    return found


@cache
def rows_by(name: str, *columns: str) -> dict[Any, list[Row]]:
    """Return the rows of a table by what a column holds, or by the cells of several columns."""
    found: dict[Any, list[Row]] = {}
    for row in rows(name):
        found.setdefault(row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns), []).append(row)
    return found


def guess(text: str, known: Iterable[str], names: Mapping[str, str] | None = None) -> str:
    """Return ` Did you mean ...?` with the known id nearest to a text, by id or by name; nothing if none is near."""
    import difflib

    ids = {name.casefold(): known_id for name, known_id in (names or {}).items()} | {k.casefold(): k for k in known}
    close = difflib.get_close_matches(text.casefold(), ids, n=1)
    return f" Did you mean {ids[close[0]]!r}?" if close else ""


def tables() -> list[str]:
    """Return the names of the tables, in the order of the documentation."""
    return list(manifest()["tables"])


def path(name: str) -> Path:
    """Return the path of a table's Parquet file; KeyError, listing the known names, for an unknown one."""
    entries = manifest()["tables"]
    if name not in entries:
        raise KeyError(f"there is no table {name!r}.{guess(name, entries)} The tables are: {', '.join(entries)}")
    return DATA / str(entries[name]["file"])


@overload
def load(name: str, engine: Literal["pandas"] = "pandas") -> "pd.DataFrame": ...
@overload
def load(name: str, engine: Literal["arrow"]) -> "pa.Table": ...
def load(name: str, engine: str = "pandas") -> "pd.DataFrame | pa.Table":
    """Return a table as a DataFrame with true types (dates, integers and lists as Arrow types, empty cells missing).

    engine: `pandas`, or `arrow` for a pyarrow Table. `attrs` of the frame (the metadata of the Arrow schema) hold name,
    title, version, as_of, licence and citation; that of `attrs` is `cite()`. KeyError for an unknown name, ValueError
    for an unknown engine.
    """
    import pyarrow.parquet as pq

    if engine not in ("pandas", "arrow"):
        raise ValueError(f"unknown engine {engine!r}; write pandas or arrow")
    table = pq.read_table(path(name))
    if engine == "arrow":
        return table
    import pandas as pd

    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    told = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items()}
    frame.attrs = {k: told[k] for k in ("name", "title", "version", "as_of", "licence")}
    frame.attrs["citation"] = manifest()["citation"]
    return frame


def connect() -> "duckdb.DuckDBPyConnection":
    """Return a DuckDB connection in memory that has every table as a view; a query reads only what it needs."""
    import duckdb

    connection = duckdb.connect()
    for name in tables():
        connection.read_parquet(str(path(name))).create_view(name)
    return connection


def verify() -> list[str]:
    """Return how the installed files differ from manifest.json, one line per file; an empty list if they do not."""
    from hashlib import sha256

    found = []
    for entry in manifest()["tables"].values():
        file = DATA / entry["file"]
        if not file.is_file():
            found.append(f"{file.name}: missing")
        elif sha256(file.read_bytes()).hexdigest() != entry["sha256"]:
            found.append(f"{file.name}: differs from the file that was published")
    known = {entry["file"] for entry in manifest()["tables"].values()}
    return found + [f"{f.name}: not of this version" for f in sorted(DATA.glob("*.parquet")) if f.name not in known]


def describe(name: str) -> "pd.DataFrame":
    """Return what the columns of a table mean, one row per column.

    Columns: column, type, required, unit, title, description, values (the closed list, if any), references (the table
    whose key it holds, if any). The frame's `attrs` hold title, grain and key. KeyError for an unknown name.
    """
    import pandas as pd
    import pyarrow.parquet as pq

    schema = pq.read_schema(path(name))
    frame = pd.DataFrame([_described(field) for field in schema])
    told = {k.decode(): v.decode() for k, v in schema.metadata.items()}
    frame.attrs = {"title": told["title"], "grain": told["grain"], "key": json.loads(told["key"])}
    return frame


def _described(field: "pa.Field") -> dict[str, Any]:
    told = {k.decode(): v.decode() for k, v in (field.metadata or {}).items()}
    return {
        "column": field.name,
        "type": str(field.type),
        "required": not field.nullable,
        "unit": told.get("unit", ""),
        "title": told.get("title", ""),
        "description": told.get("description", ""),
        "values": json.loads(told.get("values", "[]")),
        "references": told.get("references", ""),
    }


def chain(platform: str) -> "pd.DataFrame":
    """Return which notices touch a platform, through which material, use, control code and customs code.

    platform: a platform_id or name (`F-35`); one row per material, code and measure, with the columns of
    `supply_chains` and the title of the measure. KeyError, listing the known platforms, for an unknown one.
    """
    platforms = load("platforms")
    wanted = platform.casefold().replace(" ", "-")
    ids, names = platforms["platform_id"].tolist(), platforms["name"].tolist()
    found = [i for i, n in zip(ids, names, strict=True) if wanted in (i, n.casefold().replace(" ", "-"))]
    if not found:
        raise KeyError(f"there is no platform {platform!r}.{guess(platform, ids)} The platforms are: {', '.join(ids)}")
    chains = load("supply_chains")
    titles = load("measures")[["measure_id", "title"]]
    touched: pd.DataFrame = chains[chains["platform_id"] == found[0]].merge(titles, on="measure_id", how="left")
    touched.attrs = chains.attrs
    return touched
