"""A second status logic, slow and plain, written from the data model (sections 3 and 6) and not from build/.

It looks at one day at a time and at every rule, straight from the rows of the curated tables. Readings that the data
model leaves open: a code that has codes below it is a heading, no good of its own; a licence counts for a rule on all
dual-use items where it reaches the same destination and end use; the mildest of several goods is known only when every
good is; silence outside the coverage rows is unknown (section 3); that the whole list was read speaks of its codes,
not of a material without one.
"""

import csv
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Code = tuple[str, str]
Span = tuple[datetime.date, datetime.date]
ORDER = ["none", "licence", "licence_strict", "denial_in_principle", "prohibited"]
SAYS = {
    "licence": "licence",
    "strict_review": "licence_strict",
    "denial_in_principle": "denial_in_principle",
    "ban": "prohibited",
}
NEEDED = (
    "measures",
    "measure_items",
    "measure_periods",
    "coverage",
    "control_codes",
    "code_materials",
    "material_groups",
    "materials",
    "goods",
    "goods_materials",
)
DAYS = ("first_day", "last_day", "last_confirmed")


@dataclass(frozen=True)
class Answer:
    """What exporting one good needed on one day; `ceiling` is the strictest that it could have been."""

    regime: str
    at_least: str
    ceiling: str
    measures: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class MaterialAnswer:
    """The same over the goods of a material, with the trade layer beside it."""

    regime: str
    at_least: str
    mildest: str
    forms: tuple[str, ...]
    measures: tuple[str, ...]
    basis: str
    trade: tuple[bool | None, bool | None, bool | None]
    duty_pct: float | None


def curated(root: Path) -> Tables:
    """Read the curated tables that status follows from; days as dates, empty cells as None."""
    tables: Tables = {}
    for name in NEEDED:
        (path,) = (root / "datasets" / "curated").glob(f"*/{name}.csv")
        with path.open(encoding="utf-8", newline="") as file:
            tables[name] = [{k: _cell(k, v) for k, v in row.items()} for row in csv.DictReader(file)]
    return tables


def _cell(column: str, text: str) -> Any:
    if column == "destinations":
        return text.split("|")
    if not text:
        return None
    if column in DAYS:
        return datetime.date.fromisoformat(text)
    return float(text) if column == "duty_pct" else text


class Twin:
    """Answers day by day."""

    def __init__(self, tables: Tables, as_of: datetime.date) -> None:
        self.tables = tables
        self.as_of = as_of
        self.codes = {(r["scheme"], r["code"]): r for r in tables["control_codes"]}
        self.periods: dict[str, list[Row]] = {r["measure_id"]: [] for r in tables["measures"]}
        for row in tables["measure_periods"]:
            self.periods[row["measure_id"]].append(row)
        self.items: dict[str, list[Row]] = {r["measure_id"]: [] for r in tables["measures"]}
        for row in tables["measure_items"]:
            self.items[row["measure_id"]].append(self.with_form(row))

    # -- time ----------------------------------------------------------------------------------------------------

    def row_on(self, measure: Row, day: datetime.date) -> Row | None:
        """Return the period row of a day. A measure that ended may have come back: then the later row holds."""
        begun = [r for r in self.periods[measure["measure_id"]] if r["first_day"] <= day]
        if not begun:
            return None
        newest = max(begun, key=lambda r: r["first_day"])
        return newest if newest["last_day"] is None or day <= newest["last_day"] else None

    def state(self, measure: Row, day: datetime.date) -> str:
        row = self.row_on(measure, day)
        if row:
            return str(row["state"])
        begun = any(r["first_day"] <= day for r in self.periods[measure["measure_id"]])
        return "unknown" if begun else "not yet"

    # -- what a measure covers -----------------------------------------------------------------------------------

    def subjects(self, code: Code) -> set[str]:
        return {
            r["material_id"]
            for r in self.tables["code_materials"]
            if (r["scheme"], r["code"]) == code and r["role"] == "subject"
        }

    def with_form(self, row: Row) -> Row:
        """Return an item row; one that names goods has their form."""
        form = next((g["form"] for g in self.tables.get("goods", ()) if g["goods_id"] == row.get("goods_id")), None)
        return {**row, "form": form} if row.get("goods_id") else row

    def members(self, row: Row) -> set[str]:
        if row.get("goods_id"):
            own = [r for r in self.tables["goods_materials"] if r["goods_id"] == row["goods_id"]]
            return {r["material_id"] for r in own if r["role"] == "heads"}
        if row["material_id"]:
            return {row["material_id"]}
        return {r["material_id"] for r in self.tables["material_groups"] if r["group_id"] == row["group_id"]}

    def covers_code(self, measure: Row, code: Code) -> bool:
        """Whether the item rows cover a code: the nearest code row at or above it decides, else its material."""
        rows = self.items[measure["measure_id"]]
        at: Code | None = code
        while at and at in self.codes:
            for row in rows:
                if (row["scheme"], row["code"]) == at:
                    return bool(row["inclusion"] == "included")
            above = self.codes[at]["parent"]
            at = (at[0], above) if above else None
        if self.codes[code]["goods_or_technology"] != "goods":
            return False
        form, subjects = self.codes[code]["form"], self.subjects(code)
        told = [r for r in rows if not r["code"] and r["form"] in (None, form) and self.members(r) & subjects]
        return bool(told) and all(r["inclusion"] == "included" for r in told)

    def covers_material(self, measure: Row, material: str) -> bool:
        """Whether the item rows name a material in some form that they do not take out again."""
        rows = [r for r in self.items[measure["measure_id"]] if not r["code"] and material in self.members(r)]
        out = {r["form"] for r in rows if r["inclusion"] == "excluded"}
        kept = [r for r in rows if r["inclusion"] == "included" and r["form"] not in out and None not in out]
        return bool(kept)

    def reaches(self, measure: Row, destination: str, end_use: str) -> bool:
        """Whether it governs exports from China to a destination for an end use, whoever the user."""
        return (
            measure["flow"] == "export_from_china"
            and measure["end_user"] == "any"
            and (destination in measure["destinations"] or "ALL" in measure["destinations"])
            and measure["end_use"] in ({"any"} if end_use == "civil" else {"any", end_use})
        )

    def law(self) -> list[Row]:
        """Return the measures that regimes are read from."""
        return [
            m
            for m in self.tables["measures"]
            if m["layer"] in ("dual_use", "foreign_trade_ban") and m["effect"] in SAYS and m["end_user"] == "any"
        ]

    def on_code(self, code: Code) -> list[Row]:
        return [m for m in self.law() if m["item_scope"] == "listed" and self.covers_code(m, code)]

    def on_all(self) -> list[Row]:
        return [m for m in self.law() if m["item_scope"] == "all_dual_use"]

    def on_material(self, material: str) -> list[Row]:
        return [m for m in self.law() if self.covers_material(m, material)]

    def goods(self, material: str) -> list[Code]:
        """Return the goods codes of a material that have no code below them."""
        headings = {(r["scheme"], r["parent"]) for r in self.codes.values() if r["parent"]}
        return sorted(
            code
            for code, row in self.codes.items()
            if row["goods_or_technology"] == "goods" and code not in headings and material in self.subjects(code)
        )

    # -- where silence means that there was no rule --------------------------------------------------------------

    def complete_for_code(self, code: Code) -> list[Span]:
        """Return where the record of a code is complete: that of its material, and that of the whole list."""
        goods = self.codes[code]["goods_or_technology"] == "goods"
        spans = [span for m in self.subjects(code) if goods for span in self.complete_for_material("dual_use", m)]
        above, at = [code], self.codes[code]["parent"]
        while at:
            above.append((code[0], at))
            at = self.codes[code[0], at]["parent"]
        for row in self.tables["coverage"]:
            own = (row["scheme"], row["code"]) if row.get("code") else None
            if row["layer"] == "dual_use" and not row["material_id"] and not row["group_id"] and own in (None, *above):
                spans.append((row["first_day"], row["last_day"]))
        return spans

    def complete_for_material(self, layer: str, material: str) -> list[Span]:
        rows = [r for r in self.tables["coverage"] if r["layer"] == layer and material in self.members(r)]
        return [(r["first_day"], r["last_day"]) for r in rows]

    # -- answers -------------------------------------------------------------------------------------------------

    def answer(self, rules: list[Row], blanket: list[Row], spans: list[Span], day: datetime.date) -> Answer:
        """Answer for one day from the rules that name the good and those on whatever needs a dual-use licence."""
        if day > self.as_of:
            return Answer("unknown", "none", "prohibited", (), "unknown")
        licences = [self.state(m, day) for m in rules if m["effect"] == "licence" and m["layer"] == "dual_use"]
        force, doubt = [], []
        for measure in rules:
            state = self.state(measure, day)
            if state == "in_force":
                force.append(measure)
            if state == "unknown":
                doubt.append(measure)
        for measure in blanket:
            state = self.state(measure, day)
            if state == "in_force" and "in_force" in licences:
                force.append(measure)
            elif state in ("in_force", "unknown") and {"in_force", "unknown"} & set(licences):
                doubt.append(measure)
        floor = max((ORDER.index(SAYS[m["effect"]]) for m in force), default=0)
        top = max((ORDER.index(SAYS[m["effect"]]) for m in doubt), default=0)
        deciding = [m for m in force if ORDER.index(SAYS[m["effect"]]) == floor]
        ids = tuple(sorted(m["measure_id"] for m in deciding))
        if not deciding and not any(first <= day <= last for first, last in spans):
            return Answer("unknown", "none", "prohibited", (), "unknown")
        if top > floor:
            return Answer("unknown", ORDER[floor], ORDER[top], ids, "unknown")
        attested = [r is not None and day <= r["last_confirmed"] for r in (self.row_on(m, day) for m in deciding)]
        return Answer(ORDER[floor], ORDER[floor], ORDER[floor], ids, "confirmed" if all(attested) else "presumed")

    def code_answers(
        self, code: Code, places: Iterable[tuple[str, str]], days: list[datetime.date]
    ) -> dict[tuple[str, str], list[Answer]]:
        """Return for each destination and end use the answers of the days."""
        named, spans = self.on_code(code), self.complete_for_code(code)
        whole = self.on_all() if code[0] == "dual_use" else []
        found = {}
        for destination, end_use in places:
            rules = [m for m in named if self.reaches(m, destination, end_use)]
            blanket = [m for m in whole if self.reaches(m, destination, end_use)]
            found[destination, end_use] = [self.answer(rules, blanket, spans, day) for day in days]
        return found

    def material_answers(
        self, material: str, places: Iterable[tuple[str, str]], days: list[datetime.date]
    ) -> dict[tuple[str, str], list[MaterialAnswer]]:
        """Return for each destination and end use the answers of the days."""
        codes = self.goods(material)
        named, blanket = self.on_material(material), self.on_all()
        goods = [
            (
                str(self.codes[code]["form"]),
                self.on_code(code),
                blanket if code[0] == "dual_use" else [],
                self.complete_for_code(code),
            )
            for code in codes
        ]
        if not codes or any(m["flow"] == "export_from_china" for m in named):
            goods.append(("any", named, [], self.complete_for_material("dual_use", material)))
        trade = [
            m
            for m in self.tables["measures"]
            if m["layer"] == "trade_administration" and self.covers_material(m, material)
        ]
        spans_beside = self.complete_for_material("trade_administration", material)
        found = {}
        for destination, end_use in places:
            parts = [
                (
                    form,
                    [m for m in rules if self.reaches(m, destination, end_use)],
                    [m for m in whole if self.reaches(m, destination, end_use)],
                    spans,
                )
                for form, rules, whole, spans in goods
            ]
            beside = [m for m in trade if self.reaches(m, destination, "any")]
            found[destination, end_use] = [self._material(parts, beside, spans_beside, day) for day in days]
        return found

    def _material(
        self,
        parts: list[tuple[str, list[Row], list[Row], list[Span]]],
        trade: list[Row],
        trade_spans: list[Span],
        day: datetime.date,
    ) -> MaterialAnswer:
        answers = [(form, self.answer(rules, blanket, spans, day)) for form, rules, blanket, spans in parts]
        floor = max(ORDER.index(a.at_least) for _, a in answers)
        top = max(ORDER.index(a.ceiling) for _, a in answers)
        regime = ORDER[floor] if top <= floor else "unknown"
        deciding = [a for _, a in answers if ORDER.index(a.at_least) == floor]
        sure = all(a.regime != "unknown" for _, a in answers)
        basis = "unknown"
        if regime != "unknown":
            own = [a for a in deciding if a.regime != "unknown"]
            basis = "confirmed" if all(a.basis == "confirmed" for a in own) else "presumed"
        flags, duty = self._trade(trade, trade_spans, day)
        return MaterialAnswer(
            regime=regime,
            at_least=ORDER[floor],
            mildest=ORDER[min(ORDER.index(a.regime) for _, a in answers)] if sure else "unknown",
            forms=tuple(sorted({form for form, a in answers if a.at_least != "none"})),
            measures=tuple(sorted({m for a in deciding for m in a.measures})),
            basis=basis,
            trade=flags,
            duty_pct=duty,
        )

    def _trade(
        self, trade: list[Row], spans: list[Span], day: datetime.date
    ) -> tuple[tuple[bool | None, bool | None, bool | None], float | None]:
        if day > self.as_of:
            return (None, None, None), None
        flags: list[bool | None] = []
        for effect in ("quota", "licence", "state_trading"):
            states = [self.state(m, day) for m in trade if m["effect"] == effect]
            if "in_force" in states:
                flags.append(True)
            else:
                read = any(first <= day <= last for first, last in spans)
                flags.append(False if read and "unknown" not in states else None)
        rates = [m["duty_pct"] for m in trade if m["effect"] == "duty" and self.state(m, day) == "in_force"]
        return (flags[0], flags[1], flags[2]), max(rates, default=None)

    def turning_days(self) -> list[datetime.date]:
        """Return every day on which any answer may change, to the day after as_of."""
        one = datetime.timedelta(days=1)
        days = {self.as_of + one}
        for row in self.tables["measure_periods"]:
            days |= {row["first_day"], row["last_confirmed"] + one}
            days |= {row["last_day"] + one} if row["last_day"] else set()
        for row in self.tables["coverage"]:
            days |= {row["first_day"], row["last_day"] + one}
        return sorted(d for d in days if d <= self.as_of + one)
