"""Mend what the theme's HTML withholds from screen readers and keyboards, in the finished pages."""

import re
from typing import Any

from sphinx.application import Sphinx

MENDED = (
    # the arrow that opens a part of the navigation has no name
    (re.compile(r"<summary>(?=<span class=\"toctree-toggle\")"), '<summary aria-label="Pages of this part">'),
    # the name of the book stands outside every landmark
    (
        re.compile(r'<a class="navbar-brand logo"(.*?)</a>', re.DOTALL),
        r'<div role="navigation" aria-label="Start page"><a class="navbar-brand logo"\1</a></div>',
    ),
    # what a screen reader hears must begin with what is seen: key caps and the titles of icons are not names
    (re.compile(r'(<button class="btn search-button-field [^>]*?) aria-label="Search"'), r"\1"),
    (re.compile(r'<span class="search-button__kbd-shortcut"'), r'\g<0> aria-hidden="true"'),
    (re.compile(r'(<i class="theme-switch [^>]*?)\s+title="[^"]*"'), r'\1 aria-hidden="true"'),
    # an empty corner of a table is no heading
    (re.compile(r"<th></th>"), "<td></td>"),
    # what scrolls sideways must be reached by the keyboard
    (re.compile(r'<figure class="(timeline|diagram)([^"]*)"'), r'<figure tabindex="0" class="\1\2"'),
    (re.compile(r'<div class="pst-scrollable-table-container"'), r'\g<0> tabindex="0" role="group" aria-label="Table"'),
)


def _mend(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    for path in sorted(app.outdir.rglob("*.html")):
        before = path.read_text(encoding="utf-8")
        after = before
        for pattern, text in MENDED:
            after = pattern.sub(text, after)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Mend the pages when all are written."""
    app.connect("build-finished", _mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
