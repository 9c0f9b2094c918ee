"""The page of what the documents say: every provision once, by kind, under the document that says it."""

import html
import json
import re

from exportcurbs import installed

from book.pages.common.record import Record
from book.pages.law.provisions import KINDS, provisions, provisions_page
from tests.support.project import ROOT
from validation.definitions.tables import table_info


def test_every_kind_has_its_heading():
    assert set(KINDS) == set(table_info("provisions").column("kind").values)


def test_every_provision_stands_once_under_its_document():
    record = Record(installed(), ROOT)
    page = html.unescape(provisions_page(record))
    lines = [line for line in page.splitlines() if line.startswith('| <a id="provision-')]
    rows = record.rows("provisions")
    assert len(lines) == len(rows) > 200
    for row in rows:
        here = [line for line in lines if f"| {row['text_en']} |" in line]
        assert any(f'instrument-{row["instrument_id"]}"' in line and KINDS[row["kind"]] in line for line in here), row
    kept = json.loads(re.search(r'id="filter-data">(.*?)</script>', page)[1])
    assert set(kept) == {f"provision-{row['instrument_id']}-{row['number']}" for row in rows}
    assert set(kept) == {re.search(r'id="([^"]+)"', line)[1] for line in lines}


def test_a_fine_of_two_sides_shows_both():
    record = Record(installed(), ROOT)
    act = record.one("instruments", "instrument_id", "cn-decree-792-2024")
    words = html.unescape(provisions(record, record.sources("x"), act))
    assert "5 to 10 times the illegal turnover" in words and "100,000 to 500,000 yuan" in words
