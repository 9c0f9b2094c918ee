"""Measure how time and memory grow with the rows: `python -m tests.measuring.growth` (some minutes).

The curated tables beside 0, 9 and 99 renamed copies of themselves (copies.py) are checked, and compiled with all that
is derived from them. The same files are validated by the frictionless library against a Table Schema that says of
each table what its definition says: types, required, closed lists, patterns, primary and foreign keys. The library
checks less: no rule of a row, no law of the rule book, no elements of lists. Seconds are processor time after imports,
the best of several at the smaller sizes; memory is the peak of a process of its own.
"""

import argparse
import json
import logging
import math
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
from rich.console import Console

from build.compile import compile_dataset, load_curated
from tests.measuring.copies import SINGLE, real_rows, write_copies
from tests.support.project import CODE, ROOT
from validation.definitions.tables import ColumnInfo, TableInfo, curated_tables, table_info

SIZES = (1, 10, 100)
BEST_OF = {1: 5, 10: 2, 100: 1}
MEASURED = ROOT / "book" / "measured" / "growth.json"
TYPES = {pa.date32(): "date", pa.int32(): "integer", pa.float64(): "number"}


def table_schema(info: TableInfo) -> dict[str, Any]:
    """Return the Table Schema of a curated table; a list is text, so its elements have no constraint."""
    references = [
        (list(columns), target, list(table_info(target).key))
        for columns, target in info.references
        # the library wants all parts of a key where one is filled; a code may have no parent
        if len({info.column(c).nullable for c in columns}) == 1
    ]
    references += [
        ([c.name], c.ref, [c.name if c.ref == "material_groups" else table_info(c.ref).key[0]])
        for c in info.columns
        if c.ref and not c.each
    ]
    return {
        "fields": [_field(c) for c in info.columns],
        "primaryKey": list(info.key),
        "foreignKeys": [
            {"fields": fields, "reference": {"resource": "" if target == info.name else target, "fields": key}}
            for fields, target, key in references
        ],
    }


def _field(column: ColumnInfo) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not column.nullable}
    if column.values and not column.each:
        constraints["enum"] = list(column.values)
    if column.pattern and not column.each:
        constraints["pattern"] = column.pattern
    return {"name": column.name, "type": TYPES.get(column.type, "string"), "constraints": constraints}


def frictionless_validate(root: Path) -> int:
    """Validate a project's curated files with the library; return the number of errors, which should be 0."""
    from frictionless import Package

    logging.disable(logging.WARNING)
    resources = [
        {"name": i.name, "type": "table", "path": i.path, "encoding": "utf-8", "schema": table_schema(i)}
        for i in curated_tables()
    ]
    package = Package.from_descriptor({"name": "curated", "resources": resources}, basepath=str(root))
    report = package.validate(parallel=False)
    return sum(len(task.errors) for task in report.tasks) + len(report.errors)


def checks(root: Path) -> int:
    """Read and check the curated tables; return their rows."""
    return sum(len(table.frame) for table in load_curated(root).values())


def compiled(root: Path) -> int:
    """Compile and validate a project, as the build does; return the rows of all tables."""
    return sum(len(frame) for frame in compile_dataset(root).frames.values())


WORK: dict[str, Callable[[Path], int]] = {"checks": checks, "compile": compiled, "frictionless": frictionless_validate}


def peak_mb() -> float:
    """Return the peak memory of this process so far, as Linux tells it.

    `resource.getrusage` will not do: it counts what the parent held when it began the process.
    """
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    assert found, "the kernel does not say"
    return int(found[1]) / 1024


def measure(work: str, root: Path, runs: int) -> dict[str, float]:
    """Return the least processor seconds of several runs, the peak memory, and what the work returned."""
    import frictionless  # noqa: F401 - both sides begin with everything imported

    before = peak_mb()
    seconds = []
    for _ in range(runs):
        begun = time.process_time()
        returned = WORK[work](root)
        seconds.append(time.process_time() - begun)
    return {"seconds": min(seconds), "imports_mb": before, "peak_mb": peak_mb(), "returned": returned}


def in_a_child(work: str, root: Path, runs: int) -> dict[str, float]:
    """Measure in a process of its own."""
    line = [sys.executable, "-m", "tests.measuring.growth", "--child", work, "--root", str(root), "--runs", str(runs)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(CODE)}
    done = subprocess.run(line, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def exponent(rows: list[int], amounts: list[float]) -> float:
    """Return the slope of a straight line through the logarithms: 1 is linear, 2 the square."""
    slope, _ = statistics.linear_regression([math.log(r) for r in rows], [math.log(a) for a in amounts])
    return float(slope)


def run(sizes: tuple[int, ...]) -> dict[str, Any]:
    """Return everything that book/measured/growth.json holds."""
    console, real, lines = Console(stderr=True), real_rows(), []
    for times in sizes:
        with tempfile.TemporaryDirectory() as folder, console.status(f"{times} times the rows") as status:
            rows = sum(write_copies(real, times, Path(folder)).values())
            line: dict[str, Any] = {"times": times, "rows": rows}
            for work in WORK:
                status.update(f"{times} times the rows: {work}")
                found = in_a_child(work, Path(folder), BEST_OF.get(times, 1))
                assert work != "frictionless" or found["returned"] == 0, "the copies are not valid"
                line[work] = {"seconds": round(found["seconds"], 2), "peak_mb": round(found["peak_mb"])}
                line[work]["own_mb"] = round(found["peak_mb"] - found["imports_mb"])
                if work == "compile":
                    line["compiled_rows"] = int(found["returned"])
            lines.append(line)
            if sys.stderr.isatty():
                console.print(line)
    counted = [line["rows"] for line in lines]
    slopes = {
        work: {
            "time": round(exponent(counted, [line[work]["seconds"] for line in lines]), 2),
            "memory": round(exponent(counted, [line[work]["own_mb"] for line in lines]), 2),
        }
        for work in WORK
    }
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    return {"machine": machine, "single": list(SINGLE), "sizes": lines, "exponents": slopes}


def main() -> int:
    """Measure and write the figures; or, as a child, measure one piece of work."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.measuring.growth", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="times the rows (default 1 10 100)")
    parser.add_argument("--json", type=Path, default=MEASURED, help="file for the figures")
    parser.add_argument("--child", choices=list(WORK), help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=1, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measure(options.child, options.root, options.runs)))
        return 0
    told = run(tuple(options.sizes))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(json.dumps(told["exponents"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
