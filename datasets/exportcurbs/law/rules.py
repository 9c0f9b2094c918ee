"""The rule book: each measure with its days and the codes and materials it covers."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from exportcurbs.law.periods import Period, Row, Rows, period_on, periods_of, state_on

Code = tuple[str, str]
Days = tuple[tuple[int, int], ...]


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
    periods: tuple[Period, ...]
    codes: set[Code] = field(default_factory=set)
    materials: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def state(self, day: int) -> str:
        """Return the state on a day: a state of measure_periods, `absent` before it, `unknown` after a closed end."""
        return state_on(self.periods, day)

    def confirmed(self, day: int) -> int:
        """Return the last day on which the state of a day is attested, 0 if it is not known."""
        period = period_on(self.periods, day)
        return period.confirmed if period else 0

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
    """Rules by id, the codes with their tree, their subjects, the goods of each material, groups, coverage, last day.

    `subjects` holds the goods codes of a material without headings; `materials` the subjects of any goods code.
    """

    rules: dict[str, Rule]
    codes: dict[Code, Row]
    subjects: dict[str, tuple[Code, ...]]
    materials: dict[Code, frozenset[str]]
    groups: dict[str, frozenset[str]]
    coverage: tuple[Row, ...]
    as_of: int

    def named(self, row: Row) -> frozenset[str]:
        """Return the materials that a row with material_id and group_id speaks of, by itself or through its group."""
        return self.groups.get(row["group_id"], frozenset()) | ({row["material_id"]} if row["material_id"] else set())

    def covered(self, layer: str, subject: str | Code | None) -> Days:
        """Return the days for which the record of a layer is complete for a material or a code.

        None: for the codes of its list. That the whole list was read says nothing of a material that no entry is about.
        """
        return tuple(sorted(self._complete.get((layer, subject), ())))

    @cached_property
    def _complete(self) -> dict[tuple[str, str | Code | None], list[tuple[int, int]]]:
        days: dict[tuple[str, str | Code | None], list[tuple[int, int]]] = defaultdict(list)
        for row in self.coverage:
            code = (row["scheme"], row["code"]) if row.get("code") else None
            for subject in self.named(row) or (code,):
                days[row["layer"], subject].append((row["first_day"].toordinal(), row["last_day"].toordinal()))
        return days

    @cached_property
    def destinations(self) -> tuple[str, ...]:
        """The destinations that some export rule for any user names, and ROW for all others."""
        exports = (r for r in self.rules.values() if r.flow == "export_from_china" and r.end_user == "any")
        return (*sorted({d for r in exports for d in r.destinations} - {"ALL"}), "ROW")

    def place(self, destination: str) -> str:
        """Return the destination under which rules speak of a country: its own, or ROW."""
        return destination if destination in self.destinations else "ROW"


def rule_book(rows: Rows, as_of: datetime.date) -> RuleBook:
    """Return the rule book of a record whose last attested day is as_of."""
    groups: dict[str, set[str]] = defaultdict(set)
    for row in rows("material_groups"):
        groups[row["group_id"]].add(row["material_id"])
    codes = {(r["scheme"], r["code"]): r for r in rows("control_codes")}
    heads: dict[Code, set[str]] = defaultdict(set)
    for row in rows("code_materials"):
        if row["role"] == "subject" and codes[row["scheme"], row["code"]]["goods_or_technology"] == "goods":
            heads[row["scheme"], row["code"]].add(row["material_id"])
    rules = _rules(rows)
    _cover(rules, _by_material(rows), codes, heads, groups)
    subjects: dict[str, list[Code]] = defaultdict(list)
    parents = {(r["scheme"], r["parent"]) for r in codes.values() if r["parent"]}
    for code, materials in heads.items():
        for material in materials if code not in parents else ():
            subjects[material].append(code)
    return RuleBook(
        rules=rules,
        codes=codes,
        subjects={m: tuple(sorted(c)) for m, c in subjects.items()},
        materials={c: frozenset(m) for c, m in heads.items()},
        groups={g: frozenset(m) for g, m in groups.items()},
        coverage=tuple(rows("coverage")),
        as_of=as_of.toordinal(),
    )


def _rules(rows: Rows) -> dict[str, Rule]:
    periods: dict[str, list[Row]] = defaultdict(list)
    for row in rows("measure_periods"):
        periods[row["measure_id"]].append(row)
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
            periods=periods_of(periods[row["measure_id"]]),
        )
        for row in rows("measures")
    }


def ancestors(code: Code, codes: Mapping[Code, Row]) -> Iterator[Code]:
    """Yield a code and the codes above it, nearest first; each once, though a slip may put a code above itself."""
    seen: set[Code] = set()
    while code in codes and code not in seen:
        seen.add(code)
        yield code
        code = code[0], codes[code]["parent"]


def _with_below(code: Code, children: Mapping[Code, list[Code]]) -> Iterator[Code]:
    yield code
    for child in children.get(code, ()):
        yield from _with_below(child, children)


def _by_material(rows: Rows) -> Iterator[Row]:
    """Yield the item rows, one that names goods as one for each material that heads them, in their form."""
    items = list(rows("measure_items"))
    named = any(row.get("goods_id") for row in items)  # an older release has no goods
    forms = {r["goods_id"]: r["form"] for r in rows("goods")} if named else {}
    heads: dict[str, list[str]] = defaultdict(list)
    for row in rows("goods_materials") if named else ():
        if row["role"] == "heads":
            heads[row["goods_id"]].append(row["material_id"])
    for row in items:
        goods = row.get("goods_id")
        yield from ({**row, "material_id": m, "form": forms[goods]} for m in heads[goods]) if goods else [row]


def _cover(
    rules: dict[str, Rule],
    items: Iterable[Row],
    codes: Mapping[Code, Row],
    heads: Mapping[Code, set[str]],
    groups: Mapping[str, set[str]],
) -> None:
    """Write into each rule the codes and materials that its item rows cover; the nearest code above decides."""
    by_code: dict[str, dict[Code, str]] = defaultdict(dict)
    by_material: dict[str, list[tuple[set[str], str | None, str]]] = defaultdict(list)
    for row in items:
        if row["code"]:
            by_code[row["measure_id"]][row["scheme"], row["code"]] = row["inclusion"]
        else:
            named = {row["material_id"]} if row["material_id"] else set(groups[row["group_id"]])
            by_material[row["measure_id"]].append((named, row["form"], row["inclusion"]))
    children, goods = defaultdict(list), defaultdict(list)
    for code, row in codes.items():
        children[code[0], row["parent"]].append(code)
        for material in heads.get(code, ()):
            goods[material].append(code)
    for measure_id, rule in rules.items():
        listed, materials = by_code[measure_id], by_material[measure_id]
        reached = {c for code in listed if code in codes for c in _with_below(code, children)}
        for code in reached | {c for named, _, _ in materials for m in named for c in goods[m]}:
            nearest = next((listed[c] for c in ancestors(code, codes) if c in listed), None)
            said = {i for m, form, i in materials if heads.get(code, set()) & m and form in (None, codes[code]["form"])}
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


def customs_lines(rows: Rows, key: Iterable[str]) -> Iterator[tuple[Code, str, str]]:
    """Yield code, HS 2022 line and coverage of every printed or classified customs code that is not doubtful.

    key: that of the table items.
    """
    names = tuple(key)
    codes = {tuple(r[k] for k in names): (r["scheme"], r["code"]) for r in rows("items")}
    for row in rows("item_customs_codes"):
        if row["hs_edition"] == "HS2022" and row["confidence"] != "doubtful":
            yield codes[tuple(row[k] for k in names)], row["hs6"], row["coverage"]
