"""The codebook as a PDF: every table and column is in it, with bookmarks, version and how to cite."""

import io
import re
from pathlib import Path

import pytest
from exportcurbs import Dataset
from pypdf import PdfReader

from build import about
from build.editions.codebook import codebook_table
from build.editions.codebook_print import codebook_pdf
from validation.definitions.families import FAMILIES

ROWS = codebook_table().to_pylist()


@pytest.fixture(scope="module")
def pdf(unpacked: Path) -> PdfReader:
    return PdfReader(unpacked / "codebook.pdf")


@pytest.fixture(scope="module")
def words(pdf: PdfReader) -> str:
    """The text without spaces and breaks, which the lines of a page add."""
    return squeezed(" ".join(page.extract_text() for page in pdf.pages[2:]))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def test_every_column_stands_below_its_table_with_what_it_means(thinned: Dataset, words: str):
    at, table = 0, ""
    order = sorted(ROWS, key=lambda r: list(FAMILIES).index(family(thinned, r["table"])))
    for row in order:
        if row["table"] != table:
            table = row["table"]
            at = words.index(squeezed(f"{table}{title(thinned, table)}"), at)
        at = words.index(squeezed(row["column"] + row["type"]), at)
        said = squeezed(f"{row['title']}.{row['description']}".replace("`", ""))
        # a page may end within the words, and its foot comes between
        assert said[:40] in words[at : at + 2_000], (table, row["column"])
        for value in (row["allowed_values"] or "").split("|"):
            assert squeezed(value) in words[at : at + 3_000], (table, row["column"], value)


def family(data: Dataset, table: str) -> str:
    return str(data.arrow[table].schema.metadata[b"family"].decode())


def title(data: Dataset, table: str) -> str:
    return str(data.arrow[table].schema.metadata[b"title"].decode())


def test_its_bookmarks_are_the_families_and_their_tables(thinned: Dataset, pdf: PdfReader):
    names = [[m.title for m in mark] if isinstance(mark, list) else mark.title for mark in pdf.outline]
    assert names[::2] == list(FAMILIES.values())
    assert [set(own) for own in names[1::2]] == [
        {t for t in thinned.tables() if family(thinned, t) == key} for key in FAMILIES
    ]


def test_its_first_page_says_version_day_citation_and_licence(thinned: Dataset, pdf: PdfReader):
    text = squeezed(pdf.pages[0].extract_text())
    for said in (thinned.version, thinned.as_of, thinned.cite(), about.DATA_LICENCE, about.NOT_YET_ASSIGNED):
        assert squeezed(said) in text, said
    assert pdf.metadata is not None and pdf.metadata.title == about.TITLE
    assert str(pdf.metadata.creation_date)[:10] == thinned.as_of
    xmp = pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp and "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_it_is_set_in_fonts_that_it_holds(pdf: PdfReader, words: str):
    fonts = {str(f["/BaseFont"]) for page in pdf.pages for f in page["/Resources"]["/Font"].get_object().values()}
    assert {name.split("+")[1].split("-")[0] for name in fonts} == {"LibertinusSerif", "DejaVuSansMono"}
    unprinted = [row for row in ROWS if row["example"] and any(letter > "\u3000" for letter in row["example"])]
    assert {(row["table"], row["column"]) for row in unprinted} == {
        ("materials", "name_zh"),
        ("control_codes", "name_zh"),
    }
    assert words.count("whichthesefontslack") == len(unprinted)


def test_a_letter_that_no_font_has_stops_it(thinned: Dataset, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(about, "ABSTRACT", "鎵")
    with pytest.raises(RuntimeError, match="displayed"):
        codebook_pdf(thinned)


def test_the_same_bytes_again(thinned: Dataset, unpacked: Path):
    made = codebook_pdf(thinned)
    assert made == (unpacked / "codebook.pdf").read_bytes()
    assert len(PdfReader(io.BytesIO(made)).pages) > 40
