"""The whole book, and one of the pages that answer, served once for the tests that ask them something."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import exportcurbs as ec
import pytest

from book.pages.common.record import Record
from tests.support.browsing import (
    LEFT,
    SCRIPTS_OFF,
    book_again,
    build_book,
    build_pages,
    contents,
    copied_book,
    served,
    visiting,
)
from tests.support.project import made_once
from validation.release.docs import write_docs

PAGES = (
    *("status", "glance", "sql", "catalogue", "elements", "measures", "parties", "platforms"),
    *("charts", "compare", "episode-japan-2010", "episode-us-2024"),
    *("material-Ga", "material-Sm", "material-Ho", "platform-f-35", "measure-cn-2025-18-1"),
)


@pytest.fixture(scope="session")
def written(base, tmp_path_factory):
    """Write the pages of the book in a copy; return the folder of the copy."""
    return made_once("written", tmp_path_factory, lambda folder: copied_book(base.data, folder))


@pytest.fixture(scope="session")
def book(base, edition, written, tmp_path_factory):
    """Build the book of fresh pages, or take the one that `.ci/run` built of the same pages; return its folders."""

    def build(folder):
        fresh, made = book_again(written, folder), os.environ.get("EXPORTCURBS_BUILT_BOOK")
        if made:
            assert contents(Path(made) / "generated") == contents(fresh / "generated"), f"{made} is of other pages"
            shutil.copytree(Path(made) / "_build", fresh / "_build")
        else:
            html = build_book(fresh, "-W", "-n", "--keep-going", "--all")
            write_docs(base.data, edition, html / "data-docs")

    root = made_once("book", tmp_path_factory, build)
    html, record = root / "book" / "_build" / "html", Record(ec.open(base.data), root)
    return SimpleNamespace(root=root, generated=root / "book" / "generated", html=html, record=record)


@pytest.fixture(scope="session")
def answering(written, tmp_path_factory):
    """Serve a book of these pages alone; the whole book is built, warnings as errors, by another test."""
    root = made_once("pages", tmp_path_factory, lambda folder: build_pages(book_again(written, folder), PAGES))
    with served(root / "book" / "_build" / "html") as address:
        yield address


@pytest.fixture
def visit(browser, answering):
    """Open a page; at the end there must have been no error in its console and no call to another site."""
    with visiting(browser, answering, LEFT, SCRIPTS_OFF) as visited:
        yield lambda address, **options: visited(f"generated/{address}", **options)


@pytest.fixture(scope="module")
def dataset(base):
    """The data compiled now, as the reader reads them."""
    return ec.open(base.data)
