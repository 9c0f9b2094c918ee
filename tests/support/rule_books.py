"""Small rule books that hypothesis draws: a few codes, materials, measures, periods, items and coverage rows."""

import datetime
from dataclasses import dataclass
from typing import Any

from exportcurbs.law.answers import Spell
from exportcurbs.law.engine import Engine
from exportcurbs.law.rules import RuleBook, rule_book
from hypothesis import strategies as st

Row = dict[str, Any]
Tables = dict[str, list[Row]]
START = datetime.date(2024, 1, 1)
LENGTH = 40
LAST = START + datetime.timedelta(days=LENGTH)
PLACES = ("USA", "JPN", "ROW")
USES = ("civil", "military", "military_capability", "wmd", "advanced_chips")
FORMS = ("metal", "oxide", "other")
MATERIALS = ("Xa", "Yb", "Zc")
# scheme, code, parent, goods or technology, form, subjects
CODES = (
    ("dual_use", "1C001", None, "goods", "other", ("Xa",)),
    ("dual_use", "1C001.a", "1C001", "goods", "other", ("Xa",)),
    ("dual_use", "1C001.a.1", "1C001.a", "goods", "metal", ("Xa",)),
    ("dual_use", "1C001.a.2", "1C001.a", "goods", "oxide", ("Xa", "Yb")),
    ("dual_use", "1C001.b", "1C001", "goods", "oxide", ("Xa",)),
    ("dual_use", "3C002", None, "goods", "metal", ("Yb",)),
    ("dual_use", "2B003", None, "goods", "equipment", ()),
    ("dual_use", "1E001", None, "technology", "technology", ()),
    ("class", "things", None, "goods", "equipment", ()),
)
# goods, form, ordinary, head, entries with their extent
GOODS: tuple[tuple[str, str, bool, str, tuple[tuple[str, str], ...]], ...] = (
    ("xa-metal", "metal", True, "Xa", (("1C001.a.1", "whole"),)),
    ("xa-oxide", "oxide", False, "Xa", (("1C001.a.2", "part"), ("1C001.b", "remainder"))),
    ("yb-metal", "metal", True, "Yb", (("3C002", "part"),)),
    ("zc-other", "other", True, "Zc", ()),
)
# What may follow what, and the states that may be the last row with a closed end.
FOLLOWS = {
    None: ("announced_not_effective", "in_force"),
    "announced_not_effective": ("in_force", "suspended_before_effect", "ended"),
    "in_force": ("in_force", "suspended", "ended"),
    "suspended_before_effect": ("suspended_before_effect", "in_force", "ended"),
    "suspended": ("suspended", "in_force", "ended"),
    "ended": ("in_force", "announced_not_effective"),
}


@dataclass(frozen=True)
class Book:
    """The rows of a rule book and its last day."""

    tables: Tables
    as_of: datetime.date

    def read(self) -> RuleBook:
        return read(self.tables, self.as_of)

    def with_rows(self, **tables: list[Row]) -> "Book":
        return Book({**self.tables, **tables}, self.as_of)


def read(tables: Tables, as_of: datetime.date) -> RuleBook:
    """Return the rule book that the project's own code makes of rows."""
    return rule_book(lambda name: tables.get(name, []), as_of)


def code_spells(book: RuleBook) -> dict[tuple[str, str, str, str], tuple[Spell, ...]]:
    """Return the spells of every code by scheme, code, destination and end use."""
    engine = Engine(book)
    return {
        (*code, place, use): engine.spells(code, place, use)
        for code in sorted(book.codes.rows)
        for place in PLACES
        for use in USES
    }


def goods_spells(book: RuleBook) -> dict[tuple[str, str, str], tuple[Spell, ...]]:
    """Return the spells of all goods by goods, destination and end use."""
    engine = Engine(book)
    return {(g, place, use): engine.spells(g, place, use) for g in book.goods.by_id for place in PLACES for use in USES}


def material_spells(book: RuleBook, materials: tuple[str, ...]) -> dict[tuple[str, ...], tuple[Spell, ...]]:
    engine = Engine(book)
    asked = ((m, place, use) for m in materials for place in PLACES for use in USES)
    return {key: engine.material_spells(*key) for key in asked}


def shift(day: datetime.date, days: int) -> datetime.date:
    return day + datetime.timedelta(days=days)


def day_in(draw: st.DrawFn, first: datetime.date, last: datetime.date) -> datetime.date:
    return shift(first, draw(st.integers(0, (last - first).days)))


def periods(draw: st.DrawFn, measure: str, as_of: datetime.date) -> list[Row]:
    """Draw the periods of a measure: no hole, no overlap, states in an order that law allows, confirmed by as_of."""
    rows: list[Row] = []
    first, state = day_in(draw, START, as_of), draw(st.sampled_from(FOLLOWS[None]))
    while True:
        end = shift(first, draw(st.integers(0, 14)))
        open_end = draw(st.integers(0, 3)) == 0 or state == "ended"
        bound = as_of if open_end else min(end, as_of)
        row = {
            "measure_id": measure,
            "first_day": first,
            "last_day": None if open_end else end,
            "state": state,
            "last_confirmed": day_in(draw, first, bound),
        }
        rows.append(row)
        last = open_end and (state != "ended" or draw(st.booleans()))
        first = shift(end, 1)
        if last or first > as_of or len(rows) == 4 or draw(st.integers(0, 2)) == 0:
            return rows
        state = draw(st.sampled_from(FOLLOWS[state]))


def items(draw: st.DrawFn, measure: str) -> list[Row]:
    """Draw up to four item rows of a measure; no two of the same target; at least one that includes."""
    targets: list[Row] = [
        {"scheme": scheme, "code": code, "material_id": None, "group_id": None, "form": None}
        for scheme, code, *_ in CODES
    ]
    for named in ({"material_id": m, "group_id": None} for m in MATERIALS):
        targets += [{"scheme": None, "code": None, **named, "form": f} for f in (None, *FORMS)]
    targets += [{"scheme": None, "code": None, "material_id": None, "group_id": "all_of_them", "form": None}]
    # A few targets are drawn often, so that measures meet on the same goods.
    often = [n for n, t in enumerate(targets) if t["code"] in ("1C001", "1C001.a", "3C002") or t["group_id"]]
    pool = [*range(len(targets)), *often * 5]
    chosen = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=4, unique=True))
    marks = ["included", *(draw(st.sampled_from(("included", "included", "excluded"))) for _ in chosen[1:])]
    return [
        {"measure_id": measure, **targets[n], "inclusion": mark, "basis": "printed"}
        for n, mark in zip(chosen, marks, strict=True)
    ]


def measure(draw: st.DrawFn, name: str) -> Row:
    kinds = (
        ("licence", "dual_use", "listed"),
        ("licence", "dual_use", "listed"),
        ("licence", "dual_use", "listed"),
        ("licence", "dual_use", "listed"),
        ("denial_in_principle", "dual_use", "listed"),
        ("strict_review", "dual_use", "listed"),
        ("ban", "dual_use", "listed"),
        ("ban", "dual_use", "all_dual_use"),
        ("ban", "dual_use", "all_dual_use"),
        ("strict_review", "dual_use", "all_dual_use"),
        ("ban", "foreign_trade_ban", "listed"),
        ("quota", "trade_administration", "listed"),
        ("licence", "trade_administration", "listed"),
        ("duty", "trade_administration", "listed"),
        ("ban", "entity", "all_dual_use"),
    )
    effect, layer, scope = draw(st.sampled_from(kinds))
    flows = ("export_from_china",) * 7 + ("re_export_abroad",)
    return {
        "measure_id": name,
        "instrument_id": name,
        "effect": effect,
        "flow": draw(st.sampled_from(flows)),
        "destinations": ["ALL"]
        if layer == "entity"
        else draw(st.sampled_from((["ALL"], ["ALL"], ["ALL"], ["USA"], ["JPN"], ["USA", "JPN"]))),
        "end_use": draw(st.sampled_from(("any", "any", "any", "any", "military", "military_capability"))),
        "end_user": "listed" if layer == "entity" else "any",
        "item_scope": scope,
        "layer": layer,
        "duty_pct": float(draw(st.integers(1, 30))) if effect == "duty" else None,
    }


def coverage(draw: st.DrawFn) -> list[Row]:
    rows = []
    choices = [("dual_use", None, None)]
    choices += [("dual_use", m, None) for m in MATERIALS]
    choices += [("dual_use", None, "all_of_them"), ("trade_administration", None, "all_of_them")]
    for layer, material, group in choices:
        if draw(st.booleans()):
            first = day_in(draw, START, LAST)
            last = day_in(draw, first, LAST)
            row = {"layer": layer, "material_id": material, "group_id": group, "first_day": first, "last_day": last}
            rows.append(row)
    return rows


def fixed() -> Tables:
    """Return the codes, goods, materials and groups that every drawn book shares."""
    return {
        "goods": [
            {"goods_id": g, "form": form, "name_en": g, "ordinary": ordinary, "hs6": []}
            for g, form, ordinary, _, _ in GOODS
        ],
        "goods_materials": [{"goods_id": g, "material_id": m, "role": "heads"} for g, _, _, m, _ in GOODS],
        "goods_codes": [
            {"goods_id": g, "scheme": "dual_use", "code": code, "first_day": START, "last_day": None}
            | {"extent": extent, "condition_en": None}
            for g, *_, links in GOODS
            for code, extent in links
        ],
        "control_codes": [
            {"scheme": s, "code": c, "parent": p, "goods_or_technology": g, "form": f} for s, c, p, g, f, _ in CODES
        ],
        "code_materials": [
            {"scheme": s, "code": c, "material_id": m, "role": "subject"} for s, c, *_, own in CODES for m in own
        ],
        "materials": [{"material_id": m} for m in MATERIALS],
        "material_groups": [{"group_id": "all_of_them", "material_id": m} for m in ("Xa", "Zc")],
    }


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Draw a rule book."""
    as_of = shift(START, draw(st.integers(10, LENGTH - 5)))
    measures = [measure(draw, f"m{n}") for n in range(draw(st.integers(1, 4)))]
    covered = [r for m in measures if m["item_scope"] == "listed" for r in items(draw, m["measure_id"])]
    # A later notice often repeats an older one: the same rule on the same goods with days of its own.
    for old in list(measures) if draw(st.booleans()) else ():
        again = old | {"measure_id": f"{old['measure_id']}-again"}
        measures.append(again)
        covered += [r | {"measure_id": again["measure_id"]} for r in covered if r["measure_id"] == old["measure_id"]]
    tables = fixed() | {
        "measures": measures,
        "measure_items": covered,
        "measure_periods": [r for m in measures for r in periods(draw, m["measure_id"], as_of)],
        "coverage": coverage(draw),
    }
    return Book(tables, as_of)
