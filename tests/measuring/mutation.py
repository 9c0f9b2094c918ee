"""Break the curated tables one fault at a time and count what the checks catch: `python -m tests.measuring.mutation`.

Faults of form (mutation_kinds.py: what a slip of the hand, a spreadsheet or a wrong encoding makes of a value) and of
meaning (meaning_kinds.py: rows that are well formed and say something else) are counted apart, and of both those that
no rule can know, which is decided before anything is tried. A fault is caught if some check finds it. A fault of form
is named if a message gives the file, the line and a column that was changed, or the place that misses a lost row or
key; one of meaning if a message gives the file, line and column of the changed cell or of the one that it denies.
"""

import argparse
import json
import multiprocessing
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.measuring.meaning_bench import Found, MeaningBench
from tests.measuring.meaning_kinds import Slip, slips
from tests.measuring.meaning_look import Look
from tests.measuring.meaning_twice import TWICE
from tests.measuring.mutation_bench import Bench, Fault
from tests.measuring.mutation_kinds import UNKNOWABLE
from tests.measuring.mutation_rows import Plan, Sheet, cell_plans, read_rows, row_plans
from tests.support.project import ROOT
from validation.definitions.tables import curated_tables

SEED = 20261125
EACH, EACH_MEANING = 1, 1
TARGET = ROOT / "book" / "measured" / "mutation.json"
CHUNK = 40
P, F = TypeVar("P"), TypeVar("F")
_bench: dict[Path, Bench] = {}
_meaning: dict[Path, MeaningBench] = {}


def plans(root: Path, each: int = EACH, seed: int = SEED, only: tuple[str, ...] = ()) -> list[Plan]:
    """Return the faults to try on the curated tables of a project folder, or on some of them; none is tried here."""
    rows = read_rows(root)
    sheets = [Sheet(info, rows) for info in curated_tables() if not only or info.name in only]
    return [plan for s in sheets for plan in (*cell_plans(s, each, seed), *row_plans(s, each, seed))]


def _tried(task: tuple[Path, list[Plan]]) -> list[Fault]:
    root, planned = task
    if root not in _bench:
        _bench[root] = Bench(root)
    return [_bench[root].tried(plan) for plan in planned]


def run(root: Path, planned: list[Plan], processes: int = 1, chunk: int = CHUNK) -> list[Fault]:
    """Return what became of every planned fault of form, in their order whatever the number of processes."""
    return _run(_tried, root, planned, processes, chunk)


def run_slips(root: Path, planned: list[Slip], processes: int = 1, chunk: int = CHUNK) -> list[Found]:
    """Return what became of every planned fault of meaning, in their order whatever the number of processes."""
    return _run(_tried_slips, root, planned, processes, chunk)


def _run(
    tried: Callable[[tuple[Path, list[P]]], list[F]], root: Path, planned: list[P], processes: int, chunk: int
) -> list[F]:
    tasks = [(root, planned[i : i + chunk]) for i in range(0, len(planned), chunk)]

    def shown(done: Iterable[list[F]]) -> Iterator[list[F]]:
        quiet = not sys.stderr.isatty()
        return iter(
            track(done, "breaking tables", len(tasks), console=Console(stderr=True), disable=quiet, transient=True)
        )

    if processes == 1:
        return [fault for done in shown(map(tried, tasks)) for fault in done]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        return [fault for done in shown(pool.imap(tried, tasks)) for fault in done]


def _tried_slips(task: tuple[Path, list[Slip]]) -> list[Found]:
    root, planned = task
    if root not in _meaning:
        _meaning[root] = MeaningBench(root)
    return [_meaning[root].tried(slip) for slip in planned]


def counts(faults: Iterable[Fault]) -> dict[str, int]:
    """Return how many faults were tried, caught, named, and changed the compiled tables unseen."""
    found: Counter[str] = Counter(tried=0, caught=0, named=0, silent=0)
    for fault in faults:
        found.update(tried=1, caught=int(fault.caught), named=int(fault.named), silent=int(fault.silent))
    return dict(found)


def grouped(faults: list[Fault], by: str) -> dict[str, dict[str, int]]:
    """Return the counts of the faults by operator or table, in their order of name."""
    groups: dict[str, list[Fault]] = {}
    for fault in faults:
        groups.setdefault(getattr(fault.plan, by), []).append(fault)
    return {name: counts(groups[name]) for name in sorted(groups)}


def _slipped(fault: Fault) -> dict[str, Any]:
    plan = fault.plan
    became = "not caught" if not fault.caught else "place not named"
    return {
        "table": plan.table,
        "column": plan.column,
        "operator": plan.operator,
        "line": plan.line,
        "cells": plan.cells if plan.change == "cells" else {},
        "outcome": became,
        "output_changed": fault.silent,
    }


def meaning_counts(found: Iterable[Found]) -> dict[str, int]:
    """Return how many faults of meaning were tried, caught, named, and named at the changed cell."""
    total: Counter[str] = Counter(tried=0, caught=0, named=0, here=0)
    for f in found:
        total.update(tried=1, caught=int(f.caught), named=int(f.named), here=int(f.here))
    return dict(total)


def meaning_report(found: list[Found], each: int) -> dict[str, Any]:
    """Return what book/measured/mutation.json holds of faults of meaning."""
    knowable = [f for f in found if not f.slip.unknowable]
    unknown = [f for f in found if f.slip.unknowable]

    def grouped_by(faults: list[Found], of: str) -> dict[str, dict[str, int]]:
        names = sorted({getattr(f.slip, of) for f in faults})
        return {name: meaning_counts(f for f in faults if getattr(f.slip, of) == name) for name in names}

    return {
        "each": each,
        "totals": {"knowable": meaning_counts(knowable), "unknowable": meaning_counts(unknown)},
        "kinds": grouped_by(knowable, "kind"),
        "tables": grouped_by(knowable, "table"),
        "slipped": [
            {"table": f.slip.table, "column": f.slip.column, "kind": f.slip.kind, "line": min(f.slip.cells, default=0)}
            | {"cells": next(iter(f.slip.cells.values()), {}), "told": f.slip.told, "caught": f.caught}
            for f in knowable
            if not f.named
        ],
        "unknowable_kinds": grouped_by(unknown, "kind"),
        "twice": [{"table": t.table, "columns": list(t.columns), "by": t.by} for t in TWICE],
        "reasons": sorted({f.slip.unknowable for f in unknown}),
    }


def report(faults: list[Fault], each: int, seed: int = SEED) -> dict[str, Any]:
    """Return what book/measured/mutation.json holds of faults of form."""
    knowable = [f for f in faults if not f.plan.unknowable]
    unknown = [f for f in faults if f.plan.unknowable]
    return {
        "seed": seed,
        "each": each,
        "totals": {"knowable": counts(knowable), "unknowable": counts(unknown)},
        "operators": grouped(knowable, "operator"),
        "tables": grouped(knowable, "table"),
        "columns": {info.name: [c.name for c in info.columns] for info in curated_tables()},
        "slipped": [_slipped(f) for f in knowable if not f.named],
        "unknowable_operators": grouped(unknown, "operator"),
        "unknowable": [
            {"operators": list(u.operators), "kinds": list(u.kinds), "when": u.when, "reason": u.reason}
            for u in UNKNOWABLE
        ],
    }


def worst_first(groups: dict[str, dict[str, int]]) -> list[tuple[str, dict[str, int]]]:
    """Return the groups with the smallest share of named faults first."""
    return sorted(groups.items(), key=lambda item: (item[1]["named"] / item[1]["tried"], item[0]))


def show(found: dict[str, Any], console: Console) -> None:
    """Print the score by operator, worst first, and what slipped through."""
    table = Table("Fault", "Tried", "Caught", "Place named", "Output changed")
    total = ("all", found["totals"]["knowable"])
    for name, group in [*worst_first(found["operators"]), total]:
        table.add_row(name, *(str(group[k]) for k in ("tried", "caught", "named", "silent")))
    console.print(table)
    for slip in found["slipped"]:
        console.print(json.dumps(slip, ensure_ascii=False), markup=False, soft_wrap=True)
    apart = found["totals"]["unknowable"]
    console.print(f"Not knowable and counted apart: {apart['tried']} tried, {apart['caught']} caught all the same.")


def show_meaning(found: dict[str, Any], console: Console) -> None:
    """Print the score of faults of meaning by kind, worst first, and what slipped through."""
    table = Table("Fault of meaning", "Tried", "Caught", "Place named", "At the changed cell")
    for name, group in [*worst_first(found["kinds"]), ("all", found["totals"]["knowable"])]:
        table.add_row(name, *(str(group[k]) for k in ("tried", "caught", "named", "here")))
    console.print(table)
    for slip in found["slipped"]:
        console.print(json.dumps(slip, ensure_ascii=False), markup=False, soft_wrap=True)
    apart = found["totals"]["unknowable"]
    console.print(f"Not knowable and counted apart: {apart['tried']} tried, {apart['caught']} caught all the same.")


def main() -> int:
    """Try the faults, print the score and write it as JSON."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.measuring.mutation", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--each", type=int, default=EACH, help=f"faults of form per column and kind (default {EACH})")
    parser.add_argument("--processes", type=int, default=2, help="processes (default 2); the result is the same")
    parser.add_argument("--json", type=Path, default=TARGET, help="file for the result (default: the book's)")
    parser.add_argument("--only", nargs="*", default=(), help="tables (default: all)")
    options = parser.parse_args()
    faults = run(ROOT, plans(ROOT, options.each, only=tuple(options.only)), options.processes)
    found = report(faults, options.each)
    show(found, Console())
    planned = slips(Look(read_rows(ROOT)), EACH_MEANING, SEED, tuple(options.only))
    found["meaning"] = meaning_report(run_slips(ROOT, planned, options.processes), EACH_MEANING)
    show_meaning(found["meaning"], Console())
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
