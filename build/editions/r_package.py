"""R: a source package with every table, which R alone installs; the same bytes each time."""

import csv
import datetime
import gzip
import io
import tarfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from exportcurbs import Dataset
from exportcurbs._stata import STAMP

from build.about import NAME
from build.editions.codebook import codebook_table
from validation.definitions.tables import table_info

SOURCES = Path("datasets") / "r" / NAME
# The type of each column as ec_load names it, by the words of the codebook.
TYPES = {
    "text": "text",
    "date": "date",
    "whole number": "integer",
    "number": "number",
    "true or false": "logical",
    "list of text": "list",
}
TOLD = ("table", "column", "type", "required", "unit", "title", "description", "allowed_values")


def write_r_package(published: Dataset, root: Path, folder: Path) -> Path:
    """Write `r/exportcurbs_<version>.tar.gz` of a release folder; return its path.

    The R code is taken from the project root, the tables from the CSV files of the release folder.
    """
    files = {p.relative_to(root / SOURCES).as_posix(): p.read_bytes() for p in _sources(root / SOURCES)}
    files["DESCRIPTION"] = files["DESCRIPTION"].replace(b"Version: 0.0.0", f"Version: {published.version}".encode())
    files["inst/LICENSE-DATA"] = (root / "LICENSE-DATA").read_bytes()
    files |= {f"inst/extdata/{name}": data for name, data in _data(published, folder / "csv").items()}
    path = folder / "r" / f"{NAME}_{published.version}.tar.gz"
    path.write_bytes(_packed({f"{NAME}/{name}": data for name, data in files.items()}))
    return path


def _sources(folder: Path) -> list[Path]:
    return [p for part in ("DESCRIPTION", "NAMESPACE", "LICENSE", "*/*.R", "*/*.Rd") for p in folder.glob(part)]


def _data(published: Dataset, texts: Path) -> dict[str, bytes]:
    """Return the files of inst/extdata: the tables, and what tells R of them."""
    zipped = {name: gzip.compress((texts / f"{name}.csv").read_bytes(), mtime=0) for name in published.arrow}
    files = {f"{name}.csv.gz": data for name, data in zipped.items()}
    tables = [(n, table_info(n).title, t.num_rows, t.num_columns) for n, t in published.arrow.items()]
    columns = [_column(row) for row in codebook_table().to_pylist() if row["table"] in published.arrow]
    about = (published.version, published.as_of, published.cite(), published.cite("bibtex"))
    files["tables.csv"] = _csv(("name", "title", "rows", "columns"), tables)
    files["columns.csv"] = _csv((*TOLD[:-1], "values"), columns)
    files["about.csv"] = _csv(("version", "as_of", "citation", "bibtex"), [about])
    return files


def _column(row: dict[str, str]) -> list[str]:
    return [TYPES[row[name]] if name == "type" else row[name] for name in TOLD]


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def _packed(files: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(files[name]), 0o644
            entry.mtime = int(STAMP.replace(tzinfo=datetime.UTC).timestamp())
            tar.addfile(entry, io.BytesIO(files[name]))
    return gzip.compress(archive.getvalue(), mtime=0)
