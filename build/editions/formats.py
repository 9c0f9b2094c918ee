"""Formats: the files of a release that the reader writes, and beside them codebook and types of the columns."""

from pathlib import Path

from exportcurbs import Dataset
from exportcurbs._export import write_csv

from build.editions.codebook import codebook_table, column_types


def write_texts(published: Dataset, folder: Path) -> None:
    """Write every table as CSV, with codebook.csv and columns.csv."""
    for name in published.tables():
        published.export(name, folder / f"{name}.csv")
    write_csv(codebook_table(), folder / "codebook.csv")
    write_csv(column_types(), folder / "columns.csv")


def write_stata(published: Dataset, folder: Path) -> None:
    """Write every table as a dta file."""
    for name in published.tables():
        published.export(name, folder / f"{name}.dta")
