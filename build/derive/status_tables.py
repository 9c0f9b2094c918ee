"""The status tables and panels as frames, graded by the weakest measure that each row rests on."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
from exportcurbs import Dataset
from exportcurbs.law.regimes import END_USES

from build.derive.chains import supply_chains
from build.derive.panels import hs6_panel, material_panel
from validation.definitions.tables import published_columns, table_info

STATUS_TABLES = ("code_status", "material_status", "panel_material_month", "panel_hs6_month", "supply_chains")


def status_frames(data: Dataset) -> dict[str, pd.DataFrame]:
    """Return the tables of STATUS_TABLES, from the curated tables with their grades."""
    grades = _Grades(data)
    columns = {
        "code_status": _columns("code_status", list(_code_status(data, grades))),
        "material_status": _columns("material_status", list(_material_status(data, grades))),
        "panel_material_month": material_panel(data),
        "panel_hs6_month": hs6_panel(data),
        "supply_chains": supply_chains(data),
    }
    return {name: _frame(name, columns[name]) for name in STATUS_TABLES}


class _Grades:
    """The worst grade among measures with their periods; among coverage rows where no measure decides."""

    def __init__(self, data: Dataset) -> None:
        self.of: dict[str, str] = {}
        for name in ("measures", "measure_periods"):
            for row in data.rows(name):
                self.of[row["measure_id"]] = max(self.of.get(row["measure_id"], "A"), row["evidence_grade"])
        self.silence = max((row["evidence_grade"] for row in data.rows("coverage")), default="D")

    def worst(self, measures: tuple[str, ...], regime: str) -> str:
        if regime == "unknown":
            return "D"
        return max((self.of[m] for m in measures), default=self.silence)


def _code_status(data: Dataset, grades: _Grades) -> Iterator[tuple[Any, ...]]:
    engine = data.law
    for scheme, code in sorted(engine.book.codes):
        if scheme not in ("dual_use", "class"):
            continue
        for destination in engine.book.destinations:
            for end_use in END_USES:
                for s in engine.code_spells((scheme, code), destination, end_use):
                    grade = grades.worst(s.measures, s.regime)
                    answer = (s.first, s.last, s.regime, s.at_least, list(s.measures), s.basis, grade)
                    yield (scheme, code, destination, end_use, *answer)


def _material_status(data: Dataset, grades: _Grades) -> Iterator[tuple[Any, ...]]:
    engine = data.law
    for material in sorted(r["material_id"] for r in data.rows("materials")):
        for destination in engine.book.destinations:
            for end_use in END_USES:
                for s in engine.material_spells(material, destination, end_use):
                    answer = (s.first, s.last, s.regime, s.at_least, s.mildest, list(s.forms), list(s.measures))
                    trade = (*s.trade, s.duty_pct, grades.worst(s.measures, s.regime))
                    yield (material, destination, end_use, *answer, s.basis, *trade)


def _columns(name: str, rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    names = [c.name for c in published_columns(table_info(name))]
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) if rows else {n: [] for n in names}


def _frame(name: str, columns: Mapping[str, list[Any]]) -> pd.DataFrame:
    arrays = {}
    for column in published_columns(table_info(name)):
        values = columns[column.name]
        if pa.types.is_date(column.type):
            # Days since 1970-01-01, as Arrow counts them; day ordinals count from the year 1.
            epoch = datetime.date(1970, 1, 1).toordinal()
            arrays[column.name] = pa.array([v - epoch for v in values], type=pa.int32()).cast(column.type)
        else:
            arrays[column.name] = pa.array(values, type=column.type)
    frame: pd.DataFrame = pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)
    return frame
