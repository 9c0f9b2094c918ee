"""Supply chains: from platform through material, control code and customs code to the measures."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from exportcurbs import Dataset
from exportcurbs.law.rules import Code, customs_lines

Chain = dict[str, Any]
ANSWERS = {
    "regime": ("ROW", "civil"),
    "regime_usa_military": ("USA", "military"),
    "regime_jpn_military": ("JPN", "military"),
}


def supply_chains(data: Dataset) -> dict[str, list[Any]]:
    """Return the columns of supply_chains."""
    links, uses = _Links(data), _defence_uses(data)
    columns: dict[str, list[Any]] = defaultdict(list)
    for (platform, material), components in sorted(_tied(data).items()):
        known = {"components": sorted(components), "uses": sorted(uses[material])}
        for link in links.of(material):
            for name, value in {"platform_id": platform, "material_id": material, **known, **link}.items():
                columns[name].append(value)
    return dict(columns)


def _tied(data: Dataset) -> dict[tuple[str, str], set[str]]:
    """Return for each platform and material that a source ties to it the components; a group stands for no element."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in data.rows("platform_materials"):
        if row["material_id"]:
            found[row["platform_id"], row["material_id"]].add(row["component"])
    return found


def _defence_uses(data: Dataset) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in data.rows("material_uses"):
        if row["defence"] in ("defence", "both"):
            found[row["material_id"]].add(row["application_id"])
    return found


class _Links:
    """What follows from a material: its codes, their customs codes, measures and regimes."""

    def __init__(self, data: Dataset) -> None:
        self.engine = data.law
        self.hs6: dict[Code, set[str]] = defaultdict(set)
        for code, hs6, _ in customs_lines(data.rows, data.key("items")):
            self.hs6[code].add(hs6)

    def of(self, material: str) -> Iterator[Chain]:
        """Yield one link per code and measure of a material, or one that names what is missing."""
        codes = self.engine.book.subjects.get(material, ())
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
                yield {**self._link(code, rule.measure_id, gap), "state": rule.state(self.engine.book.as_of)}

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
