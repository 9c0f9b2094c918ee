"""Judge the curated tables against each other: every rule of every family."""

from validation.problems import Problem
from validation.rules import (
    alike,
    attested,
    claims,
    codes,
    documents,
    episodes,
    goods,
    happened,
    items,
    law,
    law_plans,
    materials,
    parties,
    references,
    series,
    shared,
    sources,
    titles,
    trade,
    uses,
)
from validation.rules.common import Rule, Tables

FAMILIES = (
    *(
        references,
        alike,
        shared,
        sources,
        items,
        goods,
        codes,
        materials,
        law,
        law_plans,
        documents,
        titles,
        attested,
        parties,
    ),
    *(episodes, happened, claims, trade, series, uses),
)
RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family.RULES)


def problems_between(tables: Tables) -> list[Problem]:
    """Return the problems between tables, without those of rows in which parsing has already reported a cell."""
    told = {(table.info.path, line) for table in tables.values() for line, _ in table.broken}
    return [p for rule in RULES for p in rule(tables) if (p.path, p.line) not in told]
