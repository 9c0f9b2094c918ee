"""The rows of the law, read plainly: how a measure stands on a day, and how far it reaches an item."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tests.support.law_twin_facts import meets, together

Row = Mapping[str, Any]
Code = tuple[str, str]
EFFECTS = {"licence": 1, "strict_review": 2, "denial_in_principle": 3, "ban": 4}
LAYERS = ("dual_use", "foreign_trade_ban", "technology_catalogue", "un_sanctions")
WITHOUT_FORM = ("dual_use", "foreign_trade_ban")
TECHNOLOGY_FLOWS = ("export_from_china", "technology_transfer")
TABLES = (
    *("control_codes", "items", "item_customs_codes", "code_materials", "code_successors"),
    *("goods", "goods_materials", "goods_codes", "goods_code_conditions", "materials", "material_groups"),
    *("measures", "measure_items", "measure_customs_codes", "measure_periods", "measure_conditions", "coverage"),
)


class Case(NamedTuple):
    """What is asked beside the item."""

    destination: str
    day: datetime.date
    end_use: str
    flow: str
    facts: Mapping[str, Any]


class Item(NamedTuple):
    """Goods by id, or the codes that are one thing."""

    goods_id: str | None
    codes: tuple[Code, ...]


class Hit(NamedTuple):
    """How strictly a measure reaches an item whole and in part, and through which code of the list."""

    whole: int
    part: int
    code: Code | None


class Rows:
    """The rows of one release."""

    def __init__(self, dataset: Any) -> None:
        self.rows = {name: dataset.rows(name) for name in TABLES}
        self.as_of = datetime.date.fromisoformat(dataset.as_of)
        self.codes = {(r["scheme"], r["code"]): r for r in self.rows["control_codes"]}
        self.technology = {
            (r["scheme"], r["code"]) for r in self.rows["control_codes"] if r["goods_or_technology"] != "goods"
        }
        self.goods = {r["goods_id"]: r for r in self.rows["goods"]}
        self.kept_below: dict[Code, list[Code]] = {}
        # Only for speed: the rows of a table by the measure or goods that they begin with.
        self.own: dict[tuple[str, str], list[Row]] = {}
        for name, rows in self.rows.items():
            for row in rows:
                self.own.setdefault((name, row.get("measure_id") or row.get("goods_id") or ""), []).append(row)
        for row in self.rows["goods_codes"]:
            self.own.setdefault(("goods_in", row["code"]), []).append(row)
        for row in self.rows["code_materials"]:
            self.own.setdefault(("about", row["code"]), []).append(row)

    def asked(self, measure: Row, item: Item, case: Case) -> bool:
        technology = any(code in self.technology for code in item.codes)
        flows = TECHNOLOGY_FLOWS if technology and case.flow in TECHNOLOGY_FLOWS else (case.flow,)
        return (
            measure["layer"] in LAYERS
            and measure["effect"] in EFFECTS
            and measure["end_user"] == "any"
            and measure["flow"] in flows
            and measure["end_use"] in ("any", case.end_use)
            and bool({"ALL", case.destination} & set(measure["destinations"]))
        )

    def state(self, measure: Row, day: datetime.date) -> tuple[str, bool]:
        """Return the state of a measure on a day, and whether a source attests it for that day."""
        periods = sorted(self.own[("measure_periods", measure["measure_id"])], key=lambda r: r["first_day"])
        for row in periods:
            if row["first_day"] <= day <= (row["last_day"] or datetime.date.max):
                return row["state"], day <= row["last_confirmed"]
        first = periods[0]
        if day < (first["first_day_earliest"] or first["first_day"]):
            return "not_yet", False
        return "unknown", False

    def hits(self, measure: Row, item: Item, case: Case) -> list[Hit]:
        """Return the ways in which a measure reaches an item, given the facts of the case."""
        if measure["item_scope"] == "all_items":
            found = [("whole", None)]
        elif measure["item_scope"] == "listed":
            found = self.goods_named(measure, item, case) if item.goods_id else self.codes_named(measure, item, case)
        else:
            found = []
        hits = [self.hit(measure, item, extent, code, case) for extent, code in found]
        return [hit for hit in hits if hit]

    def hit(self, measure: Row, item: Item, extent: str, code: Code | None, case: Case) -> Hit | None:
        effect = EFFECTS[measure["effect"]]
        met = self.conditions(measure, code, case.facts)
        if met == "no":
            return None
        if met == "open" or extent == "part":
            return Hit(0, effect, code)
        if extent == "remainder":
            assert code is not None
            return Hit(min(effect, self.beside(item, code, case)), effect, code)
        return Hit(effect, effect, code)

    def beside(self, item: Item, code: Code, case: Case) -> int:
        """Return the strictest rule in force that reaches goods through another code than this."""
        found = [0]
        for measure in self.rows["measures"]:
            in_force = self.asked(measure, item, case) and self.state(measure, case.day)[0] == "in_force"
            if not in_force or measure["item_scope"] != "listed":
                continue
            for extent, other in self.goods_named(measure, item, case):
                beside = other and other != code and extent != "remainder"
                if beside and self.conditions(measure, other, case.facts) != "no":
                    found.append(EFFECTS[measure["effect"]])
        return max(found)

    def goods_named(self, measure: Row, item: Item, case: Case) -> list[tuple[str, Code | None]]:
        goods = self.goods[str(item.goods_id)]
        heads = self.heads(goods["goods_id"])
        found: list[tuple[str, Code | None]] = []
        links = self.links(goods["goods_id"], case)
        for row in self.own.get(("measure_items", measure["measure_id"]), []):
            if row["inclusion"] != "included":
                continue
            by_material = self.materials_of(row) & heads and self.fits(measure, row, goods["form"])
            if by_material or row["goods_id"] == goods["goods_id"]:
                found.append(("whole", None))
            if self.materials_of(row):
                # It covers the entries that these materials head, too, whatever else heads the goods in them.
                found += [(extent, code) for extent, code in links if self.headed(measure, row, code)]
            elif row["code"]:
                named = (row["scheme"], row["code"])
                for extent, code in links:
                    if self.under(code, named) and not self.excluded(measure, code):
                        found.append((extent, code))
                    elif self.under(named, code):
                        found.append(("part", code))
        return found + self.lines_named(measure, goods["hs6"] or ())

    def codes_named(self, measure: Row, item: Item, case: Case) -> list[tuple[str, Code | None]]:
        found: list[tuple[str, Code | None]] = []
        for code in item.codes:
            if self.names(measure, code):
                found.append(("whole", code))
            # Entries below a code, goods in it and entries that overlap it need not be all of it.
            nearby = [*self.below(code), *(c for other in self.overlapping(code, case.day) for c in self.below(other))]
            found += [("part", c) for c in nearby if self.names(measure, c)]
            found += [("part", c) for c in self.below(code) if self.goods_in(c, case.day) & self.goods_of(measure)]
            if ("measure_customs_codes", measure["measure_id"]) in self.own:
                found += self.lines_named(measure, [c[:6] for c in self.customs_codes(code)])
        return found

    def goods_of(self, measure: Row) -> set[str]:
        rows = self.own.get(("measure_items", measure["measure_id"]), [])
        return {r["goods_id"] for r in rows if r["goods_id"] and r["inclusion"] == "included"}

    def goods_in(self, code: Code, day: datetime.date) -> set[str]:
        """Return the goods that an entry reaches on a day."""
        rows = self.own.get(("goods_in", code[1]), [])
        on = [
            r for r in rows if r["scheme"] == code[0] and r["first_day"] <= day <= (r["last_day"] or datetime.date.max)
        ]
        return {r["goods_id"] for r in on}

    def overlapping(self, code: Code, day: datetime.date) -> list[Code]:
        """Return the codes that share some of what a code holds."""
        found = []
        for row in self.rows["code_successors"]:
            pair = [(row["scheme"], row["code"]), (row["to_scheme"], row["to_code"])]
            for one, other in (pair, pair[::-1]):
                if row["relation"] == "overlaps" and row["first_day"] <= day and self.under(code, one):
                    found.append(other)
        return found

    def names(self, measure: Row, code: Code) -> bool:
        """Return whether a measure names a code, one above it, or the material and form that it stands for."""
        for row in self.own.get(("measure_items", measure["measure_id"]), []):
            if row["inclusion"] != "included" or self.excluded(measure, code):
                continue
            if row["code"] and self.under(code, (row["scheme"], row["code"])):
                return True
            if self.headed(measure, row, code):
                return True
        return False

    def headed(self, measure: Row, row: Row, code: Code) -> bool:
        """Return whether a row on materials covers a code that one of them heads."""
        fits = self.fits(measure, row, self.codes[code]["form"])
        return fits and bool(self.materials_of(row) & self.subjects(code)) and not self.excluded(measure, code)

    def fits(self, measure: Row, row: Row, form: str) -> bool:
        return bool(row["form"] == form or (row["form"] is None and measure["layer"] in WITHOUT_FORM))

    def excluded(self, measure: Row, code: Code) -> bool:
        rows = self.own.get(("measure_items", measure["measure_id"]), [])
        spared = [(r["scheme"], r["code"]) for r in rows if r["inclusion"] == "excluded" and r["code"]]
        return any(self.under(code, s) for s in spared)

    def lines_named(self, measure: Row, lines: Sequence[str]) -> list[tuple[str, Code | None]]:
        """Return how far a measure that names customs chapters or lines reaches six-digit codes."""
        rows = self.own.get(("measure_customs_codes", measure["measure_id"]), [])
        prefixes = [r["hs_prefix"] for r in rows if r["inclusion"] == "included"]
        spared = [r["hs_prefix"] for r in rows if r["inclusion"] == "excluded"]
        inside = [any(h.startswith(p) for p in prefixes) and not any(h.startswith(s) for s in spared) for h in lines]
        touched = [any(h.startswith(p[:6]) for p in prefixes) for h in lines]
        if lines and all(inside):
            return [("whole", None)]
        return [("part", None)] if any(touched) else []

    def conditions(self, measure: Row, code: Code | None, facts: Mapping[str, Any]) -> str:
        """Return yes, no or open: whether the case meets what the measure asks beyond the item."""
        rows = [
            r
            for r in self.own.get(("measure_conditions", measure["measure_id"]), [])
            if r["code"] is None or (code is not None and self.under(code, (r["scheme"], r["code"])))
        ]
        if any(r["effect"] == "exempts" and meets(r, facts) == "yes" for r in rows):
            return "no"
        groups: dict[str, list[str]] = {}
        for row in rows:
            if row["effect"] == "required":
                groups.setdefault(row["any_of"] or str(row["number"]), []).append(meets(row, facts))
        # Within a letter any is enough; of the groups all are needed.
        return together("yes" if "yes" in g else "open" if "open" in g else "no" for g in groups.values())

    def links(self, goods: str, case: Case) -> list[tuple[str, Code]]:
        """Return extent and code of the entries that reach goods that day; facts settle an entry in part."""
        found, part = [], []
        for row in self.own.get(("goods_codes", goods), []):
            if not row["first_day"] <= case.day <= (row["last_day"] or datetime.date.max):
                continue
            key = ("scheme", "code", "first_day")
            limits = self.own.get(("goods_code_conditions", goods), [])
            own = [r for r in limits if all(r[k] == row[k] for k in key)]
            met = together(meets(r, case.facts) for r in own) if own else "open"
            if row["extent"] == "part":
                part.append(met)
            if row["extent"] != "part" or met != "no":
                extent = "whole" if row["extent"] == "part" and met == "yes" else row["extent"]
                found.append((extent, (row["scheme"], row["code"])))
        # What another entry leaves over is all once the facts keep that one off, and nothing once they meet it.
        left = "whole" if part and set(part) == {"no"} else "no" if "yes" in part else "remainder"
        settled = [(left if extent == "remainder" else extent, code) for extent, code in found]
        return [(extent, code) for extent, code in settled if extent != "no"]

    def materials_of(self, row: Row) -> set[str]:
        """Return the materials that a row names, by itself or as a group."""
        if not row["group_id"]:
            return {row["material_id"]} - {None}
        return {r["material_id"] for r in self.rows["material_groups"] if r["group_id"] == row["group_id"]}

    def heads(self, goods: str) -> set[str]:
        return {r["material_id"] for r in self.own.get(("goods_materials", goods), []) if r["role"] == "heads"}

    def subjects(self, code: Code) -> set[str]:
        rows = self.own.get(("about", code[1]), [])
        return {r["material_id"] for r in rows if (r["scheme"], r["role"]) == (code[0], "subject")}

    def under(self, code: Code, above: Code) -> bool:
        """Return whether a code is another one or stands below it."""
        if code[0] != above[0]:
            return False
        at: str | None = code[1]
        while at is not None:
            if at == above[1]:
                return True
            at = self.codes[(code[0], at)]["parent"]
        return False

    def below(self, code: Code) -> list[Code]:
        """Return a code and those below it."""
        if code not in self.kept_below:
            self.kept_below[code] = [c for c in self.codes if self.under(c, code)]
        return self.kept_below[code]

    def customs_codes(self, code: Code) -> list[str]:
        """Return the customs codes of the printed entries of a code and of those below it."""
        entry = ("edition_id", "section", "direction", "serial")
        printed = {
            tuple(r[k] for k in entry)
            for r in self.rows["items"]
            if r["code"] and self.under((r["scheme"], r["code"]), code)
        }
        lines = [r for r in self.rows["item_customs_codes"] if r["confidence"] != "doubtful"]
        return [r["customs_code"] for r in lines if tuple(r[k] for k in entry) in printed]
