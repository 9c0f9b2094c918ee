"""Judge the curated tables against each other: every rule of every family."""

from importlib import import_module
from pkgutil import iter_modules

import validation.rules
from validation.problems import Problem
from validation.rules import common
from validation.rules.common import Rule, Tables

for _module in iter_modules(validation.rules.__path__, "validation.rules."):
    import_module(_module.name)
RULES: tuple[Rule, ...] = tuple(common.RULES)


def problems_between(tables: Tables, rules: tuple[Rule, ...] = RULES) -> list[Problem]:
    """Return the problems between tables, but for those of rows in which parsing has already reported a cell."""
    broken = {(table.info.path, line) for table in tables.values() for line, _ in table.broken}
    return [p for rule in rules for p in rule(tables) if (p.path, p.line) not in broken]
