"""Data Docs: what the judgement of a release found, as pages that need no other site.

Command line: `python -m validation.release.docs --sqlite FILE --target FOLDER`. The pages that Great Expectations
writes load scripts, styles and pictures from several sites and hold the time of the run, so that its outcomes are
printed with docs.html instead. Nothing else depends on this module.
"""

import argparse
import json
import sys
from collections.abc import Collection, Iterable
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import jinja2

from validation.definitions import TABLES
from validation.release.judge import Outcome, judge

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "datasets" / "exportcurbs" / "data"


def write_docs(data: Path, sqlite: Path, target: Path, tables: Collection[str] = tuple(TABLES)) -> list[Outcome]:
    """Judge a release and write its Data Docs into a folder, index.html first; return what `judge` returns."""
    outcomes = judge(data, sqlite, tables=tables)
    suites = [_suite(name, list(own)) for name, own in groupby(outcomes, attrgetter("suite"))]
    manifest = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
    said = {"version": manifest["version"], "as_of": manifest["as_of"], "suites": suites, "total": len(outcomes)}
    said["failed"] = sum(not o.held for o in outcomes)
    template = (HERE / "docs.html").read_text(encoding="utf-8")
    page = jinja2.Environment(autoescape=True, trim_blocks=True).from_string(template)
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.html"):
        old.unlink()
    for suite in ({"name": "index", "title": "Checks of the release"}, *suites):
        text = page.render(said, suite=suite if suite in suites else None, title=suite["title"])
        (target / f"{suite['name']}.html").write_text(text, encoding="utf-8", newline="\n")
    return outcomes


def _suite(name: str, outcomes: list[Outcome]) -> dict[str, Any]:
    """Return a page: what was expected of the whole, then of each column."""
    columns = sorted({o.column for o in outcomes})
    sections = [{"title": c or "The whole", "rows": _rows(o for o in outcomes if o.column == c)} for c in columns]
    failed = sum(not o.held for o in outcomes)
    title = name if name in TABLES else name.replace("_", " ").capitalize()
    summary = f"{len(outcomes)} expectations, {failed} failed."
    return {
        **{"name": name, "title": title, "summary": summary},
        **{"sections": sections, "count": len(outcomes), "failed": failed},
    }


def _rows(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    return [
        vars(o)
        | {"expected": o.expected if o.table == o.suite else f"{o.table}: {o.expected}"}
        | {"observed": o.observed or ("nothing else" if o.held else "")}
        for o in outcomes
    ]


def main(arguments: list[str] | None = None) -> int:
    """Write the Data Docs of the published files, whatever they say; return 1 if a file is missing or damaged."""
    parser = argparse.ArgumentParser(prog="python -m validation.release.docs", description="Write Data Docs.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the Parquet files and manifest.json")
    parser.add_argument("--sqlite", type=Path, required=True, help="SQLite edition of the same release")
    parser.add_argument("--target", type=Path, required=True, help="folder to write")
    options = parser.parse_args(arguments)
    try:
        write_docs(options.data, options.sqlite, options.target)
    except (FileNotFoundError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
