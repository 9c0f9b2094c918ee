"""Status at a glance, the measures, the listed parties: what they show by mouse and keyboard, what they find."""

from tests.support.browsing import PHONE

ROWS = "[...document.querySelectorAll('#controlled tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))"


def test_the_table_of_python_is_that_of_the_browser(visit, dataset):
    printed = visit("glance.html", java_script_enabled=False).locator("#controlled tbody tr")
    before = [row.locator("td").all_inner_texts() for row in printed.all()[:3]]
    count = printed.count()
    page = visit(f"glance.html#to=JPN&day={dataset.as_of}")
    after = page.evaluate(ROWS)
    assert count == len(after) > 50
    assert before == after[:3]
    assert page.locator("#controlled caption").inner_text() == f"Controlled to Japan on {dataset.as_of}"
    # what is controlled as a whole comes first, what is only suspended last
    assert after[0][2].startswith("licence") and " if: " not in after[0][2] and "suspended" in after[-1][4]
    row = next(r for r in after if r[0] == "Dysprosium")
    assert row[3] == "prohibited since 2026-01-06"
    assert row[1].startswith("all ") and row[1].endswith(" goods on record")


def test_a_sentence_sums_up_what_is_barred_to_japan(visit, dataset):
    text = visit("glance.html").locator("article p", has_text="medium and heavy rare earths").first.inner_text()
    members = {r["material_id"] for r in dataset.rows("material_groups") if r["group_id"] == "medium_heavy_rare_earths"}
    goods = {
        r["goods_id"] for r in dataset.rows("goods_materials") if r["role"] == "heads" and r["material_id"] in members
    }
    told = [dataset.status(g, "JPN", dataset.as_of, end_use="military") for g in sorted(goods)]
    barred = [t for t in told if t.regime == "prohibited"]
    assert (
        f"{len(barred)} of {len(goods)} goods of medium and heavy rare earths on record were prohibited to Japan"
        in text
    )
    assert {str(t.since) for t in barred} == {"2026-01-06"} and "since 6 January 2026" in text


def test_the_page_begins_with_what_is_controlled_to_japan(visit, dataset):
    text = visit("glance.html").locator("article p").first.inner_text()
    heads = {r["goods_id"] for r in dataset.rows("goods")}
    bound = sum(dataset.status(g, "JPN", dataset.as_of).at_least not in ("none", "unknown") for g in heads)
    listed = dataset.listings()
    there = listed[(listed["country"] == "JPN") & (listed["listed_as"] == "party") & (listed["state"] == "in_force")]
    assert "all dual-use items barred for military users and uses since 6 January 2026 (Announcement 1/2026)" in text
    assert f"{bound} of the {len(heads)} goods on record need a licence or more" in text
    assert f"{there['entity_id'].nunique()} parties there stand on lists in force" in text


def test_a_material_of_which_a_part_is_controlled_says_so(visit):
    cell = visit("glance.html").locator("tr[data-material=Nd] td[data-to=JPN][data-use=military]")
    assert cell.get_attribute("title").startswith("prohibited for a part of it; the rest no control")
    assert (cell.get_attribute("data-letter"), cell.get_attribute("data-regime")) == ("(X)", "prohibited")


def test_wide_tables_are_cards_on_a_phone(visit):
    for address in (
        "glance.html",
        "platform-f-35.html",
        "parties.html",
        "material-Ga.html",
        "measure-cn-2025-18-1.html",
    ):
        page = visit(address, viewport=PHONE)
        wide = page.evaluate(
            "[...document.querySelectorAll('.pst-scrollable-table-container, .result-box')]"
            ".filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.innerText.slice(0, 80))"
        )
        assert not wide, address
    page = visit("glance.html", viewport=PHONE)
    row = page.locator("#controlled tbody tr").first
    labels = [cell.get_attribute("data-label") for cell in row.locator("td").all()]
    assert labels == page.locator("#controlled thead th").all_text_contents()


def test_the_slider_goes_from_change_to_change(visit, dataset):
    page = visit("glance.html")
    slider, day = page.get_by_label("Day, from change to change"), page.get_by_label("Day", exact=True)
    assert day.input_value() == dataset.as_of == slider.get_attribute("aria-valuetext")
    slider.focus()
    seen = []
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
        seen.append(day.input_value())
    assert dataset.as_of > seen[0] > seen[1] > seen[2]
    assert slider.get_attribute("aria-valuetext") == seen[2]
    assert f"day={seen[2]}" in page.url
    assert seen[2] in page.locator("#controlled caption").inner_text()


def test_the_map_says_what_and_since_when(visit, dataset):
    page = visit("glance.html#to=JPN&day=2026-09-29")
    cell = page.locator("tr[data-material=Ga] td[data-to=JPN][data-use=military]")
    answer = dataset.status("Ga", "JPN", "2026-09-29", end_use="military")
    assert cell.get_attribute("data-since") == str(answer.since)[:7]
    assert cell.get_attribute("title") == f"prohibited since {answer.since}"
    assert page.locator("tr[data-material=Ho] td[data-to=ROW]").first.get_attribute("data-rest") is not None
    quiet = page.locator("table.glance tbody tr[hidden]")
    assert quiet.count()
    page.get_by_label("Also materials without control").check()
    assert not quiet.count()


def test_measures_are_found_by_what_they_do(visit, dataset):
    page = visit("measures.html")
    issued = [i["issued"] for i in dataset.rows("instruments") if i["issued"]]
    assert str(max(issued).year) in page.locator("article section section h2").first.inner_text()
    assert page.locator("details.year[open] > section > section").count() < len(dataset.rows("measures")) / 2
    page.locator("select[name=to]").select_option("JPN")
    page.locator("select[name=state]").select_option("in_force")
    expected = [m for m in dataset.rows("measures") if "JPN" in m["destinations"]]
    shown = page.locator("article section section section:visible")
    assert 0 < shown.count() <= len(expected)
    assert (
        page.locator("#filter-message").inner_text().startswith(f"{shown.count()} of {len(dataset.rows('measures'))}")
    )
    page.get_by_label("Word, document or id").fill("nothing is called so")
    assert "Search with another word" in page.locator("#filter-message").inner_text()
    assert not shown.count()


def test_a_large_measure_has_a_page_of_its_own(visit, dataset):
    text = visit("measure-cn-2025-18-1.html").locator("article").inner_text()
    assert "Announcement 18/2025" in text and "in force" in text
    assert "Samarium" in text or "samarium" in text
    link = visit("measures.html").locator("article a[href='measure-cn-2025-18-1.html']")
    assert link.count() == 1


def test_listed_parties_are_one_table_that_finds_names_in_any_script(visit, dataset):
    page = visit("parties.html")
    rows = page.locator("table.listed-parties tbody tr")
    assert rows.count() == len(dataset.rows("listings"))
    page.get_by_label("Name in any language").fill("莱茵金属")
    found = page.locator("table.listed-parties tbody tr:visible")
    assert found.count() == 1
    assert "Rheinmetall AG" in found.inner_text() and "control list" in found.inner_text()
    assert "word=" in page.url
