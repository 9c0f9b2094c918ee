"""The past releases: datasets/releases/<version>.json for each, and the Parquet files of those since 0.2.0."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import exportcurbs as ec
import pyarrow as pa
import pyarrow.compute as pc
from exportcurbs import Dataset
from exportcurbs._diff import numbers

from build.write.parquet import copy_dataset
from build.write.swap import replacing


class RecordError(ValueError):
    """A folder that is no whole release, or a record that does not describe its release."""


def read_release(folder: Path) -> Dataset:
    """Read the root of a release or its folder of Parquet files; RecordError if a file is missing or altered."""
    try:
        release = ec.open(folder)
        if altered := release.verify():
            raise ValueError("; ".join(altered))
        if loose := [name for name, table in release.arrow.items() if b"key" not in (table.schema.metadata or {})]:
            raise ValueError(f"{loose[0]}.parquet does not name its key: the build did not write it")
        return release
    except OSError as error:
        raise RecordError(f"{folder} is no whole release: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"{folder} is no whole release: {error}") from error


def last_folder(root: Path, before: str = "") -> Path | None:
    """Return the folder of the last release whose files are kept, or the last before a version; None if none is."""
    kept = (f for f in (root / "datasets" / "releases").glob("*") if f.is_dir() and f.name[:1].isdigit())
    older = (f for f in kept if not before or numbers(f.name) < numbers(before))
    return max(older, key=lambda f: numbers(f.name), default=None)


def last_release(root: Path) -> Dataset:
    """Return the last release recorded; RecordError if its record does not describe it."""
    releases = root / "datasets" / "releases"
    last = read_release(last_folder(root) or releases)
    path = releases / f"{last.version}.json"
    try:
        both = json.loads(path.read_text(encoding="utf-8"))["tables"], last.manifest["tables"]
        recorded, kept = ({name: entry["sha256"] for name, entry in tables.items()} for tables in both)
        if recorded != kept:
            raise ValueError(f"it does not describe the files in {last.folder}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"the record {path} is broken: {error}; restore it from the history") from error
    return last


def write_record(release: Dataset, root: Path) -> Path:
    """Record a release and make it the last one; RecordError if its number is recorded with other data."""
    path = root / "datasets" / "releases" / f"{release.version}.json"
    text = json.dumps(record(release), indent=1, ensure_ascii=False) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") != text:
        raise RecordError(f"{path} records other data: a release never changes, so this one needs another number")
    with replacing(path.parent / release.version) as folder:
        copy_dataset(release, folder)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def record(release: Dataset) -> dict[str, Any]:
    """Return what is kept of a release: rows, hashes, and of each column type, share filled and closed values."""
    tables = {
        name: {
            "rows": table.num_rows,
            **{hashed: release.manifest["tables"][name][hashed] for hashed in ("sha256", "content_sha256")},
            "columns": {field.name: _column(field, table[field.name]) for field in table.schema},
        }
        for name, table in release.arrow.items()
    }
    return {"version": release.version, "as_of": release.as_of, "tables": tables}


def _column(field: pa.Field, cells: pa.ChunkedArray) -> dict[str, Any]:
    is_list = pa.types.is_list(field.type)
    filled = pc.sum(pc.greater(pc.list_value_length(cells), 0)) if is_list else pc.count(cells)
    share = round((filled.as_py() or 0) / len(cells), 6) if len(cells) else 0.0
    kept: dict[str, Any] = {"type": str(field.type).replace("<element: ", "<item: "), "filled": share}
    if values := json.loads((field.metadata or {}).get(b"values", b"[]")):
        counts = Counter((pc.list_flatten(cells) if is_list else cells).to_pylist())
        kept["values"] = {value: counts[value] for value in values}
    return kept
