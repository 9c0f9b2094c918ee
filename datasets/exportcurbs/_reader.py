"""The reader: find, load and describe the tables that the package carries."""

import difflib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

DATA = Path(__file__).resolve().parent / "data"


@cache
def manifest() -> dict[str, Any]:
    """Return manifest.json: version, as_of, licence, citation and, per table, rows, columns and hashes."""
    loaded: dict[str, Any] = json.loads((DATA / "manifest.json").read_text(encoding="utf-8"))
    return loaded


def tables() -> list[str]:
    """Return the names of the tables, in the order of the documentation."""
    return list(manifest()["tables"])


def path(name: str) -> Path:
    """Return the path of a table's Parquet file; KeyError, listing the known names, for an unknown one."""
    entries = manifest()["tables"]
    if name not in entries:
        close = difflib.get_close_matches(name, entries, n=1)
        guess = f" Did you mean {close[0]!r}?" if close else ""
        raise KeyError(f"there is no table {name!r}.{guess} The tables are: {', '.join(entries)}")
    return DATA / str(entries[name]["file"])


def load(name: str) -> "pd.DataFrame":
    """Return a table as a DataFrame with true types (dates, integers and lists as Arrow types, empty cells missing).

    `attrs` holds name, title, version, as_of, licence and citation. KeyError for an unknown name.
    """
    import pandas as pd
    import pyarrow.parquet as pq

    table = pq.read_table(path(name))
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    told = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items()}
    frame.attrs = {k: told[k] for k in ("name", "title", "version", "as_of", "licence", "citation")}
    return frame


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


def cite() -> str:
    """Return the citation of this version as text."""
    return str(manifest()["citation"])


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
        raise KeyError(f"there is no platform {platform!r}; the platforms are: {', '.join(sorted(ids))}")
    chains = load("supply_chains")
    titles = load("measures")[["measure_id", "title"]]
    touched: pd.DataFrame = chains[chains["platform_id"] == found[0]].merge(titles, on="measure_id", how="left")
    return touched
