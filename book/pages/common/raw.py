"""HTML inside the book's Markdown pages: escaped text, elements, data for scripts, links that Markdown cannot make."""

import html
import json
from collections.abc import Iterable
from urllib.parse import quote

FENCE = "`" * 5


def text(value: object) -> str:
    """Return text as HTML prints it; nothing for None."""
    return "" if value is None else html.escape(str(value))


def raw(lines: Iterable[str]) -> list[str]:
    """Return lines of HTML as a block of a page."""
    return [f"{FENCE}{{raw}} html", *lines, FENCE, ""]


def front_matter(scripts: str) -> list[str]:
    """Return the head of a page that names its scripts (files of book/_static without ending)."""
    return ["---", f"scripts: {scripts}", "---", ""]


def data_block(name: str, data: object) -> str:
    """Return data that a script of the page reads as JSON from the element of that id."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{written}</script>'


def options(pairs: Iterable[tuple[str, str]], chosen: str = "") -> str:
    """Return the options of a select: value and words."""
    return "".join(
        f'<option value="{text(value)}"{" selected" if value == chosen else ""}>{text(words)}</option>'
        for value, words in pairs
    )


def item_link(code: str, words: str | None = None) -> str:
    """Return a link to a code's entry on the page of dual-use items."""
    return f'<a href="catalogue.html#item-{quote(code)}">{text(words or code)}</a>'


def needs_script(told: str) -> str:
    """Return the note that stands for what a script would show."""
    return f'<noscript><p class="needs-script">{text(told)}</p></noscript>'
