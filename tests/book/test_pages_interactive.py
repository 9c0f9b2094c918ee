"""The pages that answer: periodic table, map, SQL, dual-use items, pages of materials, platforms and measures."""

from pathlib import Path

import pytest

from book.pages.common.names import GRADES
from book.pages.materials.elements import NOBLE, SYMBOLS, place
from book.pages.start.ways_in import access_lines
from tests.support.browsing import MODULES, PHONE, lacking

# In the state in which a reader has asked something; the bare pages are looked at with the rest of the book.
ASKED = (
    "status.html#material=Ga&to=USA&use=civil&day=2024-12-10",
    "catalogue.html#item-3C001.a",
    "status.html#what=dyspro",
    "glance.html#to=JPN&day=2026-08-01",
    "elements.html#to=JPN&use=military&day=2026-08-01",
    "sql.html",
    "platforms.html",
    "material-Sm.html",
    "measures.html",
    "measure-cn-2025-18-1.html",
    "parties.html",
)


@pytest.fixture(scope="module")
def engine():
    if not (MODULES / "sql.js").exists():
        lacking("book/node_modules is missing: make book installs it")
    return MODULES


def test_elements_stand_where_chemistry_puts_them():
    assert len(SYMBOLS) == NOBLE[-1]
    places = {symbol: place(number) for number, symbol in enumerate(SYMBOLS, start=1)}
    assert len(set(places.values())) == len(SYMBOLS)
    expected = {"H": (1, 1), "He": (1, 18), "Al": (3, 13), "Sc": (4, 3), "Ga": (4, 13), "Hf": (6, 4), "Dy": (9, 13)}
    assert {symbol: places[symbol] for symbol in expected} == expected


def test_periodic_table_shows_the_day_that_is_picked(visit, dataset):
    page = visit("elements.html#to=USA&use=civil&day=2024-12-10")
    found = page.evaluate("Object.fromEntries([...document.querySelectorAll('[data-material]')]"
                          ".map(cell => [cell.dataset.material, cell.dataset.regime]))")  # fmt: skip
    expected = {m: dataset.status(m, "USA", "2024-12-10").regime for m in found}
    assert found == expected
    assert len(found) == len(dataset.rows("materials"))
    cell = page.get_by_role("link", name="Ga, Gallium: refused in principle since 2024-12-03")
    assert cell.evaluate("cell => getComputedStyle(cell, '::after').content") == '"R"'
    page.get_by_role("button", name="Previous change").press("Enter")
    assert page.get_by_label("Day").input_value() == "2024-12-03"
    assert "refused in principle" in page.locator("#elements-message").inner_text()


def test_one_answer_is_said_alike_on_every_page(visit, dataset):
    helium = visit("elements.html").get_by_role("link", name="He, Helium:")
    before = helium.get_attribute("aria-label")
    row = visit("glance.html").locator("tr[data-material=He] td").first
    assert before == f"He, Helium: {row.get_attribute('title')}"
    assert before.endswith("(presumed)") and row.get_attribute("data-letter") == "X?"
    page = visit("elements.html#to=ROW&use=civil&day=" + dataset.as_of)
    assert page.get_by_role("link", name="He, Helium:").get_attribute("aria-label") == before


def test_the_last_change_is_said_and_the_unknown_is_quiet(visit, dataset):
    page = visit("elements.html")
    after, before = (page.get_by_role("button", name=name) for name in ("Next change", "Previous change"))
    assert (after.get_attribute("aria-disabled"), before.get_attribute("aria-disabled")) == ("true", "false")
    assert "Nothing changed after" in page.locator("#elements-message").inner_text()
    after.dispatch_event("click")
    assert page.get_by_label("Day").input_value() == dataset.as_of
    page = visit("elements.html#to=ROW&use=civil&day=2005-01-01")
    tile = page.locator("a[data-regime=unknown]").first
    assert tile.evaluate("one => getComputedStyle(one).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert tile.get_attribute("data-letter") == ""


def test_a_query_without_end_can_be_stopped(visit, engine):
    page = visit("sql.html")
    page.get_by_label("SQL").fill(
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c"
    )
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Stop").click()
    assert "Stopped" in page.locator("#query-message").inner_text()
    page.get_by_label("SQL").fill("SELECT 41 + 1 AS answer")
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("#query-result td")
    assert page.locator("#query-result td").inner_text() == "42"


def test_sql_answers_a_join_with_chinese_text(visit, engine, tmp_path):
    page = visit("sql.html")
    assert page.evaluate("performance.getEntriesByType('resource').every(r => !r.name.includes('sqlite'))")
    page.get_by_label("Example").select_option(index=1)
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("#query-result td")
    rows = page.locator("#query-result tbody tr").all_inner_texts()
    assert any("3C001.a" in row and "镓" in row and "8112929090" in row for row in rows)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert saved[0] == "code,name_zh,name_en,customs_code,confidence"
    assert len(saved) == len(rows) + 1


def test_the_line_for_a_browser_gives_all_measures(visit, engine, dataset):
    (line,) = [way["line"] for way in access_lines() if way["who"] == "a browser"]
    page = visit("sql.html")
    page.get_by_label("SQL").fill(line)
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("#query-result td")
    assert page.locator("#query-message").inner_text().startswith(f"{len(dataset.rows('measures'))} rows.")


def test_sql_examples_all_answer_and_errors_are_told(visit, engine):
    page = visit("sql.html")
    shown = page.locator("#query-message")
    for at in range(page.get_by_label("Example").locator("option").count()):
        page.get_by_label("Example").select_option(index=at)
        page.get_by_label("SQL").press("Control+Enter")
        page.wait_for_function("/^[1-9][0-9,]* rows?\\./.test(document.getElementById('query-message').textContent)")
        page.evaluate("document.getElementById('query-message').textContent = ''")
    page.get_by_label("SQL").fill("SELECT * FROM no_such_table")
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("#query-message.wrong")
    assert "no such table: no_such_table" in shown.inner_text()
    page.get_by_label("SQL").fill("SELECT * FROM row_sources")
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("#query-result td")
    assert "The first 500 are shown" in shown.inner_text()
    assert page.locator("#query-result tbody tr").count() == 500


def test_a_number_asked_in_sql_stands_beside_its_grade(visit, engine):
    page = visit("sql.html")
    page.get_by_label("Example").select_option(label="China's exports of gallium by month, preferred figures")
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("#query-result td")
    heads = page.locator("#query-result th").all_inner_texts()
    assert heads[:4] == ["value", "unit", "evidence_grade", "source_ids"]
    grade = page.locator("#query-result tbody tr").first.locator("td").nth(2).inner_text()
    assert GRADES[grade[0]] == grade[2:]


def test_items_are_found_in_both_languages(visit, dataset):
    page = visit("catalogue.html")
    codes = dataset.rows("control_codes")
    anchors = page.evaluate("[...document.querySelectorAll('#items > li')].map(entry => entry.id)")
    assert sorted(anchors) == sorted(f"item-{c['code']}" for c in codes)
    expected = {f"item-{c['code']}" for c in codes if "镓" in (c["name_zh"] or "")}
    page.get_by_label("Word, code or customs code").fill("镓")
    shown = set(page.evaluate("[...document.querySelectorAll('#items > li:not([hidden])')].map(entry => entry.id)"))
    assert expected
    assert expected <= shown
    assert len(shown) < 20
    assert f"{len(shown)} of {len(codes):,} entries" in page.locator("#items-message").inner_text()
    assert "word=%E9%95%93" in page.url


def test_a_search_can_be_shared(visit):
    page = visit("catalogue.html#word=gallium&industry=3")
    assert page.get_by_label("Word, code or customs code").input_value() == "gallium"
    assert page.locator("#items > li:not([hidden])").count() < 20
    assert page.locator("#items > li:not([hidden])", has_text="3C001.a").count() == 1


def test_a_search_without_a_hit_and_a_broken_address_say_so(visit):
    page = visit("catalogue.html#word=unobtainium")
    assert "0 of" in page.locator("#items-message").inner_text()
    assert "Search with another word" in page.locator("#items-message").inner_text()
    assert visit("catalogue.html#%").locator("#items > li:visible").count() == 50
    assert "No entry is called" in visit("catalogue.html#item-9Z999").locator("#items-message").inner_text()


def test_an_item_opens_by_its_address(visit):
    page = visit("catalogue.html#item-3C001.a")
    entry = page.locator("[id='item-3C001.a']")
    assert entry.locator("details").get_attribute("open") is not None
    shown = entry.inner_text()
    assert "8112929090" in shown
    assert "cn-2023-23" in shown
    page.goto(page.url.replace("3C001.a", "9A012"))
    assert "3A" not in page.locator("[id='item-9A012'] summary").inner_text()
    assert page.locator("[id='item-9A012'] dl").is_visible()


def test_the_map_counts_every_dual_use_code_and_filters(visit, dataset):
    page = visit("catalogue.html")
    cells = page.locator("table.map td a")
    dual = [c for c in dataset.rows("control_codes") if c["scheme"] == "dual_use"]
    assert sum(int(t.split()[0]) for t in cells.all_inner_texts()) == len(dual)
    page.locator("table.map a[href='#industry=3&type=C']").click()
    expected = sum(c["code"].startswith("3C") for c in dual)
    page.wait_for_function(f"document.getElementById('items-message').textContent.startsWith('{expected} of')")


def test_pages_tell_without_scripts(visit):
    page = visit("catalogue.html", java_script_enabled=False)
    assert page.locator("#items > li").count() > 1000
    assert page.locator("#items-form").is_hidden()
    assert visit("status.html", java_script_enabled=False).locator(".needs-script").is_visible()
    cell = visit("elements.html", java_script_enabled=False).locator("[data-material=Ga]")
    assert cell.get_attribute("aria-label") == "Ga, Gallium: licence since 2023-08-01 (presumed)"


def test_a_material_says_what_it_needs_on_the_last_day(visit, dataset):
    page = visit("material-Ga.html")
    civil, military = (dataset.status("Ga", "USA", dataset.as_of, end_use=use) for use in ("civil", "military"))
    tile = page.locator("ul.status-tiles li", has_text="To the United States").inner_text()
    assert f"Civil use: licence\nsince {civil.since}" in tile
    assert f"Military use: prohibited\nsince {military.since}" in tile
    assert "an export of gallium from China needs a licence" in page.locator("article p").first.inner_text()
    assert page.locator("ul.strip .bar[aria-label^='United States, civil: no control']").count() == 1
    assert page.locator("a[href$='#measure-cn-2023-23-1']").count()


def test_a_platform_leads_to_the_notices(visit):
    page = visit("platform-f-35.html")
    assert "Adamas" in page.locator("article").inner_text()
    assert page.locator("a[href$='#measure-cn-2025-18-1']").count()
    assert page.locator("a[href='material-Sm.html']").count()


@pytest.mark.parametrize("address", ASKED)
def test_answers_are_accessible_and_fit_a_phone(visit, address):
    page = visit(address, viewport=PHONE)
    if address == "sql.html" and (MODULES / "sql.js").exists():
        page.get_by_role("button", name="Run").click()
        page.wait_for_selector("#query-result td")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    checker = MODULES / "axe-core" / "axe.min.js"
    if not checker.exists():
        pytest.skip("book/node_modules is missing: make book installs the accessibility checker")
    page.add_script_tag(path=str(checker))
    for theme, options in (("light", "{}"), ("dark", "{runOnly: ['color-contrast']}")):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        found = page.evaluate(f"axe.run('article', {options})")
        shown = [(v["id"], v["nodes"][0]["target"], len(v["nodes"])) for v in found["violations"]]
        assert not shown, theme
