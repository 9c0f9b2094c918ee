"""Rules on the family uses: categories of wider applications, sectors of weapons."""

from validation.definitions.tables import Row
from validation.problems import shown
from validation.rules.common import Faults, Tables, each

DEFENCE = "defence"


@each("material_uses")
def sectors_fit(row: Row, tables: Tables) -> Faults:
    """Yield uses in defence that are called civil, and civil sectors that are called defence."""
    if row["sector"] and (row["sector"] == DEFENCE, row["defence"]) in ((True, "civil"), (False, DEFENCE)):
        yield "defence", f"{shown(row['defence'])} in the sector {row['sector']}", "correct one of them"
