"""The one reading model: a release with everything that can be asked of it."""

import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from errno import ENOENT
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exportcurbs import _cite, _export, _frame, _listings, _sources, _status
from exportcurbs._reader import Reader

if TYPE_CHECKING:
    import pyarrow as pa

    from exportcurbs._reader import Folder


class Dataset(Reader):
    """One release: its tables, and the answers, sources and files that follow from them.

    `open` gives the one of a folder or zip; the functions of the package are the methods of the installed one. Several
    can be open side by side.
    """

    status = _status.status
    add_status = _frame.add_status
    listings = _listings.listings
    sources_of = _sources.sources_of
    row_ids = _sources.row_ids
    bibliography = _sources.bibliography
    cite = _cite.cite
    export = _export.export
    verify = _export.verify

    @classmethod
    def of(cls, tables: "Mapping[str, pa.Table]", manifest: Mapping[str, Any]) -> "Dataset":
        """Return a release of Arrow tables in memory, each with the metadata of its definition.

        manifest: what is said of the release and, as far as known, of each table.
        """
        known = manifest.get("tables", {})
        entries = {name: known.get(name, {}) | {"rows": table.num_rows} for name, table in tables.items()}
        return cls({**manifest, "tables": entries}, in_memory=tables)


def open(where: str | os.PathLike[str]) -> Dataset:
    """Return the release in a folder of Parquet files, in a folder that holds it as `parquet/`, or in a release's zip.

    FileNotFoundError if there is no such file, or no release in it; ValueError for a manifest that is none.
    """
    path = Path(where)
    if not path.exists():
        raise FileNotFoundError(ENOENT, "no such folder or zip", str(path))
    for folder in _folders(path):
        if (folder / "manifest.json").is_file():
            return _read(folder)
    lacking = "no manifest.json in it; give a folder of Parquet files, an unpacked release or its zip"
    raise FileNotFoundError(ENOENT, lacking, str(path))


def _read(folder: "Folder") -> Dataset:
    return Dataset(_manifest(folder / "manifest.json"), folder)


def _manifest(path: "Folder") -> dict[str, Any]:
    """Return what a manifest says; ValueError if it is not one of a release."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        files = [str(entry["file"]) for entry in found["tables"].values()]
        alone = len(set(files)) == len(files) and not any("/" in file or "\\" in file for file in files)
        if alone and set(found) >= {"name", "version", "as_of", "licence", "citation"}:
            return dict(found)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise ValueError(f"{path}: is no manifest of a release; unpack or install the release anew")


def _folders(path: Path) -> "Iterator[Folder]":
    if path.is_dir():
        yield from (path, path / "parquet")
    elif zipfile.is_zipfile(path):
        root = zipfile.Path(path)
        yield from (root, root / "parquet", *(folder / "parquet" for folder in root.iterdir()))


@cache
def installed() -> Dataset:
    """Return the release that came with the package."""
    return _read(Path(__file__).resolve().parent / "data")
