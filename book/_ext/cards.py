"""Give each cell of a wide table the heading of its column, so that a phone can show a row as a card.

The style sheet shows `data-label` where the screen is narrow; everywhere else the table is as it was.
"""

import re
from itertools import chain, repeat
from typing import Any

from sphinx.application import Sphinx

# What the pages call their tables: those that are wider than a phone.
WIDE = {
    "answers", "asked", "chain", "changed", "checks", "coded", "columns", "compare", "controlled", "corrections",
    "coverage", "databases", "days", "doubts", "events", "example", "gaps", "goods", "issues", "listed",
    "listed-parties", "numbers", "parties", "platform", "presumed", "replications", "rules", "sources", "wide",
}  # fmt: skip
NARROWEST = 4
_TABLE = re.compile(r'<table class="([^"]*)"(.*?)</table>', re.DOTALL)
_HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_BODY = re.compile(r"(?<=<tbody>).*?(?=</tbody>)", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<td(?=[ >])")
_VOID = re.compile(r"<td>(?:<p>\s*</p>|\s*)</td>")


def labelled(table: re.Match[str]) -> str:
    """Return a table as it was, or, if it is a wide one, with a class and the labels of its cells."""
    kinds, inside = table[1], table[2]
    names = [re.sub(r"<[^>]+>", "", heading).replace('"', "&quot;").strip() for heading in _HEADING.findall(inside)]
    # a table without a name of its own is wide from four columns on
    if WIDE.isdisjoint(kinds.split()) and (kinds != "table" or len(names) < NARROWEST):
        return table[0]

    def row(found: re.Match[str]) -> str:
        labels = chain(names, repeat(""))
        return _CELL.sub(lambda _: f'<td data-label="{next(labels)}"', _VOID.sub("<td></td>", found[0]))

    body = _BODY.sub(lambda rows: _ROW.sub(row, rows[0]), inside)
    return f'<table class="{kinds} cards"{body}</table>'


def with_cards(page: str) -> str:
    """Return the HTML of a page with its wide tables labelled."""
    return _TABLE.sub(labelled, page)


def _mend(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    for path in sorted(app.outdir.rglob("*.html")):
        before = path.read_text(encoding="utf-8")
        if (after := with_cards(before)) != before:
            path.write_text(after, encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Label the tables when all pages are written."""
    app.connect("build-finished", _mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
