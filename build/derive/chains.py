"""Supply chains: from platform through material and goods to the measures."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from exportcurbs import Dataset
from exportcurbs.law.goods import Goods
from exportcurbs.law.regimes import EXPORT

Chain = dict[str, Any]
ANSWERS = {"": ("ROW", "civil"), "_usa_military": ("USA", "military"), "_jpn_military": ("JPN", "military")}


def supply_chains(data: Dataset) -> dict[str, list[Any]]:
    """Return the columns of supply_chains."""
    links, uses = _Links(data), _defence_uses(data)
    columns: dict[str, list[Any]] = defaultdict(list)
    for (platform, material), ties in sorted(_tied(data).items()):
        known = {
            "components": sorted({t["component"] for t in ties}),
            "group_ids": sorted({t["group_id"] for t in ties if t["group_id"]}),
            "origins": sorted({t["origin"] for t in ties}),
            "quantities": sorted({q for t in ties if (q := _quantity(t))}),
            "uses": sorted(uses[material]),
        }
        for link in links.of(material):
            for name, value in {"platform_id": platform, "material_id": material, **known, **link}.items():
                columns[name].append(value)
    return dict(columns)


def _tied(data: Dataset) -> dict[tuple[str, str], list[Chain]]:
    """Return for each platform and material the rows that tie them; a group stands for each of its materials."""
    found: dict[tuple[str, str], list[Chain]] = defaultdict(list)
    for row in data.rows("platform_materials"):
        for material in data.law.book.named(row):
            found[row["platform_id"], material].append(row)
    return found


def _quantity(row: Chain) -> str:
    """Return what a source prints of the quantity."""
    bounds = [f"{row[c]:g}" for c in ("quantity", "quantity_low", "quantity_high") if row[c] is not None]
    return f"{'-'.join(bounds)} {row['unit'] or ''}".strip() if bounds else ""


def _defence_uses(data: Dataset) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in data.rows("material_uses"):
        if row["defence"] in ("defence", "both"):
            found[row["material_id"]].add(row["application_id"])
    return found


class _Links:
    """What follows from a material: its goods, their measures and regimes on the last day of the record."""

    def __init__(self, data: Dataset) -> None:
        self.engine = data.law

    def of(self, material: str) -> Iterator[Chain]:
        """Yield one link per goods and measure of a material, or one that names what is missing."""
        goods = self.engine.book.goods
        roles = [("heads", g) for g in goods.headed_by.get(material, ())]
        roles += [("contains", g) for g in goods.containing.get(material, ())]
        for role, one in roles:
            answers = self._answers(one)
            measures = self._measures(one)
            missing = None if measures else "no rule reaches the goods"
            missing = missing if one.hs6 or missing else "no customs code is known of the goods"
            for measure in measures or (None,):
                state = self.engine.book.rules[measure].state(self.engine.book.as_of) if measure else None
                own = {"goods_id": one.goods_id, "role": role, "hs6": list(one.hs6), "measure_id": measure}
                yield {**own, "state": state, **answers, "missing": missing}

    def _answers(self, goods: Goods) -> Chain:
        found: Chain = {}
        for name, (place, end_use) in ANSWERS.items():
            spells = self.engine.spells(goods.goods_id, place, end_use)
            found[f"regime{name}"] = spells[-1].regime if spells else "unknown"
            found[f"strictest{name}"] = spells[-1].strictest if spells else "unknown"
        return found

    def _measures(self, goods: Goods) -> list[str]:
        """Return the rules that reach goods in one of the answers, whatever their state; no catch-all."""
        limbs = (x for where in ANSWERS.values() for x in self.engine.limbs(goods.goods_id, *where, EXPORT))
        return sorted({x.rule.measure_id for x in limbs if x.rule.item_scope != "all_items"})
