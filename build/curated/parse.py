"""Parse: text to Arrow types as a table is defined; a cell that cannot be read is reported and emptied. Correct."""

import datetime
import re
from collections.abc import Callable, Mapping

import pandas as pd
import pyarrow as pa

from build.curated.read import TextTable
from validation.citations import split_source
from validation.definitions.tables import ColumnInfo, TypedTable, row_ids
from validation.problems import Problem, shown

END_OF_TIME = 9900


class _CellError(ValueError):
    """A cell that cannot be read: args are what was found and what to write instead."""


def parse_day(cell: str) -> datetime.date:
    """Return the day that `YYYY-MM-DD` names; ValueError if it names none."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        raise _CellError(f"{shown(cell)} is not a date", "write YYYY-MM-DD")
    try:
        return datetime.date.fromisoformat(cell)
    except ValueError:
        raise _CellError(f"{shown(cell)} is not a date", "write YYYY-MM-DD with a month and day that exist") from None


def _day(cell: str) -> datetime.date:
    """Return a day that can be counted from; ValueError for one at the end of time."""
    day = parse_day(cell)
    if day.year >= END_OF_TIME:
        raise _CellError(f"{shown(cell)} lies too far ahead", "correct the year, or empty the cell")
    return day


def parse_whole(cell: str) -> int:
    """Return the whole number that a cell holds; ValueError if it holds none or more than 9 digits."""
    if not re.fullmatch(r"[0-9]{1,9}", cell):
        raise _CellError(f"{shown(cell)} is not a whole number", "write digits only")
    return int(cell)


def parse_real(cell: str) -> float:
    """Return the decimal number that a cell holds; ValueError if it holds none."""
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", cell):
        raise _CellError(f"{shown(cell)} is not a number", "write digits with a point, no thousands mark")
    return float(cell)


def parse_truth(cell: str) -> bool:
    """Return what yes or no says; ValueError for anything else."""
    if cell not in ("yes", "no"):
        raise _CellError(f"{shown(cell)} is neither yes nor no", "write yes or no")
    return cell == "yes"


def parse_list(cell: str) -> list[str]:
    """Return the elements of a cell joined by `|`; ValueError for an empty, padded or repeated element."""
    elements, seen = cell.split("|"), set()
    for element in elements:
        if not element or element != element.strip():
            raise _CellError(f"{shown(cell)} has an empty or padded element", "join elements by | without spaces")
        if element in seen:
            raise _CellError(f"{shown(element)} stands twice", "name each element once")
        seen.add(element)
    return elements


def parse_sources(cell: str) -> list[str]:
    """Return the sources of a cell, each `key` or `key[locator]`; ValueError for anything else."""
    elements = parse_list(cell)
    for element in elements:
        if split_source(element) is None:
            raise _CellError(f"{shown(element)} is not a source", "write key[locator], without further brackets")
    return elements


PARSERS = {pa.date32(): _day, pa.int32(): parse_whole, pa.float64(): parse_real, pa.bool_(): parse_truth}


def _parser(column: ColumnInfo) -> Callable[[str], object]:
    if column.each:
        return parse_sources if column.name == "source_ids" else parse_list
    return PARSERS.get(column.type, str)


def _read(read: Callable[[str], object], cells: list[str]) -> tuple[dict[str, object], dict[str, tuple[str, str]]]:
    """Return what each different cell holds, and the fault of each that cannot be read: long columns repeat cells."""
    values: dict[str, object] = {}
    faults: dict[str, tuple[str, str]] = {}
    for cell in dict.fromkeys(cells):
        try:
            values[cell] = read(cell) if cell else None
        except _CellError as error:
            faults[cell] = error.args[0], error.args[1]
    return values, faults


def parse_table(text: TextTable) -> TypedTable:
    """Return the typed table of a text table; cells that cannot be read are reported in its `problems`."""
    problems: list[Problem] = []
    broken: set[tuple[int, str]] = set()
    arrays = {}
    for column in text.info.columns:
        cells = text.column(column.name)
        values, faults = _read(_parser(column), cells)
        if faults:
            for line, cell in zip(text.lines, cells, strict=True):
                if cell in faults:
                    problems.append(Problem(text.info.path, line, column.name, *faults[cell]))
                    broken.add((line, column.name))
        arrays[column.name] = pa.array(map(values.get, cells), type=column.type)
    frame = pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)
    return TypedTable(text.info, frame, list(text.lines), problems, broken)


def apply_corrections(tables: Mapping[str, TypedTable]) -> None:
    """Replace each printed value that curated/shared/corrections.csv names by the corrected one, in place."""
    for _, row in tables["corrections"].rows():
        target = tables[row["table"]]
        position = row_ids(target.info, target.frame).index(row["row_id"])
        target.frame = target.frame.copy()  # so that its rows are made anew
        target.frame.loc[position, row["column_name"]] = row["corrected"]
