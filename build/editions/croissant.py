"""Croissant: the Parquet files described so that machine-learning tools read their records."""

from typing import Any

import mlcroissant as mlc  # type: ignore[import-untyped]
import pyarrow as pa
from exportcurbs import Dataset

from build import about
from validation.definitions.tables import ColumnInfo, TableInfo, published_columns, table_info

_TYPES = {
    pa.date32(): mlc.DataType.DATE,
    pa.int32(): mlc.DataType.INT32,
    pa.float64(): mlc.DataType.FLOAT64,
    pa.bool_(): mlc.DataType.BOOL,
}


def croissant(published: Dataset) -> dict[str, Any]:
    """Return the Croissant description of a release; its files lie in parquet/ beside it."""
    metadata = mlc.Metadata(
        ctx=mlc.Context(conforms_to="http://mlcommons.org/croissant/1.1"),
        name=about.NAME,
        description=about.ABSTRACT,
        version=published.version,
        license=[about.DATA_LICENCE_URL],
        creators=[(mlc.Person if "," in n else mlc.Organization)(name=n) for n in about.AUTHORS],
        keywords=list(about.KEYWORDS),
        in_language=["en", "zh"],
        cite_as=published.manifest["citation"],
        url=about.ADDRESS,
        date_published=about.RELEASED,
        distribution=[_file(entry) for entry in published.manifest["tables"].values()],
        record_sets=[_records(table_info(name)) for name in published.tables()],
    )
    document: dict[str, Any] = metadata.to_json()
    return document


def _file(entry: dict[str, Any]) -> Any:
    return mlc.FileObject(
        id=entry["file"],
        name=entry["file"],
        description=entry["title"],
        content_url=f"parquet/{entry['file']}",
        content_size=f"{entry['bytes']} B",
        encoding_formats=["application/x-parquet"],
        sha256=entry["sha256"],
    )


def _records(info: TableInfo) -> Any:
    return mlc.RecordSet(
        id=info.name,
        name=info.name,
        description=f"{info.title} One row: {info.grain}",
        key=[f"{info.name}/{name}" for name in info.key],
        fields=[_field(info.name, c) for c in published_columns(info)],
    )


def _field(table: str, column: ColumnInfo) -> Any:
    is_list = bool(pa.types.is_list(column.type))
    words = [f"{column.title}. {column.description}", f"Unit: {column.unit}." if column.unit else ""]
    # in words: a reader would join a table given as `references`, and fails on lists and on references in a circle
    words.append(f"Refers to the table {column.ref}." if column.ref else "")
    return mlc.Field(
        id=f"{table}/{column.name}",
        name=column.name,
        description=" ".join(filter(None, words)),
        data_types=[_TYPES.get(column.type, mlc.DataType.TEXT)],
        is_array=True if is_list else None,
        array_shape="-1" if is_list else None,
        source=mlc.Source(file_object=f"{table}.parquet", extract=mlc.Extract(column=column.name)),
    )
