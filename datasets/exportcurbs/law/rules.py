"""The rule book: each measure with its days and what it names."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from exportcurbs.law.codes import Code, Codes
from exportcurbs.law.conditions import Condition, conditions_by
from exportcurbs.law.goods import GoodsBook
from exportcurbs.law.lines import Lines
from exportcurbs.law.periods import Period, Row, Rows, days_of, gathered, grouped, period_on, periods_of, state_on
from exportcurbs.law.regimes import EXPORT, RANK, REGIME_OF, STATUS_LAYERS

Days = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Named:
    """Materials that a row names, by itself or as a group, in one form or in any."""

    materials: frozenset[str]
    form: str | None
    included: bool


@dataclass(frozen=True, eq=False)
class Rule:
    """One measure: what it does, where, for whom, when, and what its rows name."""

    measure_id: str
    instrument_id: str
    effect: str
    flow: str
    destinations: frozenset[str]
    end_use: str
    end_user: str
    item_scope: str
    layer: str
    duty_pct: float | None
    periods: tuple[Period, ...]
    codes: Mapping[Code, bool]
    goods: Mapping[str, bool]
    named: tuple[Named, ...]
    lines: Mapping[str, bool]
    conditions: tuple[Condition, ...]

    @property
    def binding(self) -> bool:
        """Whether it makes a regime of goods, whoever the user."""
        return self.for_goods and self.end_user == "any"

    @property
    def for_goods(self) -> bool:
        """Whether it makes a regime of goods that it names: for any user, or for parties on lists that others made."""
        return self.layer in STATUS_LAYERS and self.effect in REGIME_OF and self.flow != "import"

    @cached_property
    def rank(self) -> int:
        """Its regime as a place in the order of regimes; 0 where it makes none."""
        return RANK[REGIME_OF[self.effect]] if self.effect in REGIME_OF else 0

    @cached_property
    def turns(self) -> frozenset[int]:
        """The days on which its state, or how sure it is, may change."""
        return frozenset(d for p in self.periods for d in (p.first, p.last + 1, p.confirmed + 1))

    def state(self, day: int) -> str:
        """Return the state on a day: a state of measure_periods, `absent` before it, `unknown` after a closed end."""
        return state_on(self.periods, day)

    def confirmed(self, day: int) -> int:
        """Return the last day on which the state of a day is attested, 0 if it is not known."""
        period = period_on(self.periods, day)
        return period.confirmed if period else 0

    def speaks(self, place: str, use: str, flows: tuple[str, ...] = (EXPORT,)) -> bool:
        """Whether it speaks of a destination, an end use as `rules_for` gives it, and any of some flows."""
        return (
            self.flow in flows
            and ("ALL" in self.destinations or place in self.destinations)
            and self.end_use in ("any", use)
        )

    def names(self, materials: Iterable[str], form: str) -> bool | None:
        """Whether its rows on materials take in goods that some materials head; None where none speaks of them."""
        own = frozenset(materials)
        said = {n.included for n in self.named if n.materials & own and n.form in (None, form)}
        return said == {True} if said else None


@dataclass(frozen=True)
class RuleBook:
    """Rules by id, codes, goods, groups of materials, customs lines of codes, coverage, last day."""

    rules: dict[str, Rule]
    codes: Codes
    goods: GoodsBook
    materials: dict[str, bool]
    groups: dict[str, frozenset[str]]
    lines: Lines
    coverage: tuple[Row, ...]
    as_of: int

    def named(self, row: Row) -> frozenset[str]:
        """Return the materials that a row with material_id and group_id speaks of, by itself or through its group."""
        return self.groups.get(row["group_id"], frozenset()) | ({row["material_id"]} if row["material_id"] else set())

    def covered(self, layer: str, subject: str | Code | None) -> Days:
        """Return the days for which the record of a layer is complete for a material or a code.

        None: for the list of the layer as a whole.
        """
        return tuple(sorted(self._complete.get((layer, subject), ())))

    @cached_property
    def _complete(self) -> dict[tuple[str, str | Code | None], list[tuple[int, int]]]:
        days: dict[tuple[str, str | Code | None], list[tuple[int, int]]] = defaultdict(list)
        for row in self.coverage:
            code = (row["scheme"], row["code"]) if row.get("code") else None
            for subject in self.named(row) or (code,):
                days[row["layer"], subject].append(days_of(row))
        return days

    @cached_property
    def destinations(self) -> tuple[str, ...]:
        """The destinations that some rule for any user names, and ROW for all others."""
        named = {d for r in self.rules.values() if r.binding for d in r.destinations}
        return (*sorted(named - {"ALL"}), "ROW")

    def place(self, destination: str) -> str:
        """Return the destination under which rules speak of a country: its own, or ROW."""
        return destination if destination in self.destinations else "ROW"


def rule_book(rows: Rows, as_of: datetime.date) -> RuleBook:
    """Return the rule book of a record whose last attested day is as_of."""
    groups = gathered((row["group_id"], row["material_id"]) for row in rows("material_groups"))
    members = {g: frozenset(m) for g, m in groups.items()}
    return RuleBook(
        rules=_rules(rows, members),
        codes=Codes(rows),
        goods=GoodsBook(rows),
        materials={r["material_id"]: bool(r.get("not_traded")) for r in rows("materials")},
        groups=members,
        lines=Lines(rows),
        coverage=tuple(rows("coverage")),
        as_of=as_of.toordinal(),
    )


def _rules(rows: Rows, groups: Mapping[str, frozenset[str]]) -> dict[str, Rule]:
    named = ("measure_periods", "measure_items", "measure_customs_codes")
    periods, items, lines = (grouped(rows(table), "measure_id") for table in named)
    conditions = conditions_by(rows("measure_conditions"), "measure_id")
    found = {}
    for row in rows("measures"):
        name = row["measure_id"]
        own = items.get(name, ())
        found[name] = Rule(
            measure_id=name,
            instrument_id=row["instrument_id"],
            effect=row["effect"],
            flow=row["flow"],
            destinations=frozenset(row["destinations"]),
            end_use=row["end_use"],
            end_user=row["end_user"],
            item_scope=row["item_scope"],
            layer=row["layer"],
            duty_pct=row["duty_pct"],
            periods=periods_of(periods.get(name, ())),
            codes={(r["scheme"], r["code"]): _in(r) for r in own if r["code"]},
            goods={r["goods_id"]: _in(r) for r in own if r.get("goods_id")},
            named=tuple(_named(r, groups) for r in own if r["material_id"] or r["group_id"]),
            lines={r["hs_prefix"]: _in(r) for r in lines.get(name, ())},
            conditions=conditions.get((name,), ()),
        )
    return found


def _in(row: Row) -> bool:
    return bool(row["inclusion"] == "included")


def _named(row: Row, groups: Mapping[str, frozenset[str]]) -> Named:
    materials = frozenset({row["material_id"]}) if row["material_id"] else groups.get(row["group_id"], frozenset())
    return Named(materials, row["form"], _in(row))
