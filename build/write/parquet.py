"""Write: Parquet files and their manifest, as bytes that depend on the data and on nothing else."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from exportcurbs import Dataset

from build import about
from build.about import AUTHORS, DATA_LICENCE, NAME, TITLE
from validation.definitions import TABLES
from validation.definitions.tables import TableInfo, arrow_schema, published_columns, table_info

HASHED_AT_ONCE = 200_000


@dataclass(frozen=True)
class Release:
    """What every file says of the release it belongs to."""

    version: str
    as_of: str
    licence: str = DATA_LICENCE

    @property
    def citation(self) -> str:
        """Return the citation as text."""
        return (
            f"{', '.join(AUTHORS)}. {TITLE}. Dataset, version {self.version}, record as of {self.as_of}. "
            f"Licence {self.licence}."
        )

    @property
    def given_citation(self) -> str:
        """Return the citation with what publishing gave; the Parquet files, whose hashes stay, do not hold it."""
        given = (about.RELEASED and f"Released {about.RELEASED}.", about.DOI and f"DOI: {about.DOI}.")
        return " ".join(filter(None, (self.citation, *given)))

    def entries(self) -> dict[str, str]:
        """Return the entries of a manifest: those of a footer, the citation with what publishing gave."""
        return {**self.metadata(), "citation": self.given_citation}

    def metadata(self) -> dict[str, str]:
        """Return the footer entries of a Parquet file."""
        return {"version": self.version, "as_of": self.as_of, "licence": self.licence, "citation": self.citation}


def to_arrow(info: TableInfo, frame: pd.DataFrame, release: Release) -> pa.Table:
    """Return the published Arrow table: columns in order, rows sorted by key, metadata of table and release."""
    schema = arrow_schema(info, {"name": info.name, **release.metadata()})
    table = pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False)
    order = [(name, "ascending") for name in info.key]
    sorted_table = table.sort_by(order) if table.num_rows else table
    return sorted_table.replace_schema_metadata(schema.metadata).combine_chunks()


def content_hash(table: pa.Table) -> str:
    """Return a hash of schema and rows that does not change with the Parquet writer.

    SHA-256 of the schema as JSON (name, type, nullable) and of the rows as CSV (lists joined by `|`). Arrow calls the
    elements of a list `item`, Parquet `element`: the hash does not tell them apart.
    """
    schema = [[f.name, str(f.type).replace("<element: ", "<item: "), f.nullable] for f in table.schema]
    found = hashlib.sha256((json.dumps(schema) + "\n").encode())
    for start in range(0, table.num_rows, HASHED_AT_ONCE):
        part = table.slice(start, HASHED_AT_ONCE)
        lines = pc.binary_join_element_wise(*(_written(column) for column in part.columns), ",")
        found.update("".join(f"{line}\n" for line in lines.to_pylist()).encode())
    return found.hexdigest()


def _written(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as CSV has it; each value that occurs is written once."""
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, "|")
    codes = column.combine_chunks().dictionary_encode()
    texts = pa.array(["" if v is None else _quoted(str(v)) for v in codes.dictionary.to_pylist()], pa.string())
    return pc.fill_null(texts.take(codes.indices), "")


def _quoted(text: str) -> str:
    quoted = any(character in text for character in ',"\n')
    return '"' + text.replace('"', '""') + '"' if quoted else text


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write one table with fixed settings, so that equal tables give equal bytes under one pyarrow."""
    pq.write_table(table, path, 64_000, compression="zstd", compression_level=9, write_page_index=True)


def in_memory(frames: Mapping[str, pd.DataFrame], release: Release) -> Dataset:
    """Return the tables of a release as the reader reads them, without a file."""
    tables = {name: to_arrow(table_info(name), frames[name], release) for name in TABLES if name in frames}
    return Dataset.of(tables, manifest(release, {name: _entry(name, table) for name, table in tables.items()}))


def _entry(name: str, table: pa.Table) -> dict[str, object]:
    info = table_info(name)
    size = {"rows": table.num_rows, "columns": len(published_columns(info))}
    return {"file": f"{name}.parquet", "title": info.title, **size}


def manifest(release: Release, entries: Mapping[str, dict[str, object]]) -> dict[str, object]:
    """Return a manifest: what it is, by whom, what publishing gave, and its tables."""
    # null until publishing gives them
    given = {"doi": about.DOI, "address": about.ADDRESS, "released": about.RELEASED}
    who = {"name": NAME, "title": TITLE, "authors": list(AUTHORS)}
    return {**who, **given, **release.entries(), "tables": entries}


def write_dataset(frames: Mapping[str, pd.DataFrame], release: Release, folder: Path) -> dict[str, dict[str, object]]:
    """Write every table and manifest.json into an empty folder; return the manifest's entries by table."""
    entries: dict[str, dict[str, object]] = {}
    for name in TABLES:
        table = to_arrow(table_info(name), frames[name], release)
        path = folder / f"{name}.parquet"
        write_parquet(table, path)
        path.chmod(0o644)
        data = path.read_bytes()
        hashes = {"sha256": hashlib.sha256(data).hexdigest(), "content_sha256": content_hash(table)}
        entries[name] = {**_entry(name, table), "bytes": len(data), **hashes}
    path = folder / "manifest.json"
    text = json.dumps(manifest(release, entries), indent=2, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    path.chmod(0o644)
    return entries


def copy_dataset(published: Dataset, folder: Path) -> None:
    """Copy the Parquet files of a release and their manifest, as they are, into an empty folder."""
    files = [published.path(name) for name in published.tables()]
    for file in (files[0].with_name("manifest.json"), *files):
        shutil.copyfile(file, folder / file.name)
