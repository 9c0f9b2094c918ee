"""The README of a release, with an example whose every value is taken from the release itself."""

import re
from pathlib import Path
from typing import Any

import jinja2
from exportcurbs import Dataset
from exportcurbs._diff import is_computed
from exportcurbs._stata import RENAMED

from build import about
from build.editions.to_excel import MOST_ROWS
from build.editions.to_sqlite import tables_of
from validation.definitions.tables import SQLITE_ROWS, table_info

TEMPLATE = Path(__file__).with_name("readme.txt")
EXAMPLE_TABLE, EXAMPLE_KEY = "measures", "measure_id"


def readme_text(published: Dataset, folder: Path) -> str:
    """Return the README of a release folder whose CSV files are written."""
    cited = set(published.arrow["row_sources"]["table"].to_pylist())
    infos = [table_info(name) for name in published.tables()]
    plain = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)  # noqa: S701 - not HTML
    return plain.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        about=about,
        published=published,
        cited_tables=len(cited),
        rests_on={i.name: dict(i.rests_on) for i in infos if i.rests_on},
        sums_up={i.name: i.sums_up for i in infos if i.sums_up},
        silent=[i.name for i in infos if i.name not in cited and not i.rests_on and not is_computed(published, i.name)],
        answer=max(published.rows("code_status"), key=lambda r: min(len(r["measure_ids"]), 2)),
        tables=len(published.tables()),
        rows=f"{sum(table.num_rows for table in published.arrow.values()):,}",
        renamed=RENAMED.items(),
        excel_rows=f"{MOST_ROWS:,}",
        sqlite_rows=f"{SQLITE_ROWS:,}",
        not_in_sqlite=[name for name in published.tables() if name not in tables_of(published)],
        example=_example(published, folder / "csv"),
    )


def _example(published: Dataset, csv: Path) -> dict[str, Any]:
    """Return the first measure that cites a place in a document read at its issuer, and the commands to find both."""
    sources = {row["source_id"]: row for row in published.rows("sources")}
    publishers = {row["publisher_id"]: row["name"] for row in published.rows("publishers")}
    cited = [row for row in published.rows("row_sources") if row["table"] == EXAMPLE_TABLE]
    good = (r for r in cited if r["locator"] and sources[r["source_id"]]["host"] == "issuer")
    chosen = next(good, cited[0])
    row_id, source = chosen["row_id"], sources[chosen["source_id"]]
    own = sorted((r["source_id"], r["locator"] or "") for r in cited if r["row_id"] == row_id)
    row_pattern, source_pattern = f'^"{EXAMPLE_TABLE}","{row_id}",', f'^"{source["source_id"]}",'
    return {
        "table": EXAMPLE_TABLE,
        "row_id": row_id,
        "title": next(m["title"] for m in published.rows(EXAMPLE_TABLE) if m[EXAMPLE_KEY] == row_id),
        "source": source,
        "publisher": publishers[source["publisher_id"]],
        "grep_row": f"grep '{row_pattern}' csv/row_sources.csv",
        "row_lines": _matching(csv / "row_sources.csv", row_pattern),
        "grep_source": f"grep '{source_pattern}' csv/sources.csv",
        "source_lines": _matching(csv / "sources.csv", source_pattern),
        "sql_lines": ["|".join((*o, *(sources[o[0]][c] or "" for c in ("title", "published")))) for o in own],
    }


def _matching(path: Path, pattern: str) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if re.search(pattern, line)]
