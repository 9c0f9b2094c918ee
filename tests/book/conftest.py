"""A book of the pages that answer, served once for the tests that ask them something."""

import itertools

import exportcurbs as ec
import pytest
import yaml

from tests.support.browsing import DESK, LEFT, SCRIPTS_OFF, build_book, copied_book, served, watched

PAGES = (
    *("status", "glance", "sql", "catalogue", "elements", "measures", "parties", "platforms"),
    *("material-Ga", "material-Sm", "material-Ho", "platform-f-35", "measure-cn-2025-18-1"),
)


@pytest.fixture(scope="session")
def answering(base, tmp_path_factory):
    """Serve a book of these pages alone; the whole book is built, warnings as errors, by another test."""
    book = copied_book(ec.open(base.data), tmp_path_factory.mktemp("project"))
    toc = {"format": "jb-book", "root": "index", "chapters": [{"file": f"generated/{name}"} for name in PAGES]}
    (book / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")
    with served(build_book(book)) as address:
        yield address


@pytest.fixture
def visit(browser, answering):
    """Open a page; at the end there must have been no error in its console and no call to another site."""
    faults, contexts = [], []

    def visited(address, **options):
        context = browser.new_context(viewport=options.pop("viewport", DESK), **options)
        contexts.append(context)
        page = context.new_page()
        faults.append(watched(page, answering, LEFT, SCRIPTS_OFF))
        page.goto(f"{answering}/generated/{address}", wait_until="load")
        return page

    yield visited
    for context in contexts:
        context.close()
    assert not list(itertools.chain(*faults))


@pytest.fixture(scope="module")
def dataset(base):
    """The data compiled now, as the reader reads them."""
    return ec.open(base.data)
