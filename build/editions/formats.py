"""Formats: what the released files of every kind share, and the CSV files."""

import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
from exportcurbs import Dataset

from build.editions.codebook import codebook_table

# No released file holds the time of its making: those formats that must name one name this.
STAMP = datetime.datetime(2000, 1, 1)
SEPARATOR = "|"


def joined_lists(table: pa.Table) -> pa.Table:
    """Return a table whose lists are text, their elements joined by `|`; an empty list is an empty text.

    ValueError if an element holds the separator: the text could not be taken apart again.
    """
    for at, field in enumerate(table.schema):
        if not pa.types.is_list(field.type):
            continue
        column = table[field.name]
        if pc.any(pc.match_substring(pc.list_flatten(column), SEPARATOR)).as_py():
            raise ValueError(f"{field.name}: an element of a list holds {SEPARATOR!r}")
        table = table.set_column(at, pa.field(field.name, pa.string()), pc.binary_join(column, SEPARATOR))
    return table


def write_csv(published: Dataset, folder: Path) -> None:
    """Write every table and codebook.csv: UTF-8, LF, text in quotes, dates as YYYY-MM-DD.

    A missing value is nothing at all between the commas, an empty list is a pair of quotes.
    """
    for name, table in {**published.arrow, "codebook": codebook_table()}.items():
        pv.write_csv(joined_lists(table), folder / f"{name}.csv", pv.WriteOptions(quoting_style="needed"))
