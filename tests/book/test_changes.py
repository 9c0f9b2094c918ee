"""What changed in the law: the page tells every period and document once, and the feed is one that readers take."""

import datetime
import html
import re
import uuid
from collections import Counter

import exportcurbs as ec
import pyarrow as pa
import pytest

from book.pages.common.record import Record
from book.pages.law.changes import FEED, NAMED, changes, changes_page, feed
from book.pages.record.methods import glossary_page
from book.pages.start.start import start_page
from tests.support.atom import checked, links
from tests.support.project import ROOT


@pytest.fixture(scope="module")
def record(base):
    return Record(ec.open(base.data), ROOT)


def test_every_period_and_every_document_stands_in_it_once(record):
    found = changes(record)
    told = Counter((rule["measure_id"], c.day) for c in found for rule in c.rules)
    assert told == Counter((p["measure_id"], p["first_day"]) for p in record.rows("measure_periods"))
    assert len({c.key for c in found}) == len(found)
    dated = {i["instrument_id"] for i in record.rows("instruments") if i["published_day"] or i["issued"]}
    assert dated <= {c.act["instrument_id"] for c in found}
    assert [c.day for c in found] == sorted((c.day for c in found), reverse=True)
    assert all(c.source_ids for c in found)


def test_a_month_says_what_happened_with_parties_and_sources(record):
    text = str(changes_page(record))
    month = text[text.index("### November 2025") : text.index("### October 2025")]
    lines = [line for line in month.splitlines() if "instrument-cn-2025-70" in line or "Announcement 70/2025" in line]
    assert [re.search(r"\*\*(.*?):\*\*", line)[1] for line in lines] == ["Suspended before it took effect", "Suspended"]
    assert all("source-mofcom-2025-ann70" in line for line in lines)
    june = text[text.index("### June 2026") : text.index("### April 2026")]
    assert june.count("20 parties</a>") == 2 and "Announcement%2028/2026" in june
    assert text.index("## Next, as scheduled") < text.index("## 2026")


def test_a_change_that_rests_on_little_says_so(record):
    for text in (str(changes_page(record)), str(start_page(record))):
        (row,) = [x for x in text.splitlines() if "change-cn-2026-40-in-force" in x]
        assert "grade D: only unread or weak sources" in row
    sure = next(c for c in changes(record) if c.grades[-1] in ("A", "B"))
    (row,) = [x for x in str(changes_page(record)).splitlines() if f'id="change-{sure.key}"' in html.unescape(x)]
    assert "grade " not in row


def test_the_feed_is_valid_atom_and_invents_no_address(record):
    (root, entries), found = checked(feed(record), FEED), changes(record)
    assert len(entries) == len(found)
    anchors = set(re.findall(r'id="(change-[^"]+)"', str(changes_page(record))))
    own = {row["url"] for row in record.rows("sources")}
    for parent in (root, *entries):
        page, _, anchor = links(parent)["alternate"].partition("#")
        assert page == "generated/changes.html" and (parent is root or anchor in anchors)
        assert links(parent).get("via") is None or links(parent)["via"] in own


def test_the_id_of_an_entry_stays_where_its_day_is_corrected(record):
    periods = record.table("measure_periods")
    rule = periods["measure_id"].to_pylist().index("cn-2026-34-1")
    days = periods["first_day"].to_pylist()
    days[rule] += datetime.timedelta(days=2)
    at = periods.column_names.index("first_day")
    other = periods.set_column(at, periods.schema.field(at), pa.array(days, periods.schema.field(at).type))
    data = record.data
    corrected = Record(ec.Dataset(data.manifest, data.folder, {"measure_periods": other}), ROOT)
    before, after = (next(c for c in changes(r) if "cn-2026-34-in" in c.key) for r in (record, corrected))
    assert (before.key, before.day) != (after.key, after.day) and before.key == after.key
    # given once and for all: to the program of a reader another one would make every entry new
    assert str(uuid.uuid5(NAMED, before.key)) == "3917ec48-c93f-5ef1-9270-a2deec6aa2c1"


def test_the_glossary_says_what_the_definitions_say(record):
    text = str(glossary_page(record))
    assert "\nlimb\n  " in text and "\ncatch-all\n  " in text
    assert "[`measures`](table-measures.md): Single rules: one effect" in text
    assert "column `known_day`: Day from which the plan was public" in text
    terms = re.findall(r"^([a-z].*)\n  \S", text, re.MULTILINE)
    assert terms == sorted(terms) and len(terms) > 30
    pages = [*(ROOT / "book" / "templates").glob("*.j2"), *(ROOT / "book" / "pages").rglob("*.py")]
    asked = [w for p in pages for w in re.findall(r"\{+term\}+`(?:[^`<]*<)?([^`>]+)>?`", p.read_text(encoding="utf-8"))]
    assert len(asked) > 8 and set(asked) <= set(terms)
