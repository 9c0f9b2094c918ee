"""Published tables as the tests of released files need them: thinned, alone, or with texts planted."""

import datetime
import os
from pathlib import Path
from typing import Any

import exportcurbs as ec
import pandas as pd
import pyarrow as pa
from exportcurbs import Dataset

from build.compile import Compiled
from build.write.parquet import write_dataset

# Long tables are thinned to keep the tests short; RELEASE_EVERY=1 takes every row (some minutes).
EVERY = int(os.environ.get("RELEASE_EVERY", "20"))


def thin(compiled: Compiled, folder: Path) -> Dataset:
    """Return the published tables, of long ones every 20th row; all that measures rest on."""
    frames = {}
    for name, frame in compiled.frames.items():
        kept = (pd.Series(range(len(frame))) % EVERY == 0) | (len(frame) < 1500) | (name in ("sources", "publishers"))
        if name == "row_sources":
            kept |= frame["table"].eq("measures").to_numpy()
        frames[name] = frame[kept.to_numpy()].reset_index(drop=True)
    write_dataset(frames, compiled.release, folder)
    return ec.open(folder)


def doctored(published: Dataset, column: str, texts: list[str | None]) -> Dataset:
    """Return the published tables with texts planted in the first rows of materials."""
    table = published.arrow["materials"]
    values = texts + table[column].to_pylist()[len(texts) :]
    at = table.column_names.index(column)
    planted = table.set_column(at, table.schema.field(at), pa.array(values, table.schema.field(at).type))
    return Dataset(published.manifest, published.folder, {"materials": planted})


def only(published: Dataset, name: str) -> Dataset:
    return Dataset.of({name: published.arrow[name]}, published.manifest)


def in_stata(value: object) -> object:
    return "|".join(value) if isinstance(value, list) else value


def excel_value(value: object) -> object:
    return value.date() if isinstance(value, datetime.datetime) else value


def in_excel(value: Any) -> object:
    """Return what a cell of Excel can hold: text for a list, 16 digits of a number, nothing for an empty text."""
    if isinstance(value, list):
        return "|".join(value) or None
    return float(f"{value:.16G}") if isinstance(value, float) else value
