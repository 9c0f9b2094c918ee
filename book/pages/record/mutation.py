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
HEADINGS = ("Tried", "Caught", "Place named", "Share named", "Output changed unseen")


def mutation_page(record: Record) -> Markup:
    """Return the page on planted faults, with a warning where tables have changed since they were planted."""
    found = json.loads((record.root / "book" / "measured" / "mutation.json").read_text(encoding="utf-8"))
    columns = {i.name: [c.name for c in i.columns] for i in curated_tables()}
    by_fault = _worst_first(found["operators"])
    return from_template(
        "mutation",
        record,
        found=found,
        changed=sum(found["columns"].get(name) != own for name, own in columns.items()),
        total=found["totals"]["knowable"],
        weakest=by_fault[0][0],
        least=by_fault[0][1],
        slips=_slips(found["totals"]["knowable"]),
        by_fault=_groups("Fault", by_fault),
        by_table=_groups("Table", [(table_link(name), g) for name, g in _worst_first(found["tables"])]),
        slipped=_slipped(found["slipped"]),
        unknowable=found["totals"]["unknowable"],
        reasons=_reasons(found["unknowable"]),
        apart=_apart(found["unknowable_operators"]),
        tables=len(columns),
        columns=sum(map(len, found["columns"].values())),
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


def _groups(title: str, groups: Sequence[tuple[object, Counts]]) -> Markup:
    rows = [
        [
            name,
            *(f"{group[k]:,}" for k in ("tried", "caught", "named")),
            percent(group["named"], group["tried"]),
            f"{group['silent']:,}",
        ]
        for name, group in groups
    ]
    return table((title, *HEADINGS), rows)


def _slipped(slipped: list[dict[str, Any]]) -> Markup:
    rows = [
        [
            slip["operator"],
            table_link(slip["table"]),
            code(slip["column"] or "row"),
            slip["line"],
            "; ".join(f"{name}: {cell}" for name, cell in slip["cells"].items()),
            slip["outcome"] + (", output changed" if slip["output_changed"] else ""),
        ]
        for slip in slipped
    ]
    return table(("Fault", "Table", "Column", "Line", "New cell", "Outcome"), rows)


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
