"""The text pages: Jinja2 templates whose numbers, dates and names all come from the data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from book.pages.common.markup import code, esc, fenced
from book.pages.common.text import counted, percent, stamp, table_link
from build import about
from build.compile import Compiled

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def page(name: str, compiled: Compiled, told: Mapping[str, Any]) -> str:
    """Return a page from `book/templates/<name>.md.j2`; a name that nothing defines stops the build."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 Markdown, not HTML: the templates call esc
    )
    environment.filters |= {"esc": esc, "code": code, "fenced": fenced, "table": table_link}
    environment.globals |= {
        "about": about,
        "counted": counted,
        "percent": percent,
        "release": compiled.release,
        "rows": lambda name: len(compiled.frames[name]),
        "stamp": stamp(compiled.release),
    }
    return environment.get_template(f"{name}.md.j2").render(told)
