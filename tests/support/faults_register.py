"""What breaks a rule between tables, by name: it breaks some rows and says which rule must tell what of which place."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.support.sheets import Sheets
from validation.rules.common import Rule


@dataclass(frozen=True)
class Broken:
    """What `plant` does (it returns the line), and what `rule` must tell: table, column, words of the message."""

    rule: Rule
    plant: Callable[[Sheets], int]
    table: str
    column: str
    found: str


BROKEN: dict[str, Broken] = {}


def breaks(
    rule: Rule, table: str, column: str, found: str
) -> Callable[[Callable[[Sheets], int]], Callable[[Sheets], int]]:
    """Register a function that breaks a rule."""

    def register(plant: Callable[[Sheets], int]) -> Callable[[Sheets], int]:
        assert plant.__name__ not in BROKEN
        BROKEN[plant.__name__] = Broken(rule, plant, table, column, found)
        return plant

    return register
