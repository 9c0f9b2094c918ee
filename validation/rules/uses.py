"""Rules on the family uses: categories of wider applications, sectors of weapons."""

from collections.abc import Iterator

from validation.problems import Problem, shown
from validation.rules.common import Rule, Tables, at, one_by

DEFENCE = "defence"


def categories_inherited(tables: Tables) -> Iterator[Problem]:
    """Yield applications of another category than the wider one."""
    applications = tables["applications"]
    known = one_by(applications, "application_id")
    for line, row in applications.rows():
        wider = known.get(row["parent_id"])
        if wider and row["category"] and wider["category"] and row["category"] != wider["category"]:
            found = f"{shown(row['category'])}, but {shown(row['parent_id'])} is {shown(wider['category'])}"
            yield at(applications, line, "category", found, "write the same, or name another wider application")


def sectors_fit(tables: Tables) -> Iterator[Problem]:
    """Yield uses in defence that are called civil, and civil sectors that are called defence."""
    uses = tables["material_uses"]
    for line, row in uses.rows():
        one = (row["sector"] == DEFENCE, row["defence"])
        if row["sector"] and one in ((True, "civil"), (False, DEFENCE)):
            found = f"{shown(row['defence'])} in the sector {row['sector']}"
            yield at(uses, line, "defence", found, "correct one of them")


RULES: tuple[Rule, ...] = (categories_inherited, sectors_fit)
