"""Command line: `python -m validation [--data DIR] [--json]` judges the published files; exit 1 on failure."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from validation.release import Outcome, judge

DATA = Path(__file__).resolve().parent.parent / "datasets" / "exportcurbs" / "data"


def main(arguments: list[str] | None = None) -> int:
    """Judge a release and print what was expected and observed; return 0 if all held, else 1."""
    parser = argparse.ArgumentParser(prog="python -m validation", description="Judge the published Parquet files.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the Parquet files and manifest.json")
    parser.add_argument("--json", action="store_true", help="print the outcomes as JSON")
    options = parser.parse_args(arguments)
    console, errors = Console(), Console(stderr=True)
    if not (options.data / "manifest.json").is_file():
        errors.print(f"{options.data}: there is no manifest.json; run `make dataset` first", highlight=False)
        return 1
    with errors.status("judging the release", spinner="dots"):
        outcomes = judge(options.data)
    if options.json:
        console.print_json(json.dumps([asdict(o) for o in outcomes], ensure_ascii=False))
    else:
        console.print(_report(outcomes))
    failed = sum(not o.held for o in outcomes)
    errors.print(f"{len(outcomes)} expectations, {failed} failed", highlight=False)
    return 1 if failed else 0


def _report(outcomes: list[Outcome]) -> Table:
    table = Table(title="Release check: what failed comes first")
    for heading in ("table", "expected", "held", "observed"):
        table.add_column(heading)
    for outcome in sorted(outcomes, key=lambda o: (o.held, o.table)):
        table.add_row(outcome.table, outcome.expected, "yes" if outcome.held else "NO", outcome.observed)
    return table


if __name__ == "__main__":
    sys.exit(main())
