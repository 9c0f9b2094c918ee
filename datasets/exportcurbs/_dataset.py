"""The one reading model: a release with everything that can be asked of it."""

import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from errno import ENOENT
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exportcurbs import _cite, _export, _exposure, _flat, _frame, _join, _sources, _status, _treatments, _weights
from exportcurbs._diff import diff as changes
from exportcurbs._fetch import fetched, is_version
from exportcurbs._heavy import pa, pd
from exportcurbs._reader import Reader

if TYPE_CHECKING:
    from exportcurbs._reader import Folder


class Dataset(Reader):
    """One release: its tables, and the answers, sources and files that follow from them.

    `open` gives the one of a folder or zip; the functions of the package are the methods of the installed one. Several
    can be open side by side.
    """

    status = _status.status
    add_status = _frame.add_status
    exposure = _exposure.exposure
    exposure_weights = _weights.exposure_weights
    listings = _flat.listings
    treatments = _treatments.treatments
    join_trade = _join.join_trade
    sources_of = _sources.sources_of
    row_ids = _sources.row_ids
    bibliography = _sources.bibliography
    chain = _flat.chain
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

    where: a path, or the version of a published release (`1.0.0`): the one that came with the package, else its zip
    from the archive, checked by its hash and kept in the user's cache. FileNotFoundError if there is no such file, no
    release in it, or no address of the version yet; ValueError for a manifest that is none or a zip with another hash.
    """
    path = Path(where)
    if not path.exists() and is_version(where):
        here = installed()
        if here.version == where and here.manifest["released"]:
            return here
        path = fetched(str(where), here)
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


def diff(old: Dataset | str | os.PathLike[str], new: Dataset | str | os.PathLike[str] | None = None) -> "pd.DataFrame":
    """Return what changed from one release to another, one row per change, by table.

    old, new: a release or what `open` takes; new is the installed one if not given. Columns: table; kind (row added,
    row removed, value, wording, or what changed of a table or column); step (the version step that it asks for: major,
    minor, patch); row_id; column; old, new (as text, lists joined by `|`); sources (of the new row). The frame's
    `attrs` hold both versions, the step of all changes and the least version that may follow. Errors as of `open`.
    """
    one, other = (r if isinstance(r, Dataset) else open(r) for r in (old, installed() if new is None else new))
    return changes(one, other)


@cache
def installed() -> Dataset:
    """Return the release that came with the package."""
    return _read(Path(__file__).resolve().parent / "data")
