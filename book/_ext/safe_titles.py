"""Titles as text where the theme and the search would print them as HTML."""

from html import escape
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder


def setup(app: Sphinx) -> dict[str, Any]:
    """Escape the title that the theme prints on paper, and the headings that the search shows."""
    app.connect("html-page-context", _printed, priority=900)  # after the theme, which sets it
    app.connect("html-collect-pages", _searched)  # after the last page, before the index is written
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _printed(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    for name in ("pagetitle", "root_title"):
        if name in context:
            context[name] = escape(context[name])


def _searched(app: Sphinx) -> list[Any]:
    index = getattr(app.builder, "indexer", None) if isinstance(app.builder, StandaloneHTMLBuilder) else None
    if index:
        for titles in index._all_titles.values():
            titles[:] = [(escape(title), place) for title, place in titles]
    return []
