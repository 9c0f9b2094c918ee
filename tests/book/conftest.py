"""The whole book, and one of the pages that answer, served once for the tests that ask them something."""

from types import SimpleNamespace

import exportcurbs as ec
import pytest

from book.pages.common.record import Record
from tests.support.browsing import LEFT, SCRIPTS_OFF, build_book, copied_book, served_pages, visiting
from tests.support.project import made_once
from validation.release.docs import write_docs

PAGES = (
    *("status", "glance", "sql", "catalogue", "elements", "measures", "parties", "platforms"),
    *("material-Ga", "material-Sm", "material-Ho", "platform-f-35", "measure-cn-2025-18-1"),
)


@pytest.fixture(scope="session")
def book(base, edition, tmp_path_factory):
    """Build the book in a copy, so that neither old pages nor old settings count; return its folders."""

    def build(folder):
        html = build_book(copied_book(ec.open(base.data), folder), "-W", "-n", "--keep-going", "--all")
        write_docs(base.data, edition, html / "data-docs")

    root = made_once("book", tmp_path_factory, build)
    html, record = root / "book" / "_build" / "html", Record(ec.open(base.data), root)
    return SimpleNamespace(root=root, generated=root / "book" / "generated", html=html, record=record)


@pytest.fixture(scope="session")
def answering(base, tmp_path_factory):
    """Serve a book of these pages alone; the whole book is built, warnings as errors, by another test."""
    with served_pages(ec.open(base.data), tmp_path_factory.mktemp("project"), PAGES) as address:
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
