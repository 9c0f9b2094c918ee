"""Stata: one dta file (version 118, Stata 14 and later) per table."""

import textwrap
import warnings
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from exportcurbs import Dataset
from exportcurbs._frames import joined_lists

from build.editions.formats import STAMP
from validation.definitions.tables import ColumnInfo, published_columns, table_info

LABEL_WIDTH = 80
# The writer takes more words for reserved than Stata does, and puts an underscore before them, unasked.
RENAMED = {"function": "function_"}
# Text of fixed width takes the bytes of the longest value in every row. Above this many bytes, and where a value is
# longer than Stata's fixed width of 2045, a column is a strL, which holds each text once but is no key for merge.
FIXED_BYTES = 20_000_000
_NUMBERS = {pa.int32(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def write_stata(published: Dataset, folder: Path) -> None:
    """Write every table: dates as %td, closed lists as labelled numbers, lists joined by `|`, missing as Stata's own.

    pandas.errors.InvalidColumnName for a name that Stata cannot take.
    """
    for name, listed in published.arrow.items():
        info, table = table_info(name), joined_lists(listed)
        columns = published_columns(info)
        frame = table.to_pandas(types_mapper=_NUMBERS.get, date_as_object=False)
        texts = [c for c in columns if pa.types.is_string(table.schema.field(c.name).type) and not _is_closed(c)]
        for column in columns:
            if _is_closed(column):
                frame[column.name] = pd.Categorical(frame[column.name], categories=column.values)
            elif column in texts:
                frame[column.name] = frame[column.name].fillna("")  # Stata's missing text is the empty one
        labels = {c.name: f"{c.title} ({c.unit})" if c.unit else c.title for c in columns}
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # pandas only warns when it changes a name or loses digits
            frame.rename(columns=RENAMED).to_stata(
                folder / f"{name}.dta",
                version=118,
                write_index=False,
                time_stamp=STAMP,
                data_label=_shortened(f"Export Curbs {published.version}: {info.title}"),
                variable_labels={RENAMED.get(c, c): _shortened(label) for c, label in labels.items()},
                convert_dates={c.name: "td" for c in columns if pa.types.is_date(c.type)},
                convert_strl=[RENAMED.get(c.name, c.name) for c in texts if _takes_strl(table[c.name])],
            )


def _is_closed(column: ColumnInfo) -> bool:
    return bool(column.values) and pa.types.is_string(column.type)


def _takes_strl(texts: pa.ChunkedArray) -> bool:
    return bool((pc.max(pc.binary_length(texts)).as_py() or 0) * len(texts) > FIXED_BYTES)


def _shortened(text: str) -> str:
    return textwrap.shorten(text, LABEL_WIDTH, placeholder=" ...")
