"""Corrupt the curated files 2,000 times and see what the build says: `python -m tests.measuring.fuzz` (some minutes).

Each run corrupts one file of a valid project. It must end in one of three ways:

- refused: there are problems, and every message names a file below datasets/, and its line where it has one, in one
  clean line; nothing is written;
- same: no problem, and the tables hold the very same data;
- other: no problem, and other data that are as plausible as the true ones. The cells that differ are exactly those of
  the text, and the corruption is one that leaves no trace (see `TRACELESS`): a wrong digit, a lost line.

A run reads the broken file and checks it against the other tables as the build does. Every fiftieth, and the first that
is not refused of each kind, is also built by the real command, which must say the same.
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from rich.progress import track

from tests.measuring.fuzz_bench import SEED, Bench, Case, Result, cases
from tests.support.project import ROOT

RUNS = 2000
MEASURED = ROOT / "book" / "measured" / "fuzz.json"

_bench: Bench


def _begin(folder: str) -> None:
    """Make the bench of one process."""
    global _bench  # noqa: PLW0603 - one per process
    _bench = Bench(Path(folder) / str(os.getpid()))


def _run(case: Case) -> Result:
    result = _bench.run(case)
    if case.number % 50 == 0:
        result.faults += _bench.command(case, result)
    return result


def _again(result: Result) -> Result:
    result.faults += _bench.command(result.case, result)
    return result


def run(runs: int, processes: int = 2) -> list[Result]:
    """Return the results of all cases, in their order."""
    quiet = not sys.stderr.isatty()
    processes_of = multiprocessing.get_context("spawn").Pool
    with tempfile.TemporaryDirectory() as folder, processes_of(processes, _begin, (folder,)) as pool:
        found = pool.imap(_run, cases(runs), chunksize=4)
        results = list(track(found, "corrupting files", total=runs, disable=quiet))
        first = {(r.case.kind, r.outcome): r for r in reversed(results) if r.outcome in ("same", "other")}
        wanted = [r for r in first.values() if r.case.number % 50]
        found = pool.imap(_again, wanted)
        again = {r.case: r for r in track(found, "asking the command", total=len(wanted), disable=quiet)}
    return [again.get(r.case, r) for r in results]


def report(results: list[Result]) -> dict[str, object]:
    """Return the counts by kind of corruption and outcome."""
    kinds: dict[str, Counter[str]] = {}
    for result in results:
        counts = kinds.setdefault(result.case.kind, Counter(runs=0, refused=0, same=0, other=0, faults=0))
        counts.update({"runs": 1, result.outcome: 1, "faults": bool(result.faults)})
    return {
        "seed": SEED,
        "runs": len(results),
        "kinds": [{"kind": kind, **counts} for kind, counts in kinds.items()],
        "other": dict(sorted(Counter(d for r in results for d in r.differs).items())),
        "messages": sum(r.number for r in results),
    }


def main() -> int:
    """Run all cases, write the counts, print what went wrong; return 1 if anything did."""
    parser = argparse.ArgumentParser(prog="python -m tests.measuring.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=RUNS, help=f"corruptions (default {RUNS})")
    parser.add_argument("--json", type=Path, default=MEASURED, help="file for the counts")
    options = parser.parse_args()
    results = run(options.runs)
    told = report(results)
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8", newline="\n")
    wrong = [r for r in results if r.faults]
    for result in wrong:
        print(result.case, *result.faults[:3], sep="\n   ")
    outcomes = Counter(r.outcome for r in results)
    print(", ".join(f"{n} {outcome}" for outcome, n in sorted(outcomes.items())) + f"; {len(wrong)} with a fault")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
