"""The published release meets every expectation; a doctored one fails for what was planted, and for nothing else."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from build.to_sqlite import write_sqlite
from build.write import content_hash, write_parquet
from tests.project import CODE, ROOT
from validation.__main__ import main
from validation.published import Published
from validation.release import Outcome, judge
from validation.tables import published_columns, table_info

Edit = Callable[[pa.Table], pa.Table]
EARLIER = "0.0.1"


class Doctored:
    """A copy of the published files that a test may doctor; the manifest is kept true unless the test says not."""

    def __init__(self, good: Path, folder: Path) -> None:
        self.data, self.releases = folder / "data", folder / "releases"
        shutil.copytree(good, self.data)
        self.releases.mkdir()

    @property
    def manifest(self):
        return json.loads((self.data / "manifest.json").read_text(encoding="utf-8"))

    def say(self, **told) -> None:
        (self.data / "manifest.json").write_text(json.dumps(self.manifest | told), encoding="utf-8")

    def entry(self, name: str, **told) -> None:
        tables = self.manifest["tables"]
        tables[name] |= told
        self.say(tables=tables)

    def edit(self, name: str, change: Edit) -> None:
        path = self.data / f"{name}.parquet"
        table = change(pq.read_table(path))
        write_parquet(table, path)
        self.rehash(name)
        self.entry(name, rows=table.num_rows, content_sha256=content_hash(table))

    def rehash(self, name: str) -> None:
        self.entry(name, sha256=hashlib.sha256((self.data / f"{name}.parquet").read_bytes()).hexdigest())

    def sqlite(self) -> Path:
        path = self.data.parent / "release.sqlite"
        write_sqlite(Published.read(self.data), path)
        return path

    def failed(self, *tables: str, sqlite: Path | None = None) -> list[tuple[str, str]]:
        outcomes = judge(self.data, sqlite, self.releases, tables)
        return [(o.table, o.expected) for o in outcomes if not o.held]


@pytest.fixture
def doctored(base, tmp_path):
    return Doctored(base.data, tmp_path)


@pytest.fixture(scope="module")
def edition(base, tmp_path_factory):
    path = tmp_path_factory.mktemp("edition") / "release.sqlite"
    write_sqlite(Published.read(base.data), path)
    return path


def _set(column: str, value, where=None) -> Edit:
    """Return an edit that writes a value into a column, in all rows or where a test of the cell is met."""

    def change(table: pa.Table) -> pa.Table:
        cells = table.column(column).to_pylist()
        new = [value if where is None or where(cell) else cell for cell in cells]
        assert new != cells, "the edit changes nothing"
        at = table.schema.get_field_index(column)
        return table.set_column(at, table.schema.field(at), pa.array(new, table.schema.field(at).type))

    return change


def _without(**cells) -> Edit:
    """Return an edit that drops the rows that hold these cells."""

    def change(table: pa.Table) -> pa.Table:
        mask = None
        for column, value in cells.items():
            here = pc.equal(table.column(column), value)
            mask = here if mask is None else pc.and_(mask, here)
        kept = table.filter(pc.invert(mask))
        assert 0 < kept.num_rows < table.num_rows
        return kept

    return change


def _twice(table: pa.Table) -> pa.Table:
    return pa.concat_tables([table, table.slice(0, 1)])


# Faults of one table that show in its Parquet file: what is done, and the one expectation that must fail.
PLAIN: dict[str, tuple[str, Edit, str]] = {
    "rows lost": ("observations", lambda t: t.slice(0, t.num_rows - 400), "at least 4,300 rows"),
    "table truncated": ("coding_rules", lambda t: t.slice(0, 1), "at least 43 rows"),
    "table emptied": ("corrections", lambda t: t.slice(0, 0), "at least 1 rows"),
    "column emptied": ("materials", _set("name_zh", None), "name_zh is filled in at least 74% of the rows"),
    "column half emptied": (
        "sources",
        _set("published", None, lambda cell: (cell or "") > "2025"),
        "published is filled in at least 81% of the rows",
    ),
    "key doubled": ("countries", _twice, "no key stands twice"),
    "key with an empty part doubled": ("coverage", _twice, "no key stands twice"),
    "grades worsened": (
        "measures",
        _set("evidence_grade", "C", lambda g: g == "B"),
        "at most 37% of the rows have grade C or D",
    ),
    "grades lost": ("hs6_links", _set("evidence_grade", "D"), "at most 3% of the rows have grade D"),
    "columns moved": (
        "publishers",
        lambda t: t.select([*t.column_names[1:], t.column_names[0]]),
        "the columns of the definition",
    ),
}


@pytest.mark.parametrize("fault", PLAIN)
def test_a_doctored_table_fails_for_what_was_planted(doctored, fault):
    table, change, expected = PLAIN[fault]
    doctored.edit(table, change)
    assert doctored.failed(table) == [(table, expected)]


# Faults between tables: what plants one in the SQLite edition, the expectation that must fail, and what that sees.
BETWEEN = {
    "reference orphaned": (
        "UPDATE measures SET instrument_id = 'no-such-document' WHERE measure_id = 'cn-2004-78-2'",
        ("measures", "every instrument_id stands in instruments"),
        "1: instrument_id no-such-document",
    ),
    "reference of two columns orphaned": (
        "UPDATE control_codes SET parent = '9Z999' WHERE code = (SELECT min(code) FROM control_codes "
        "WHERE scheme = 'dual_use' AND parent IS NOT NULL)",
        ("control_codes", "every scheme and parent stands in control_codes"),
        "1: scheme dual_use, parent 9Z999",
    ),
    "reference in a list orphaned": (
        "UPDATE events_episode_ids SET value = 'no-such-episode' WHERE event_id = '2006-11-01-cntc-duty'",
        ("events", "every element of episode_ids stands in episodes"),
        "1: value no-such-episode",
    ),
    "unknown destination": (
        "UPDATE measures_destinations SET value = 'XYZ' WHERE measure_id = 'cn-2004-78-2'",
        ("measures", "every destination is a country or ALL"),
        "1: measure_id cn-2004-78-2, value XYZ",
    ),
    "grades inflated": (
        "UPDATE items SET evidence_grade = 'A' WHERE evidence_grade = 'D'",
        ("items", "no grade is better than the sources give"),
        "evidence_grade A",
    ),
    "sources cut off": (
        "UPDATE row_sources SET row_id = 'nowhere' WHERE \"table\" = 'materials' AND row_id = 'Dy'",
        ("materials", "every row has its sources in row_sources"),
        "1: row_id Dy",
    ),
    "days out of order": (
        "UPDATE list_editions SET issued = '1990-01-01' WHERE edition_id = 'licence-2026'",
        ("list_editions", "no list is older than the document that issues it"),
        "1: edition_id licence-2026",
    ),
    "days missing from a status": (
        "UPDATE material_status SET last_day = date(last_day, '-1 day') "
        "WHERE material_id = 'Dy' AND destination = 'JPN' AND end_use = 'civil' AND first_day = '2005-01-01'",
        ("material_status", "the spells of a material follow each other to the last day of the record"),
        "1: material_id Dy, destination JPN",
    ),
    "entry neither recorded nor a gap": (
        "UPDATE list_gaps SET serial_last = serial_last - 1 WHERE section = 'dual_use' AND serial_first = 466",
        ("items", "every entry of the 2026 licence catalogue is recorded or named as a gap"),
        "1: section dual_use, direction export, serial 469",
    ),
    "coding without its variable": (
        "UPDATE codings SET episode_id = 'us-2024', variable = 'no-such-variable', value = NULL, value_a = NULL, "
        "value_b = NULL WHERE episode_id = 'us-2024' AND variable = 'issue'",
        ("episodes", "every episode is coded in every variable"),
        "1: episode_id us-2024, variable issue",
    ),
}


def test_each_fault_between_tables_fails_one_expectation(edition, doctored, tmp_path):
    """All are planted at once, for speed: what fails are these expectations, each for the rows of its own fault."""
    copy = tmp_path / "doctored.sqlite"
    shutil.copy(edition, copy)
    with closing(sqlite3.connect(copy)) as database:
        for statement, _, _ in BETWEEN.values():
            assert database.execute(statement).rowcount > 0, statement
        database.commit()
    outcomes = judge(doctored.data, copy, doctored.releases, ())
    failed = {(o.table, o.expected): o.observed for o in outcomes if not o.held}
    assert set(failed) == {expected for _, expected, _ in BETWEEN.values()}
    assert {f: seen for f, (_, e, seen) in BETWEEN.items() if seen not in failed[e]} == {}


def _swapped(doctored):
    one, other = doctored.data / "episodes.parquet", doctored.data / "questions.parquet"
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


def _swapped_and_listed(doctored):
    _swapped(doctored)
    entries = doctored.manifest["tables"]
    for name, other in (("episodes", "questions"), ("questions", "episodes")):
        doctored.entry(name, **{k: entries[other][k] for k in ("sha256", "rows", "content_sha256")})


def _damaged(doctored):
    path = doctored.data / "measures.parquet"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)


def _of_another_release(doctored):
    table = pq.read_table(doctored.data / "claims.parquet")
    write_parquet(
        table.replace_schema_metadata({**table.schema.metadata, b"version": b"0.0.9"}), doctored.data / "claims.parquet"
    )
    doctored.rehash("claims")


def _unlisted(doctored):
    tables = doctored.manifest["tables"]
    del tables["claims"]
    doctored.say(tables=tables)


HASH = "every file has the SHA-256 hash that the manifest gives"
FILES = {
    "files swapped": (_swapped, HASH),
    "files swapped, manifest too": (
        _swapped_and_listed,
        "every file says that it holds the table that it is named for",
    ),
    "file damaged": (_damaged, HASH),
    "file missing": (lambda d: (d.data / "claims.parquet").unlink(), HASH),
    "table not in the manifest": (_unlisted, "the manifest lists every table and no other"),
    "row count of the manifest wrong": (
        lambda d: d.entry("claims", rows=219),
        "every file has as many rows as the manifest says",
    ),
    "hash of the manifest wrong": (lambda d: d.entry("claims", sha256="0" * 64), HASH),
    "file of another release": (_of_another_release, "every file is of the version and the day of the manifest"),
}


@pytest.mark.parametrize("fault", FILES)
def test_files_that_are_not_those_of_the_manifest(doctored, fault):
    plant, expected = FILES[fault]
    plant(doctored)
    assert doctored.failed() == [("files", expected)]


def test_an_edition_made_from_other_files(doctored, edition):
    doctored.edit("publishers", _set("name", "Someone", lambda name: name.startswith("A")))
    expected = ("files", "the SQLite edition was made from these files and has their rows")
    assert doctored.failed(sqlite=edition) == [expected]
    assert doctored.failed(sqlite=doctored.sqlite()) == []


def _dated(doctored, day):
    """Say another day of the record in the manifest and in every file."""
    doctored.say(as_of=day)
    for path in sorted(doctored.data.glob("*.parquet")):
        table = pq.read_table(path)
        write_parquet(table.replace_schema_metadata({**table.schema.metadata, b"as_of": day.encode()}), path)
        doctored.rehash(path.stem)


@pytest.mark.parametrize("day", ["2026-06-30", "2027-01-01"])
def test_a_day_of_the_record_that_is_not_that_of_the_evidence(doctored, day):
    _dated(doctored, day)
    assert doctored.failed() == [("release", "the day of the record is at most a month after its newest evidence")]


def _described(table: pa.Table) -> dict:
    """Return what a release file says of a table."""
    info, columns = table_info(table.schema.metadata[b"name"].decode()), {}
    for column in published_columns(info):
        cells = table.column(column.name).to_pylist()
        columns[column.name] = {"type": str(column.type), "filled": sum(c is not None for c in cells) / len(cells)}
        if column.values and not column.each:
            columns[column.name]["values"] = {v: cells.count(v) for v in column.values}
    return {"rows": table.num_rows, "sha256": "", "content_sha256": "", "columns": columns}


def _publish(doctored, version, as_of, *tables, **figures):
    """Put a release file on record that tells the tables as they are, but for some figures."""
    told = {name: _described(pq.read_table(doctored.data / f"{name}.parquet")) for name in tables}
    for name, more in figures.items():
        told[name] |= more
    release = {"version": version, "as_of": as_of, "tables": told}
    (doctored.releases / f"{version}.json").write_text(json.dumps(release), encoding="utf-8")


def test_a_release_like_the_one_before_it_passes(doctored):
    _publish(doctored, EARLIER, "2026-01-01", "events", "claims", "platforms", "corrections")
    assert doctored.failed("events", "claims", "platforms", "corrections") == []
    compared = {o.expected for o in judge(doctored.data, None, doctored.releases, ("events",))}
    assert f"not before the day of {EARLIER}, with which the tables are compared" in compared
    assert f"the values of kind are spread about as in {EARLIER}" in compared


def test_without_an_earlier_release_the_report_says_so(doctored):
    (outcome,) = [o for o in judge(doctored.data, None, doctored.releases, ()) if "earlier release" in o.expected]
    assert outcome.held
    assert outcome.expected == "there is no earlier release to compare with"


def test_values_that_drifted_since_the_release_before(doctored):
    _publish(doctored, EARLIER, "2026-01-01", "sources", "events")
    doctored.edit("events", _set("kind", "company_action", lambda kind: kind.startswith(("official", "law", "t"))))
    assert doctored.failed("sources", "events") == [("events", f"the values of kind are spread about as in {EARLIER}")]


def test_rows_and_cells_lost_since_the_release_before(doctored):
    _publish(doctored, "0.0.9", "2026-01-01", "claims", "platforms", claims={"rows": 240})
    _publish(doctored, EARLIER, "2026-01-01", "claims")
    doctored.edit("platforms", _set("manufacturer_countries", None, lambda cell: cell == ["USA"]))
    assert doctored.failed("claims", "platforms") == [
        ("claims", "235 to 770 rows, after 240 in 0.0.9"),
        ("platforms", "manufacturer_countries is filled about as often as in 0.0.9"),
    ]


def test_an_older_day_and_a_lower_version_than_what_is_on_record(doctored):
    _publish(doctored, "0.0.9", "2026-12-31")
    _publish(doctored, "0.10.0", "2027-12-31")
    assert doctored.failed() == [
        ("release", "no release with a higher version is on record"),
        ("release", "not before the day of 0.0.9, with which the tables are compared"),
    ]


def test_the_release_passes_and_tells_the_same_every_time(base, edition):
    """The whole suite, here and in a process with another hash seed and time zone."""
    command = [sys.executable, "-m", "validation", "--data", str(base.data), "--sqlite", str(edition), "--json"]
    environment = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "PYTHONPATH": os.pathsep.join(CODE)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    told = [Outcome(**row) for row in json.loads(done.stdout)]
    assert all(o.held and o.expected for o in told)
    assert len({(o.table, o.expected) for o in told}) == len(told)
    assert told == judge(base.data, edition)


def test_the_command_line_says_what_is_wrong(doctored, tmp_path, capsys):
    def said(*options):
        code = main(["--data", str(doctored.data), *options])
        return code, " ".join(capsys.readouterr())

    code, text = said("--sqlite", str(tmp_path / "none.sqlite"))
    assert code == 1
    assert "none.sqlite is missing; run `make dataset sqlite` first" in text
    (tmp_path / "text.sqlite").write_text("no database")
    code, text = said("--sqlite", str(tmp_path / "text.sqlite"))
    assert code == 1
    assert "text.sqlite is no SQLite edition of the dataset" in text
    _damaged(doctored)
    code, text = said()
    assert code == 1
    assert "nothing else was judged" in text
    assert "measures: " in text
    (doctored.data / "manifest.json").write_text('{"version": "0.1.0"}')
    code, text = said()
    assert code == 1
    assert "manifest.json is no manifest of a release" in text
    (doctored.data / "manifest.json").unlink()
    code, text = said()
    assert code == 1
    assert "manifest.json is missing" in text
