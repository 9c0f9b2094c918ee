"""The rule book as the status logic reads it: each measure with its days and the codes and materials it covers."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from validation.definitions.tables import TypedTable

Code = tuple[str, str]
FOREVER = datetime.date.max.toordinal()
# The effect of a measure as a regime, mildest first; `unknown` stands apart.
REGIMES = ("none", "licence", "licence_strict", "denial_in_principle", "prohibited")
REGIME_OF = {
    "licence": "licence",
    "strict_review": "licence_strict",
    "denial_in_principle": "denial_in_principle",
    "ban": "prohibited",
}
STATUS_LAYERS = ("dual_use", "foreign_trade_ban")


@dataclass(frozen=True)
class Spell:
    """Days (ordinals, both inclusive) in which a measure has one state, and the last day that is attested."""

    first: int
    last: int
    state: str
    confirmed: int


@dataclass
class Rule:
    """One measure: what it does, where, for whom, when, and what it covers."""

    measure_id: str
    effect: str
    flow: str
    destinations: frozenset[str]
    end_use: str
    end_user: str
    item_scope: str
    layer: str
    duty_pct: float | None
    spells: tuple[Spell, ...]
    codes: set[Code] = field(default_factory=set)
    materials: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def spell(self, day: int) -> Spell | None:
        """Return the spell of a day; None before the first one and after a closed last one."""
        return next((s for s in self.spells if s.first <= day <= s.last), None)

    def state(self, day: int) -> str:
        """Return the state on a day: a state of measure_periods, `absent` before it, `unknown` after a closed end."""
        spell = self.spell(day)
        if spell:
            return spell.state
        return "absent" if day < self.spells[0].first else "unknown"

    def reaches(self, destination: str, end_use: str) -> bool:
        """Whether exports from China to a destination for an end use fall under the rule, whoever the user."""
        return (
            self.flow == "export_from_china"
            and self.end_user == "any"
            and ("ALL" in self.destinations or destination in self.destinations)
            and self.end_use in ("any", end_use)
        )


@dataclass(frozen=True)
class RuleBook:
    """All rules, the codes with their tree, their subjects, the goods of each material, groups, coverage, last day.

    `subjects` holds the goods codes of a material without headings; `materials` the subjects of any goods code.
    """

    rules: tuple[Rule, ...]
    codes: dict[Code, dict[str, Any]]
    subjects: dict[str, tuple[Code, ...]]
    materials: dict[Code, frozenset[str]]
    groups: dict[str, frozenset[str]]
    coverage: tuple[dict[str, Any], ...]
    as_of: int

    def named(self, row: Mapping[str, Any]) -> frozenset[str]:
        """Return the materials that a row with material_id and group_id speaks of, by itself or through its group."""
        return self.groups.get(row["group_id"], frozenset()) | ({row["material_id"]} if row["material_id"] else set())

    def covered(self, layer: str, material: str | None) -> tuple[tuple[int, int], ...]:
        """Return the days for which the record of a layer is complete for a material; None: for the codes of its list.

        That the whole list was read says nothing of a material that no entry is about.
        """
        return tuple(sorted(self._complete.get((layer, material), ())))

    @cached_property
    def _complete(self) -> dict[tuple[str, str | None], list[tuple[int, int]]]:
        days: dict[tuple[str, str | None], list[tuple[int, int]]] = defaultdict(list)
        for row in self.coverage:
            whole = row["material_id"] is None and row["group_id"] is None
            for material in [None] if whole else self.named(row):
                days[row["layer"], material].append((row["first_day"].toordinal(), row["last_day"].toordinal()))
        return days

    @cached_property
    def destinations(self) -> tuple[str, ...]:
        """Return the destinations that some export rule for any user names, and ROW for all others."""
        named = {d for r in self.rules if r.flow == "export_from_china" and r.end_user == "any" for d in r.destinations}
        return (*sorted(named - {"ALL"}), "ROW")


def rule_book(tables: Mapping[str, TypedTable], as_of: datetime.date) -> RuleBook:
    """Return the rule book of the curated tables."""
    groups: dict[str, set[str]] = defaultdict(set)
    for _, row in tables["material_groups"].rows():
        groups[row["group_id"]].add(row["material_id"])
    codes = {(r["scheme"], r["code"]): r for _, r in tables["control_codes"].rows()}
    roles: dict[Code, set[str]] = defaultdict(set)
    for _, row in tables["code_materials"].rows():
        if row["role"] == "subject" and codes[row["scheme"], row["code"]]["goods_or_technology"] == "goods":
            roles[row["scheme"], row["code"]].add(row["material_id"])
    rules = _rules(tables)
    _cover(rules, tables["measure_items"], codes, roles, groups)
    subjects: dict[str, list[Code]] = defaultdict(list)
    parents = {(r["scheme"], r["parent"]) for r in codes.values() if r["parent"]}
    for code, materials in roles.items():
        for material in materials if code not in parents else ():
            subjects[material].append(code)
    return RuleBook(
        rules=tuple(rules.values()),
        codes=codes,
        subjects={m: tuple(sorted(c)) for m, c in subjects.items()},
        materials={c: frozenset(m) for c, m in roles.items()},
        groups={g: frozenset(m) for g, m in groups.items()},
        coverage=tuple(r for _, r in tables["coverage"].rows()),
        as_of=as_of.toordinal(),
    )


def _rules(tables: Mapping[str, TypedTable]) -> dict[str, Rule]:
    spells: dict[str, list[Spell]] = defaultdict(list)
    for _, row in tables["measure_periods"].rows():
        last = row["last_day"].toordinal() if row["last_day"] else FOREVER
        spell = Spell(row["first_day"].toordinal(), last, row["state"], row["last_confirmed"].toordinal())
        spells[row["measure_id"]].append(spell)
    return {
        row["measure_id"]: Rule(
            measure_id=row["measure_id"],
            effect=row["effect"],
            flow=row["flow"],
            destinations=frozenset(row["destinations"]),
            end_use=row["end_use"],
            end_user=row["end_user"],
            item_scope=row["item_scope"],
            layer=row["layer"],
            duty_pct=row["duty_pct"],
            spells=_closed(sorted(spells[row["measure_id"]], key=lambda s: s.first)),
        )
        for _, row in tables["measures"].rows()
    }


def _closed(spells: list[Spell]) -> tuple[Spell, ...]:
    """End every spell where the next begins: an `ended` row is open although a revival may follow it."""
    return tuple(
        Spell(s.first, min(s.last, after.first - 1) if after else s.last, s.state, s.confirmed)
        for s, after in zip(spells, [*spells[1:], None], strict=True)
    )


def ancestors(code: Code, codes: Mapping[Code, Mapping[str, Any]]) -> Iterable[Code]:
    """Yield a code and the codes above it, nearest first."""
    at: Code | None = code
    while at and at in codes:
        yield at
        parent = codes[at]["parent"]
        at = (at[0], parent) if parent else None


def _with_below(code: Code, children: Mapping[Code, list[Code]]) -> Iterator[Code]:
    yield code
    for child in children.get(code, ()):
        yield from _with_below(child, children)


def _cover(
    rules: dict[str, Rule],
    items: TypedTable,
    codes: Mapping[Code, dict[str, Any]],
    roles: Mapping[Code, set[str]],
    groups: Mapping[str, set[str]],
) -> None:
    """Write into each rule the codes and materials that its item rows cover; the nearest code above decides."""
    by_code: dict[str, dict[Code, str]] = defaultdict(dict)
    by_material: dict[str, list[tuple[set[str], str | None, str]]] = defaultdict(list)
    for _, row in items.rows():
        if row["code"]:
            by_code[row["measure_id"]][row["scheme"], row["code"]] = row["inclusion"]
        else:
            named = {row["material_id"]} if row["material_id"] else set(groups[row["group_id"]])
            by_material[row["measure_id"]].append((named, row["form"], row["inclusion"]))
    children, goods = defaultdict(list), defaultdict(list)
    for code, row in codes.items():
        children[code[0], row["parent"]].append(code)
        for material in roles.get(code, ()):
            goods[material].append(code)
    for measure_id, rule in rules.items():
        listed, materials = by_code[measure_id], by_material[measure_id]
        reached = {c for code in listed if code in codes for c in _with_below(code, children)}
        for code in reached | {c for named, _, _ in materials for m in named for c in goods[m]}:
            nearest = next((listed[c] for c in ancestors(code, codes) if c in listed), None)
            said = {i for m, form, i in materials if roles.get(code, set()) & m and form in (None, codes[code]["form"])}
            if nearest == "included" or (nearest is None and said == {"included"}):
                rule.codes.add(code)
        _name_materials(rule, materials)


def _name_materials(rule: Rule, rows: Iterable[tuple[set[str], str | None, str]]) -> None:
    """Write into a rule the materials, with forms, that its rows include and no other row takes out again."""
    spared = {(m, form) for named, form, inclusion in rows if inclusion == "excluded" for m in named}
    for named, form, inclusion in rows:
        for material in named if inclusion == "included" else ():
            if not {(material, form), (material, None)} & spared:
                rule.materials[material].add(form or "any")


def customs_lines(tables: Mapping[str, TypedTable]) -> Iterator[tuple[Code, str, str]]:
    """Yield code, HS 2022 line and coverage of every printed or classified customs code that is not doubtful."""
    key = tables["items"].info.key
    codes = {tuple(r[k] for k in key): (r["scheme"], r["code"]) for _, r in tables["items"].rows()}
    for _, row in tables["item_customs_codes"].rows():
        if row["hs_edition"] == "HS2022" and row["confidence"] != "doubtful":
            yield codes[tuple(row[k] for k in key)], row["hs6"], row["coverage"]
