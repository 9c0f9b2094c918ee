"""Data Docs: what Great Expectations found, as pages that need no other site.

Command line: `python -m validation.release.docs --sqlite FILE --target FOLDER`. The pages that Great Expectations
writes load scripts, styles and pictures from several sites and hold the time of the run; what they say is taken from
them and printed with docs.html. Nothing else depends on this module.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

import jinja2
from bs4 import BeautifulSoup
from bs4.element import Tag

from validation.definitions import TABLES
from validation.release.judge import Outcome, judge, quiet_context

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "datasets" / "exportcurbs" / "data"


def write_docs(data: Path, sqlite: Path, target: Path, tables: Collection[str] = tuple(TABLES)) -> list[Outcome]:
    """Judge a release and write its Data Docs into a folder, index.html first; return what `judge` returns."""
    context = quiet_context()
    with tempfile.TemporaryDirectory() as folder:
        pages = {"class_name": "TupleFilesystemStoreBackend", "base_directory": folder}
        left_out = {"expectations": "none", "profiling": "none"}
        site = {"class_name": "SiteBuilder", "store_backend": pages, "site_section_builders": left_out}
        context.add_data_docs_site("pages", site)
        outcomes = judge(data, sqlite, tables=tables, context=context)
        context.build_data_docs(site_names=["pages"])
        root = Path(folder) / "validations"
        found = {p.relative_to(root).parts[0]: p.read_text(encoding="utf-8") for p in root.rglob("*.html")}
    names = [suite.name for suite in context.suites.all() if suite.name in found]
    suites = [_suite(context, outcomes, name, found[name]) for name in names]
    manifest = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
    told = {"version": manifest["version"], "as_of": manifest["as_of"], "suites": suites, "total": len(outcomes)}
    told["failed"] = sum(not o.held for o in outcomes)
    page = jinja2.Environment(autoescape=True, trim_blocks=True).from_string(
        (HERE / "docs.html").read_text(encoding="utf-8")
    )
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.html"):
        old.unlink()
    for suite in (None, *suites):
        name, title = (suite["name"], suite["title"]) if suite else ("index", "Checks of the release")
        text = page.render(told, suite=suite, title=title)
        (target / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
    return outcomes


def _suite(context: Any, outcomes: list[Outcome], name: str, html: str) -> dict[str, Any]:
    """Return what a page of Great Expectations says: its sections with their rows, in order."""
    rules: list[Any] = context.suites.get(name).expectations
    queries = {rule.description: getattr(rule, "unexpected_rows_query", "") for rule in rules}
    seen = {o.expected if o.table == name else f"{o.table}: {o.expected}": o for o in outcomes}
    sections: list[dict[str, Any]] = []
    for part in BeautifulSoup(html, "html.parser").select(".ge-section")[1:]:  # the first counts, and tells the run
        heading = part.find("h5")
        title = heading.get_text(strip=True) if heading else ""
        rows = [
            _row(cells, queries, seen)
            for row in part.select("tbody > tr")
            if len(cells := row.select(":scope > td")) > 2
        ]
        sections.append({"title": title.replace("Table-Level Expectations", "The whole"), "rows": rows})
    held = [row["held"] for section in sections for row in section["rows"]]
    failed = held.count(False)
    told = f"{len(held)} expectations, {failed} failed."
    title = name if name in TABLES else name.replace("_", " ").capitalize()
    return {"name": name, "title": title, "told": told, "sections": sections, "count": len(held), "failed": failed}


def _row(cells: list[Tag], queries: dict[str, str], seen: dict[str, Outcome]) -> dict[str, Any]:
    observed = cells[2].get_text(" ", strip=True)
    expected = (cells[1].find("span") or cells[1]).get_text(" ", strip=True)  # what follows are samples
    judged = seen.get(expected)
    # what a version was meant to move away from is held by our judgement, not by the library's
    held = judged.held if judged else cells[0].select_one(".text-success") is not None
    if judged and (not held or "; meant: " in judged.observed):
        observed = judged.observed  # which names the first rows that break it
    return {"held": held, "expected": expected, "observed": observed, "query": queries.get(expected, "")}


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
