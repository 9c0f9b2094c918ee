"""Text of the data that would do harm, were it taken for more than text, does none in the pages of the book."""

from urllib.parse import urlsplit

import exportcurbs as ec
import pytest

from book.pages.common.record import Record
from build.compile import write_compiled
from build.editions.to_sqlite import write_sqlite
from tests.support.browsing import build_book, census, copied_book, served, visited
from tests.support.links import pages
from tests.support.payloads import MADE, UNSHARED
from validation.release.docs import write_docs

# Pages in the state in which a reader has asked something.
ASKED = [
    "generated/status.html#material=Ga&to=USA&use=civil&day=2024-12-10",
    "generated/status.html#code=3C001.a&to=JPN&use=military&day=2026-08-01",
    "generated/elements.html#to=JPN&use=military&day=2026-08-01",
    "generated/catalogue.html#item-3C001.a",
    "search.html?q=onerror",
    "search.html?q=bold",
    "search.html?q=gallium",
]


@pytest.fixture(scope="module")
def harmful_book(harmful, tmp_path_factory):
    """Build the book of a dataset whose every text would do harm, with all that stands beside it; return its pages."""
    root = tmp_path_factory.mktemp("project")
    (root / UNSHARED).write_text(UNSHARED, encoding="utf-8")
    write_compiled(harmful.compiled, root / "data")
    folder = copied_book(root / "data", root)
    html = build_book(folder, "-W", "-n", "--keep-going", "--all")
    data = folder / "served" / "parquet"
    write_sqlite(ec.open(data), root / "harmful.sqlite")
    write_docs(data, root / "harmful.sqlite", html / "data-docs")
    return html


def test_text_of_the_data_runs_nothing_and_reads_nothing(harmful, harmful_book, book, browser):
    names = {("materials", "name_ja"), ("materials", "name_en"), ("episodes", "title"), ("sources", "url")}
    assert names <= harmful.columns and len(harmful.columns) > 100
    known = {p.relative_to(book.html).as_posix() for p in book.html.rglob("*")}
    assert not {p.relative_to(harmful_book).as_posix() for p in harmful_book.rglob("*")} - known
    assert not [p for p in harmful_book.rglob("*.txt") if UNSHARED in p.read_text(encoding="utf-8")]
    addresses = [p.path.relative_to(book.html).as_posix() for p in pages(book.html)]
    clean, found = (census(browser, folder, addresses) for folder in (book.html, harmful_book))
    assert not {address: more for address in addresses if (more := found[address] - clean[address])}
    seen = visited(browser, harmful_book, addresses + ASKED, MADE)
    assert not seen.dialogs
    assert not {r for r in seen.requests if urlsplit(r).netloc or urlsplit(r).path.lstrip("/") not in known}
    assert not seen.elements


def test_text_of_the_data_prints_as_it_stands_in_a_page(harmful, harmful_book, browser):
    name = Record(harmful.compiled.dataset, harmful_book).one("materials", "material_id", "Ga")["name_en"]
    with served(harmful_book) as site:
        page = browser.new_context().new_page()
        page.goto(f"{site}/generated/material-Ga.html", wait_until="load")
        assert page.title().startswith(f"{name} (Ga)")
        assert page.locator("article h1").inner_text().startswith(f"{name} (Ga)")
        assert name in page.locator("article li", has_text="Names:").first.inner_text()  # tiles are items, too
        assert "&#" not in page.locator("article").inner_text().replace("&#60;b&#62;", "")
        page.context.close()
