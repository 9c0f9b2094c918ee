"""Supply chains: from platform through material and goods to the measures."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from exportcurbs import Dataset
from exportcurbs.law.engine import Engine
from exportcurbs.law.periods import gathered
from exportcurbs.law.regimes import EXPORT

Chain = dict[str, Any]
ANSWERS = {"": ("ROW", "civil"), "_usa_military": ("USA", "military"), "_jpn_military": ("JPN", "military")}


def supply_chains(data: Dataset) -> dict[str, list[Any]]:
    """Return the columns of supply_chains."""
    uses = _defence_uses(data)
    columns: dict[str, list[Any]] = defaultdict(list)
    for (platform, material), ties in sorted(_tied(data).items()):
        known = {
            "components": sorted({t["component"] for t in ties}),
            "group_ids": sorted({t["group_id"] for t in ties if t["group_id"]}),
            "origins": sorted({t["origin"] for t in ties}),
            "quantities": sorted({q for t in ties if (q := _quantity(t))}),
            "uses": uses.get(material, []),
        }
        for link in _links(data.law, material):
            for name, value in {"platform_id": platform, "material_id": material, **known, **link}.items():
                columns[name].append(value)
    return dict(columns)


def _tied(data: Dataset) -> dict[tuple[str, str], list[Chain]]:
    """Return for each platform and material the rows that tie them; a group stands for each of its materials."""
    rows = data.rows("platform_materials")
    return gathered(((row["platform_id"], material), row) for row in rows for material in data.law.book.named(row))


def _quantity(row: Chain) -> str:
    """Return what a source prints of the quantity."""
    bounds = [f"{row[c]:g}" for c in ("quantity", "quantity_low", "quantity_high") if row[c] is not None]
    return f"{'-'.join(bounds)} {row['unit'] or ''}".strip() if bounds else ""


def _defence_uses(data: Dataset) -> dict[str, list[str]]:
    rows = (row for row in data.rows("material_uses") if row["defence"] in ("defence", "both"))
    found = gathered((row["material_id"], row["application_id"]) for row in rows)
    return {material: sorted(set(uses)) for material, uses in found.items()}


def _links(engine: Engine, material: str) -> Iterator[Chain]:
    """Yield one link per goods and measure of a material on the last day of the record; one may say what is missing."""
    book = engine.book
    roles = [("heads", g) for g in book.goods.headed_by.get(material, ())]
    roles += [("contains", g) for g in book.goods.containing.get(material, ())]
    for role, goods in roles:
        # whatever their state, and no catch-all
        limbs = [x for where in ANSWERS.values() for x in engine.limbs(goods.goods_id, *where, EXPORT)]
        measures = sorted({x.rule.measure_id for x in limbs if x.rule.item_scope != "all_items"})
        missing = None if measures else "no rule reaches the goods"
        missing = missing if goods.hs6 or missing else "no customs code is known of the goods"
        own: Chain = {"goods_id": goods.goods_id, "role": role, "hs6": list(goods.hs6), "missing": missing}
        for name, (place, end_use) in ANSWERS.items():
            spells = engine.spells(goods.goods_id, place, end_use)
            own[f"regime{name}"] = spells[-1].regime if spells else "unknown"
            own[f"strictest{name}"] = spells[-1].strictest if spells else "unknown"
        for measure in measures or (None,):
            yield {**own, "measure_id": measure, "state": book.rules[measure].state(book.as_of) if measure else None}
