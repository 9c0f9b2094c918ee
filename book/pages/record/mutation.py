"""The page on the checks themselves: how many planted faults they catch, from book/measured/mutation.json."""

import json
from collections.abc import Sequence
from typing import Any

from book.pages.common.markup import Markup, code, table, table_link
from book.pages.common.names import percent
from book.pages.common.record import Record
from book.pages.common.template import from_template
from validation.definitions.tables import curated_tables

Counts = dict[str, int]
FORM = {"tried": "Tried", "caught": "Caught", "named": "Place named", "silent": "Output changed unseen"}
MEANING = {"tried": "Tried", "caught": "Caught", "named": "Place named", "here": "At the changed cell"}


def mutation_page(record: Record) -> Markup:
    """Return the page on planted faults, with a warning where tables have changed since they were planted."""
    measured = record.root / "book" / "measured"
    found, red = (
        json.loads((measured / f"{name}.json").read_text(encoding="utf-8")) for name in ("mutation", "red_team")
    )
    meaning, columns = found["meaning"], {i.name: [c.name for c in i.columns] for i in curated_tables()}
    by_fault = _worst_first(found["operators"])
    return from_template(
        "mutation",
        record,
        found=found,
        changed=sum(found["columns"].get(name) != own for name, own in columns.items()),
        summary=_summary(found, red),
        weakest=by_fault[0],
        slips=_slips(found["totals"]["knowable"]),
        by_fault=_groups("Fault", by_fault, FORM),
        by_table=_tables(found["tables"], FORM),
        slipped=_slipped(found["slipped"]),
        reasons=_reasons(found["unknowable"]),
        apart=_apart(found["unknowable_operators"]),
        tables=len(columns),
        red=red,
        red_kinds=_red_kinds(red["kinds"]),
        meaning=meaning,
        meaning_by_kind=_groups("Fault", _worst_first(meaning["kinds"]), MEANING),
        meaning_by_table=_tables(meaning["tables"], MEANING),
        meaning_slipped=_slipped(meaning["slipped"]),
        twice=_twice(meaning["twice"]),
    )


def _twice(found: list[dict[str, Any]]) -> Markup:
    rows = [(table_link(t["table"]), ", ".join(map(code, t["columns"])), t["by"]) for t in found]
    return table(("Table", "Columns", "A second time in"), rows, "wide")


def _summary(found: dict[str, Any], red: dict[str, Any]) -> Markup:
    form, meaning = found["totals"], found["meaning"]["totals"]
    kinds = [
        ("Of form", form["knowable"]),
        ("Of meaning, where something else tells", meaning["knowable"]),
        ("Of meaning, by somebody who had not read the rules", {**red["knowable"]}),
        ("What no rule can know", {k: form["unknowable"][k] + meaning["unknowable"][k] for k in ("tried", "caught")}),
    ]
    rows = [
        (
            words,
            f"{n['tried']:,}",
            f"{n['caught']:,}",
            percent(n["caught"], n["tried"]),
            f"{n['named']:,}" if "named" in n else "",
        )
        for words, n in kinds
    ]
    return table(("Faults", "Tried", "Caught", "Share caught", "Place named"), rows)


def _red_kinds(kinds: list[dict[str, Any]]) -> Markup:
    order = sorted(
        kinds, key=lambda k: (k["caught"] / k["knowable"] if k["knowable"] else 1, -k["knowable"], k["kind"])
    )
    return table(
        ("Kind", "Faults", "Knowable", "Caught of these", "Place named"),
        [(k["kind"], k["faults"], k["knowable"], k["caught"], k["named"]) for k in order],
    )


def _worst_first(groups: dict[str, Counts]) -> list[tuple[str, Counts]]:
    return sorted(groups.items(), key=lambda item: (item[1]["named"] / item[1]["tried"], -item[1]["tried"], item[0]))


def _slips(total: Counts) -> Markup:
    tried, caught, named = total["tried"], total["caught"], total["named"]
    rows = [
        ("Not caught", tried - caught),
        ("Caught, but the message does not name the place", caught - named),
        ("Not caught, and the compiled tables differ", total["silent"]),
    ]
    rows.sort(key=lambda row: -row[1])
    return table(("What slipped", "How many", "Share"), [(w, f"{n:,}", percent(n, tried)) for w, n in rows])


def _tables(groups: dict[str, Counts], counted: dict[str, str]) -> Markup:
    return _groups("Table", [(table_link(name), g) for name, g in _worst_first(groups)], counted)


def _groups(title: str, groups: Sequence[tuple[object, Counts]], counted: dict[str, str]) -> Markup:
    rows = [[name, *(f"{g[k]:,}" for k in counted), percent(g["named"], g["tried"])] for name, g in groups]
    return table((title, *counted.values(), "Share named"), rows)


def _slipped(slipped: list[dict[str, Any]]) -> Markup:
    rows = [
        [
            slip.get("operator") or slip["kind"],
            table_link(slip["table"]),
            code(slip["column"] or "row"),
            slip["line"],
            "; ".join(f"{name}: {cell}" for name, cell in slip["cells"].items()),
            _outcome(slip),
        ]
        for slip in slipped
    ]
    return table(("Fault", "Table", "Column", "Line", "New cell", "Outcome"), rows)


def _outcome(slip: dict[str, Any]) -> str:
    if "outcome" in slip:
        return str(slip["outcome"]) + (", output changed" if slip["output_changed"] else "")
    return ("place not named" if slip["caught"] else "not caught") + f"; told by {slip['told']}"


def _reasons(unknowable: list[dict[str, Any]]) -> Markup:
    rows = [
        [", ".join(u["operators"]), "any" if len(u["kinds"]) > 8 else ", ".join(u["kinds"]), u["when"], u["reason"]]
        for u in unknowable
    ]
    return table(("Fault", "Columns", "When", "Why"), rows)


def _apart(operators: dict[str, Counts]) -> Markup:
    order = sorted(operators.items(), key=lambda i: (-i[1]["tried"], i[0]))
    rows = [[name, f"{group['tried']:,}", f"{group['caught']:,}"] for name, group in order]
    return table(("Fault", "Tried", "Caught all the same"), rows)
