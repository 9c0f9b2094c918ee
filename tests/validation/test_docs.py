"""The Data Docs say what was found, need no other site, and are the same files every time."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from tests.support.browsing import served, watched
from tests.support.project import CODE, ROOT, hashes
from validation.release.docs import main, write_docs

TABLES = ("events", "measures")
WRITE = f"""
import sys
from pathlib import Path
from validation.release.docs import write_docs
data, sqlite, target = map(Path, sys.argv[1:])
write_docs(data, sqlite, target, {TABLES!r})
"""


@pytest.fixture(scope="module")
def docs(base, edition, tmp_path_factory):
    """Write the pages of a release with one fault between its tables."""
    folder = tmp_path_factory.mktemp("docs")
    sqlite = folder / "doctored.sqlite"
    shutil.copy(edition, sqlite)
    with closing(sqlite3.connect(sqlite)) as database:
        database.execute("UPDATE measures SET instrument_id = 'no-such-document' WHERE measure_id = 'cn-2004-78-2'")
        database.commit()
    pages = folder / "html" / "data-docs"
    pages.mkdir(parents=True)
    (pages / "gone.html").write_text("an older page")
    outcomes = write_docs(base.data, sqlite, pages, TABLES)
    return SimpleNamespace(pages=pages, sqlite=sqlite, outcomes=outcomes)


def _text(docs, name):
    return BeautifulSoup((docs.pages / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def test_every_outcome_stands_on_a_page(docs):
    rows = []
    for path in docs.pages.glob("*.html"):
        if path.stem != "index":
            rows += [row.find_all("td") for row in _text(docs, path.stem).select("tbody tr")]
    assert len(rows) == len(docs.outcomes)
    told = {cells[1].contents[0].strip() for cells in rows}
    assert [o for o in docs.outcomes if not {o.expected, f"{o.table}: {o.expected}"} & told] == []
    assert [cells[0].text for cells in rows].count("NO") == 1


def test_what_failed_is_marked_with_the_rows_that_break_it(docs):
    (failed,) = [row for row in _text(docs, "references").select("tbody tr") if row.find(class_="fails")]
    cells = [cell.get_text(" ", strip=True) for cell in failed.find_all("td")]
    assert cells[0] == "NO"
    assert cells[1].startswith("measures: every instrument_id stands in instruments")
    assert "NOT EXISTS" in cells[1]
    assert cells[2] == "1: instrument_id no-such-document"
    index = _text(docs, "index")
    assert "1 failed" in index.find("p").text
    assert [row.find("a").text for row in index.select("tbody tr") if row.find(class_="fails")] == ["References"]


def test_every_link_leads_to_a_page_and_no_old_page_stays(docs):
    pages = {path.name for path in docs.pages.iterdir()}
    assert "gone.html" not in pages
    for name in pages:
        links = {link["href"] for link in _text(docs, name.removesuffix(".html")).find_all("a")}
        assert links - {"../index.html"} <= pages
    linked = {link["href"] for link in _text(docs, "index").select("table a")}
    assert linked == pages - {"index.html"}


def test_same_pages_whatever_the_hash_seed_and_zone(docs, base, tmp_path):
    environment = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "PYTHONPATH": os.pathsep.join(CODE)}
    copy = tmp_path / "elsewhere.sqlite"
    shutil.copy(docs.sqlite, copy)
    command = [sys.executable, "-c", WRITE, str(base.data), str(copy), str(tmp_path / "pages")]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    assert hashes(tmp_path / "pages") == hashes(docs.pages)


def test_a_missing_file_is_told(base, tmp_path, capsys):
    options = ["--data", str(base.data), "--sqlite", str(tmp_path / "none.sqlite"), "--target", str(tmp_path / "out")]
    assert main(options) == 1
    assert "none.sqlite" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("width", [390, 1100])
def test_pages_work_in_a_browser(browser, docs, width):
    with served(docs.pages.parent) as site:
        tab = browser.new_page(viewport={"width": width, "height": 844})
        faults = watched(tab, site)
        for path in sorted(docs.pages.glob("*.html")):
            tab.goto(f"{site}/data-docs/{path.name}", wait_until="load")
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, path.name
            assert tab.locator("h1").count() == 1, path.name
            assert tab.title(), path.name
            assert tab.locator("input[type=search]").count() == 1, path.name
            assert tab.locator("img:not([alt])").count() == 0, path.name
        tab.close()
    assert not faults
