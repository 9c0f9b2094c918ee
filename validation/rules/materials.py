"""Rules on the family materials: classes as the groups have them."""

from validation.definitions.tables import Row
from validation.problems import shown
from validation.rules.common import Faults, Tables, each

CLASSES = ("ree_class_china", "ree_class_usgs", "ree_class_eu")
RARE_EARTHS, LIGHT = "rare_earths", "light_rare_earths"


@each("materials")
def classes_of_groups(row: Row, tables: Tables) -> Faults:
    """Yield classes of what is no rare earth, and classes of China that its groups deny."""
    groups = tables["material_groups"].by("group_id")
    rare, light = ({r["material_id"] for _, r in groups.get(g, ())} for g in (RARE_EARTHS, LIGHT))
    filled = [c for c in CLASSES if row[c]]
    for column in filled if rare and row["material_id"] not in rare else ():
        yield column, f"{shown(row[column])}, but {row['material_id']} is no rare earth", "empty the cell"
    china = row[CLASSES[0]]
    if light and china and (china == "light") != (row["material_id"] in light):
        yield CLASSES[0], f"{shown(china)}, but the group {LIGHT} says otherwise", "correct the class or the group"
    if len(filled) == 2:
        (missing,) = set(CLASSES) - set(filled)
        yield missing, "is blank, but the two other classes are filled", "fill it"
