"""What a page is made of: `Markup`, which prints as it stands; everything else is escaped where it enters one.

A page is Markdown with HTML in it. A numeric character reference stands for its character in both, also in a heading
and in an attribute, and begins nothing in any of them: one way of escaping serves them all. `md` takes a template that
stands in the code and escapes what is put into it; blocks and pages are made of Markup, and escape what is none.
"""

import json
import re
import string
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self
from urllib.parse import quote

import markupsafe

MARKS = re.compile(r"""["#$&'*<>\[\\\]^_`{|}~]""")
# What a chart is made of: shapes, text, and what cuts them off.
DRAWN = {"svg", "g", "path", "rect", "line", "circle", "text", "tspan", "defs", "clipPath"}
# What makes a block of the line that it begins: a list, a rule, a heading above it, a fence, an anchor, a comment.
OPENING = re.compile(r" ?([-+=%:(]|\d+[.)](?= |$))")


class Markup(markupsafe.Markup):
    """Text that a page prints as it stands; whatever is joined to it or put into it is escaped."""

    @classmethod
    def escape(cls, s: object, /) -> Self:
        """Return text that Markdown and HTML print as it stands, on one line; nothing for None, Markup unchanged."""
        if hasattr(s, "__html__"):
            return cls(s.__html__())
        line = re.sub(r"\s+", " ", str("" if s is None else s))
        begun = OPENING.match(line)
        if not begun:
            return cls(_marked(line))
        at = begun.end() - 1
        return cls(f"{line[:at]}&#{ord(line[at])};{_marked(line[at + 1 :])}")

    def format(self, *args: Any, **kwargs: Any) -> Self:
        """Return the text with values, escaped, in place of its braces."""
        return type(self)(_Formatter().vformat(self, args, kwargs))


class _Formatter(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return Markup.escape(format(value, format_spec) if format_spec else value)


def _marked(text: str) -> str:
    return MARKS.sub(lambda mark: f"&#{ord(mark[0])};", text)


def md(template: str, *values: object, **named: object) -> Markup:
    """Return a template of the code, never a text of the data, with values in it."""
    return Markup(template).format(*values, **named)


def joined(parts: Iterable[object], between: str = ", ") -> Markup:
    """Return parts with a mark between them, empty ones left out."""
    return Markup.escape(between).join([Markup.escape(part) for part in parts if part not in (None, "")])


def lines(parts: Iterable[object]) -> Markup:
    """Return one line for each part."""
    return Markup("\n").join([Markup.escape(part) for part in parts])


def blocks(*parts: object) -> Markup:
    """Return blocks with blank lines between them, empty ones left out."""
    return Markup("\n\n").join([Markup.escape(part) for part in parts if part not in (None, "")])


def heading(level: int, title: object, anchor: str = "") -> Markup:
    """Return a heading, under an address of its own if one is given."""
    line = md("{} {}", Markup("#" * level), title)
    return anchored(anchor, line) if anchor else line


def section(title: object, *parts: object, level: int = 2, anchor: str = "") -> Markup:
    """Return blocks under a heading, nothing if there are none."""
    inside = blocks(*parts)
    return blocks(heading(level, title, anchor), inside) if inside else Markup("")


def anchored(anchor: str, block: object) -> Markup:
    """Return a block under a mark that gives it an address."""
    return md("({})=\n{}", Markup(_name(anchor)), block)


def _name(text: str) -> str:
    """Return text that may be the name of a place or a page; ValueError for what no id is made of."""
    if not re.fullmatch(r"[A-Za-z0-9._-]+", text):
        raise ValueError(f"{text!r} cannot be an address")
    return text


def link(target: str, words: object) -> Markup:
    """Return a link to a page or a place of the book."""
    return md("[{}]({})", words, Markup(quote(target, safe="#./=&-_")))


def html_link(target: str, words: object) -> Markup:
    """Return a link in HTML, where Markdown would not look or Sphinx would look for the file."""
    return md('<a href="{}">{}</a>', target, words)


def grades_link(words: object, folder: str = "") -> Markup:
    """Return a link to what the grades of evidence mean; folder: the way to the generated pages."""
    return html_link(f"{folder}quality.html#what-the-grades-mean", words)


def table_link(name: str) -> Markup:
    """Return a link to a table's page, from another generated page."""
    return link(f"table-{name}.md", code(name))


def bullets(items: Iterable[object]) -> Markup:
    """Return a list."""
    return lines(md("- {}", item) for item in items)


def facts(pairs: Iterable[tuple[str, object]]) -> Markup:
    """Return a list of facts with their names, empty ones left out."""
    return bullets(md("**{}:** {}", name, said) for name, said in pairs if said not in (None, ""))


def code(text: object) -> Markup:
    """Return text set as code; nothing for None."""
    if text is None:
        return Markup("")
    if re.fullmatch(r"[^`|\\\n]+", str(text)):
        return Markup(f"`{text}`")
    return md('<code class="docutils literal notranslate">{}</code>', str(text))


def fenced(text: str, language: str) -> Markup:
    """Return lines of text set as code of a language."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return Markup(f"{fence}{language}\n{text.rstrip()}\n{fence}")


def table(headings: Sequence[object], rows: Iterable[Sequence[object]], kind: str = "") -> Markup:
    """Return a table, nothing without rows; `kind` is a class for the style sheet."""
    body = [_row(cells) for cells in rows]
    if not body:
        return Markup("")
    return directive("table", "", lines([_row(headings), _row([Markup("---")] * len(headings)), *body]), kind=kind)


def _row(cells: Iterable[object]) -> Markup:
    return md("| {} |", Markup(" | ").join([Markup.escape(cell) or Markup(" ") for cell in cells]))


def directive(
    name: str, argument: object, inside: Markup, *, kind: str = "", said: Mapping[str, str] | None = None
) -> Markup:
    """Return a block that a directive makes of what is inside; `kind` is its class, `said` are its options."""
    deepest = max((len(run) for run in re.findall(r"^:{3,}", inside, flags=re.MULTILINE)), default=2)
    fence = Markup(":" * (deepest + 1))
    given = {**({"class": kind} if kind else {}), **(said or {})}
    head = md("{}{{{}}} {}", fence, Markup(name), argument).rstrip()
    opening = [head, *(Markup(f":{key}: {value}") for key, value in given.items()), *([Markup("")] if given else [])]
    return lines([*opening, *([inside] if inside else []), fence])


def dropdown(title: object, *parts: object) -> Markup:
    """Return blocks that open under a title, nothing if there are none."""
    inside = blocks(*parts)
    return directive("dropdown", title, lines(["", inside, ""])) if inside else Markup("")


def container(kind: str, *parts: object) -> Markup:
    """Return blocks as one of a class, nothing if there are none."""
    inside = blocks(*parts)
    return directive("container", Markup(kind), lines(["", inside, ""])) if inside else Markup("")


def drawn(svg: str, name: str) -> Markup:
    """Return a picture of shapes and text, its ids with a name before them; ValueError for any other element in it."""
    line = " ".join(svg.split())
    if foreign := set(re.findall(r"<(\w+)", line)) - DRAWN:
        raise ValueError(f"{name}: a picture does not hold {', '.join(sorted(foreign))}")
    # the picture as a whole has its words: its parts are no pictures of their own
    bare = re.sub(r"<[^>]+>", lambda tag: re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", tag[0]), line)
    own = re.sub(r'(?<=id=")(?=clip)|(?<=url\(#)(?=clip)', f"{_name(name)}-", bare)
    return Markup(own)


def index_entries(names: Iterable[str | None]) -> Markup:
    """Return what puts the words of names into the index of the book, and so first into its search."""
    words = [" ".join(re.sub(r"[^\w()-]", " ", name).split()) for name in names if name]
    return directive("index", Markup(", ".join(f"!{w}" for w in words if w)), Markup("")) if any(words) else Markup("")


def html(*parts: object) -> Markup:
    """Return lines of HTML as a block of a page."""
    return lines([Markup("`````{raw} html"), *parts, Markup("`````")])


def elements(parts: Iterable[object]) -> Markup:
    """Return pieces of HTML one after the other."""
    return Markup("").join([Markup.escape(part) for part in parts])


def front_matter(**settings: str) -> Markup:
    """Return the head of a page: the scripts it runs, files of book/_static without ending, and the like."""
    return lines([Markup("---"), *(md("{}: {}", name, words) for name, words in settings.items()), Markup("---")])


def data_block(data: object, kind: str, name: str = "") -> Markup:
    """Return data as JSON in an element that scripts or programs read; `kind` is its type, `name` its id."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    for mark in "<>&`":
        written = written.replace(mark, f"\\u{ord(mark):04x}")
    return md('<script type="{}"{}>{}</script>', kind, md(' id="{}"', name) if name else "", Markup(written))
