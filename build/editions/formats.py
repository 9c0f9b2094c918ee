"""Formats: what the released files of every kind share, and the CSV files."""

import datetime
from pathlib import Path

import pyarrow.csv as pv
from exportcurbs import Dataset
from exportcurbs._frames import joined_lists

from build.editions.codebook import codebook_table

# No released file holds the time of its making: those formats that must name one name this.
STAMP = datetime.datetime(2000, 1, 1)


def write_csv(published: Dataset, folder: Path) -> None:
    """Write every table and codebook.csv: UTF-8, LF, text in quotes, dates as YYYY-MM-DD.

    A missing value is nothing at all between the commas, an empty list is a pair of quotes.
    """
    for name, table in {**published.arrow, "codebook": codebook_table()}.items():
        pv.write_csv(joined_lists(table), folder / f"{name}.csv", pv.WriteOptions(quoting_style="needed"))
