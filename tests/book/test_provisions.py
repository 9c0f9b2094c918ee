"""The page of what the documents say: every provision once, by kind, under the document that says it."""

import html

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
    lines = [line for line in page.splitlines() if line.startswith("| <a ")]
    rows = record.rows("provisions")
    assert len(lines) == len(rows) > 200
    for row in rows:
        here = [line for line in lines if f"| {row['text_en']} |" in line]
        assert any(f'instrument-{row["instrument_id"]}"' in line for line in here), row


def test_a_fine_of_two_sides_shows_both():
    record = Record(installed(), ROOT)
    words = html.unescape(provisions(record, record.sources("x"), instrument_id="cn-decree-792-2024"))
    assert "5 to 10 times turnover" in words and "100,000 to 500,000 yuan" in words
