"""Conditions of rules and entries, and whether the facts of a shipment meet them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from exportcurbs.law.periods import Row, gathered

Facts = Mapping[str, Any]
# What a condition asks for; the same test in several rules is one question.
Test = tuple[str, str, str]
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "eq": lambda a, b: a == b,
}
YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Condition:
    """One condition: what is measured, the limit, and what meeting it does.

    effect: required, exempts or procedure; any_of: letter of a group of which one is enough; code: the one entry of
    the rule that it holds for.
    """

    property: str | None
    operator: str | None
    value: str | None
    unit: str | None
    text: str
    effect: str = "required"
    any_of: str | None = None
    code: tuple[str, str] | None = None
    kind: str = "property"

    def holds_for(self, code: tuple[str, str] | None) -> bool:
        """Whether it speaks of a rule as it reaches through a code."""
        if self.code is None or code is None:
            return True
        return self.code[0] == code[0] and f"{code[1]}.".startswith(f"{self.code[1]}.")

    @cached_property
    def test(self) -> Test | None:
        """The question that it asks; None where nothing can be measured."""
        return (self.property, self.operator or "is", self.value or "") if self.property else None


def condition(row: Row) -> Condition:
    """Return the condition of a row of measure_conditions or goods_code_conditions."""
    return Condition(
        property=row["property"],
        operator=row["operator"],
        value=row["value"],
        unit=row["unit"],
        text=row.get("text_en") or "",
        effect=row.get("effect") or "required",
        any_of=row.get("any_of"),
        code=(row["scheme"], row["code"]) if row.get("kind") and row.get("code") else None,
        kind=row.get("kind") or "property",
    )


def conditions_by(rows: Iterable[Row], *columns: str) -> dict[tuple[Any, ...], tuple[Condition, ...]]:
    """Return the conditions of a table by the cells of some columns, in order of their numbers."""
    found = gathered((tuple(row[c] for c in columns), (row["number"], condition(row))) for row in rows)
    return {key: tuple(c for _, c in sorted(own, key=lambda n: n[0])) for key, own in found.items()}


@dataclass(frozen=True)
class Case:
    """What is known of a shipment: facts by property, and tests taken as met or not whatever the facts say."""

    facts: Facts
    assumed: Mapping[Test, bool]

    def meets(self, one: Condition) -> bool | None:
        """Whether a condition is met; None where the facts do not say."""
        if one.test is None:
            return None
        if one.test in self.assumed:
            return self.assumed[one.test]
        given = self.facts.get(one.test[0])
        return None if given is None else _compare(given, one)

    def required(self, conditions: Sequence[Condition]) -> bool | None:
        """Whether the required ones are met, of each group of alternatives one; None where the facts do not say."""
        asked = ((n, one) for n, one in enumerate(conditions) if one.effect == "required")
        groups = gathered((one.any_of or str(n), self.meets(one)) for n, one in asked)
        met = [True if True in own else None if None in own else False for own in groups.values()]
        return False if False in met else None if None in met else True

    def exempt(self, conditions: Iterable[Condition]) -> bool:
        """Whether the facts say that an exemption is met."""
        return any(self.meets(one) for one in conditions if one.effect == "exempts")


def _compare(given: Any, one: Condition) -> bool:
    if one.operator == "is":
        several = given if isinstance(given, list | tuple | set | frozenset) else [given]
        return str(one.value) in {YES_NO.get(v, v) if isinstance(v, bool) else str(v) for v in several}
    return COMPARE[str(one.operator)](float(given), float(str(one.value)))
