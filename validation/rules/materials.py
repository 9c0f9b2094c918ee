"""Rules on the family materials: elements as the periodic table has them, classes as the groups have them."""

from collections.abc import Iterator

import periodictable

from validation.problems import Problem, shown
from validation.rules.common import Rule, Tables, at, by

# British spellings of elements that the periodic table spells in the American way.
SPELT = {"aluminium": "aluminum", "caesium": "cesium", "sulphur": "sulfur"}
CLASSES = ("ree_class_china", "ree_class_usgs", "ree_class_eu")
RARE_EARTHS, LIGHT = "rare_earths", "light_rare_earths"


def elements_of_table(tables: Tables) -> Iterator[Problem]:
    """Yield elements whose id or name is not that of their symbol."""
    materials = tables["materials"]
    names = {element.symbol: element.name for element in periodictable.elements}
    for line, row in materials.rows():
        name = (row["name_en"] or "").lower()
        if row["symbol"] in names and SPELT.get(name, name) != names[row["symbol"]]:
            found = f"{shown(row['name_en'])} is not {row['symbol']}"
            yield at(materials, line, "name_en", found, f"write {names[row['symbol']]}, or correct the symbol")
        if row["symbol"] and row["symbol"] != row["material_id"]:
            found = f"{shown(row['symbol'])} is not the element {shown(row['material_id'])}"
            yield at(materials, line, "symbol", found, "write the same in both")


def classes_of_groups(tables: Tables) -> Iterator[Problem]:
    """Yield classes of what is no rare earth, and classes of China that its groups deny."""
    materials = tables["materials"]
    groups = {g: {r["material_id"] for _, r in rows} for g, rows in by(tables["material_groups"], "group_id").items()}
    rare, light = groups.get(RARE_EARTHS, set()), groups.get(LIGHT, set())
    for line, row in materials.rows():
        for column in CLASSES:
            if row[column] is not None and rare and row["material_id"] not in rare:
                found = f"{shown(row[column])}, but {row['material_id']} is no rare earth"
                yield at(materials, line, column, found, "empty the cell")
        if light and row[CLASSES[0]] and (row[CLASSES[0]] == "light") != (row["material_id"] in light):
            found = f"{shown(row[CLASSES[0]])}, but the group {LIGHT} says otherwise"
            yield at(materials, line, CLASSES[0], found, "correct the class or the group")
        filled = [c for c in CLASSES if row[c]]
        if filled and len(filled) == 2:
            missing = next(c for c in CLASSES if c not in filled)
            yield at(materials, line, missing, "is blank, but the two other classes are filled", "fill it")


RULES: tuple[Rule, ...] = (elements_of_table, classes_of_groups)
