"""Months: how many days of each month have which answer, counted from spells for all units of a panel at once."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from exportcurbs.law.regimes import ANSWERS, NONE, RANK, REGIMES, UNKNOWN

Matrix = np.ndarray[Any, Any]
# Item, destination and end use.
Unit = tuple[str, str, str]
FIRST_YEAR = 2009
PLACES = ("JPN", "PRK", "ROW", "USA")
ROW, GRADES = "ROW", " ABCD"


class Months:
    """The months, or other spans of months, from January 2009 to that of a day (ordinal).

    labels (2009-01; of years 2009), first and last days as ordinals, and lengths in days.
    """

    def __init__(self, as_of: int, step: int = 1) -> None:
        end = datetime.date.fromordinal(as_of)
        count = ((end.year - FIRST_YEAR) * 12 + end.month - 1) // step + 1
        firsts = [datetime.date(FIRST_YEAR + n * step // 12, n * step % 12 + 1, 1) for n in range(count + 1)]
        self.as_of, self.labels = as_of, [f"{day:%Y-%m}"[: 7 if step < 12 else 4] for day in firsts[:-1]]
        ordinals = np.array([day.toordinal() for day in firsts], np.int32)
        self.first, self.last, self.lengths = ordinals[:-1], ordinals[1:] - 1, np.diff(ordinals)

    def overlap(self, first: Sequence[int], last: Sequence[int]) -> Matrix:
        """Return the days, to as_of, that each span of days (a row) has in each month (a column)."""
        start, end = (np.asarray(days, np.int64)[:, None] for days in (first, last))
        shared = np.minimum(np.minimum(end, self.as_of), self.last) - np.maximum(start, self.first) + 1
        days: Matrix = np.maximum(shared, 0).astype(np.int32)
        return days

    def days(self, spans: Sequence[Iterable[tuple[int, int]]]) -> Matrix:
        """Return the days of each month that lie in any of the spans of each unit."""
        found = np.zeros((len(spans), len(self.labels)), np.int32)
        flat = [(unit, *span) for unit, own in enumerate(spans) for span in _united(own)]
        if flat:
            unit, first, last = zip(*flat, strict=True)
            np.add.at(found, np.asarray(unit), self.overlap(first, last))
        return found


def _united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans that hold the same days, none of them twice."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


class Counted:
    """The spells of a panel's units by month: every result is a matrix, a row per unit asked for, a column per month.

    spells: columns of a status table, its days as ordinals, the rows of a unit together; item: its first column.
    A destination without spells of its own has those of the rest of the world, a unit without any has no days.
    """

    def __init__(self, spells: Mapping[str, Sequence[Any]], item: str, units: Sequence[Unit], months: Months) -> None:
        self.months, self.units, self._spells = months, units, spells
        keys = pd.DataFrame({name: spells[name] for name in (item, "destination", "end_use")})
        begins = (keys != keys.shift()).any(axis=1).to_numpy()
        self._starts = np.flatnonzero(begins)
        known = {unit: at for at, unit in enumerate(keys[begins].itertuples(index=False, name=None))}
        # -1 is the row of zeros at the end
        self._at = [known.get(u, known.get((u[0], ROW, u[2]), -1)) for u in units]
        # summing up a month's column is twice as fast where its cells lie together
        self._days = np.asfortranarray(months.overlap(spells["first_day"], spells["last_day"]))

    def days(self, mask: Matrix) -> Matrix:
        """Return the days of the spells that a mask picks."""
        return self._over(np.add, self._days * mask[:, None])

    def most(self, values: Matrix) -> Matrix:
        """Return the greatest value among the spells of a month; 0 where it has none."""
        return self._over(np.maximum, np.where(self._days > 0, values[:, None], 0))

    def _over(self, function: np.ufunc, values: Matrix) -> Matrix:
        found = function.reduceat(values, self._starts, axis=0)
        asked: Matrix = np.vstack([found, np.zeros_like(found[:1])])[self._at]
        return asked

    def regimes(self) -> dict[str, Matrix]:
        """Return the days of each regime and of none known, which add up to the month, and what stands beside."""
        regime, basis = (np.array(self._spells[name]) for name in ("regime", "basis"))
        least, most = (np.array([RANK.get(v, NONE) for v in self._spells[n]]) for n in ("at_least", "strictest"))
        found = {f"days_{name}": self.days(regime == name) for name in REGIMES}
        found["days_unknown"] = self.months.lengths - sum(found.values())
        found["days_at_least_licence"] = self.days(least > NONE)
        found["days_part_only"] = self.days((least == NONE) & (most > NONE))
        # A month is none only if no day to as_of is open.
        answered = self.days(np.array(self._spells["strictest"]) != UNKNOWN)
        open_ = answered < np.minimum(self.months.last, self.months.as_of) - self.months.first + 1
        top = self.most(np.maximum(least, most))
        found["strictest"] = np.array(ANSWERS, object)[np.where((top == NONE) & open_, len(REGIMES), top)]
        found["days_confirmed"] = self.days(basis == "confirmed")
        return found

    def beside(self) -> dict[str, pa.Array]:
        """Return what trade administration asked as columns: empty where it is not known for every day."""
        found = {}
        for column, name in (("has_quota", "days_quota"), ("has_licence", "days_export_licence")):
            days = self.days(np.array([cell is True for cell in self._spells[column]]))
            found[name] = pa.array(days.ravel(), pa.int32(), mask=self._open(column))
        duty = self.most(np.array([cell or 0.0 for cell in self._spells["duty_pct"]]))
        found["duty_pct"] = pa.array(duty.ravel(), pa.float64(), mask=self._open("duty_pct"))
        return found

    def _open(self, name: str) -> Matrix:
        """Return of each unit's month whether a cell of the spells is empty on some day."""
        filled = np.array([cell is not None for cell in self._spells[name]])
        return np.asarray(self.days(filled) < self.months.lengths).ravel()

    def grades(self) -> Matrix:
        """Return the weakest grade of what each unit's month rests on; D where nothing speaks of it."""
        ranks = self.most(np.array([GRADES.index(grade) for grade in self._spells["evidence_grade"]]))
        return np.array(["D", *GRADES[1:]], object)[ranks]


def columns(counted: Counted, item: str, counts: Mapping[str, Matrix]) -> dict[str, Any]:
    """Return the columns of a panel: item, destination, end use, month, and the matrices of a number each."""
    months = counted.months.labels
    found: dict[str, Any] = {}
    for name, cells in zip((item, "destination", "end_use"), zip(*counted.units, strict=True), strict=True):
        found[name] = np.repeat(np.array(cells, object), len(months))
    found["month"] = np.tile(np.array(months, object), len(counted.units))
    return found | {name: matrix.ravel() for name, matrix in counts.items()}
