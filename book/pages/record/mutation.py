"""The page on the checks themselves: how many planted faults they catch, from book/measured/mutation.json."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from exportcurbs._plurals import counted

from book.pages.common.markup import Markup, blocks, code, heading, md, page, section, table, table_link
from book.pages.common.names import percent
from book.pages.common.record import Record
from validation.definitions.tables import curated_tables

Counts = dict[str, int]
HEADINGS = ("Tried", "Caught", "Place named", "Share named", "Output changed unseen")


def mutation_page(record: Record) -> Markup:
    """Return the page on planted faults."""
    found = json.loads((record.root / "book" / "measured" / "mutation.json").read_text(encoding="utf-8"))
    return page(
        heading(1, "What the checks catch"),
        *_due(record, found),
        _summary(found),
        section("By kind of fault", _groups("Fault", _worst_first(found["operators"]))),
        section("By table", _groups("Table", [(table_link(name), g) for name, g in _worst_first(found["tables"])])),
        _slipped(found["slipped"]),
        _unknowable(found),
        _method(found),
        record.stamp,
    )


def _due(record: Record, found: dict[str, Any]) -> Iterator[Markup]:
    """Yield a warning where tables have changed since the faults were planted."""
    columns = {i.name: [c.name for c in i.columns] for i in curated_tables()}
    changed = sum(found["columns"].get(name) != own for name, own in columns.items())
    if changed:
        yield md(
            "**Measured before {:,} of the {:,} tables took their present form; to be renewed.**", changed, len(columns)
        )


def _worst_first(groups: dict[str, Counts]) -> list[tuple[str, Counts]]:
    return sorted(groups.items(), key=lambda item: (item[1]["named"] / item[1]["tried"], -item[1]["tried"], item[0]))


def _summary(found: dict[str, Any]) -> Markup:
    total = found["totals"]["knowable"]
    tried, caught, named = total["tried"], total["caught"], total["named"]
    rows = [
        ("Not caught", tried - caught),
        ("Caught, but the message does not name the place", caught - named),
        ("Not caught, and the compiled tables differ", total["silent"]),
    ]
    rows.sort(key=lambda row: -row[1])
    weakest, group = _worst_first(found["operators"])[0]
    least = md("The weakest kind is *{}*: {:,} of {:,}.", weakest, group["named"], group["tried"])
    return blocks(
        md(
            "The curated tables were broken on purpose, one fault at a time, {:,} times, and checked again each time. "
            "{} of these faults were caught with a message that names file, line and column. {}",
            tried,
            percent(named, tried),
            least if group["named"] < group["tried"] else "Every one was caught with its place.",
        ),
        md(
            "Only faults that some rule could know are counted. What no rule can know was listed beforehand and stands "
            "[further down](#what-no-rule-can-know): the checks guard the form of the record, not its truth."
        ),
        table(("What slipped", "How many", "Share"), [(w, f"{n:,}", percent(n, tried)) for w, n in rows]),
    )


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
    found = table(("Fault", "Table", "Column", "Line", "New cell", "Outcome"), rows)
    return section("What slipped", found or "Nothing in this sample.")


def _unknowable(found: dict[str, Any]) -> Markup:
    total = found["totals"]["unknowable"]
    rows = [
        [", ".join(u["operators"]), "any" if len(u["kinds"]) > 8 else ", ".join(u["kinds"]), u["when"], u["reason"]]
        for u in found["unknowable"]
    ]
    tried = [
        [name, f"{group['tried']:,}", f"{group['caught']:,}"]
        for name, group in sorted(found["unknowable_operators"].items(), key=lambda i: (-i[1]["tried"], i[0]))
    ]
    return section(
        "What no rule can know",
        "A wrong value that reads like a right one cannot be seen in the tables: only its source shows it. The list "
        "follows from the definitions of the columns and was fixed before any fault was tried. "
        f"{counted(total['tried'], 'such fault was', 'such faults were')} tried all the same and counted apart; "
        f"{total['caught']:,} met some other rule.",
        table(("Fault", "Columns", "When", "Why"), rows),
        "Tried, but not counted:",
        table(("Fault", "Tried", "Caught all the same"), tried),
        anchor="what-no-rule-can-know",
    )


def _method(found: dict[str, Any]) -> Markup:
    columns = sum(len(names) for names in found["columns"].values())
    return section(
        "How it was measured",
        md(
            "Each kind of fault was tried on up to {} random cells of every column that it can meet: {} columns of {} "
            "curated tables, seed {}. The checks are those of the build. A message names the place if it gives the "
            "file, the line and a column that was changed; of a comma too few or many the line; of a lost row or key "
            "the file, line and column that misses it. A fault that was not caught was compiled to the end, and the "
            "content hashes of all tables were compared with the true ones. `make mutation` repeats all of this.",
            found["each"],
            columns,
            len(found["columns"]),
            found["seed"],
        ),
    )
