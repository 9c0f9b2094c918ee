"""Supply chains: from platform through material, control code and customs code to the measures."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from build.derive.rules import Code, RuleBook, customs_lines
from build.derive.status import StatusEngine
from validation.definitions.tables import TypedTable

Chain = dict[str, Any]
ANSWERS = {
    "regime": ("ROW", "civil"),
    "regime_usa_military": ("USA", "military"),
    "regime_jpn_military": ("JPN", "military"),
}


def supply_chains(book: RuleBook, engine: StatusEngine, tables: Mapping[str, TypedTable]) -> dict[str, list[Any]]:
    """Return the columns of supply_chains."""
    links, uses = _Links(book, engine, tables), _defence_uses(tables)
    columns: dict[str, list[Any]] = defaultdict(list)
    for (platform, material), components in sorted(_tied(tables).items()):
        told = {"components": sorted(components), "uses": sorted(uses[material])}
        for link in links.of(material):
            for name, value in {"platform_id": platform, "material_id": material, **told, **link}.items():
                columns[name].append(value)
    return dict(columns)


def _tied(tables: Mapping[str, TypedTable]) -> dict[tuple[str, str], set[str]]:
    """Return for each platform and material that a source ties to it the components; a group stands for no element."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, row in tables["platform_materials"].rows():
        if row["material_id"]:
            found[row["platform_id"], row["material_id"]].add(row["component"])
    return found


def _defence_uses(tables: Mapping[str, TypedTable]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for _, row in tables["material_uses"].rows():
        if row["defence"] in ("defence", "both"):
            found[row["material_id"]].add(row["application_id"])
    return found


class _Links:
    """What follows from a material: its codes, their customs codes, measures and regimes."""

    def __init__(self, book: RuleBook, engine: StatusEngine, tables: Mapping[str, TypedTable]) -> None:
        self.book, self.engine = book, engine
        self.hs6: dict[Code, set[str]] = defaultdict(set)
        for code, hs6, _ in customs_lines(tables):
            self.hs6[code].add(hs6)

    def of(self, material: str) -> Iterator[Chain]:
        """Yield one link per code and measure of a material, or one that names what is missing."""
        codes = self.book.subjects.get(material, ())
        if not codes:
            yield self._link(None, None, "no control code has the material as its subject")
        for code in codes:
            rules = [*self.engine.of_code.get(code, ())]
            if any(r.effect == "licence" for r in rules):
                rules += self.engine.blanket
            if not rules:
                yield self._link(code, None, "no measure covers the code")
            for rule in rules:
                gap = None if self.hs6[code] else "no HS code is printed or classified for the code"
                yield {**self._link(code, rule.measure_id, gap), "state": rule.state(self.book.as_of)}

    def _link(self, code: Code | None, measure: str | None, missing: str | None) -> Chain:
        answers: dict[str, str | None] = dict.fromkeys(ANSWERS)
        if code:
            for name, (place, end_use) in ANSWERS.items():
                spells = self.engine.code_spells(code, place, end_use)
                answers[name] = spells[-1].regime if spells else "unknown"
        return {
            "scheme": code[0] if code else None,
            "code": code[1] if code else None,
            "measure_id": measure,
            "state": None,
            "hs6": sorted(self.hs6[code]) if code else [],
            **answers,
            "missing": missing,
        }
