"""Comparing releases: exactly the planted changes, and the version they ask for."""

import datetime
import json

import exportcurbs as ec
import pyarrow as pa
import pytest
from exportcurbs._diff import Change, differences, is_computed, least_version, numbers, step_of

from tests.support.planted import both, cell, changes_of, doctored, field, value_at
from validation.definitions import TABLES
from validation.definitions.tables import published_columns, table_info


@pytest.fixture(scope="module")
def whole(base):
    return ec.open(base.data)


def test_equal_releases_have_no_changes(old, tmp_path):
    same = doctored(old, tmp_path / "same", "7.0.0")
    assert differences(old, same) == []
    assert step_of([]) == "none"


def of_rows(old, day):
    """Return the changes that the test below plants."""

    def sources(name, row):
        return tuple(value_at(old, name, row, "source_ids"))

    def row_id(name, row):
        parts = (value_at(old, name, row, k) for k in old.key(name))
        return "/".join(str(p) for p in parts if p is not None)

    def value(name, row, column, new, kind="value", step="minor"):
        was = value_at(old, name, row, column)
        return Change(name, kind, step, row_id(name, row), column, was, new, sources(name, row))

    last = old.arrow["listings"].num_rows - 1
    return [
        value("measures", 2, "title", "Planted title"),
        Change("measures", "row added", "minor", "cn-planted-1", sources=sources("measures", 5)),
        Change("claims", "row removed", "major", row_id("claims", 0)),
        value("events", 0, "summary", "Planted words.", "wording", "patch"),
        value("events", 1, "actor", "Planted actor"),
        value("observations", 3, "value", 12345.5),
        Change("listings", "row removed", "minor", row_id("listings", last)),
        value("measure_periods", 4, "last_confirmed", day),
        value("instruments", 0, "issuer_ids", ["mofcom", "planted"]),
        Change("code_status", "row removed", "minor", row_id("code_status", 0)),
    ]


def test_every_planted_change_of_a_row_is_found_and_nothing_else(old, tmp_path):
    measures, day = old.arrow["measures"], datetime.date(2031, 2, 3)
    more = measures.slice(5, 1).set_column(0, measures.schema.field(0), pa.array(["cn-planted-1"]))
    found = changes_of(
        old,
        tmp_path / "new",
        measures=lambda t: pa.concat_tables([cell("title", 2, "Planted title")(t), more]),
        claims=lambda t: t.slice(1),
        events=both(cell("summary", 0, "Planted words."), cell("actor", 1, "Planted actor")),
        observations=cell("value", 3, 12345.5),
        listings=lambda t: t.slice(0, t.num_rows - 1),
        measure_periods=cell("last_confirmed", 4, day),
        instruments=cell("issuer_ids", 0, ["mofcom", "planted"]),
        code_status=lambda t: t.slice(1),
    )
    assert sorted(map(repr, found)) == sorted(map(repr, of_rows(old, day)))


def test_a_renamed_id_is_one_removed_and_one_added(old, tmp_path):
    was = value_at(old, "sources", 0, "source_id")
    found = changes_of(old, tmp_path / "new", sources=cell("source_id", 0, "renamed-source"))
    assert [(c.kind, c.row_id, c.step) for c in found] == [
        ("row removed", was, "major"),
        ("row added", "renamed-source", "minor"),
    ]


ADDED = pa.field("planted", pa.string(), metadata={"title": "Planted"})


@pytest.mark.parametrize(
    ("table", "edit", "expected"),
    [
        ("claims", lambda t: t.append_column(ADDED, pa.nulls(len(t), pa.string())), ("column added", "minor")),
        ("claims", lambda t: t.drop_columns(["position"]), ("column removed", "major")),
        (
            "claims",
            both(lambda t: t.append_column("position_x", t["position"]), lambda t: t.drop_columns(["position"])),
            ("column removed", "major", "column added", "minor"),
        ),
        ("items", field("serial", pa.int64()), ("column retyped", "major")),
        ("claims", field("position", nullable=True), ("column retyped", "major")),
        ("claims", field("position", description="Planted."), ("description reworded", "patch")),
        ("claims", field("position", title="Planted"), ("title reworded", "patch")),
        ("observations", field("value", unit="kg"), ("unit redefined", "major")),
        ("measures", field("instrument_id", references="events"), ("references redefined", "major")),
        ("claims", field("claimed_by", values='["planted"]'), ("closed list added", "minor")),
        ("claims", field("evidence_grade", values='["planted"]'), ("closed list changed", "major")),
        (
            "claims",
            lambda t: t.replace_schema_metadata({**t.schema.metadata, b"title": b"Planted"}),
            ("table title reworded", "patch"),
        ),
        (
            "claims",
            lambda t: t.replace_schema_metadata({**t.schema.metadata, b"key": b'["claim_id", "side"]'}),
            ("key changed", "major"),
        ),
        ("claims", lambda _: None, ("table removed", "major")),
    ],
)
def test_every_planted_change_of_a_definition_is_found(old, tmp_path, table, edit, expected):
    found = changes_of(old, tmp_path / "new", **{table: edit})
    assert tuple(part for c in found for part in (c.kind, c.step)) == expected
    assert {c.table for c in found} == {table}


def test_a_closed_list_may_grow_but_not_shrink(old, tmp_path):
    had = json.loads(old.arrow["measures"].schema.field("effect").metadata[b"values"])
    wide, narrow = [*had, "planted"], had[1:]
    (grown,) = changes_of(old, tmp_path / "wide", measures=field("effect", values=json.dumps(wide)))
    (shrunk,) = changes_of(old, tmp_path / "narrow", measures=field("effect", values=json.dumps(narrow)))
    assert (grown.step, grown.old, grown.new) == ("minor", had, wide)
    assert (shrunk.step, shrunk.old, shrunk.new) == ("major", had, narrow)


def test_a_table_added(old, tmp_path):
    claims = old.arrow["claims"]
    planted = claims.replace_schema_metadata({**claims.schema.metadata, b"name": b"planted"})
    found = changes_of(old, tmp_path / "new", planted=planted)
    assert [(c.table, c.kind, c.step) for c in found] == [("planted", "table added", "minor")]


def test_wording_columns_are_free_text_in_our_own_words():
    for name in TABLES:
        for column in (c for c in published_columns(table_info(name)) if c.wording):
            assert column.type == pa.string(), (name, column.name)
            assert not (column.values or column.pattern or column.ref), (name, column.name)
            assert column.name not in table_info(name).key, (name, column.name)
    notes = [c for name in TABLES for c in published_columns(table_info(name)) if c.name == "note"]
    assert len(notes) > 20
    assert all(c.wording for c in notes)


def test_what_counts_as_computed_is_what_the_definitions_call_derived(whole):
    assert {n for n in TABLES if is_computed(whole, n)} == {n for n in TABLES if table_info(n).derived}


@pytest.mark.parametrize(
    ("number", "step", "least"),
    [
        ("0.1.0", "none", "0.1.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.9.10", "minor", "1.10.0"),
        ("1.2.3", "major", "2.0.0"),
    ],
)
def test_the_smallest_number_that_may_follow(number, step, least):
    assert least_version(number, step) == least
    assert numbers(least) >= numbers(number)


@pytest.mark.parametrize("number", ["1.0", "1.0.0a", "", "1.0.0.0", "-1.0.0", "1.٢.0"])
def test_what_is_no_version_is_refused(number):
    with pytest.raises(ValueError, match="three numbers"):
        numbers(number)
