"""Check one table row by row: its pandera definition, its key, the elements of its list columns."""

import re
from collections.abc import Iterator, Sequence

import pandas as pd
from pandera.errors import SchemaErrors

from validation.definitions import TABLES
from validation.definitions.base import RULE
from validation.definitions.tables import TableInfo, cells, row_ids
from validation.problems import Problem, or_list, shown


def row_problems(
    info: TableInfo, frame: pd.DataFrame, lines: Sequence[int], broken: set[tuple[int, str]]
) -> list[Problem]:
    """Return the problems of one table.

    `lines` holds the line of each row in its file; `broken` the (line, column) cells that parsing has already
    reported and emptied, which are not reported again.
    """
    emptied = {line for line, _ in broken}
    found = [*_pandera(info, frame, lines, emptied), *_elements(info, frame, lines), *_keys(info, frame, lines)]
    return [p for p in found if (p.line, p.column) not in broken]


def _pandera(info: TableInfo, frame: pd.DataFrame, lines: Sequence[int], emptied: set[int]) -> Iterator[Problem]:
    """Yield what the definition refuses; a row with an emptied cell would break the rules of the row falsely."""
    try:
        TABLES[info.name].validate(frame, lazy=True)
    except SchemaErrors as error:
        seen = set()
        for case in error.failure_cases.itertuples():
            index = None if pd.isna(case.index) else int(case.index)
            check = str(case.check)
            if check.startswith(RULE):
                if index is not None and lines[index] in emptied:
                    continue
                column, advice = check.removeprefix(RULE).split(": ", 1)
                found, instead = advice.rsplit("; ", 1)
                problem = Problem(info.path, lines[index] if index is not None else 0, column, found, instead)
            else:
                problem = _cell(info, str(case.column), check, case.failure_case, lines, index)
            if problem not in seen:
                seen.add(problem)
                yield problem


def _cell(info: TableInfo, name: str, check: str, value: object, lines: Sequence[int], index: int | None) -> Problem:
    if index is None:
        return Problem(info.path, 0, name, f"fails the check {check}: {shown(value)}", "correct the column")
    column = info.column(name)
    if check == "not_nullable":
        found, instead = "is blank", f"this column is required: {column.description.split('.')[0].lower()}"
    elif check.startswith("isin"):
        found, instead = f"{shown(value)} is not in the list", or_list(str(value), column.values)
    elif check.startswith("str_matches"):
        found, instead = f"{shown(value)} is not well formed", f"write {column.hint or column.pattern}"
    else:
        found, instead = f"{shown(value)} fails {check}", f"write a value that meets {check}"
    return Problem(info.path, lines[index], name, found, instead)


def _elements(info: TableInfo, frame: pd.DataFrame, lines: Sequence[int]) -> Iterator[Problem]:
    for column in info.columns:
        if (not column.values and not column.pattern) or not column.each:
            continue
        lists = zip(lines, cells(frame, column.name), strict=True)
        for line, element in ((line, element) for line, cell in lists for element in cell or ()):
            if column.values and element not in column.values:
                advice = or_list(element, column.values)
                yield Problem(info.path, line, column.name, f"{shown(element)} is not in the list", advice)
            if column.pattern and not re.match(column.pattern, element):
                found = f"{shown(element)} is not well formed"
                yield Problem(info.path, line, column.name, found, f"write {column.hint}")


def _keys(info: TableInfo, frame: pd.DataFrame, lines: Sequence[int]) -> Iterator[Problem]:
    key = list(info.key)
    if not frame.duplicated(key).any():
        return
    first: dict[str, int] = {}
    again = frame[frame.duplicated(key, keep=False)]
    for position, row_id in zip(again.index, row_ids(info, again), strict=True):
        if row_id in first:
            found = f"the key {shown(row_id)} is already on line {first[row_id]}"
            yield Problem(info.path, lines[position], info.key[0], found, "remove the row or correct its key")
        first.setdefault(row_id, lines[position])
