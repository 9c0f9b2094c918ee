"""The book builds without a warning, its links lead somewhere, and it works in a real browser for everyone."""

import hashlib
import html
import json
import re
import shutil

import pyarrow as pa
import pytest
from exportcurbs import Dataset

from book.pages.common.markup import Markup
from book.pages.common.names import percent
from book.pages.common.record import Record
from book.pages.law.changes import feed
from book.pages.law.measures import measures_page
from book.pages.record.codebook import table_page
from book.pages.record.methods import methods_page
from book.pages.record.quality import quality_page
from book.pages.record.versions import versions_feed
from book.pages.write import write_pages
from tests.support.browsing import DESK, LEFT, MODULES, PHONE, contents, lacking, served, watched
from tests.support.links import broken, pages
from tests.support.payloads import PAYLOADS
from validation.definitions import TABLES

AXE = MODULES / "axe-core" / "axe.min.js"
# One page of every kind.
KINDS = [
    "index.html",
    "event-study.html",
    "search.html?q=gallium",
    "generated/quickstart.html",
    "generated/ways-in.html",
    "generated/status.html",
    "generated/sql.html",
    "generated/charts.html",
    "generated/changes.html",
    "generated/exposure.html",
    "generated/glossary.html",
    "generated/compare.html",
    "generated/episode-japan-2026.html",
    "generated/measures.html",
    "generated/elements.html",
    "generated/material-Ga.html",
    "generated/platform-f-35.html",
    "generated/quality.html",
    "generated/methods.html",
    "generated/other-databases.html",
    "generated/tables.html",
    "generated/table-episodes.html",
    "generated/reproduce.html",
    "generated/contribute.html",
    "generated/api.html",
]


@pytest.fixture(scope="module")
def site(book):
    with served(book.html) as address:
        yield address


@pytest.fixture
def tab(browser, site):
    """Return a tab whose errors, failed requests and calls to other sites end up in `tab.faults`."""
    page = browser.new_context(viewport=DESK).new_page()
    page.faults = watched(page, site, LEFT)
    yield page
    page.context.close()


def test_every_table_measure_source_and_episode_has_an_address(book):
    expected = {f"table-{name}" for name in TABLES}
    expected |= {f"episode-{row['episode_id']}" for row in book.record.rows("episodes")}
    assert expected <= {p.stem for p in (book.html / "generated").glob("*.html")}
    for page, table, key in (("measures", "measures", "measure"), ("sources", "sources", "source")):
        text = (book.html / "generated" / f"{page}.html").read_text(encoding="utf-8")
        ids = {row[f"{key}_id"] for row in book.record.rows(table)}
        assert ids == set(re.findall(rf'id="{key}-([^"]+)"', text)), page


def test_pages_are_written_afresh_and_alike(book, tmp_path):
    shutil.copytree(book.root, tmp_path / "again", ignore=shutil.ignore_patterns("_build", "node_modules"))
    (tmp_path / "again" / "book" / "node_modules").symlink_to(MODULES)  # the type face of the charts
    again = tmp_path / "again" / "book" / "generated"
    (again / "table-gone.md").write_text("old")
    write_pages(book.record.data, tmp_path / "again")
    assert contents(again) == contents(book.generated)


def test_no_page_links_to_a_copy_that_others_keep(book):
    rows = book.record.rows("sources")
    own = {r["url"] for r in rows if r["host"] == "issuer"}
    foreign = {r["url"] for r in rows if r["host"] != "issuer" and r["url"]} - own
    text = "\n".join(p.read_text(encoding="utf-8") for p in book.generated.glob("*.md"))
    assert not [url for url in foreign if f"<{url}>" in text]


def test_text_of_the_data_prints_as_it_stands():
    assert Markup.escape("a_b <e> | {f}") == "a&#95;b &#60;e&#62; &#124; &#123;f&#125;"
    openings = {
        "1. x": "1&#46; x",
        "+ x": "&#43; x",
        " - x": " &#45; x",
        "(x)=": "&#40;x)=",
        "2024-12-03": "2024-12-03",
    }
    assert {text: str(Markup.escape(text)) for text in openings} == openings
    assert Markup.escape(None) == ""
    for text in (*PAYLOADS, "a_b *c* [d] <e> | {f}", "plain - words, 1.5 (x)"):
        assert html.unescape(Markup.escape(text)) == text
        assert not set(Markup.escape(text)) & set("<>\"'`*_[]{}|$\\")
    assert (percent(1, 1000), percent(999, 1000), percent(1, 2), percent(0, 0)) == ("0.1 %", "99.9 %", "50 %", "–")
    assert percent(1, 3000) == "< 0.1 %"
    assert percent(2999, 3000) == "> 99.9 %"


def test_links_lead_somewhere_and_nothing_is_loaded_from_elsewhere(book):
    assert not list(broken(book.html))
    assert not [(p.path.name, x) for p in pages(book.html) for x in p.loaded_from_elsewhere]


def test_every_page_has_one_title_and_every_image_a_text(book):
    for page in pages(book.html):
        assert re.search(r"<title>\s*\S+", page.text), page.path
        images = re.findall(r"<img\b[^>]*>", page.text)
        assert not [i for i in images if not re.search(r'\salt="[^"]+"', i)], page.path


def test_the_start_page_says_what_the_files_are(book):
    text = (book.html / "index.html").read_text(encoding="utf-8")
    for name in TABLES:
        served = (book.html / "parquet" / f"{name}.parquet").read_bytes()
        assert hashlib.sha256(served).hexdigest() in text, name
    described = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])
    assert (described["@type"], described["version"]) == ("Dataset", book.record.version)
    assert book.record.as_of in described["temporalCoverage"]
    named = re.findall(r'type="application/atom\+xml" [^>]*href="([^"]+)"', text)
    assert [(book.html / name).read_bytes() for name in named] == [feed(book.record), versions_feed(book.record)]


def test_other_data_make_other_pages(book):
    def doctored(table, column, value):
        whole = book.record.data.arrow[table]
        at = whole.column_names.index(column)
        field = whole.schema.field(at)
        return other(table, whole.set_column(at, field, pa.array([value, *whole[column].to_pylist()[1:]], field.type)))

    def other(table, rows):
        data = book.record.data
        return Record(Dataset(data.manifest, data.folder, {table: rows}), book.root)

    title = "A title that no notice has"
    assert title in measures_page(doctored("measures", "title", title))
    assert title not in measures_page(book.record)
    cited = {s.split("[")[0] for row in book.record.rows("other_databases") for s in row["source_ids"]}
    places = {row["source_id"]: at for at, row in enumerate(book.record.rows("sources"))}
    kept = [places[key] for key in cited] + [at for key, at in places.items() if key not in cited]
    fewer = other("sources", book.record.data.arrow["sources"].take(kept[:900]))
    assert "900 rows" in table_page(fewer, "sources")
    assert "Of 900 sources" in methods_page(fewer)
    begun = book.record.rows("measure_periods")[0]["first_day"]
    assert quality_page(doctored("measure_periods", "last_confirmed", begun)) != quality_page(book.record)


def test_every_page_works_on_a_phone(tab, site, book):
    tab.set_viewport_size(PHONE)
    for page in pages(book.html):
        address = page.path.relative_to(book.html).as_posix()
        tab.goto(f"{site}/{address}", wait_until="load")
        if tab.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            tab.faults.append((address, "the page scrolls sideways on a phone"))
    assert not tab.faults


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_no_barrier(tab, site, mode):
    if not AXE.exists():
        lacking("axe-core is missing: make book fetches it")
    tab.add_init_script(f"localStorage.setItem('mode', '{mode}'); localStorage.setItem('theme', '{mode}')")
    found = []
    for address in KINDS:
        tab.goto(f"{site}/{address}", wait_until="load")
        tab.add_script_tag(path=str(AXE))
        result = tab.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
        found += [(address, v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in result["violations"]]
    assert not found
    assert not tab.faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_book_is_as_light_as_the_system(browser, site, scheme):
    page = browser.new_context(color_scheme=scheme).new_page()
    page.goto(f"{site}/index.html", wait_until="load")
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    page.context.close()


def _reach(tab, selector, most=60):
    """Press Tab until an element has the focus."""
    for _ in range(most):
        tab.keyboard.press("Tab")
        if tab.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"{most} times Tab do not reach {selector}")


def test_the_keyboard_reaches_what_the_mouse_does(tab, site):
    tab.goto(f"{site}/index.html", wait_until="load")
    _reach(tab, "#pst-skip-link a", 2)
    _reach(tab, "button.search-button-field")
    _reach(tab, "nav.bd-docs-nav a")
    _reach(tab, "button.theme-switch-button")
    seen = set()
    for _ in range(3):  # light, dark, as the system
        tab.keyboard.press("Enter")
        seen.add(tab.evaluate("document.documentElement.dataset.theme"))
        tab.keyboard.press("Tab")  # the theme drops the focus, the place in the page stays
        tab.keyboard.press("Shift+Tab")
    assert seen == {"light", "dark"}
    tab.keyboard.press("Control+k")
    tab.keyboard.type("gallium")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#search-results li a", timeout=10_000)
    tab.goto(f"{site}/generated/quickstart.html", wait_until="load")
    _reach(tab, ".sd-tab-set > input")
    tab.keyboard.press("ArrowRight")
    assert tab.locator(".sd-tab-set > input").nth(1).is_checked()
    tab.set_viewport_size(PHONE)
    tab.goto(f"{site}/index.html", wait_until="load")
    _reach(tab, "button.primary-toggle")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#pst-primary-sidebar-modal nav.bd-docs-nav", state="visible", timeout=10_000)


def test_search_finds_english_chinese_and_japanese_words(tab, site, book):
    gallium = book.record.one("materials", "material_id", "Ga")
    for word in ("gallium", gallium["name_zh"], gallium["name_ja"], gallium["name_ja"][:2]):
        tab.goto(f"{site}/search.html?q={word}", wait_until="load")
        tab.wait_for_selector("#search-results li a", timeout=10_000)
        found = [a.get_attribute("href").split("?")[0] for a in tab.locator("#search-results li a").all()]
        assert "generated/material-Ga.html" in found, word
    for word, page in (("F-35", "platform-f-35"), ("rare-earth", "material-rare_earths"), ("gallium", "material-Ga")):
        tab.goto(f"{site}/search.html?q={word}", wait_until="load")
        tab.wait_for_selector(f"#search-results li a[href*='{page}']", timeout=10_000)
    # a chapter comes before tables and single rules, unless these are asked for
    first = {"what changed": "changes", "embargo 2010": "episode-japan-2010", "embargo": "episode-japan-2010",
             "cite": "index", "exposure": "exposure", "F-35": "platform-f-35",
             "measure_periods": "table-measure_periods"}  # fmt: skip
    for words, page in first.items():
        tab.goto(f"{site}/search.html?q={words}", wait_until="load")
        tab.wait_for_selector("#search-results li a", timeout=10_000)
        assert f"{page}.html" in tab.locator("#search-results li a").first.get_attribute("href"), words
    assert not tab.faults


def test_a_printed_page_holds_the_whole_table(tab, site):
    tab.goto(f"{site}/generated/table-measures.html", wait_until="load")
    tab.emulate_media(media="print")
    assert not tab.locator("#pst-primary-sidebar").is_visible()
    clipped = "e => getComputedStyle(e).overflowX"
    assert tab.locator(".pst-scrollable-table-container").first.evaluate(clipped) == "visible"
