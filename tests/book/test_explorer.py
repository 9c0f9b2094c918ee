"""The explorer: the reader's answers in the browser, whatever a reader writes into it."""

import datetime
import random

from book.pages.ask.subjects import TRADE

QUESTIONS = 240
FIRST_DAY, LAST_DAY = datetime.date(2005, 1, 1), datetime.date(2027, 6, 1)


def _day(day):
    return day.isoformat() if day else None


def _python(dataset, question):
    what, to, day, use = question
    answer = dataset.status(what, to, day, end_use=use)
    known = answer.question.spell is not None
    return {
        "regime": answer.regime,
        "at_least": answer.at_least,
        "since": answer.since.isoformat() if answer.since else None,
        "strictest": answer.strictest,
        "basis": answer.basis,
        "measures": [m["measure_id"] for m in answer.measures],
        "part": [m["measure_id"] for m in answer.part],
        "grade": answer.evidence_grade if known and answer.question.item.kind not in ("line", "group") else None,
        "trade": [answer.trade.get(k) for k in TRADE] if answer.question.item.kind in ("material", "goods") else None,
        "suspended": [[r["measure_id"], r["state"], str(r["since"]), _day(r["until"])] for r in answer.suspended],
        "attested": sorted([r["measure_id"], str(r["to"]), r["source_id"]] for r in answer.attested_by),
        "practice": [c["claim_id"] for c in answer.practice],
        "contested": [m["measure_id"] for m in answer.contested],
    }


ASK = """questions => {
  const data = exportCurbs.readData();
  const ids = numbers => numbers.map(n => data.measures[n].id);
  return questions.map(([what, to, day, use]) => {
    const { read_from, ...answer } = exportCurbs.status(data, what, to, day, use);
    const suspended = answer.suspended.map((one) => [...ids([one.number]), one.state, one.since, one.until]);
    const attested = answer.attested.map(({ number, to, source }) => [...ids([number]), to, source]).sort();
    const [measures, part, contested] = [answer.measures, answer.part, answer.contested].map(ids);
    return { ...answer, suspended, attested, measures, part, contested,
             practice: answer.practice.map(claim => claim.id) };
  });
}"""


def _questions(dataset):
    draw = random.Random(20260929)  # noqa: S311 - a fixed draw of questions
    kinds = [[m["material_id"] for m in dataset.rows("materials")], [g["goods_id"] for g in dataset.rows("goods")]]
    kinds += [sorted(dataset.law.book.goods.of_line), ["rare_earths", "medium_heavy_rare_earths", "light_rare_earths"]]
    codes = [c["code"] for c in dataset.rows("control_codes")]
    places = [c["iso3"] for c in dataset.rows("countries") if c["iso3"] != "CHN"]
    customs = (k for k in dataset.rows("item_customs_codes") if k["system"] == "CN10" and k["direction"] == "export")
    kinds += [codes, sorted({k["customs_code"] for k in customs if k["confidence"] != "doubtful"})]
    uses = ("civil", "military", "military_capability", "wmd", "advanced_chips")
    questions = []
    for at in range(QUESTIONS):
        # most rules are young
        first = FIRST_DAY if at % 4 == 0 else datetime.date(2023, 7, 1)
        day = first + datetime.timedelta(days=draw.randrange((LAST_DAY - first).days))
        to = draw.choice(places if at % 3 == 0 else ["JPN", "USA", "ROW"])
        questions.append((draw.choice(kinds[at % len(kinds)]), to, day.isoformat(), draw.choice(uses)))
    # few answers refuse or tell of practice: these do
    questions += [("Dy", "JPN", f"2010-10-{day:02}", "civil") for day in range(1, 11)]
    questions += [("Ga", "JPN", "2026-03-01", "civil")]
    return questions + [(what, "USA", "2025-03-01", use) for what in ("Ga", "graphite", "3C001.a") for use in uses]


def test_explorer_gives_the_answers_of_the_reader(visit, dataset):
    questions = _questions(dataset)
    expected = [_python(dataset, q) for q in questions]
    found = visit("status.html").evaluate(ASK, questions)
    wrong = [(q, e, f) for q, e, f in zip(questions, expected, found, strict=True) if e != f]
    assert not wrong[:3]
    assert len({e["regime"] for e in expected}) > 3
    assert any(e["practice"] for e in expected)
    assert any(e["contested"] for e in expected)


def test_explorer_answers_an_address_and_keeps_it(visit):
    page = visit("status.html#material=Ga&to=USA&use=civil&day=2024-12-10")
    shown = page.locator("#explorer-answer")
    assert "Gallium (Ga) to the United States" in shown.inner_text()
    assert "refused in principle, since 2024-12-03." in shown.inner_text()
    assert shown.locator("a[rel=external]", has_text="Announcement 46/2024").count()
    field = page.get_by_label("Material, goods")
    field.fill("镝")
    field.press("Enter")
    assert "Dysprosium" in shown.inner_text()
    assert "#material=Dy&to=USA&use=civil&day=2024-12-10" in page.url
    field.fill("unobtainium")
    field.press("Enter")
    assert "Nothing in the record is called" in shown.inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    assert page.url.endswith("#what=unobtainium&to=USA&use=civil&day=2024-12-10")


# What a reader may write, and what is answered.
WRITTEN = {
    "Gallium (Ga)": ("material=Ga", "Gallium (Ga) to"),
    "rare earths": ("group=rare_earths", "Rare earths to"),
    "8112929010": ("line=8112929010", "Customs code 8112929010 to"),
    "8112.92": ("line=811292", "Customs code 811292 to"),
    "graphite": ("material=graphite", "Graphite to"),
    "Rheinmetall": ("party=rheinmetall", "Rheinmetall AG, Germany, on"),
}


def test_explorer_understands_what_readers_write(visit):
    page = visit("status.html#material=Sb&to=DEU&use=civil&day=2026-09-01")
    field, shown = page.get_by_label("Material, goods"), page.locator("#explorer-answer")
    for text, (address, said) in WRITTEN.items():
        field.fill(text)
        field.press("Enter")
        assert said in shown.inner_text(), text
        assert f"#{address}&to=DEU" in page.url
        assert field.get_attribute("aria-invalid") == "false"
    assert "control list" in shown.inner_text() and "is on these lists" in shown.inner_text()
    assert "No transfer abroad" in shown.inner_text()


def test_explorer_suggests_while_one_types_and_after_an_error(visit):
    page = visit("status.html#material=Ga&to=DEU&use=civil&day=2026-09-01")
    field, shown = page.get_by_label("Material, goods"), page.locator("#explorer-answer")
    field.fill("")
    field.press_sequentially("dyspro")
    assert page.get_by_role("option").first.inner_text().startswith("Dysprosium")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "explorer-suggested-0"
    field.press("Enter")
    assert "#material=Dy&to=DEU" in page.url
    assert page.get_by_role("listbox").is_hidden()
    field.fill("galium")
    field.press("Escape")
    field.press("Enter")
    assert "#what=galium&to=DEU" in page.url
    shown.get_by_role("button", name="Gallium").first.click()
    assert "#material=Ga&to=DEU" in page.url


def test_explorer_leads_with_the_strictest_where_only_a_part_needs_it(visit):
    page = visit("status.html#line=850511&to=USA&use=civil&day=2026-09-01")
    verdict = page.locator("#explorer-answer .regime")
    assert verdict.inner_text() == "licence for a part of it; the rest no control"
    assert verdict.get_attribute("data-regime") == "licence"
    field, shown = page.get_by_label("Material, goods"), page.locator("#explorer-answer")
    field.fill("Neodymium-iron-boron permanent magnets")
    field.press("Enter")
    assert verdict.inner_text() == "licence under conditions; otherwise no control"
    assert "magnet-ndfeb" not in shown.inner_text()


def test_explorer_begins_with_an_answer_and_offers_what_a_word_stands_for(visit):
    page = visit("status.html")
    field, shown = page.get_by_label("Material, goods"), page.locator("#explorer-answer")
    assert "Gallium (Ga) to" in shown.inner_text() and "#" not in page.url
    for word in ("magnet", "magnets"):
        field.fill(word)
        field.press("Escape")
        field.press("Enter")
        assert "Choose one:" in shown.inner_text() and "Nothing" not in shown.inner_text()
        assert shown.get_by_role("button", name="Samarium-cobalt").count()


def test_explorer_says_where_the_evidence_ends(visit):
    page = visit("status.html#code=3C001.a&to=USA&use=civil&day=2030-01-01")
    assert "The record ends on" in page.locator("#explorer-answer").inner_text()
    assert "unknown" in page.locator("#explorer-answer .regime").inner_text()


def test_explorer_tells_of_a_suspension_its_end_and_of_what_was_never_read(visit):
    shown = visit("status.html#material=Ho&to=DEU&use=civil&day=2026-09-01").locator("#explorer-answer").inner_text()
    assert "no control on record, which was read from 2009-01-01 on" in shown
    assert "suspended before it took effect since 2025-11-07, until 2026-11-10 by its own text" in shown


def test_explorer_names_grade_and_source_beside_confirmed(visit):
    shown = visit("status.html#material=Dy&to=DEU&use=civil&day=2026-03-01").locator("#explorer-answer")
    assert "Confirmed, evidence grade " in shown.inner_text()
    assert shown.locator("a[href^='sources.html#source-']").count()
    assert shown.locator("a[href*='cn-2025-18-1']").count()
