"""The page on the reader and its command line, from signatures, docstrings and help texts."""

import inspect
import re
from collections.abc import Iterator

import exportcurbs
from exportcurbs._cli import app
from typer.testing import CliRunner

from book.pages.common.markup import Markup, code, elements, fenced, section
from book.pages.common.record import Record


def api_page(record: Record) -> Markup:
    """Return the page: every public function and class, then every command."""
    offered = {name: getattr(exportcurbs, name) for name in exportcurbs.__all__}
    entries = (_entry(name, found) for name, found in offered.items() if callable(found))
    return record.page(
        "The reader and the command line",
        section("In Python", fenced("\n".join(_example()), "python"), *entries),
        section("On the command line", *_help()),
    )


def _example() -> list[str]:
    return re.findall(r"^>>> (.*)$", inspect.getdoc(exportcurbs) or "", flags=re.MULTILINE)


def _entry(name: str, found: object) -> Markup:
    return section(code(name), _signature(name, found), *_documentation(found), level=3)


def _signature(name: str, found: object) -> Markup:
    """Return how a function is called; a class is only met as an answer."""
    if not inspect.isfunction(found):
        return Markup("")
    called = re.sub(r"'((?:pd|pa|duckdb)\.[^']*)'", r"\1", str(inspect.signature(found)))
    called = re.sub(r"\b(?:exportcurbs\._\w+|pathlib(?:\._local)?|datetime)\.(?=[A-Z])", "", called)
    return fenced(f"{name}{called}", "python")


def _documentation(found: object) -> Iterator[Markup]:
    for paragraph in (inspect.getdoc(found) or "").split("\n\n"):
        # a docstring's own code marks stay, all else prints as it stands
        parts = re.split(r"`([^`]+)`", " ".join(paragraph.split()))
        yield elements(code(part) if at % 2 else part for at, part in enumerate(parts))


def _help() -> Iterator[Markup]:
    # a fixed width: the page is not to depend on the terminal that it is made in
    runner = CliRunner(env={"COLUMNS": "80"})
    names = [command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands]
    for name in ("", *names):
        shown = runner.invoke(app, [name, "--help"] if name else ["--help"], prog_name="exportcurbs").output
        yield section(code(f"exportcurbs {name}"), fenced(shown, "text"), level=3) if name else fenced(shown, "text")
