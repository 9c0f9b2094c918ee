"""Break the curated tables one fault at a time and count what the checks catch: `python -m tests.mutation`.

Faults that no rule can know (a wrong but plausible number, date, name or text, a wrong but existing reference) are not
tried. A fault is caught if some problem is found that was not there before; it is named if that problem gives the
file and, where the fault sits in one cell, its line and column.
"""

import argparse
import csv
import io
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
from rich.progress import track

from build.parse import parse_table
from build.read import read_table
from tests.project import ROOT
from validation.happened import happened_problems
from validation.integrity import integrity_problems
from validation.law import law_problems
from validation.problems import Problem
from validation.rows import row_problems
from validation.tables import ColumnInfo, TableInfo, TypedTable, curated_tables

SEED = 20261125
Rows = list[dict[str, str]]
UNSIGNED = ("position", "official_count", "serial", "duty_pct", "share_pct", "atomic_number")


@dataclass(frozen=True)
class Fault:
    """One fault tried: where, what, whether it was caught and whether the message named the place."""

    table: str
    column: str
    operator: str
    line: int
    caught: bool
    named: bool


def closed_or_known(column: ColumnInfo) -> bool:
    """Whether the value of a cell stands in a closed list or in another table; a key of its own may be any name."""
    return bool(column.values or column.ref)


def is_day(column: ColumnInfo) -> bool:
    return bool(pa.types.is_date(column.type))


def is_number(column: ColumnInfo) -> bool:
    return bool(pa.types.is_integer(column.type) or pa.types.is_floating(column.type))


# name: (when a rule can know the fault, how the cell changes)
CELL: dict[str, tuple[Callable[[ColumnInfo], bool], Callable[[str], str]]] = {
    "blanked": (lambda c: not c.nullable, lambda v: ""),
    "wrong type": (lambda c: is_day(c) or is_number(c), lambda v: "many"),
    "impossible date": (is_day, lambda v: v[:5] + "13" + v[7:]),
    "wrong case": (lambda c: bool(c.values or c.ref) and not c.each, lambda v: v.swapcase()),
    "unknown code": (lambda c: closed_or_known(c) and not c.each, lambda v: v + "x9"),
    "dangling key": (lambda c: bool(c.ref) and c.name != "source_ids", lambda v: "no-such-row"),
    "mojibake": (lambda c: True, lambda v: v + "\u00c3\ufffd"),
    "control character": (lambda c: True, lambda v: v[:1] + "\x0b" + v[1:]),
    "no-break space": (lambda c: True, lambda v: v + "\u00a0x"),
    "formula": (lambda c: True, lambda v: "=" + v),
    "source removed": (lambda c: c.name == "source_ids", lambda v: ""),
    "unknown source": (lambda c: c.name == "source_ids", lambda v: "no-such-source"),
    "locator broken": (lambda c: c.name == "source_ids", lambda v: v.split("|")[0].split("[")[0] + "[p. 1"),
    "empty element": (lambda c: c.each, lambda v: v + "|"),
    "negative": (
        lambda c: c.name in ("position", "official_count", "serial", "duty_pct", "share_pct"),
        lambda v: "-" + v,
    ),
    "lost leading zero": (lambda c: c.name in ("m49", "hs6", "hs6_2022", "customs_code"), lambda v: v[1:]),
}


class Bench:
    """The valid tables, and the checks run again with one table replaced."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.valid = {info.name: parse_table(read_table(root, info)) for info in curated_tables()}

    def problems(self, info: TableInfo, rows: Rows) -> list[Problem]:
        """Return what the checks find when a table holds these rows."""
        names = [c.name for c in info.columns]
        text = io.StringIO()
        writer = csv.DictWriter(text, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / info.path
            path.parent.mkdir(parents=True)
            path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
            read = read_table(Path(folder), info)
        table = parse_table(read)
        found = [*read.problems, *table.problems, *row_problems(info, table.frame, table.lines, table.broken)]
        if found:
            return found
        tables: dict[str, TypedTable] = {**self.valid, info.name: table}
        return [*integrity_problems(tables), *law_problems(tables), *happened_problems(tables)]


def cell_faults(info: TableInfo, rows: Rows, chance: random.Random, each: int) -> Iterator[tuple[str, str, int, Rows]]:
    """Yield (column, operator, index, rows) for faults of single cells, `each` per column and operator."""
    for column in info.columns:
        for operator, (knowable, change) in CELL.items():
            filled = [
                i for i, row in enumerate(rows) if row[column.name] and change(row[column.name]) != row[column.name]
            ]
            if not knowable(column):
                continue
            for index in chance.sample(filled, min(each, len(filled))):
                broken = [dict(row) for row in rows]
                broken[index][column.name] = change(broken[index][column.name])
                yield column.name, operator, index, broken


def row_faults(info: TableInfo, rows: Rows, chance: random.Random, each: int) -> Iterator[tuple[str, str, int, Rows]]:
    """Yield faults of whole rows: doubled, swapped days, and a row dropped that others need."""
    for index in chance.sample(range(len(rows)), min(each, len(rows))):
        yield info.key[0], "duplicated row", index, [*rows, dict(rows[index])]
    pairs = [(a, b) for a, b in (("first_day", "last_day"), ("issued", "effective"), ("period_start", "period_end"))]
    for a, b in pairs:
        apart = [i for i, r in enumerate(rows) if r.get(a) and r.get(b) and r[a] != r[b]]
        for index in chance.sample(apart, min(each, len(apart))):
            broken = [dict(row) for row in rows]
            broken[index][a], broken[index][b] = broken[index][b], broken[index][a]
            yield b, "swapped dates", index, broken
    if info.name in ("sources", "publishers", "instruments", "measures", "questions", "indicators", "platforms"):
        for index in chance.sample(range(len(rows)), min(each, len(rows))):
            yield "", "needed row dropped", index, rows[:index] + rows[index + 1 :]


def run(root: Path, each: int, seed: int = SEED, only: tuple[str, ...] = ()) -> list[Fault]:
    """Return every fault tried on the curated tables of a project folder, or on some of them."""
    bench, chance, faults = Bench(root), random.Random(seed), []  # noqa: S311 - a sample, no secret
    chosen = [info for info in curated_tables() if not only or info.name in only]
    for info in track(chosen, description="breaking tables", disable=not sys.stderr.isatty()):
        with (root / info.path).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for column, operator, index, broken in (
            *cell_faults(info, rows, chance, each),
            *row_faults(info, rows, chance, each),
        ):
            found = bench.problems(info, broken)
            line = len(broken) + 1 if operator == "duplicated row" else index + 2
            at = any(p.path == info.path and p.line == line for p in found)
            in_cell = any(p.path == info.path and p.line == line and p.column == column for p in found)
            named = bool(found) if operator == "needed row dropped" else in_cell or (operator == "swapped dates" and at)
            faults.append(Fault(info.name, column, operator, line, bool(found), named))
    return faults


def main() -> int:
    """Print the score by operator and what slipped through; write every fault as JSON if asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--each", type=int, default=1, help="faults per column and operator (default 1)")
    parser.add_argument("--json", type=Path, default=None, help="file for every fault tried")
    options = parser.parse_args()
    faults = run(ROOT, options.each)
    score: dict[str, Counter[str]] = defaultdict(Counter)
    for fault in faults:
        score[fault.operator].update(tried=1, caught=int(fault.caught), named=int(fault.named))
    for operator, counts in sorted(score.items(), key=lambda item: item[1]["caught"] / item[1]["tried"]):
        print(f"{operator:22} tried {counts['tried']:5} caught {counts['caught']:5} named {counts['named']:5}")
    whole = sum(score.values(), Counter[str]())
    print(f"{'all':22} tried {whole['tried']:5} caught {whole['caught']:5} named {whole['named']:5}")
    for fault in faults:
        if not fault.named:
            print(f"  {'not caught' if not fault.caught else 'place not named'}: {fault}")
    if options.json:
        options.json.write_text(json.dumps([asdict(f) for f in faults], indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
