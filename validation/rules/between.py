"""Judge the curated tables against each other: every rule of every family."""

from validation.problems import Problem
from validation.rules import attested, episodes, goods, items, law, law_plans, parties, references, shared, trade
from validation.rules.common import Rule, Tables

RULES: tuple[Rule, ...] = tuple(
    rule
    for family in (references, shared, items, goods, law, law_plans, attested, parties, episodes, trade)
    for rule in family.RULES
)


def problems_between(tables: Tables) -> list[Problem]:
    """Return the problems between tables, without those of rows in which parsing has already reported a cell."""
    told = {(table.info.path, line) for table in tables.values() for line, _ in table.broken}
    return [p for rule in RULES for p in rule(tables) if (p.path, p.line) not in told]
