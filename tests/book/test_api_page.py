"""The book's page on the reader and the command line says all that they offer."""

import inspect
import re

import exportcurbs
import pytest
import typer.main
from exportcurbs._cli import app

from book.pages.common.record import Record
from book.pages.record.api import api_page
from tests.support.project import ROOT


@pytest.fixture(scope="module")
def record(compiled) -> Record:
    return Record(compiled.dataset, ROOT)


@pytest.fixture(scope="module")
def page(record) -> str:
    return api_page(record)


def test_page_has_everything_that_the_package_offers(page: str):
    headings = set(re.findall(r"^### `([\w ]+)`$", page, flags=re.MULTILINE))
    offered = {name for name in exportcurbs.__all__ if callable(getattr(exportcurbs, name))}
    commands = set(typer.main.get_command(app).commands)
    assert headings == offered | {f"exportcurbs {name}" for name in commands}


def test_page_shows_how_every_function_is_called(page: str):
    calls = dict(re.findall(r"^```python\n(\w+)(\(.*)$", page, flags=re.MULTILINE))
    functions = {n for n in exportcurbs.__all__ if inspect.isfunction(getattr(exportcurbs, n))}
    assert set(calls) == functions
    for name, call in calls.items():
        assert all(f"{p}:" in call for p in inspect.signature(getattr(exportcurbs, name)).parameters)
        assert "exportcurbs._" not in call


def test_help_on_the_page_does_not_depend_on_the_terminal(page: str, record, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert api_page(record) == page
    assert max(len(line) for block in page.split("```text")[1:] for line in block.split("```")[0].splitlines()) <= 80
    assert "..." not in page.split("Commands:")[1].split("```", maxsplit=1)[0]


def test_page_is_in_the_book():
    assert "file: generated/api" in (ROOT / "book" / "_toc.yml").read_text(encoding="utf-8")
