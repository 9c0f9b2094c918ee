"""Parsers take any text: they give back what was written, or say what is wrong in one line; nothing else happens."""

import csv
import datetime
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from build.curated.parse import parse_day, parse_list, parse_real, parse_sources, parse_table, parse_whole
from build.curated.read import TextTable, read_table
from tests.support.strategies import LOCATOR, SLOW, WORD
from validation.citations import source_key, split_source
from validation.definitions.base import ID, ISO3, PARTIAL_DAY
from validation.definitions.tables import curated_tables, table_info
from validation.problems import Problem, shown
from validation.rules.rows import row_problems

ANY = st.text() | st.text("0123456789-.|[]abc\n ", max_size=24)
CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))


@given(st.dates())
def test_days_round_trip(day: datetime.date):
    assert parse_day(day.isoformat()) == day


@given(st.text() | st.from_regex(r"\d{4}-\d{2}-\d{2}", fullmatch=True))
@example("0000-01-01")
@example("２０２４-01-01")
@example("2024-01-01\n")
def test_what_is_no_day_is_refused(cell: str):
    try:
        assert parse_day(cell).isoformat() == cell
    except ValueError as error:
        found, instead = error.args
        assert found == f"{shown(cell)} is not a date"
        assert instead.startswith("write YYYY-MM-DD")


@given(st.integers(0, 999_999_999))
def test_whole_numbers_round_trip(number: int):
    assert parse_whole(str(number)) == number


@pytest.mark.parametrize(
    "cell", ["1.0", "-1", "+1", "1e3", "1 000", "1,000", "٣", "1_000", "0x1", "1234567890", "12\n"]
)
def test_what_is_no_whole_number_is_refused(cell: str):
    with pytest.raises(ValueError, match="not a whole number"):
        parse_whole(cell)


@given(st.decimals(-(10**12), 10**12, places=3))
def test_real_numbers_round_trip(number):
    assert parse_real(f"{number:f}") == float(number)


@pytest.mark.parametrize("cell", ["nan", "inf", "--1", "+1", "1e5", ".5", "5.", "1,5", "1 000.0", "٣.٣", "1_0"])
def test_what_is_no_real_number_is_refused(cell: str):
    with pytest.raises(ValueError, match="not a number"):
        parse_real(cell)


@given(st.lists(WORD, min_size=1, unique=True))
def test_lists_round_trip(elements: list[str]):
    assert parse_list("|".join(elements)) == elements


@given(st.lists(st.tuples(WORD, st.none() | LOCATOR), min_size=1, unique=True))
def test_citations_round_trip(cited: list[tuple[str, str | None]]):
    texts = [key if locator is None else f"{key}[{locator}]" for key, locator in cited]
    assert parse_sources("|".join(texts)) == texts
    assert [split_source(text) for text in texts] == cited
    assert [source_key(text) for text in texts] == [key for key, _ in cited]


@pytest.mark.parametrize(
    "cell", ["a[b", "a]b", "a[b]c", "[b]", "a[]", "a[b[c]]", "a[b][c]", "a||b", "a|", "a|a", "a b", "a [b]"]
)
def test_what_is_no_citation_is_refused(cell: str):
    with pytest.raises(ValueError, match=r"is not a source|empty or padded|stands twice"):
        parse_sources(cell)


@pytest.mark.parametrize("parse", [parse_day, parse_whole, parse_real, parse_list, parse_sources])
@given(cell=ANY)
@example(cell="")
@example(cell="|")
@example(cell="a[b]\n")
@example(cell="9" * 5000)
def test_parsers_take_any_text(parse: Callable[[str], object], cell: str):
    try:
        value = parse(cell)
    except ValueError as error:
        found, instead = error.args
        assert f"{found}; {instead}".isprintable()
        return
    if parse in (parse_list, parse_sources):
        assert "|".join(value) == cell
    elif parse is parse_day:
        assert value.isoformat() == cell
    else:
        assert value == float(cell) and cell.isascii() and cell == cell.strip()


@given(ANY)
@example("key\n")
@example("key[p. 1]\n")
def test_what_is_split_can_be_joined_again(cell: str):
    parts = split_source(cell)
    if parts:
        key, locator = parts
        assert cell == (key if locator is None else f"{key}[{locator}]")
        assert source_key(cell) == key


def test_a_long_list_is_parsed_at_once():
    elements = [f"element-{n}" for n in range(100_000)]
    assert parse_list("|".join(elements)) == elements


@SLOW
@given(rows=st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=6))
def test_text_is_read_as_it_was_written(rows: list[list[str]], tmp_path: Path):
    info = table_info("publishers")
    names = [column.name for column in info.columns]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([names, *rows])
    path = tmp_path / info.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
    table = read_table(tmp_path, info)
    assert [list(row.values()) for row in table.rows] == rows
    assert table.lines == [2 + sum("".join(r).count("\n") + 1 for r in rows[:n]) for n in range(len(rows))]
    assert table.whole


@given(st.text(), st.text())
def test_a_message_takes_one_line(found: str, column: str):
    told = str(Problem("a.csv", 2, "name", f"{shown(found)} is odd", f"write {shown(column)}"))
    assert len(told.splitlines()) == 1
    assert told.startswith("a.csv:2: name: ")


# a pattern that ends in `.*` asks for something at the beginning or anywhere and leaves the rest to the words
PATTERNED = [
    (info.name, c.name)
    for info in curated_tables()
    for c in info.columns
    if c.pattern and not c.pattern.endswith(".*$")
]
ID_COLUMN, DAY_COLUMN, COUNTRY_COLUMN = ("sources", "source_id"), ("sources", "published"), ("countries", "iso3")


def refused(table: str, column: str, cells: list[str]) -> list[bool]:
    """Return for each cell whether the build finds it badly formed."""
    info = table_info(table)
    blank = dict.fromkeys((c.name for c in info.columns), "")
    lines = list(range(2, 2 + len(cells)))
    typed = parse_table(TextTable(info, [{**blank, column: cell} for cell in cells], lines))
    problems = [*typed.problems, *row_problems(info, typed.frame, typed.lines, typed.broken)]
    forms = ("not well formed", "padded element", "stands twice", "is not a source")
    found = {p.line for p in problems if p.column == column and any(form in p.found for form in forms)}
    return [line in found for line in lines]


@pytest.mark.parametrize(("table", "column"), PATTERNED)
def test_no_pattern_lets_an_odd_character_pass(table: str, column: str):
    info = table_info(table).column(column)
    tries = [
        info.example or "2024",
        "mofcom",
        "JPN",
        "392",
        "zh",
        "811292",
        "8112929090",
        "Dy",
        "a:b",
        "b:c",
        "稀土",
        "http://a.b",
    ]
    good = next(cell for cell, bad in zip(tries, refused(table, column, tries), strict=True) if not bad)
    if info.pattern == r"^[^|]+$":  # free text that stands in a key, where only the mark that joins lists is refused
        assert refused(table, column, ["a|b", "|"]) == [True, True]
        return
    odd = ["\u0664", "\uff12", "\n", " ", "\u00e4", "\u0130", "\x00", "\u200b"]
    if info.pattern.endswith((".+$", r"\S+$")):
        good, odd = "a:b", ["\u0664", "\uff12", "\n", " ", "\u00e4", "\u0130", "\x00"]
        assert refused(table, column, [mark + good for mark in odd]) == [True] * len(odd)
        return
    assert refused(table, column, [good, *(good[:-1] + mark + good[-1:] for mark in odd)]) == [False] + [True] * len(
        odd
    )
    assert refused(table, column, [good + mark for mark in odd]) == [True] * len(odd)


IDS = st.lists(st.from_regex(ID, fullmatch=True), min_size=10, max_size=10)
CODES = st.lists(st.from_regex(ISO3, fullmatch=True), min_size=10, max_size=10)
FEW = settings(deadline=None, max_examples=15)


@FEW
@given(cells=IDS, countries=CODES, years=st.lists(st.integers(1, 9999), min_size=10, max_size=10))
def test_what_fits_a_pattern_is_taken(cells: list[str], countries: list[str], years: list[int]):
    assert not any(refused(*ID_COLUMN, cells))
    assert not any(refused(*COUNTRY_COLUMN, countries))
    assert not any(refused(*DAY_COLUMN, [f"{year:04d}-07" for year in years]))


@pytest.mark.parametrize(("where", "pattern"), [(ID_COLUMN, ID), (DAY_COLUMN, PARTIAL_DAY), (COUNTRY_COLUMN, ISO3)])
@FEW
@given(cells=st.lists(ANY.filter(bool), min_size=10, max_size=10))
def test_what_breaks_a_pattern_is_named(where: tuple[str, str], pattern: str, cells: list[str]):
    whole = pattern.removeprefix("^").removesuffix("$")
    assert refused(*where, cells) == [not re.fullmatch(whole, cell, re.ASCII) for cell in cells]
