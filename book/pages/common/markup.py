"""How text gets into a page: `esc` for every text of the data, and the marks that pages are made of.

A page is Markdown with HTML in it. A numeric character reference stands for its character in both, also in a heading
and in an attribute, and begins nothing in any of them: one way of escaping serves them all.
"""

import json
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

FENCE = "`" * 5
MARKS = re.compile(r"""["#$&'*<>\[\\\]^_`{|}~]""")
# What makes a block of the line that it begins: a list, a rule, a heading above it, a fence, an anchor, a comment.
OPENING = re.compile(r"[-+=%:(]|(?<=\d)[.)]")


def esc(text: object) -> str:
    """Return text that Markdown and HTML print as it stands, on one line; nothing for None."""
    line = " ".join(str("" if text is None else text).split())
    begun = re.match(r"\d*", line)
    start = begun.end() if begun else 0
    if start < len(line) and OPENING.match(line, start):
        return f"{line[:start]}&#{ord(line[start])};{_marks(line[start + 1 :])}"
    return _marks(line)


def _marks(text: str) -> str:
    return MARKS.sub(lambda mark: f"&#{ord(mark[0])};", text)


def code(text: object) -> str:
    """Return text set as code; nothing for None."""
    if text is None:
        return ""
    return (
        f"`{text}`"
        if re.fullmatch(r"[^`|\\\n]+", str(text))
        else f'<code class="docutils literal notranslate">{esc(text)}</code>'
    )


def fenced(text: str, language: str) -> str:
    """Return lines of text set as code of a language."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def pipe_table(headings: Sequence[str], rows: Iterable[Sequence[object]], kind: str = "") -> list[str]:
    """Return the lines of a table whose cells are Markdown already; `kind` is a class for the style sheet."""
    lines = [_line(headings), _line(["---"] * len(headings)), *(_line(row) for row in rows)]
    opening = [":::{table}", f":class: {kind}", ""] if kind else [":::{table}", ""]
    return [*opening, *lines, ":::", ""]


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(c) or " " for c in cells) + " |"


def figure(file: str, alternative: str, caption: str, kind: str = "timeline") -> list[str]:
    """Return a figure with what it shows in words (text), its caption (Markdown) and its class."""
    told = json.dumps(" ".join(alternative.split()), ensure_ascii=False)
    return [f":::{{figure}} {file}", f":alt: {told}", f":figclass: {kind}", "", caption, ":::", ""]


def index_entries(names: Iterable[str]) -> list[str]:
    """Return the lines that put the words of names into the index of the book, and so first into its search."""
    told = ", ".join(f"!{words}" for name in names if (words := " ".join(re.sub(r"[^\w()-]", " ", name).split())))
    return [f":::{{index}} {told}", ":::", ""] if told else []


def raw(lines: Iterable[str]) -> list[str]:
    """Return lines of HTML as a block of a page."""
    return [f"{FENCE}{{raw}} html", *lines, FENCE, ""]


def front_matter(scripts: str) -> list[str]:
    """Return the head of a page that names its scripts (files of book/_static without ending)."""
    return ["---", f"scripts: {scripts}", "---", ""]


def data_block(data: object, kind: str, name: str = "") -> str:
    """Return data as JSON in an element that scripts or programs read; `kind` is its type, `name` its id."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    for mark in "<>&`":
        written = written.replace(mark, f"\\u{ord(mark):04x}")
    own = f' id="{name}"' if name else ""
    return f'<script type="{kind}"{own}>{written}</script>'


def options(pairs: Iterable[tuple[str, str]], chosen: str = "") -> str:
    """Return the options of a select: value and words."""
    return "".join(
        f'<option value="{esc(value)}"{" selected" if value == chosen else ""}>{esc(words)}</option>'
        for value, words in pairs
    )


def item_link(key: str, words: str | None = None) -> str:
    """Return a link to a code's entry on the page of dual-use items."""
    return f'<a href="catalogue.html#item-{quote(key)}">{esc(words or key)}</a>'


def needs_script(told: str) -> str:
    """Return the note that stands for what a script would show."""
    return f'<noscript><p class="needs-script">{esc(told)}</p></noscript>'
