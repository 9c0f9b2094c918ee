"""Formats: the files of a release that the reader writes, and beside them codebook and types of the columns."""

from pathlib import Path

import pyarrow as pa
from exportcurbs import Dataset
from exportcurbs._export import write_csv

from build.editions.codebook import codebook_table, column_types


def write_texts(published: Dataset, folder: Path) -> None:
    """Write every table as CSV, with codebook.csv and columns.csv."""
    for name in published.tables():
        published.export(name, folder / f"{name}.csv")
    about: dict[str, pa.Table] = {"codebook": codebook_table(), "columns": column_types()}
    for name, table in about.items():
        write_csv(table, folder / f"{name}.csv")


def write_stata(published: Dataset, folder: Path) -> None:
    """Write every table as a dta file."""
    for name in published.tables():
        published.export(name, folder / f"{name}.dta")
