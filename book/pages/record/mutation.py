"""The page on the checks themselves: how many planted faults they catch, from book/measured/mutation.json."""

import json
from pathlib import Path
from typing import Any

from book.pages.common.markup import code, esc, pipe_table
from book.pages.common.text import counted, percent, table_link
from book.pages.common.text import stamp as stamped
from build.write.parquet import Release

Counts = dict[str, int]
HEADINGS = ("Tried", "Caught", "Place named", "Share named", "Output changed unseen")


def mutation_page(book: Path, release: Release) -> str:
    """Return the page on planted faults; `book` is the folder that holds measured/mutation.json."""
    found = json.loads((book / "measured" / "mutation.json").read_text(encoding="utf-8"))
    lines = [
        "# What the checks catch",
        "",
        *_summary(found),
        "## By kind of fault",
        "",
        *_groups("Fault", [(esc(name), group) for name, group in _worst_first(found["operators"])]),
        "## By table",
        "",
        *_groups("Table", [(table_link(name), group) for name, group in _worst_first(found["tables"])]),
        *_slipped(found["slipped"]),
        *_unknowable(found),
        *_method(found),
        stamped(release),
        "",
    ]
    return "\n".join(lines)


def _worst_first(groups: dict[str, Counts]) -> list[tuple[str, Counts]]:
    return sorted(groups.items(), key=lambda item: (item[1]["named"] / item[1]["tried"], -item[1]["tried"], item[0]))


def _summary(found: dict[str, Any]) -> list[str]:
    total = found["totals"]["knowable"]
    tried, caught, named = total["tried"], total["caught"], total["named"]
    rows = [
        ("Not caught", tried - caught),
        ("Caught, but the message does not name the place", caught - named),
        ("Not caught, and the compiled tables differ", total["silent"]),
    ]
    rows.sort(key=lambda row: -row[1])
    weakest, group = _worst_first(found["operators"])[0]
    told = (
        f"The curated tables were broken on purpose, one fault at a time, {tried:,} times, and checked again each "
        f"time. {percent(named, tried)} of these faults were caught with a message that names file, line and column. "
    )
    least = f"The weakest kind is *{esc(weakest)}*: {group['named']:,} of {group['tried']:,}."
    every = "Every one was caught with its place."
    return [
        told + (least if group["named"] < group["tried"] else every),
        "",
        "Only faults that some rule could know are counted. What no rule can know was listed beforehand and stands "
        "[further down](#what-no-rule-can-know): the checks guard the form of the record, not its truth.",
        "",
        *pipe_table(("What slipped", "How many", "Share"), [(w, f"{n:,}", percent(n, tried)) for w, n in rows]),
    ]


def _groups(heading: str, groups: list[tuple[str, Counts]]) -> list[str]:
    rows = [
        [
            name,
            *(f"{group[k]:,}" for k in ("tried", "caught", "named")),
            percent(group["named"], group["tried"]),
            f"{group['silent']:,}",
        ]
        for name, group in groups
    ]
    return pipe_table((heading, *HEADINGS), rows)


def _slipped(slipped: list[dict[str, Any]]) -> list[str]:
    lines = ["## What slipped", ""]
    if not slipped:
        return [*lines, "Nothing in this sample.", ""]
    rows = [
        [
            esc(slip["operator"]),
            table_link(slip["table"]),
            code(slip["column"] or "row"),
            str(slip["line"]),
            esc("; ".join(f"{name}: {cell}" for name, cell in slip["cells"].items())),
            esc(slip["outcome"]) + (", output changed" if slip["output_changed"] else ""),
        ]
        for slip in slipped
    ]
    return [*lines, *pipe_table(("Fault", "Table", "Column", "Line", "New cell", "Outcome"), rows)]


def _unknowable(found: dict[str, Any]) -> list[str]:
    total = found["totals"]["unknowable"]
    rows = [
        [
            esc(", ".join(u["operators"])),
            "any" if len(u["kinds"]) > 8 else esc(", ".join(u["kinds"])),
            esc(u["when"]),
            esc(u["reason"]),
        ]
        for u in found["unknowable"]
    ]
    tried = [
        [esc(name), f"{group['tried']:,}", f"{group['caught']:,}"]
        for name, group in sorted(found["unknowable_operators"].items(), key=lambda i: (-i[1]["tried"], i[0]))
    ]
    return [
        "(what-no-rule-can-know)=",
        "## What no rule can know",
        "",
        "A wrong value that reads like a right one cannot be seen in the tables: only its source shows it. The list "
        "follows from the definitions of the columns and was fixed before any fault was tried. "
        f"{counted(total['tried'], 'such fault was', 'such faults were')} tried all the same and counted apart; "
        f"{total['caught']:,} met some other rule.",
        "",
        *pipe_table(("Fault", "Columns", "When", "Why"), rows),
        "Tried, but not counted:",
        "",
        *pipe_table(("Fault", "Tried", "Caught all the same"), tried),
    ]


def _method(found: dict[str, Any]) -> list[str]:
    columns = sum(len(names) for names in found["columns"].values())
    return [
        "## How it was measured",
        "",
        f"Each kind of fault was tried on up to {found['each']} random cells of every column that it can meet: "
        f"{columns} columns of {len(found['columns'])} curated tables, seed {found['seed']}. The checks are those of "
        "the build. A message names the place if it gives the file, the line and a column that was changed; of a comma "
        "too few or many the line; of a lost row or key the file, line and column that misses it. A fault that was not "
        "caught was compiled to the end, and the content hashes of all tables were compared with the true ones. "
        "`make mutation` repeats all of this.",
        "",
    ]
