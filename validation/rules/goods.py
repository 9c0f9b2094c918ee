"""Rules on goods, conditions and plans: every material has goods, every entry on one reaches some, numbers in order."""

from collections.abc import Iterator, Mapping
from datetime import date

from exportcurbs.law.codes import Code, ancestors

from validation.problems import Problem, shown
from validation.rules.common import Row, Rule, Tables, by, one_by

_NUMBERED = {
    "goods_code_conditions": ("goods_id", "scheme", "code", "first_day"),
    "measure_conditions": ("measure_id",),
    "measure_plans": ("measure_id",),
}


def materials_have_goods(tables: Tables) -> Iterator[Problem]:
    """Yield goods without a head, and materials with neither ordinary goods nor a reason why they have none."""
    goods, heads = one_by(tables["goods"], "goods_id"), by(tables["goods_materials"], "material_id")
    headed = [(r["goods_id"], m) for m, rows in heads.items() for _, r in rows if r["role"] == "heads"]
    ordinary = {m for g, m in headed if goods.get(g, {}).get("ordinary")}
    for line, row in tables["materials"].rows():
        if (row["material_id"] in ordinary) == (row["not_traded"] is not None):
            found = f"{shown(row['material_id'])} " + (
                "has ordinary goods and a reason to have none" if row["not_traded"] else "has no ordinary goods"
            )
            advice = "empty it" if row["not_traded"] else f"say why, or add goods to {tables['goods'].info.path}"
            yield Problem(tables["materials"].info.path, line, "not_traded", found, advice)
    for line, row in tables["goods"].rows():
        if row["goods_id"] and row["goods_id"] not in {g for g, _ in headed}:
            found, advice = f"no material heads {shown(row['goods_id'])}", "add its row"
            yield Problem(tables["goods"].info.path, line, "goods_id", found, f"{advice} to goods_materials.csv")


def subjects_reach_goods(tables: Tables) -> Iterator[Problem]:
    """Yield goods codes about a material that reach no goods, by themselves or through a code below."""
    codes = one_by(tables["control_codes"], "scheme", "code")
    reached = {c for code in by(tables["goods_codes"], "scheme", "code") for c in ancestors(code, codes)}
    layers: dict[Code, set[str]] = {}
    measures = one_by(tables["measures"], "measure_id")
    for _, row in tables["measure_items"].rows():
        layers.setdefault((row["scheme"], row["code"]), set()).add(measures.get(row["measure_id"], {}).get("layer", ""))
    for line, row in tables["code_materials"].rows():
        code = (row["scheme"], row["code"])
        of_goods = codes.get(code, {}).get("goods_or_technology") == "goods"
        if None in code:
            continue
        if of_goods and row["role"] == "subject" and code not in reached and layers.get(code) != {"un_sanctions"}:
            found = f"{shown('/'.join(code))} is about {row['material_id']} but reaches no goods"
            advice = f"add rows to {tables['goods_codes'].info.path}"
            yield Problem(tables["code_materials"].info.path, line, "code", found, advice)


def entries_held_by_rules(tables: Tables) -> Iterator[Problem]:
    """Yield entries that reach goods before any rule holds them, twice at a time, or as a remainder of nothing."""
    table, begun = tables["goods_codes"], _begun(tables)
    rows = by(table, "goods_id")
    codes = one_by(tables["control_codes"], "scheme", "code")
    for line, row in table.rows():
        days = [begun[c] for c in ancestors((row["scheme"], row["code"]), codes) if c in begun]
        if row["first_day"] and (not days or row["first_day"] < min(days)):
            found = f"{row['first_day']} lies before the first rule on {shown(row['code'])}"
            yield Problem(table.info.path, line, "first_day", found, f"write {min(days)}" if days else "add the rule")
        others = [r for at, r in rows[row["goods_id"]] if at != line and _meet(r, row)]
        if any((r["scheme"], r["code"]) == (row["scheme"], row["code"]) for r in others):
            found = f"{shown(row['code'])} reaches these goods in another way on some of these days"
            yield Problem(table.info.path, line, "first_day", found, "close the earlier row with a last_day")
        if row["extent"] == "remainder" and not any(r["extent"] == "part" for r in others):
            found, advice = "a remainder, but no other entry reaches these goods in part", "add it, or write whole"
            yield Problem(table.info.path, line, "extent", found, advice)


def _begun(tables: Tables) -> Mapping[Code, date]:
    """Return the first day of the first rule of exports whose items name a code."""
    periods = by(tables["measure_periods"], "measure_id")
    found: dict[Code, date] = {}
    for _, row in tables["measure_items"].rows():
        days = [r["first_day"] for _, r in periods.get(row["measure_id"], ()) if r["first_day"]]
        if row["code"] and row["inclusion"] == "included" and days:
            code = (row["scheme"], row["code"])
            found[code] = min(found.get(code, date.max), *days)
    return found


def _meet(one: Row, other: Row) -> bool:
    if not one["first_day"] or not other["first_day"]:
        return False
    return bool(
        one["first_day"] <= (other["last_day"] or date.max) and other["first_day"] <= (one["last_day"] or date.max)
    )


def numbered_in_order(tables: Tables) -> Iterator[Problem]:
    """Yield rows whose numbers do not count 1, 2, 3, conditions of goods reached whole, and alternatives to nothing."""
    for name, key in _NUMBERED.items():
        for rows in by(tables[name], *key).values():
            numbers = sorted(r["number"] for _, r in rows if r["number"])
            if numbers != list(range(1, len(rows) + 1)):
                line = rows[0][0]
                yield Problem(tables[name].info.path, line, "number", f"the numbers are {numbers}", "count from 1")
    reach = one_by(tables["goods_codes"], *_NUMBERED["goods_code_conditions"])
    for line, row in tables["goods_code_conditions"].rows():
        if reach.get(tuple(row[c] for c in _NUMBERED["goods_code_conditions"]), {}).get("extent") == "whole":
            found = f"{shown(row['code'])} reaches these goods whole"
            yield Problem(
                tables["goods_code_conditions"].info.path, line, "property", found, "remove it, or write part"
            )
    for (_, letter), rows in by(tables["measure_conditions"], "measure_id", "any_of").items():
        if letter and len(rows) == 1:
            found = f"no other row of the measure has the letter {shown(letter)}"
            yield Problem(tables["measure_conditions"].info.path, rows[0][0], "any_of", found, "empty it")


RULES: tuple[Rule, ...] = (materials_have_goods, subjects_reach_goods, entries_held_by_rules, numbered_in_order)
