"""The status tables and panels as frames, graded by the weakest row that each of theirs rests on."""

import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import compress
from typing import Any

import pandas as pd
import pyarrow as pa
from exportcurbs import Dataset
from exportcurbs._grades import Weakest
from exportcurbs.law.answers import Spell, spans
from exportcurbs.law.engine import Engine, Spells
from exportcurbs.law.lines import EDITION
from exportcurbs.law.regimes import END_USES, PANEL_USES

from build.derive.chains import supply_chains
from build.derive.customs_lines import lines, scope_rows
from build.derive.dyads import dyads
from build.derive.panels import goods_panel, hs6_panel, material_panel
from build.derive.treatments import announcements, treatments
from validation.definitions.tables import published_columns, table_info

STATUS_TABLES = (
    *("goods_status", "code_status", "material_status", "hs6_scope", "hs6_status"),
    *("treatments", "announcement_calendar"),
    *("panel_goods_month", "panel_material_month", "panel_hs6_month"),
    *("panel_dyad_month", "panel_dyad_year", "supply_chains"),
)
EPOCH = datetime.date(1970, 1, 1).toordinal()
OPEN = Spell(0, 0, "unknown", "none", "prohibited", "unknown", (), (), "unknown")
Rows = Iterator[tuple[Any, ...]]
# Quota, licence, state trading, duty.
Beside = tuple[bool | None, bool | None, bool | None, float | None]


def status_frames(data: Dataset) -> dict[str, pd.DataFrame]:
    """Return the tables of STATUS_TABLES, from the curated tables with their grades."""
    grades = Weakest(data)
    rows = {
        "goods_status": _goods_status(data, grades),
        "code_status": _code_status(data, grades),
        "material_status": _material_status(data, grades),
        "hs6_scope": scope_rows(data),
        "hs6_status": _hs6_status(data, grades),
        "treatments": treatments(data, grades),
        "announcement_calendar": announcements(data),
    }
    columns = {name: _columns(name, list(found)) for name, found in rows.items()}
    columns["supply_chains"] = supply_chains(data)
    newest = [edition == EDITION for edition in columns["hs6_status"]["hs_edition"]]
    own = {c: list(compress(cells, newest)) for c, cells in columns["hs6_status"].items() if c != "hs_edition"}
    columns["panel_hs6_month"] = hs6_panel(data, own)
    for name, step in (("panel_dyad_month", 1), ("panel_dyad_year", 12)):
        columns[name] = dyads(data, columns["goods_status"], own, step)
    columns["panel_goods_month"] = goods_panel(data, columns["goods_status"])
    columns["panel_material_month"] = material_panel(data, columns["material_status"])
    return {name: _frame(name, columns[name]) for name in STATUS_TABLES}


def _told(spell: Spell) -> tuple[Any, ...]:
    answer = (spell.first, spell.last, spell.regime, spell.at_least, spell.strictest)
    return (*answer, list(spell.measures), list(spell.part), spell.basis)


def _places(found: Mapping[tuple[str, str], Spells], as_of: int) -> Iterator[tuple[str, str, Spells]]:
    """Yield the answers to each destination that is ever answered otherwise than the rest of the world, and to that.

    Where there is none to one destination alone, it stands as unknown: it would be taken for that of the rest.
    """
    uses = dict.fromkeys(use for _, use in found)
    for place in dict.fromkeys(place for place, _ in found):
        if place == "ROW" or any(found[place, use] != found["ROW", use] for use in uses):
            for use in uses:
                ever = found["ROW", use][:1]
                yield place, use, found[place, use] or tuple(OPEN._replace(first=s.first, last=as_of) for s in ever)


def _goods_status(data: Dataset, grades: Weakest) -> Rows:
    engine = data.law
    for goods in sorted(engine.book.goods.by_id):
        asked = {(p, u): engine.spells(goods, p, u) for p in engine.places(goods) for u in END_USES}
        for place, use, spells in _places(asked, engine.book.as_of):
            for s, trade in _with_trade(engine, spells, (goods,), material=False):
                yield (goods, place, use, *_told(s), *trade, grades.of_goods(goods, s))


def _code_status(data: Dataset, grades: Weakest) -> Rows:
    engine = data.law
    for code in sorted(engine.book.codes.rows):
        asked = {(p, u): engine.spells(code, p, u) for p in engine.places(code) for u in END_USES}
        for place, use, spells in _places(asked, engine.book.as_of):
            for s in spells:
                yield (*code, place, use, *_told(s), grades.of_code(code, s))


def _material_status(data: Dataset, grades: Weakest) -> Rows:
    engine, book = data.law, data.law.book
    for material in sorted(book.materials):
        goods = tuple(g.goods_id for g in engine.ordinary(material))
        asked = {(p, u): engine.material_spells(material, p, u) for p in book.destinations for u in END_USES}
        for place, use, spells in _places(asked, book.as_of):
            for s, trade in _with_trade(engine, spells, goods, material=True):
                yield (material, place, use, *_told(s), *trade, grades.of_material(material, s))


def _hs6_status(data: Dataset, grades: Weakest) -> Rows:
    for line in data.kept(lines):
        asked = {(p, u): line.spells(p, u) for p in line.places for u in PANEL_USES}
        for place, use, spells in _places(asked, data.law.book.as_of):
            for s, trade in _with_trade(data.law, spells, line.goods, material=True):
                grade = grades.of_line(line.subjects, s)
                yield (line.edition, line.hs6, place, use, *_told(s), s.at_most, *trade, grade)


def _with_trade(
    engine: Engine, spells: Spells, goods: tuple[str, ...], *, material: bool
) -> Iterator[tuple[Spell, Beside]]:
    """Yield spells with the trade layer beside them, a spell cut where that changes."""
    for s in spells:
        for first, last, trade in beside(engine, goods, material=material):
            if first <= s.last and s.first <= last:
                yield s._replace(first=max(first, s.first), last=min(last, s.last)), trade


@cache
def beside(engine: Engine, goods: tuple[str, ...], *, material: bool) -> list[tuple[int, int, Beside]]:
    """Return what trade administration asked of goods, or of a material by its goods; it names no destination."""
    layer = engine.trade
    for name in goods:
        layer.of_goods(name, "ROW", 1)
    turns = sorted({d for name in goods for d in layer.turns(name) if d <= engine.book.as_of})
    found: list[tuple[int, int, Beside]] = []
    for start, end in spans([1, *turns], engine.book.as_of):
        own = layer.of_material(goods, "ROW", start) if material else layer.of_goods(goods[0], "ROW", start)
        terms = (own.quota, own.licence, own.state_trading, own.duty_pct) if own else (None, None, None, None)
        if found and found[-1][2] == terms:
            found[-1] = found[-1][0], end, terms
        else:
            found.append((start, end, terms))
    return found


def _columns(name: str, rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    names = [c.name for c in published_columns(table_info(name))]
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) if rows else {n: [] for n in names}


def _frame(name: str, columns: Mapping[str, list[Any]]) -> pd.DataFrame:
    arrays = {}
    for column in published_columns(table_info(name)):
        values = columns[column.name]
        if pa.types.is_date(column.type):
            # Days since 1970-01-01, as Arrow counts them; day ordinals count from the year 1.
            values = pa.array([None if v is None else v - EPOCH for v in values], pa.int32()).cast(column.type)
        arrays[column.name] = values if isinstance(values, pa.Array) else pa.array(values, type=column.type)
    frame: pd.DataFrame = pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)
    return frame
