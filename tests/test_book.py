"""The book builds without a warning and works in a real browser, on a desk and on a phone, with no other site."""

import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from book.pages.text import esc, percent, records
from book.pages.write import write_pages
from tests.project import ROOT
from validation.schemas import TABLES

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MOST_PAGES = 30
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def book(compiled, tmp_path_factory):
    """Build the book in a copy, so that neither old pages nor old settings count; return its folders."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "book", root / "book", ignore=shutil.ignore_patterns("generated", "_build"))
    write_pages(compiled, root)
    command = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
    options = ["build", "-q", "-W", "-n", "--keep-going", "--all", str(root / "book")]
    done = subprocess.run(
        [sys.executable, "-c", command, *options], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return SimpleNamespace(generated=root / "book" / "generated", html=root / "book" / "_build" / "html")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if not CHROMIUM.exists():
        if os.environ.get("EXPORTCURBS_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{CHROMIUM} is missing, and EXPORTCURBS_REQUIRE_BROWSER=1 asks for it")
        pytest.skip(f"{CHROMIUM} is missing: install chromium to test the book in a browser")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        context = p.chromium.launch_persistent_context(
            str(tmp_path_factory.mktemp("profile")), headless=True, executable_path=str(CHROMIUM), args=ARGUMENTS
        )
        yield context
        context.close()


@pytest.fixture(scope="module")
def site(book):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(book.html)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def _pages(html):
    """Return every page, or a fair spread of them that always holds the episodes and the start page."""
    pages = sorted(p.relative_to(html).as_posix() for p in html.rglob("*.html") if "_static" not in p.parts)
    first = [p for p in pages if "/" not in p or "episode-" in p]
    rest = [p for p in pages if p not in first]
    step = max(1, -(-len(rest) // max(1, MOST_PAGES - len(first))))
    return first + rest[::step]


def test_every_table_and_episode_has_a_page(book, compiled):
    expected = {f"table-{name}" for name in TABLES}
    expected |= {f"episode-{row['episode_id']}" for row in records(compiled.frames["episodes"])}
    built = {p.stem for p in (book.html / "generated").glob("*.html")}
    assert expected <= built
    index = (book.generated / "tables.md").read_text(encoding="utf-8")
    assert not [name for name in TABLES if f"(table-{name}.md)" not in index]


def test_pages_are_written_afresh_and_alike(book, compiled, tmp_path):
    old = tmp_path / "book" / "generated" / "table-gone.md"
    old.parent.mkdir(parents=True)
    old.write_text("old")
    write_pages(compiled, tmp_path)
    assert not old.exists()
    again = {p.name: p.read_bytes() for p in old.parent.iterdir()}
    assert again == {p.name: p.read_bytes() for p in book.generated.iterdir()}


def test_no_page_links_to_a_copy_that_others_keep(book, compiled):
    rows = records(compiled.frames["sources"])
    own = {r["url"] for r in rows if r["host"] == "issuer"}
    foreign = {r["url"] for r in rows if r["host"] != "issuer" and r["url"]} - own
    text = "\n".join(p.read_text(encoding="utf-8") for p in book.generated.glob("*.md"))
    assert not [url for url in foreign if f"<{url}>" in text]


def test_text_of_the_data_prints_as_it_stands():
    assert esc("a_b *c* [d] <e> | {f}") == r"a\_b \*c\* \[d\] \<e\> \| \{f\}"
    assert (percent(1, 1000), percent(999, 1000), percent(1, 2), percent(0, 0)) == ("0.1 %", "99.9 %", "50 %", "–")


def test_pages_work_in_a_browser(browser, site, book):
    faults, local = [], (site, "data:", "blob:")
    for page in _pages(book.html):
        tab = browser.new_page()
        tab.set_viewport_size(PHONE)
        tab.on("console", lambda m, p=page: faults.append((p, m.text)) if m.type == "error" else None)
        tab.on("pageerror", lambda e, p=page: faults.append((p, str(e))))
        tab.on("requestfailed", lambda r, p=page: faults.append((p, "failed", r.url)))
        tab.on("response", lambda r, p=page: faults.append((p, r.status, r.url)) if r.status >= 400 else None)
        tab.on("request", lambda r, p=page: None if r.url.startswith(local) else faults.append((p, "off-site", r.url)))
        tab.goto(f"{site}/{page}", wait_until="load")
        if tab.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            faults.append((page, "the page scrolls sideways on a phone"))
        if tab.locator("img:not([alt]), img[alt='']").count():
            faults.append((page, "an image has no alternative text"))
        if not tab.locator("input[type=search]").count():
            faults.append((page, "no search box"))
        if tab.locator("article h1").count() > 1 or not tab.title():
            faults.append((page, "two headings or no title"))
        tab.close()
    assert not faults


def test_search_finds_a_table(browser, site):
    tab = browser.new_page()
    tab.goto(f"{site}/search.html?q=measure_periods", wait_until="load")
    tab.wait_for_selector("#search-results li a", timeout=10_000)
    assert tab.locator("#search-results li a").count()
    tab.close()
