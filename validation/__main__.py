"""Command line: `python -m validation [--data DIR] [--sqlite FILE] [--all | --json]` judges a release."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from validation.release.judge import Outcome, judge

DATA = Path(__file__).resolve().parent.parent / "datasets" / "exportcurbs" / "data"


def main(arguments: list[str] | None = None) -> int:
    """Judge a release and print what failed: what was expected and what observed; return 0 if all held, else 1."""
    parser = argparse.ArgumentParser(prog="python -m validation", description="Judge the published files.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the Parquet files and manifest.json")
    parser.add_argument("--sqlite", type=Path, help="SQLite edition of the same release (`make sqlite` writes it)")
    parser.add_argument("--all", action="store_true", help="print every expectation, not only those that failed")
    parser.add_argument("--json", action="store_true", help="print the outcomes as JSON")
    options = parser.parse_args(arguments)
    console, errors = Console(), Console(stderr=True)
    try:
        with errors.status("judging the release", spinner="dots"):
            outcomes = judge(options.data, options.sqlite)
    except FileNotFoundError as error:
        errors.print(f"{error.filename} is missing; run `make dataset sqlite` first", highlight=False, soft_wrap=True)
        return 1
    except ValueError as error:
        errors.print(str(error), highlight=False, soft_wrap=True)
        return 1
    if options.json:
        console.print_json(json.dumps([asdict(o) for o in outcomes], ensure_ascii=False))
    else:
        _tell(console, outcomes, options.all)
    failed = sum(not o.held for o in outcomes)
    errors.print(f"{len(outcomes)} expectations, {failed} failed", highlight=False)
    if failed and {o.table for o in outcomes} == {"files"}:
        errors.print("These are not the files of the manifest, so nothing else was judged.", highlight=False)
    elif not options.sqlite:
        errors.print("Without --sqlite nothing was judged that several tables say together.", highlight=False)
    return 1 if failed else 0


def _tell(console: Console, outcomes: list[Outcome], every: bool) -> None:
    shown = [o for o in sorted(outcomes, key=lambda o: (o.held, o.table)) if every or not o.held]
    if console.is_terminal:
        table = Table("table", "expected", "held", "observed")
        for outcome in shown:
            table.add_row(*_cells(outcome))
        if shown:
            console.print(table)
        return
    for outcome in shown:
        sys.stdout.write("\t".join(_cells(outcome)) + "\n")


def _cells(outcome: Outcome) -> tuple[str, ...]:
    return outcome.table, outcome.expected, "yes" if outcome.held else "NO", outcome.observed


if __name__ == "__main__":
    sys.exit(main())
