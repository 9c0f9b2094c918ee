"""The command line for versions: numbers, records that cannot lie, the changelog."""

import hashlib
import json
import shutil
from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from exportcurbs._diff import differences, numbers

from build.cli import main
from build.versions.cli import changelog, status_changes
from build.versions.record import RecordError, last_release, record, write_record
from tests.support.planted import cell, doctored, value_at
from tests.support.project import ROOT, hashes, version
from validation.definitions.tables import table_info


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
        assert f"version {number} (in datasets/VERSION) is too small" in told
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
    assert (change["table"], change["column"], change["new"]) == ("observations", "value", "12345.5")
    assert change["sources"] == value_at(old, "observations", 3, "source_ids")
    code, out, _ = run(capsys, "diff", old.folder, tmp_path / "root")
    assert code == 0
    assert f"value: {change['old']} -> 12345.5 ({'|'.join(change['sources'])})" in out


def test_a_record_tells_rows_hashes_and_columns(old):
    found = record(old)
    assert list(found["tables"]) == list(old.arrow)
    table = found["tables"]["measures"]
    assert table["rows"] == old.arrow["measures"].num_rows
    assert table["sha256"] == hashlib.sha256((old.folder / "measures.parquet").read_bytes()).hexdigest()
    effects = Counter(old.arrow["measures"]["effect"].to_pylist())
    assert {k: v for k, v in table["columns"]["effect"]["values"].items() if v} == effects
    assert set(table["columns"]["effect"]["values"]) == set(table_info("measures").column("effect").values)
    notes = old.arrow["measures"]["note"]
    assert table["columns"]["note"]["filled"] == round(1 - notes.null_count / len(notes), 6)
    ids = found["tables"]["material_status"]["columns"]["measure_ids"]
    lengths = pc.list_value_length(old.arrow["material_status"]["measure_ids"]).to_pylist()
    assert ids == {"type": "list<item: string>", "filled": round(sum(n > 0 for n in lengths) / len(lengths), 6)}


def test_a_recorded_number_is_never_given_to_other_data(old, recorded, tmp_path):
    other = doctored(old, tmp_path / "other", "0.1.0", observations=cell("value", 0, 1.25))
    with pytest.raises(RecordError, match="a release never changes"):
        write_record(other, recorded)


def corrupt_manifest(releases):
    (releases / "0.1.0" / "manifest.json").write_text("{", encoding="utf-8")


def corrupt_table(releases):
    path = releases / "0.1.0" / "claims.parquet"
    path.write_bytes(path.read_bytes()[:-40])


def lose_table(releases):
    (releases / "0.1.0" / "claims.parquet").unlink()


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
        (corrupt_manifest, "0.1.0 is no whole release"),
        (corrupt_table, "claims.parquet: differs from the file that was published"),
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
    with pytest.raises(RecordError, match="holds name 'nothing'"):
        doctored(old, tmp_path / "new", claims=lambda t: t.replace_schema_metadata())


def test_a_folder_that_is_no_release_is_named(capsys, old, tmp_path):
    code, _, told = run(capsys, "diff", old.folder, tmp_path)
    assert code == 1
    assert f"{tmp_path} is no whole release: no manifest.json in it; give a folder of Parquet files" in told


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


def test_what_changes_its_status_is_listed_by_subject(old, tmp_path):
    status, last = old.arrow["material_status"], old.as_of

    def banned(table):
        regimes = [
            "prohibited" if (r["material_id"], str(r["last_day"])) == ("Bi", last) else r["regime"]
            for r in table.to_pylist()
        ]
        at = table.column_names.index("regime")
        return table.set_column(at, table.schema.field(at), pa.array(regimes))

    new = doctored(old, tmp_path / "new", "0.2.0", material_status=banned)
    text = status_changes(old, new)
    assert text.startswith("- `material_status` on the last day:\n  - Bi: ")
    assert {line.split(":")[0] for line in text.splitlines()[1:]} == {"  - Bi"}
    gone = doctored(old, tmp_path / "gone", "0.2.0", material_status=status.filter(pc.field("material_id") != "Bi"))
    assert "  - Bi: licence -> not there (" in status_changes(old, gone)
    both = status.filter(~pc.field("material_id").isin(["Dy", "Tb"]))
    gone = doctored(old, tmp_path / "both", "0.2.0", material_status=both)
    assert "  - Dy, Tb: " in status_changes(old, gone)
    assert status_changes(old, old) == ""


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
