"""Charts and episodes in a browser: they fit a phone, are dark in the dark, and print what is folded."""

import pytest

from tests.support.browsing import LEFT, MODULES, PHONE, lacking, visiting

BROAD = {"width": 1600, "height": 900}
WHITE = "rgb(255, 255, 255)"


@pytest.fixture
def visit(browser, answering):
    with visiting(browser, answering, LEFT) as visited:
        yield visited


@pytest.mark.parametrize("address", ["index.html", "generated/charts.html", "generated/episode-us-2024.html"])
def test_charts_fit_a_phone_and_show_their_narrow_form(visit, address):
    page = visit(address, viewport=PHONE)
    widths = page.evaluate(
        "[...document.querySelectorAll('figure.chart')].map(f => [...f.querySelectorAll('.plot')]"
        ".map(p => Math.round(p.getBoundingClientRect().width)))"
    )
    assert len(widths) > 2
    # what is folded has no width yet
    assert all(wide == 0 and 0 <= narrow <= PHONE["width"] for wide, narrow in widths)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    texts = page.evaluate(
        "[...document.querySelectorAll('.plot.narrow text')].map(t => t.getBoundingClientRect().right)"
    )
    assert max(texts) <= PHONE["width"]


def test_figures_are_dark_in_the_dark(visit):
    page = visit("generated/charts.html", color_scheme="dark")
    fills = page.evaluate("[...document.querySelectorAll('.plot.wide svg > rect')].map(r => getComputedStyle(r).fill)")
    assert fills and WHITE not in fills
    inks = page.evaluate("[...document.querySelectorAll('.plot.wide text')].map(t => getComputedStyle(t).fill)")
    light = [tuple(map(int, ink[4:-1].split(","))) for ink in set(inks) if ink.startswith("rgb(")]
    assert all(max(rgb) > 120 for rgb in light if rgb != (18, 18, 18))


def test_what_is_folded_is_printed(visit):
    page = visit("generated/episode-japan-2010.html")
    folded = page.locator("details.sd-dropdown >> css=td").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert page.locator("details.sd-dropdown").count() > 10
    heights = page.evaluate(
        "[...document.querySelectorAll('details.sd-dropdown')].map(d => d.getBoundingClientRect().height)"
    )
    assert min(heights) > 60


def test_an_episode_reads_in_ten_screens(visit):
    for name in ("japan-2010", "us-2024"):
        assert visit(f"generated/episode-{name}.html").evaluate("document.documentElement.scrollHeight") < 9_000


def test_no_table_of_the_comparison_is_cut_off(visit):
    page = visit("generated/compare.html")
    hidden = page.evaluate(
        "[...document.querySelectorAll('.pst-scrollable-table-container')].map(b => b.scrollWidth - b.clientWidth)"
    )
    assert len(hidden) == 4 and max(hidden) <= 1


def test_a_broad_screen_has_broad_pages(visit):
    page = visit("generated/compare.html", viewport=BROAD)
    assert page.evaluate("document.querySelector('article').getBoundingClientRect().width") > 1_000


def test_a_figure_leads_to_its_rows(visit):
    if not (MODULES / "sql.js").exists():
        lacking("book/node_modules is missing: make book installs it")
    page = visit("generated/charts.html")
    page.locator("#figure-magnet-importers a", has_text="SQL").click()
    page.wait_for_selector("#query-result td")
    assert "magnet" not in page.locator("#query-message").inner_text()
    assert page.locator("#query-result tbody tr").count() > 100


def test_a_page_says_what_it_is_where_it_is_shared(visit, answering):
    page = visit("generated/episode-japan-2010.html")
    said = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('meta[property^=\"og:\"]')]"
        ".map(m => [m.getAttribute('property'), m.content]))"
    )
    assert said["og:title"] == "Japan 2010: rare earths"
    assert page.request.get(f"{answering}/{said['og:image']}").ok
    assert page.locator("meta[name=description]").count() == 1


@pytest.mark.parametrize("address", ["index.html", "generated/charts.html", "generated/episode-us-2024.html"])
def test_charts_and_episodes_are_accessible(visit, address):
    checker = MODULES / "axe-core" / "axe.min.js"
    if not checker.exists():
        lacking("axe-core is missing: make book fetches it")
    page = visit(address, viewport=PHONE)
    page.add_script_tag(path=str(checker))
    for theme in ("light", "dark"):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        found = page.evaluate("axe.run('article', {resultTypes: ['violations']})")
        assert not [(v["id"], v["nodes"][0]["html"][:200], len(v["nodes"])) for v in found["violations"]], theme
