"""The README of a release, with an example whose every value is taken from the release itself."""

import re
from pathlib import Path
from typing import Any

import jinja2

from build.about import ABSTRACT, DOI, NAME, NOT_YET_ASSIGNED, TITLE
from build.to_stata import RENAMED
from validation.published import Published

TEMPLATE = Path(__file__).with_name("readme.txt")
EXAMPLE_TABLE, EXAMPLE_KEY = "measures", "measure_id"


def readme_text(published: Published, folder: Path) -> str:
    """Return the README of a release folder whose CSV files are written."""
    plain = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)  # noqa: S701 - not HTML
    return plain.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        name=NAME,
        title=TITLE,
        abstract=ABSTRACT,
        version=published.version,
        as_of=published.as_of,
        licence=published.manifest["licence"],
        citation=published.manifest["citation"],
        doi=DOI or NOT_YET_ASSIGNED,
        tables=len(published.tables),
        rows=f"{sum(table.num_rows for table in published.tables.values()):,}",
        renamed=RENAMED.items(),
        example=_example(published, folder / "csv"),
    )


def _example(published: Published, csv: Path) -> dict[str, Any]:
    """Return the first measure that cites a place in its source, with the commands that find its sources and theirs."""
    sources = {row["source_id"]: row for row in published.tables["sources"].to_pylist()}
    publishers = {row["publisher_id"]: row["name"] for row in published.tables["publishers"].to_pylist()}
    cited = [row for row in published.tables["row_sources"].to_pylist() if row["table"] == EXAMPLE_TABLE]
    row_id = next((row["row_id"] for row in cited if row["locator"]), cited[0]["row_id"])
    own = [row for row in cited if row["row_id"] == row_id]
    source = sources[own[0]["source_id"]]
    found = {
        "row": f'^"{EXAMPLE_TABLE}","{row_id}",',
        "source": f'^"{source["source_id"]}",',
    }
    measure = next(m for m in published.tables[EXAMPLE_TABLE].to_pylist() if m[EXAMPLE_KEY] == row_id)
    return {
        "table": EXAMPLE_TABLE,
        "row_id": row_id,
        "title": measure["title"],
        "source": source,
        "publisher": publishers[source["publisher_id"]],
        "grep_row": f"grep '{found['row']}' csv/row_sources.csv",
        "row_lines": _matching(csv / "row_sources.csv", found["row"]),
        "grep_source": f"grep '{found['source']}' csv/sources.csv",
        "source_lines": _matching(csv / "sources.csv", found["source"]),
        "sql": (
            "SELECT r.source_id, r.locator, s.title, s.published\n"
            "FROM row_sources r JOIN sources s ON s.source_id = r.source_id\n"
            f"WHERE r.\"table\" = '{EXAMPLE_TABLE}' AND r.row_id = '{row_id}'\n"
            "ORDER BY r.source_id, r.locator;"
        ),
        "sql_lines": [
            "|".join((r["source_id"], r["locator"] or "", *(sources[r["source_id"]][c] or "" for c in ("title", "published"))))
            for r in own
        ],
    }


def _matching(path: Path, pattern: str) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if re.search(pattern, line)]
