"""Stata: one dta file (version 118, Stata 14 and later) per table, the same from a reader and in a release.

Closed lists are numbers with labels, one number for one word in every table; what has an order keeps it. A regime that
the record does not decide is `.u`, an empty cell `.`; days are %td, months %tm, lists text joined by `|`. Stata's
`notes` and the characteristics of the data name table, version, as-of day and citation.
"""

import datetime
import struct
import textwrap
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from exportcurbs._frames import joined_lists
from exportcurbs._heavy import np, pa, pc, pd
from exportcurbs._reader import Reader
from exportcurbs.law.regimes import ANSWERS, END_USES, UNKNOWN

# No file holds the time of its making: equal tables give equal bytes.
STAMP = datetime.datetime(2000, 1, 1)
LABEL_WIDTH = 80
# The writer takes more words for reserved than Stata does, and puts an underscore before them, unasked.
RENAMED = {"function": "function_"}
MONTH = "month"
# Text of fixed width takes the bytes of the longest value in every row. Above this many bytes, and where a value is
# longer than Stata's fixed width of 2045, a column is a strL, which holds each text once but is no key for merge (and
# so never a column of the table's key).
FIXED_BYTES = 20_000_000
# A column whose words all stand in one of these takes their order; every other one that of all its words, sorted.
SCALES: tuple[tuple[str, ...], ...] = (ANSWERS, (*END_USES, "any"), ("none", "trace", "part", "remainder", "whole"))
# Stata's missing value .u by width of the number, and as labels name it; the writer has no way to put it in a cell.
PLACEHOLDER, U_OF_WIDTH, LABEL_U = 100, {1: 122, 2: 32762, 4: 2147483642}, 2147483642
WIDTHS = {32768: 8, 65526: 8, 65527: 4, 65528: 4, 65529: 2, 65530: 1}


def write_stata(data: Reader, name: str, target: Path) -> None:
    """Write one table; pandas.errors.InvalidColumnName for a name that Stata cannot take."""
    described = data.columns(name)
    table = joined_lists(data.load(name, engine="arrow"))
    numbers = {pa.int32(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame = table.to_pandas(types_mapper=numbers.get, date_as_object=False)
    labels, days = {}, {c["column"]: "td" for c in described if c["type"].startswith("date")}
    texts = [field.name for field in table.schema if pa.types.is_string(field.type)]
    closed = {c["column"]: tuple(c["values"]) for c in described if c["type"] == "string" and c["values"]}
    for column, own in closed.items():
        codes = data.kept(_codes, column, own)
        labels[column] = {LABEL_U if codes[word] == PLACEHOLDER else codes[word]: word for word in own}
        numbered = pa.array([codes[word] for word in own], pa.int64()).take(pc.index_in(table[column], pa.array(own)))
        frame[column] = numbered.to_pandas(types_mapper=lambda _: pd.Int64Dtype())
    for column in (c for c in frame if frame[c].dtype == pd.Int64Dtype() and frame[c].notna().all()):
        frame[column] = pd.to_numeric(frame[column].astype("int64"), downcast="integer")  # days of a month are bytes
    texts = [column for column in texts if column not in closed]
    if MONTH in texts:
        texts.remove(MONTH)
        days[MONTH], frame[MONTH] = "tm", pd.to_datetime(frame[MONTH], format="%Y-%m")
    frame[texts] = frame[texts].fillna("")  # Stata's missing text is the empty one
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # pandas only warns when it changes a name or loses digits
        frame.rename(columns=RENAMED).to_stata(
            target,
            version=118,
            write_index=False,
            time_stamp=STAMP,
            data_label=_shortened(f"Export Curbs {data.version}: {data.words(name)['title']}"),
            variable_labels={RENAMED.get(c["column"], c["column"]): _label(c) for c in described},
            convert_dates=days,
            convert_strl=[RENAMED.get(c, c) for c in texts if c not in data.key(name) and _takes_strl(table[c])],
            value_labels=labels,
        )
    _with_unknown(target, [c for c, own in labels.items() if LABEL_U in own], list(frame), len(frame))
    said = {"ec_table": name, "ec_version": data.version, "ec_as_of": data.as_of}
    said |= dict.fromkeys(("ec_citation", "note1"), str(data.manifest["citation"])) | {"note0": "1"}
    _with_characteristics(target, said)


def _codes(data: Reader, column: str, own: tuple[str, ...]) -> dict[str, int]:
    """Return the number of each word of a column: the same in every table that has a column of this name."""
    if scale := _scale(own):
        return {word: PLACEHOLDER if word == UNKNOWN else code for code, word in enumerate(scale)}
    named = (c["values"] for name in data.tables() for c in data.columns(name) if c["column"] == column)
    lists: list[Sequence[str]] = [values for values in named if not _scale(values)]
    words, longest = sorted({word for values in lists for word in values}), max(lists, key=len)
    # the order of the longest list, where no other one has a word more
    return {word: code for code, word in enumerate(longest if set(longest) == set(words) else words)}


def _scale(words: Iterable[str]) -> tuple[str, ...] | None:
    return next((scale for scale in SCALES if set(words) <= set(scale)), None)


def _with_unknown(target: Path, columns: Sequence[str], names: Sequence[str], rows: int) -> None:
    """Put .u in the cells of columns for which the writer took a number."""
    if not columns or not rows:
        return
    content = bytearray(target.read_bytes())
    places = np.frombuffer(content, "<u8", 14, content.index(b"<map>") + len(b"<map>"))
    kinds = np.frombuffer(content, "<u2", len(names), int(places[2]) + len(b"<variable_types>"))
    widths = [WIDTHS.get(int(kind), int(kind)) for kind in kinds]
    cells = np.frombuffer(content, np.uint8, rows * sum(widths), int(places[9]) + len(b"<data>"))
    for column in columns:
        at, width = sum(widths[: names.index(column)]), widths[names.index(column)]
        own = cells.reshape(rows, -1)[:, at : at + width]
        numbers = np.ascontiguousarray(own).view(f"<i{width}")
        numbers[numbers == PLACEHOLDER] = U_OF_WIDTH[width]
        own[:] = numbers.view(np.uint8)
    target.write_bytes(content)


def _with_characteristics(target: Path, said: Mapping[str, str]) -> None:
    """Put characteristics of the data into a file, for which the writer has no way; note0 counts the notes."""
    contents = (struct.pack("<129s129s", b"_dta", k.encode()) + v.encode() + b"\0" for k, v in said.items())
    more = b"".join(b"<ch>" + struct.pack("<I", len(c)) + c + b"</ch>" for c in contents)
    content = target.read_bytes()
    places = content.index(b"<map>") + len(b"<map>")
    starts = [*struct.unpack_from("<14Q", content, places)]
    at = starts[8] + len(b"<characteristics>")
    moved = [start + len(more) if n > 8 else start for n, start in enumerate(starts)]
    after = places + 14 * 8
    target.write_bytes(content[:places] + struct.pack("<14Q", *moved) + content[after:at] + more + content[at:])


def _takes_strl(texts: "pa.ChunkedArray") -> bool:
    return bool((pc.max(pc.binary_length(texts)).as_py() or 0) * len(texts) > FIXED_BYTES)


def _label(column: Mapping[str, Any]) -> str:
    return _shortened(f"{column['title']} ({column['unit']})" if column["unit"] else column["title"])


def _shortened(text: str) -> str:
    return textwrap.shorten(text, LABEL_WIDTH, placeholder=" ...")
