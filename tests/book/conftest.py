"""A book of the pages that answer, served once for the tests that ask them something."""

import exportcurbs as ec
import pytest

from tests.support.browsing import LEFT, SCRIPTS_OFF, served_pages, visiting

PAGES = (
    *("status", "glance", "sql", "catalogue", "elements", "measures", "parties", "platforms"),
    *("material-Ga", "material-Sm", "material-Ho", "platform-f-35", "measure-cn-2025-18-1"),
)


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
