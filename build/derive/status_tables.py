"""The status tables and panels as frames, graded by the weakest measure that each row rests on."""

import datetime
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from build.derive.chains import supply_chains
from build.derive.materials import MaterialStatus
from build.derive.panels import hs6_panel, material_panel
from build.derive.rules import RuleBook, rule_book
from build.derive.status import END_USES, StatusEngine
from validation.definitions.tables import TypedTable, published_columns, table_info

STATUS_TABLES = ("code_status", "material_status", "panel_material_month", "panel_hs6_month", "supply_chains")


def status_frames(
    tables: Mapping[str, TypedTable], published: Mapping[str, pd.DataFrame], as_of: datetime.date
) -> dict[str, pd.DataFrame]:
    """Return the tables of STATUS_TABLES."""
    book = rule_book(tables, as_of)
    engine = StatusEngine(book)
    grades = _Grades(published)
    columns = {
        "code_status": _code_status(book, engine, grades),
        "material_status": _material_status(book, engine, tables, grades),
        "panel_material_month": material_panel(book, engine, tables),
        "panel_hs6_month": hs6_panel(book, engine, tables),
        "supply_chains": supply_chains(book, engine, tables),
    }
    return {name: _frame(name, columns[name]) for name in STATUS_TABLES}


class _Grades:
    """The worst grade among measures with their periods; among coverage rows where no measure decides."""

    def __init__(self, published: Mapping[str, pd.DataFrame]) -> None:
        self.of: dict[str, str] = {}
        for name in ("measures", "measure_periods"):
            frame = published[name]
            for measure, grade in zip(frame["measure_id"].tolist(), frame["evidence_grade"].tolist(), strict=True):
                self.of[measure] = max(self.of.get(measure, "A"), grade)
        self.silence = max(published["coverage"]["evidence_grade"].tolist(), default="D")

    def worst(self, measures: tuple[str, ...], regime: str) -> str:
        if regime == "unknown":
            return "D"
        return max((self.of[m] for m in measures), default=self.silence)


def _code_status(book: RuleBook, engine: StatusEngine, grades: _Grades) -> dict[str, list[Any]]:
    rows: list[tuple[Any, ...]] = []
    for scheme, code in sorted(book.codes):
        if scheme not in ("dual_use", "class"):
            continue
        for destination in book.destinations:
            for end_use in END_USES:
                for s in engine.code_spells((scheme, code), destination, end_use):
                    grade = grades.worst(s.measures, s.regime)
                    answer = (s.first, s.last, s.regime, s.at_least, list(s.measures), s.basis, grade)
                    rows.append((scheme, code, destination, end_use, *answer))
    return _columns("code_status", rows)


def _material_status(
    book: RuleBook, engine: StatusEngine, tables: Mapping[str, TypedTable], grades: _Grades
) -> dict[str, list[Any]]:
    status, rows = MaterialStatus(engine), []
    for material in sorted(r["material_id"] for _, r in tables["materials"].rows()):
        for destination in book.destinations:
            for end_use in END_USES:
                for s in status.spells(material, destination, end_use):
                    answer = (s.first, s.last, s.regime, s.at_least, s.mildest, list(s.forms), list(s.measures))
                    trade = (*s.trade, s.duty_pct, grades.worst(s.measures, s.regime))
                    rows.append((material, destination, end_use, *answer, s.basis, *trade))
    return _columns("material_status", rows)


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
