"""Pages from Jinja2 templates: their numbers, dates and names come from the data, and are escaped where they enter."""

import contextlib
import csv
import io
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from exportcurbs._plurals import counted
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from book.pages.common.markup import Markup, code, data_block, fenced, grades_link, html_link, joined, link, table_link
from book.pages.common.names import percent, words_of
from book.pages.common.record import Record
from build import about

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def from_template(name: str, record: Record, **values: object) -> Markup:
    """Return a page from `book/templates/<name>.md.j2`; a name that nothing defines stops the build."""
    return Markup(_environment(record).get_template(f"{name}.md.j2").render(values))


def block_from(name: str, record: Record, **values: object) -> Markup:
    """Return a block of a page from a template."""
    return from_template(name, record, **values).strip()


@lru_cache(maxsize=2)
def _environment(record: Record) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
        finalize=Markup.escape,
    )
    environment.filters |= {
        "code": code,
        "data_block": data_block,
        "fenced": fenced,
        "join": joined,
        "table": table_link,
    }
    environment.globals |= {
        "about": about,
        "counted": counted,
        "grades_link": grades_link,
        "html_link": html_link,
        "link": link,
        "percent": percent,
        "record": record,
        "words_of": words_of,
        "rows": lambda table: record.table(table).num_rows,
    }
    return environment


def printed(program: str, **names: object) -> str:
    """Return what a program of `book/templates` prints, with names that it may use."""
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(program, names)  # noqa: S102 the programs are files of the project
    return output.getvalue()


@cache
def rows_of(name: str) -> list[dict[str, Any]]:
    """Return the rows of a CSV file of `book/templates`, whose cells are text of the project (Markdown)."""
    with (TEMPLATES / name).open(encoding="utf-8", newline="") as file:
        return [{column: Markup(cell) for column, cell in row.items()} for row in csv.DictReader(file)]
