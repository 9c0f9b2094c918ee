"""Comparing releases: exactly the planted changes, the version they ask for, and records that cannot lie."""

import datetime
import hashlib
import json
import shutil
from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from build.__main__ import main
from build.diff import WORDING, Change, differences, is_computed, least_version, numbers, step_of
from build.record import RecordError, last_release, read_release, record, write_record
from build.versions import changelog
from build.write import content_hash, write_parquet
from tests.project import ROOT, hashes, version
from validation.published import Published
from validation.schemas import TABLES
from validation.tables import published_columns, table_info

# Enough tables for every kind of change; comparing the long ones would only take time.
TABLES_HERE = (
    *("sources", "items", "events", "instruments", "measures", "measure_periods", "listings", "claims"),
    *("observations", "code_status", "material_status"),
)


@pytest.fixture(scope="module")
def whole(base):
    return Published.read(base.data)


@pytest.fixture(scope="module")
def old(whole, tmp_path_factory):
    edits = {name: None for name in TABLES if name not in TABLES_HERE}
    edits["code_status"] = whole.tables["code_status"].slice(0, 200)
    return doctored(whole, tmp_path_factory.mktemp("old") / "data", **edits)


def doctored(old, folder, number="0.1.0", **edits):
    """Write a copy of a release in which some tables are edited; a table edited to None is left out."""
    shutil.copytree(old.folder, folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) | {"version": number}
    for name, edit in edits.items():
        path = folder / f"{name}.parquet"
        table = edit(old.tables[name]) if callable(edit) else edit
        if table is None:
            del manifest["tables"][name]
            path.unlink()
            continue
        write_parquet(table, path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        entry = {"file": path.name, "rows": table.num_rows, "sha256": digest, "content_sha256": content_hash(table)}
        manifest["tables"][name] = entry
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return read_release(folder)


def cell(column, row, value):
    """Return an edit that sets one cell."""

    def edit(table):
        cells = table[column].to_pylist()
        cells[row] = value
        at = table.column_names.index(column)
        return table.set_column(at, table.schema.field(column), pa.array(cells, table.schema.field(column).type))

    return edit


def field(column, type_=None, nullable=None, **said):
    """Return an edit that changes what the footer says of a column."""

    def edit(table):
        at, was = table.column_names.index(column), table.schema.field(column)
        told = {**{k.decode(): v.decode() for k, v in (was.metadata or {}).items()}, **said}
        now = pa.field(column, type_ or was.type, was.nullable if nullable is None else nullable, told)
        return table.set_column(at, now, table[column].cast(now.type))

    return edit


def both(*edits):
    def edit(table):
        for one in edits:
            table = one(table)
        return table

    return edit


def changes_of(old, folder, **edits):
    return differences(old, doctored(old, folder, **edits))


def value_at(old, name, row, column):
    return old.tables[name][column][row].as_py()


def test_equal_releases_have_no_changes(old, tmp_path):
    same = doctored(old, tmp_path / "same", "7.0.0")
    assert differences(old, same) == []
    assert step_of([]) == "none"


def test_every_planted_change_of_a_row_is_found_and_nothing_else(old, tmp_path):
    claims, measures, events = old.tables["claims"], old.tables["measures"], old.tables["events"]
    listing = old.tables["listings"]
    more = measures.slice(5, 1).set_column(0, measures.schema.field(0), pa.array(["cn-planted-1"]))
    day = datetime.date(2031, 2, 3)
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

    def sources(name, row):
        return tuple(value_at(old, name, row, "source_ids"))

    def row_id(name, row):
        parts = (value_at(old, name, row, k) for k in old.key(name))
        return "/".join(str(p) for p in parts if p is not None)

    def value(name, row, column, new, kind="value", step="minor"):
        was = value_at(old, name, row, column)
        return Change(name, kind, step, row_id(name, row), column, was, new, sources(name, row))

    last = listing.num_rows - 1
    assert set(map(repr, found)) == set(
        map(
            repr,
            [
                value("measures", 2, "title", "Planted title"),
                Change("measures", "row added", "minor", "cn-planted-1", sources=sources("measures", 5)),
                Change("claims", "row removed", "major", claims["claim_id"][0].as_py()),
                value("events", 0, "summary", "Planted words.", "wording", "patch"),
                value("events", 1, "actor", "Planted actor"),
                value("observations", 3, "value", 12345.5),
                Change("listings", "row removed", "minor", row_id("listings", last)),
                value("measure_periods", 4, "last_confirmed", day),
                value("instruments", 0, "issuer_ids", ["mofcom", "planted"]),
                Change("code_status", "row removed", "minor", row_id("code_status", 0)),
            ],
        )
    )
    assert len(found) == 10
    assert events.num_rows


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
    had = json.loads(old.tables["measures"].schema.field("effect").metadata[b"values"])
    wide, narrow = [*had, "planted"], had[1:]
    (grown,) = changes_of(old, tmp_path / "wide", measures=field("effect", values=json.dumps(wide)))
    (shrunk,) = changes_of(old, tmp_path / "narrow", measures=field("effect", values=json.dumps(narrow)))
    assert (grown.step, grown.old, grown.new) == ("minor", had, wide)
    assert (shrunk.step, shrunk.old, shrunk.new) == ("major", had, narrow)


def test_a_table_added(old, tmp_path):
    found = changes_of(old, tmp_path / "new", planted=old.tables["claims"])
    assert [(c.table, c.kind, c.step) for c in found] == [("planted", "table added", "minor")]


def test_wording_columns_are_free_text_in_our_own_words():
    for name in TABLES:
        for column in (c for c in published_columns(table_info(name)) if c.name in WORDING):
            assert column.type == pa.string(), (name, column.name)
            assert not (column.values or column.pattern or column.ref), (name, column.name)
            assert column.name not in table_info(name).key, (name, column.name)
    used = {c.name for name in TABLES for c in published_columns(table_info(name))}
    assert set(WORDING) <= used


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


def data(root):
    return root / "datasets" / "exportcurbs" / "data"


@pytest.fixture
def recorded(old, tmp_path):
    """A project folder whose data are recorded as its last release."""
    root = tmp_path / "project"
    shutil.copytree(old.folder, data(root))
    assert main(["record", "--root", str(root)]) == 0
    return root


def run(capsys, *arguments):
    capsys.readouterr()
    code = main([str(a) for a in arguments])
    return (code, *capsys.readouterr())


def put(root, old, number, **edits):
    """Replace the data of a project by a doctored release."""
    shutil.rmtree(data(root))
    doctored(old, data(root), number, **edits)


@pytest.mark.parametrize(
    ("number", "edits", "least"),
    [
        ("0.1.0", {}, None),
        ("0.1.0", {"events": cell("summary", 0, "Planted.")}, "0.1.1"),
        ("0.1.1", {"events": cell("summary", 0, "Planted.")}, None),
        ("0.1.1", {"observations": cell("value", 0, 1.25)}, "0.2.0"),
        ("0.2.0", {"observations": cell("value", 0, 1.25)}, None),
        ("0.2.0", {"claims": lambda t: t.slice(1)}, "1.0.0"),
        ("1.0.0", {"claims": lambda t: t.slice(1)}, None),
        ("0.0.9", {}, "0.1.0"),
    ],
)
def test_too_small_a_number_is_refused(capsys, old, recorded, number, edits, least):
    put(recorded, old, number, **edits)
    before = hashes(recorded / "datasets" / "releases")
    code, _, told = run(capsys, "diff", "--check", "--root", recorded)
    assert code == (0 if least is None else 1)
    assert run(capsys, "diff", "--root", recorded)[0] == 0
    kept = run(capsys, "record", "--root", recorded)[0]
    if least is None:
        assert (told, kept) == ("", 0)
        assert last_release(recorded).version == number
    else:
        assert f"version {number} (in pyproject.toml) is too small" in told
        assert f"{least} is the smallest number that would do" in told
        assert kept == 1
        assert hashes(recorded / "datasets" / "releases") == before


def test_diff_compares_two_folders_also_the_root_of_a_release(capsys, old, tmp_path):
    (tmp_path / "root").mkdir()
    doctored(old, tmp_path / "root" / "parquet", "0.2.0", observations=cell("value", 3, 12345.5))
    code, out, _ = run(capsys, "diff", old.folder, tmp_path / "root", "--json")
    told = json.loads(out)
    assert (code, told["old"], told["new"], told["step"], told["least"]) == (0, "0.1.0", "0.2.0", "minor", "0.2.0")
    (change,) = told["changes"]
    assert (change["table"], change["column"], change["new"]) == ("observations", "value", 12345.5)
    assert change["sources"] == value_at(old, "observations", 3, "source_ids")
    code, out, _ = run(capsys, "diff", old.folder, tmp_path / "root")
    assert code == 0
    assert f"value: {change['old']} -> 12345.5 ({'|'.join(change['sources'])})" in out


def test_a_record_tells_rows_hashes_and_columns(old):
    found = record(old)
    assert list(found["tables"]) == list(old.tables)
    table = found["tables"]["measures"]
    assert table["rows"] == old.tables["measures"].num_rows
    assert table["sha256"] == hashlib.sha256((old.folder / "measures.parquet").read_bytes()).hexdigest()
    effects = Counter(old.tables["measures"]["effect"].to_pylist())
    assert {k: v for k, v in table["columns"]["effect"]["values"].items() if v} == effects
    assert set(table["columns"]["effect"]["values"]) == set(table_info("measures").column("effect").values)
    notes = old.tables["measures"]["note"]
    assert table["columns"]["note"]["filled"] == round(1 - notes.null_count / len(notes), 6)
    forms = found["tables"]["material_status"]["columns"]["forms"]
    lengths = pc.list_value_length(old.tables["material_status"]["forms"]).to_pylist()
    assert forms == {"type": "list<item: string>", "filled": round(sum(n > 0 for n in lengths) / len(lengths), 6)}


def test_a_recorded_number_is_never_given_to_other_data(old, recorded, tmp_path):
    other = doctored(old, tmp_path / "other", "0.1.0", observations=cell("value", 0, 1.25))
    with pytest.raises(RecordError, match="a release never changes"):
        write_record(other, recorded)


def corrupt_manifest(releases):
    (releases / "last" / "manifest.json").write_text("{", encoding="utf-8")


def corrupt_table(releases):
    path = releases / "last" / "claims.parquet"
    path.write_bytes(path.read_bytes()[:-40])


def lose_table(releases):
    (releases / "last" / "claims.parquet").unlink()


def corrupt_record(releases):
    (releases / "0.1.0.json").write_text('{"version": "0.1.0"', encoding="utf-8")


def empty_record(releases):
    (releases / "0.1.0.json").write_text("[]", encoding="utf-8")


def other_record(releases):
    text = (releases / "0.1.0.json").read_text(encoding="utf-8")
    sha = json.loads(text)["tables"]["claims"]["sha256"]
    (releases / "0.1.0.json").write_text(text.replace(sha, "0" * 64), encoding="utf-8")


def lose_record(releases):
    (releases / "0.1.0.json").unlink()


@pytest.mark.parametrize(
    ("corrupt", "named"),
    [
        (corrupt_manifest, "last is no whole release"),
        (corrupt_table, "claims.parquet is not the file"),
        (lose_table, "claims.parquet"),
        (corrupt_record, "0.1.0.json is broken"),
        (empty_record, "0.1.0.json is broken"),
        (other_record, "does not describe the files"),
        (lose_record, "0.1.0.json"),
    ],
)
def test_a_corrupted_record_is_reported_cleanly(capsys, recorded, corrupt, named):
    corrupt(recorded / "datasets" / "releases")
    code, out, told = run(capsys, "diff", "--check", "--root", recorded)
    assert (code, out) == (1, "")
    assert named in told
    assert len(told.splitlines()) == 1
    assert "Traceback" not in told


def test_a_file_that_the_build_did_not_write_is_named(old, tmp_path):
    with pytest.raises(RecordError, match="does not name its key"):
        doctored(old, tmp_path / "new", claims=lambda t: t.replace_schema_metadata())


def test_a_folder_that_is_no_release_is_named(capsys, old, tmp_path):
    code, _, told = run(capsys, "diff", old.folder, tmp_path)
    assert code == 1
    assert f"{tmp_path} is no whole release: it has no manifest.json; name an unpacked release" in told


def test_the_changelog_lists_what_was_corrected_and_counts_what_is_computed(old, tmp_path):
    new = doctored(
        old,
        tmp_path / "new",
        "0.2.0",
        observations=cell("value", 3, 12345.5),
        claims=lambda t: t.slice(1),
        code_status=lambda t: t.slice(60),
    )
    text = changelog(new, differences(old, new))
    assert "- `code_status`: 60 rows removed (computed)\n" in text
    assert f"  - row removed {value_at(old, 'claims', 0, 'claim_id')}\n" in text
    assert f"{value_at(old, 'observations', 3, 'value')} -> 12345.5" in text
    assert text.count("\n") == 5


def test_the_changelog_is_written_once_under_its_version(capsys, old, recorded):
    path = recorded / "CHANGELOG.md"
    path.write_text("# Changelog\n\n## 0.2.0 (not yet released)\n\nBy hand.\n\n## 0.1.0\n\nOld.\n", encoding="utf-8")
    put(recorded, old, "0.2.0", observations=cell("value", 3, 12345.5))
    assert run(capsys, "changelog", "--root", recorded)[0] == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Changelog\n\n## 0.2.0 (not yet released)\n\n<!-- data -->\n- `observations`: 1 value\n")
    assert text.endswith("<!-- end of data -->\n\nBy hand.\n\n## 0.1.0\n\nOld.\n")
    assert run(capsys, "changelog", "--root", recorded)[0] == 0
    assert path.read_text(encoding="utf-8") == text
    kept = recorded / "kept"
    shutil.copytree(recorded / "datasets" / "releases", kept)
    assert run(capsys, "record", "--root", recorded)[0] == 0
    code, _, told = run(capsys, "changelog", "--root", recorded)
    assert (code, "0.2.0 is recorded" in told, path.read_text(encoding="utf-8")) == (1, True, text)
    shutil.rmtree(recorded / "datasets" / "releases")
    kept.rename(recorded / "datasets" / "releases")
    path.write_text("# Changelog\n", encoding="utf-8")
    code, _, told = run(capsys, "changelog", "--root", recorded)
    assert code == 1
    assert "has no section `## 0.2.0`" in told


def test_the_last_release_is_recorded_whole():
    last, releases = last_release(ROOT), ROOT / "datasets" / "releases"
    assert json.loads((releases / f"{last.version}.json").read_text(encoding="utf-8")) == record(last)
    assert max((p.stem for p in releases.glob("*.json")), key=numbers) == last.version
    assert numbers(version()) >= numbers(last.version)
