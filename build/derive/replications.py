"""Replications: what the tables of this dataset say where a study prints a figure."""

import re
from collections.abc import Callable, Iterator, Mapping

import pandas as pd
import pyarrow as pa

from validation.definitions.tables import Row, TypedTable
from validation.problems import Problem, shown, stop_on

INPUTS = {"rows": "trade_flows", "index": "trade_indices", "figures": "observations"}
RECIPES: dict[str, Callable[[pd.Series, pd.Series], float]] = {
    "sum": lambda part, _: part.sum(),
    "difference": lambda part, base: part.sum() - base.sum(),
    "ratio": lambda part, base: part.sum() / base.sum(),
    "share": lambda part, base: 100 * part.sum() / base.sum(),
    "change": lambda part, base: 100 * (part.mean() / base.mean() - 1),
}
# Points of a percentage, percent of any other figure.
AGREES, NEAR, DECIMALS = 0.5, 5, 3


def add_replications(tables: Mapping[str, TypedTable], frames: dict[str, pd.DataFrame]) -> None:
    """Fill ours, difference and status of `replications`; InvalidDataError where a filter selects no row."""
    table, problems, found = tables["replications"], [], []
    for line, row in table.rows():
        try:
            found.append(_answer(row, frames))
        except ValueError as error:
            problems.append(Problem(table.info.path, line, "part", str(error), "correct the filter"))
    stop_on(problems)
    for name, values in zip(("ours", "difference", "status"), zip(*found, strict=True), strict=False):
        kind = pa.string() if name == "status" else pa.float64()
        frames["replications"][name] = pd.Series(values, dtype=pd.ArrowDtype(kind))


def _answer(row: Row, frames: Mapping[str, pd.DataFrame]) -> tuple[float | None, float | None, str]:
    printed, ours = row["printed"], None
    if row["recipe"]:
        ours = round(float(RECIPES[row["recipe"]](*_sides(row, frames[INPUTS[row["input"]]]))), DECIMALS)
    if ours is None or printed is None:
        return ours, None, row["hindrance"] or "no_printed_number"
    difference = round(ours - printed, DECIMALS) + 0.0  # no minus zero
    return ours, difference, row["hindrance"] or _status(difference, printed, row["unit"])


def _status(difference: float, printed: float, unit: str | None) -> str:
    """Return how near two figures are that can be compared."""
    gap = abs(difference) if unit == "percent" else 100 * abs(difference) / abs(printed)
    return "agrees" if gap <= AGREES else "near" if gap <= NEAR else "differs"


def _sides(row: Row, frame: pd.DataFrame) -> Iterator[pd.Series]:
    """Yield the cells of the part and of the base; a share is of what its base selects."""
    base = row["base"] or ""
    for text in (f"{base};{row['part']}" if row["recipe"] == "share" else row["part"], base):
        cells = _chosen(frame, text)[str(row["field"])].dropna().astype(float)
        if text and cells.empty:
            raise ValueError(f"{shown(text)} selects no figure")
        yield cells


def _chosen(frame: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return the rows of a filter: column=value, several values with |, any ending with *, a range with .. ."""
    for term in filter(None, text.split(";")):
        name, _, values = (x.strip() for x in term.partition("="))
        if name not in frame:
            raise ValueError(f"{shown(name)} is no column")
        cells = frame[name].astype(str)
        first, is_range, last = values.partition("..")
        pattern = re.escape(values).replace(r"\|", "|").replace(r"\*", ".*")
        frame = frame[cells.between(first, last) if is_range else cells.str.fullmatch(pattern)]
    return frame
