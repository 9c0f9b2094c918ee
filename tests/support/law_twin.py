"""The law read a second time, slowly and plainly: what the engine of the reader is held against.

One question walks all measures. Nothing is shared with the engine but the rows of the curated tables.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tests.support.law_twin_rows import EFFECTS, TECHNOLOGY_FLOWS, Case, Code, Item, Row, Rows

REGIMES = ("none", "licence", "licence_strict", "denial_in_principle", "prohibited")


class Rule(NamedTuple):
    """A measure that reaches an item on the day: in force, or (sure = no) in a state that nobody attests."""

    whole: int
    part: int
    sure: bool
    attested: bool
    listed: bool


class Answer(NamedTuple):
    """An answer; most = how strict it could be at most, which only the answers above it ask."""

    regime: str
    at_least: str
    strictest: str
    basis: str
    most: int

    def told(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ("regime", "at_least", "strictest", "basis")}


class Twin(Rows):
    """Answers from the rows of one release."""

    def answer(
        self,
        item: str | Code,
        destination: str,
        day: datetime.date,
        end_use: str = "civil",
        flow: str = "export_from_china",
        facts: Mapping[str, Any] | None = None,
    ) -> dict[str, str]:
        """Return regime, at_least, strictest and basis; item: goods, a material, or (scheme, code)."""
        case = Case(destination, day, end_use, flow, facts or {})
        if isinstance(item, tuple):
            return self.of_item(Item(None, self.one_thing(item)), case).told()
        if any(r["material_id"] == item for r in self.rows["materials"]):
            return self.of_material(item, case).told()
        return self.of_item(Item(item, ()), case).told()

    def one_thing(self, code: Code) -> tuple[Code, ...]:
        """Return the code and those that stand for the same thing, one after the other."""
        same = {code}
        for _ in range(3):
            for row in self.rows["code_successors"]:
                pair = {(row["scheme"], row["code"]), (row["to_scheme"], row["to_code"])}
                if row["relation"] == "same" and pair & same:
                    same |= pair
        return tuple(sorted(same))

    def of_material(self, material: str, case: Case) -> Answer:
        heads = [
            r["goods_id"] for r in self.rows["goods_materials"] if (r["material_id"], r["role"]) == (material, "heads")
        ]
        if not heads:
            return unknown(0, "unknown", 4)
        answers = {goods: self.of_item(Item(goods, ()), case) for goods in heads}
        ordinary = [answers[goods] for goods in heads if self.goods[goods]["ordinary"]]
        deciding = ordinary or list(answers.values())
        known = max((rank(a.regime) for a in deciding if a.regime != "unknown"), default=-1)
        at_least = max(rank(a.at_least) for a in deciding)
        strictest = strongest(a.strictest for a in answers.values())
        if known < 0 or any(a.most > known for a in deciding if a.regime == "unknown"):
            return unknown(at_least, strictest, max(a.most for a in deciding))
        return settled(known, at_least, strictest, deciding)

    def of_item(self, item: Item, case: Case) -> Answer:
        if case.day > self.as_of:
            return unknown(0, "unknown", 4)
        rules = [rule for measure in self.rows["measures"] for rule in self.reaching(measure, item, case)]
        at_least = max((r.whole for r in rules if r.sure), default=0)
        most = max((r.whole for r in rules), default=0)
        seen = max((max(r.whole, r.part) for r in rules if r.sure), default=0)
        silence = self.silence(item, case) if at_least == 0 else ""
        silent = silence == "unknown"
        if most > at_least or silent:
            return unknown(at_least, REGIMES[seen] if seen else "unknown", 4 if silent else most)
        deciding = [r for r in rules if r.sure and r.whole == at_least]
        # A catch-all is for what no list holds: it attests nothing of an item on a list.
        attested = any(r.attested for r in [r for r in deciding if r.listed] or deciding)
        basis = silence or ("confirmed" if attested else "presumed")
        return Answer(REGIMES[at_least], REGIMES[at_least], REGIMES[seen], basis, at_least)

    def reaching(self, measure: Row, item: Item, case: Case) -> list[Rule]:
        """Return the measure as a rule on the item, or nothing where it does not reach it that day."""
        if not self.asked(measure, item, case):
            return []
        state, attested = self.state(measure, case.day)
        if state not in ("in_force", "unknown"):
            return []
        if measure["item_scope"] == "all_dual_use":
            return self.through_licences(measure, item, case, state == "in_force", attested)
        hits = self.hits(measure, item, case)
        if not hits:
            return []
        whole, part = max(h.whole for h in hits), max(h.part for h in hits)
        return [Rule(whole, part, state == "in_force", attested, measure["item_scope"] != "all_items")]

    def through_licences(self, measure: Row, item: Item, case: Case, sure: bool, attested: bool) -> list[Rule]:
        """Return a rule on all dual-use items as far as a licence measure on that list controls the item."""
        effect = EFFECTS[measure["effect"]]
        found: list[Rule] = []
        for licence in self.rows["measures"]:
            kind = (licence["effect"], licence["layer"], licence["item_scope"], licence["flow"])
            if kind != ("licence", "dual_use", "listed", "export_from_china"):
                continue
            if not self.asked(licence, item, case._replace(end_use="civil", flow="export_from_china")):
                continue
            state, _ = self.state(licence, case.day)
            hits = self.hits(licence, item, case._replace(flow="export_from_china"))
            for hit in hits:
                met = self.conditions(measure, hit.code, case.facts)
                dual_use = hit.code is not None and hit.code[0] == "dual_use"
                if dual_use and state in ("in_force", "unknown") and met != "no":
                    held = sure and state == "in_force"
                    found.append(Rule(effect if hit.whole and met == "yes" else 0, effect, held, attested, True))
        return found

    def silence(self, item: Item, case: Case) -> str:
        """Return how sure a none is: unknown unless every list that could hold the item was read on the day."""
        abroad = case.flow not in TECHNOLOGY_FLOWS
        exported = case._replace(flow="export_from_china")
        needed = self.layers(item, exported)
        if abroad:
            # A ban under the Foreign Trade Law is on exports.
            needed.discard("foreign_trade_ban")
        if item.goods_id or not needed:
            needed.add("dual_use")
        if case.destination == "PRK":
            needed.add("un_sanctions")
        found = {self.covered(layer, item, case.day) for layer in needed}
        for code in item.codes:
            # What a dual-use entry shares with the catalogue of technologies stood there before it was an entry.
            for other in self.overlapping(code, datetime.date.max if code[0] == "dual_use" else case.day):
                alone = Item(None, (other,))
                layers = self.layers(alone, exported) if other in self.technology else ()
                found |= {self.covered(layer, alone, case.day) for layer in layers}
        found |= {self.read_apart(code, case.day) for code in self.linked(item)}
        if abroad:
            # What the rows of coverage say is said of exports; no source speaks of goods abroad.
            found.add("presumed")
        return next(basis for basis in ("unknown", "presumed", "confirmed") if basis in found)

    def layers(self, item: Item, case: Case) -> set[str]:
        """Return the layers of the measures that name the item, in force or not."""
        below = [c for code in item.codes for c in self.below(code)]
        return {
            m["layer"]
            for m in self.rows["measures"]
            if m["item_scope"] == "listed" and self.asked(m, item, case)
            if (self.goods_named(m, item, case) if item.goods_id else any(self.names(m, c) for c in below))
        }

    def covered(self, layer: str, item: Item, day: datetime.date) -> str:
        """Return confirmed where a row speaks of the item itself, presumed where its whole list was read."""
        rows = [r for r in self.rows["coverage"] if r["layer"] == layer and r["first_day"] <= day <= r["last_day"]]
        by_code = [(r["scheme"], r["code"]) for r in rows if r["code"]]
        if any(self.under(code, named) for code in self.whole_codes(item) for named in by_code):
            return "confirmed"
        if any(scheme == "class" for scheme, _ in item.codes):
            return "unknown"
        read = {m for r in rows for m in self.materials_of(r)}
        subjects = self.heads(item.goods_id) if item.goods_id else {m for c in item.codes for m in self.subjects(c)}
        if subjects and subjects <= read:
            return "confirmed"
        if layer == "foreign_trade_ban":
            # A notice of its own bans goods by name: there is no list to read, and none was found.
            return "presumed"
        # The whole layer is the list of that name: not the nuclear, chemical and precursor lists beside it.
        whole = any(not (r["code"] or r["material_id"] or r["group_id"]) for r in rows)
        held = bool(item.goods_id) or any(scheme == layer for scheme, _ in item.codes)
        return "presumed" if whole and held else "unknown"

    def linked(self, item: Item) -> list[Code]:
        """Return the entries of goods that are not of the dual-use list, or of a class that it took over."""
        codes = [(r["scheme"], r["code"]) for r in self.own.get(("goods_codes", str(item.goods_id)), [])]
        held = {"dual_use", "class"} if any(scheme == "dual_use" for scheme, _ in codes) else {"dual_use"}
        return [code for code in codes if code[0] not in held]

    def read_apart(self, code: Code, day: datetime.date) -> str:
        """Return whether the list of a linked code, beside the dual-use list, was read for that code."""
        for row in self.rows["coverage"]:
            on = row["first_day"] <= day <= row["last_day"]
            if row["code"] and on and self.under(code, (row["scheme"], row["code"])):
                return "confirmed"
        return "unknown"

    def whole_codes(self, item: Item) -> list[Code]:
        """Return the codes of an item, of goods those that hold it whole."""
        rows = [r for r in self.rows["goods_codes"] if r["goods_id"] == item.goods_id and r["extent"] == "whole"]
        return [*item.codes, *((r["scheme"], r["code"]) for r in rows)]


def rank(regime: str) -> int:
    return REGIMES.index(regime)


def strongest(regimes: Iterable[str]) -> str:
    """Return the strictest of some regimes; unknown only where nothing stricter than none is known beside it."""
    found = list(regimes)
    known = max((rank(r) for r in found if r != "unknown"), default=0)
    return REGIMES[known] if known or "unknown" not in found else "unknown"


def unknown(at_least: int, strictest: str, most: int) -> Answer:
    return Answer("unknown", REGIMES[at_least], strictest, "unknown", most)


def settled(regime: int, at_least: int, strictest: str, answers: Sequence[Answer]) -> Answer:
    attested = any(a.basis == "confirmed" for a in answers if a.regime == REGIMES[regime])
    return Answer(REGIMES[regime], REGIMES[at_least], strictest, "confirmed" if attested else "presumed", regime)
