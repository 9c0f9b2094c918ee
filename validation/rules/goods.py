"""Rules on goods, conditions and plans: every material has goods, every entry on one reaches some, numbers in order."""

from collections.abc import Iterator, Mapping
from datetime import date

from exportcurbs.law.codes import Code, ancestors

from validation.definitions.tables import Row
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, at, each, rule, unnamed

_REACH = ("goods_id", "scheme", "code", "first_day")
_NUMBERED = {"goods_code_conditions": _REACH, "measure_conditions": ("measure_id",), "measure_plans": ("measure_id",)}
OF_GOODS = ("alloy", "compound", "metal", "oxide", "powder")
SUBJECTS = ("code_materials", ("scheme", "code"), "subject")
HEADS = ("goods_materials", ("goods_id",), "heads")
# Forms that are always one of a material that we follow; a compound or fibre may be of others alone.
OF_MATERIALS = ("alloy", "crystal", "magnet", "metal", "oxide", "target", "wafer")


@rule
def materials_have_goods(tables: Tables) -> Iterator[Problem]:
    """Yield goods without a head, and materials with neither ordinary goods nor a reason why they have none."""
    goods, materials = tables["goods"], tables["materials"]
    heads = [row for _, row in tables["goods_materials"].rows() if row["role"] == "heads"]
    ordinary = {row["material_id"] for row in heads if goods.row(row["goods_id"])["ordinary"]}
    for line, row in materials.rows():
        name, why_none = shown(row["material_id"]), row["not_traded"]
        if why_none is not None and row["material_id"] in ordinary:
            yield at(materials, line, "not_traded", f"{name} has ordinary goods and a reason to have none", "empty it")
        if why_none is None and row["material_id"] not in ordinary:
            advice = f"say why, or add goods to {goods.info.path}"
            yield at(materials, line, "not_traded", f"{name} has no ordinary goods", advice)
    headed = {row["goods_id"] for row in heads}
    yield from unnamed(goods, headed, "no material heads {}", "add its row to goods_materials.csv")


@rule
def subjects_reach_goods(tables: Tables) -> Iterator[Problem]:
    """Yield goods codes about a material that reach no goods, by themselves or through a code below."""
    codes, subjects = tables["control_codes"].one_by("scheme", "code"), tables["code_materials"]
    reached = {c for code in tables["goods_codes"].by("scheme", "code") for c in ancestors(code, codes)}
    rules = tables["measure_items"].by("scheme", "code")
    for line, row in subjects.rows():
        code = (row["scheme"], row["code"])
        if None in code or row["role"] != "subject" or code in reached or code not in codes:
            continue
        layers = {tables["measures"].row(r["measure_id"])["layer"] for _, r in rules.get(code, ())}
        if codes[code]["goods_or_technology"] == "goods" and layers != {"un_sanctions"}:
            found = f"{shown('/'.join(code))} is about {row['material_id']} but reaches no goods"
            yield at(subjects, line, "code", found, f"add rows to {tables['goods_codes'].info.path}")


@each("control_codes")
def codes_have_materials(row: Row, tables: Tables) -> Faults:
    """Yield codes of a form that is always one of a material, without a material."""
    materials = tables["code_materials"]
    code = ("dual_use", row["code"])
    if row["form"] in OF_MATERIALS and row["scheme"] == "dual_use" and code not in materials.by("scheme", "code"):
        found = f"{shown(row['code'])} has the form {row['form']}, but no material"
        yield "form", found, f"add its material to {materials.info.path}"


@rule
def entries_held_by_rules(tables: Tables) -> Iterator[Problem]:
    """Yield entries that reach goods before any rule holds them, twice at a time, or as a remainder of nothing."""
    table, begun, codes = tables["goods_codes"], _begun(tables), tables["control_codes"].one_by("scheme", "code")
    coded = tables["code_materials"].by("scheme", "code")
    for line, row in table.rows():
        code = (row["scheme"], row["code"])
        days = [begun[c] for c in ancestors(code, codes) if c in begun]
        if row["first_day"] and (
            not days or row["first_day"] < min(days) or (row["first_day"] > min(days) and not row["note"])
        ):
            found = f"{row['first_day']} is not the first day of a rule on {shown(row['code'])}"
            yield at(table, line, "first_day", found, f"write {min(days)}" if days else "add the rule")
        about, headed = _materials(row, tables, *SUBJECTS), _materials(row, tables, *HEADS)
        silent = not (codes.get(code, row).get("form") in OF_GOODS and code in coded)
        if row["extent"] == "whole" and headed and about.isdisjoint(headed) and (about or not silent):
            its, theirs = (", ".join(sorted(materials)) for materials in (about, headed))
            found = f"{shown(row['code'])} is about {its or 'nothing'}, not {theirs}"
            yield at(table, line, "code", found, "correct the code, the goods or their materials")
        others = [r for n, r in table.by("goods_id").get(row["goods_id"], ()) if n != line and _meet(r, row)]
        if any((r["scheme"], r["code"]) == (row["scheme"], row["code"]) for r in others):
            found = f"{shown(row['code'])} reaches these goods in another way on some of these days"
            yield at(table, line, "first_day", found, "close the earlier row with a last_day")
        if row["extent"] == "remainder" and not any(r["extent"] == "part" for r in others):
            found, advice = "a remainder, but no other entry reaches these goods in part", "add it, or write whole"
            yield at(table, line, "extent", found, advice)


@rule
def said_from_the_rule_on(tables: Tables) -> Iterator[Problem]:
    """Yield coverage of a code that begins after its first rule, and successors that begin before theirs."""
    begun, codes = _begun(tables), tables["control_codes"].one_by("scheme", "code")
    for name, code, late in (
        ("coverage", ("scheme", "code"), True),
        ("code_successors", ("to_scheme", "to_code"), False),
    ):
        for line, row in tables[name].rows():
            days = [begun[c] for c in ancestors((row[code[0]], row[code[1]]), codes) if c in begun]
            first, begins = row["first_day"], min(days, default=None)
            wrong = first and begins and (first > begins if late else first < begins)
            if wrong and not (late and row["scheme"] == "class"):
                found = f"{first}, but the first rule on {shown(row[code[1]])} is of {begins}"
                yield at(tables[name], line, "first_day", found, "correct the day or the rule")


def _begun(tables: Tables) -> Mapping[Code, date]:
    """Return the first day of the first rule of exports whose items name a code."""
    periods, found = tables["measure_periods"].by("measure_id"), dict[Code, date]()
    for _, row in tables["measure_items"].rows():
        days = [r["first_day"] for _, r in periods.get(row["measure_id"], ()) if r["first_day"]]
        if row["code"] and row["inclusion"] == "included" and days:
            code = (row["scheme"], row["code"])
            found[code] = min(found.get(code, date.max), *days)
    return found


def _materials(row: Row, tables: Tables, name: str, key: tuple[str, ...], role: str) -> set[str]:
    rows = tables[name].by(*key, "role").get((*(row[c] for c in key), role), ())
    return {r["material_id"] for _, r in rows if r["material_id"]}


def _meet(one: Row, other: Row) -> bool:
    (first, last), (its_first, its_last) = ((r["first_day"], r["last_day"] or date.max) for r in (one, other))
    return bool(first and its_first and first <= its_last and its_first <= last)


@rule
def numbered_in_order(tables: Tables) -> Iterator[Problem]:
    """Yield rows whose numbers do not count 1, 2, 3."""
    for name, key in _NUMBERED.items():
        for rows in tables[name].by(*key).values():
            numbers = sorted(r["number"] for _, r in rows if r["number"])
            if numbers != list(range(1, len(rows) + 1)):
                yield at(tables[name], rows[0][0], "number", f"the numbers are {numbers}", "count from 1")


@each("goods_code_conditions")
def conditions_of_parts(row: Row, tables: Tables) -> Faults:
    """Yield conditions of goods that are reached whole."""
    if tables["goods_codes"].row(*(row[c] for c in _REACH))["extent"] == "whole":
        yield "property", f"{shown(row['code'])} reaches these goods whole", "remove it, or write part"


@each("measure_conditions")
def alternatives_to_something(row: Row, tables: Tables) -> Faults:
    """Yield the only row of a measure with its letter."""
    measure, letter = row["measure_id"], row["any_of"]
    if letter and len(tables["measure_conditions"].by("measure_id", "any_of")[measure, letter]) == 1:
        yield "any_of", f"no other row of the measure has the letter {shown(letter)}", "empty it"
