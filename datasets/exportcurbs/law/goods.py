"""Goods: the forms in which materials are traded, and the entries that reach them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from exportcurbs.law.codes import Code
from exportcurbs.law.conditions import Condition, conditions_by
from exportcurbs.law.periods import Rows, days_of, gathered

K = TypeVar("K")


@dataclass(frozen=True, eq=False)
class Link:
    """An entry that reaches goods in some days (ordinals): whole, part, or what other entries leave over."""

    code: Code
    first: int
    last: int
    extent: str
    conditions: tuple[Condition, ...]
    text: str | None


@dataclass(frozen=True, eq=False)
class Goods:
    """One form in which a material is traded."""

    goods_id: str
    form: str
    name_en: str
    ordinary: bool
    hs6: tuple[str, ...]
    heads: frozenset[str]
    contains: frozenset[str]
    links: tuple[Link, ...]


class GoodsBook:
    """The goods by id, by the materials that head them or that they contain, by code and by customs line."""

    def __init__(self, rows: Rows) -> None:
        materials = gathered(((r["goods_id"], r["role"]), r["material_id"]) for r in rows("goods_materials"))
        links = _links(rows)
        self.by_id = {
            row["goods_id"]: Goods(
                goods_id=row["goods_id"],
                form=row["form"],
                name_en=row["name_en"],
                ordinary=bool(row["ordinary"]),
                hs6=tuple(row["hs6"] or ()),
                heads=frozenset(materials[row["goods_id"], "heads"]),
                contains=frozenset(materials[row["goods_id"], "contains"]),
                links=tuple(links.get(row["goods_id"], ())),
            )
            for row in rows("goods")
        }
        own = self.by_id.values()
        self.headed_by = _index((m, g) for g in own for m in g.heads)
        self.containing = _index((m, g) for g in own for m in g.contains)
        self.of_code = _index((link.code, g) for g in own for link in g.links)
        self.of_line = _index((line, g) for g in own for line in g.hs6)


def _index(pairs: Iterable[tuple[K, Goods]]) -> dict[K, tuple[Goods, ...]]:
    found: dict[K, dict[str, Goods]] = defaultdict(dict)
    for key, goods in pairs:
        found[key][goods.goods_id] = goods
    return {key: tuple(own[i] for i in sorted(own)) for key, own in found.items()}


def _links(rows: Rows) -> dict[str, list[Link]]:
    key = ("goods_id", "scheme", "code", "first_day")
    conditions = conditions_by(rows("goods_code_conditions"), *key)
    found: dict[str, list[Link]] = defaultdict(list)
    for row in rows("goods_codes"):
        own, code = conditions.get(tuple(row[k] for k in key), ()), (row["scheme"], row["code"])
        found[row["goods_id"]].append(Link(code, *days_of(row), row["extent"], own, row["condition_en"]))
    return found
