"""Rules on measures: what the columns say is what the title says, and what fits the body of law."""

import re
from collections.abc import Iterator

from validation.definitions.agreements import EFFECTS, ONLY
from validation.definitions.tables import Row
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, at, each, elements, rule

ADMINISTERED = ("trade_administration", "un_sanctions")
TRADE = ("quota", "duty", "state_trading")


@each("measures")
def titles_say_effect(row: Row, tables: Tables) -> Faults:
    """Yield measures whose title speaks of another effect, flow, end use or destination."""
    title = row["title"] or ""
    if row["effect"] in EFFECTS and title and not re.search(EFFECTS[row["effect"]], title):
        found = f"{shown(row['effect'])} is not what the title says: {shown(title)}"
        yield "effect", found, "correct the effect or the title"
    for column, words in ONLY.items():
        said = [value for value, word in words.items() if re.search(word, title)]
        cells = elements(row[column])
        wrong = [c for c in cells if c in words and c not in said] if column == "end_use" and said else []
        if said and cells and (wrong or not set(said) & set(cells)) and row["end_user"] == "any":
            found = f"{shown('|'.join(cells))}, but the title speaks of {' and '.join(said)}: {shown(title)}"
            yield column, found, "correct the cell or the title"


@each("measures")
def layers_fit(row: Row, tables: Tables) -> Faults:
    """Yield measures whose body of law does not go with their effect, flow, users or scope."""
    layer, kind = row["layer"], tables["instruments"].row(row["instrument_id"])["kind"]
    if layer is None or kind is None:
        return
    both = len({r["layer"] for _, r in tables["measures"].by("instrument_id")[row["instrument_id"]]}) > 1
    for holds, found in (
        ((row["effect"] in TRADE) <= (layer in ADMINISTERED), f"{row['effect']} is of trade administration"),
        (
            (layer == "entity") == (kind == "list_notice") or (both and kind != "list_notice"),
            f"its document is of kind {kind}",
        ),
        ((kind == "tariff_plan") <= (row["effect"] == "duty"), "its document is a tariff plan"),
        ((layer == "entity") <= (row["end_user"] == "listed"), f"end_user is {row['end_user']}"),
        ((row["item_scope"] == "all_goods") <= (layer == "entity"), "item_scope is all_goods"),
        ((layer == "technology_catalogue") <= (row["flow"] == "technology_transfer"), f"flow is {row['flow']}"),
        ((layer == "un_sanctions") <= (row["destinations"] == ["PRK"]), "its destinations are more than North Korea"),
        ((row["end_user"] == "listed") <= (layer == "entity" or "listed" in str(row["title"])), "end_user is listed"),
        ((layer == "trade_administration") <= (row["flow"] == "export_from_china"), f"flow is {row['flow']}"),
    ):
        if not holds:
            yield "layer", f"{shown(layer)}, but {found}", "correct one of them"
            return


@rule
def items_of_title(tables: Tables) -> Iterator[Problem]:
    """Yield materials of a measure whose title names others and not these; technology outside its own catalogue."""
    items, words = tables["measure_items"], {}
    for material, row in tables["materials"].one_by("material_id").items():
        words[material] = re.compile(rf"\b{re.escape(str(row['name_en']).split(' (')[0].lower())}\b")
    for measure, rows in items.by("measure_id").items():
        measured = tables["measures"].row(measure)
        title, layer = str(measured["title"]).lower(), measured["layer"]
        only = all(r["material_id"] or r["group_id"] for _, r in rows)
        named = sorted(m for m, word in words.items() if only and word.search(title))
        for line, row in rows:
            if named and row["material_id"] not in (*named, None) and row["inclusion"] == "included":
                found = f"{shown(row['material_id'])} is not what the title of {shown(measure)} names"
                advice = f"name one of {', '.join(named)}, or correct the title"
                yield at(items, line, "material_id", found, advice)
            if row["scheme"] in ("technology_catalogue", "dual_use") and layer not in (row["scheme"], None):
                found = f"a code of {row['scheme']}, but {shown(measure)} is of {layer}"
                yield at(items, line, "scheme", found, "name the code of that list")
