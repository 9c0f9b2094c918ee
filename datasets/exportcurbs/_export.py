"""Write a table in a format of another program."""

import csv
import datetime
import json
import warnings
from pathlib import Path
from typing import Any

from exportcurbs._reader import Reader

FORMATS = (".csv", ".parquet", ".jsonl", ".dta")
LONGEST_LABEL = 80


def export(data: Reader, name: str, to: str | Path) -> Path:
    """Write a table to a file and return its path; the ending says the format, an old file is overwritten.

    .csv (UTF-8, lists joined by `|`), .parquet (the published file), .jsonl (one JSON object per line) or .dta (Stata
    14 and later, with labels; lists joined by `|`; `_` before a name that Stata keeps for itself). KeyError for an
    unknown table, ValueError for another ending.
    """
    target, file = Path(to), data.file(name)
    ending = target.suffix.lower()
    if ending == ".csv":
        with target.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(data.schema(name).names)
            writer.writerows([_flat(value) for value in row.values()] for row in data.rows(name))
    elif ending == ".parquet":
        if file is None:
            import pyarrow.parquet as pq

            pq.write_table(data.load(name, engine="arrow"), target)
        else:
            target.write_bytes(file.read_bytes())
    elif ending == ".jsonl":
        with target.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in data.rows(name))
    elif ending == ".dta":
        _stata(data, name, target)
    else:
        raise ValueError(f"cannot write {target.name!r}; the name must end in one of: {', '.join(FORMATS)}")
    return target


def _flat(value: Any) -> Any:
    return "|".join(value) if isinstance(value, list) else value


def _stata(data: Reader, name: str, target: Path) -> None:
    import pandas as pd

    described = data.describe(name).set_index("column")
    kinds, titles = described["type"].to_dict(), described["title"].to_dict()
    frame = pd.DataFrame([{column: _flat(value) for column, value in row.items()} for row in data.rows(name)])
    days = [column for column, kind in kinds.items() if kind.startswith("date")]
    for column, kind in kinds.items():
        if kind.startswith("date"):
            frame[column] = pd.to_datetime(frame[column])
        elif kind.startswith(("string", "list")):
            frame[column] = frame[column].astype(object).fillna("")
        elif kind == "bool":
            frame[column] = frame[column].astype("float64")
    with warnings.catch_warnings(action="ignore", category=pd.errors.InvalidColumnName):
        frame.to_stata(
            target,
            write_index=False,
            version=118,
            convert_dates=dict.fromkeys(days, "td"),
            data_label=described.attrs["title"][:LONGEST_LABEL],
            variable_labels={column: title[:LONGEST_LABEL] for column, title in titles.items()},
            # not the time of day: equal tables give equal files
            time_stamp=datetime.datetime.fromisoformat(data.as_of),
        )
