"""The published release meets every expectation; a doctored one fails for what was planted, and for nothing else."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.support.doctored import BETWEEN, FILES, LOST, PLAIN, Doctored, put
from tests.support.project import CODE, ROOT
from validation.__main__ import main
from validation.release.expectations import LEAST_KEPT
from validation.release.judge import Outcome, judge

EARLIER = "0.0.1"


@pytest.fixture
def doctored(base, tmp_path):
    return Doctored(base.data, tmp_path)


@pytest.mark.parametrize("fault", PLAIN)
def test_a_doctored_table_fails_for_what_was_planted(doctored, fault):
    table, change, expected = PLAIN[fault]
    doctored.edit(table, change)
    assert doctored.failed(table) == [(table, expected)]


@pytest.mark.parametrize("fault", LOST)
def test_what_a_table_lost_since_the_release_before_fails(doctored, fault):
    table, change, expected = LOST[fault]
    doctored.publish(EARLIER, "2026-01-01", table)
    rows = doctored.manifest["tables"][table]["rows"]
    doctored.edit(table, change)
    failed = doctored.failed(table)
    assert {where for where, _ in failed} == {table}
    assert any(told.startswith(expected.format(least=int(LEAST_KEPT * rows))) for _, told in failed), failed


def test_a_margin_of_rows_may_go(doctored):
    """Two claims that prove to be one do not fail the release."""
    doctored.publish(EARLIER, "2026-01-01", "claims")
    doctored.edit("claims", lambda table: table.slice(2))
    assert doctored.failed("claims") == []


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


@pytest.mark.parametrize("fault", FILES)
def test_files_that_are_not_those_of_the_manifest(doctored, fault):
    plant, expected = FILES[fault]
    plant(doctored)
    assert doctored.failed() == [("files", expected)]


def test_an_edition_made_from_other_files(doctored, edition):
    doctored.edit("publishers", put("name", "Someone", lambda name: name.startswith("A")))
    expected = ("files", "the SQLite edition was made from these files and has their rows")
    assert doctored.failed(sqlite=edition) == [expected]
    assert doctored.failed(sqlite=doctored.sqlite()) == []


@pytest.mark.parametrize("day", ["2026-06-30", "2027-01-01"])
def test_a_day_of_the_record_that_is_not_that_of_the_evidence(doctored, day):
    doctored.dated(day)
    assert doctored.failed() == [("release", "the day of the record is at most a month after its newest evidence")]


def test_a_release_like_the_one_before_it_passes(doctored):
    doctored.publish(EARLIER, "2026-01-01", "events", "claims", "platforms", "corrections")
    assert doctored.failed("events", "claims", "platforms", "corrections") == []
    compared = {o.expected for o in judge(doctored.data, None, doctored.releases, ("events",))}
    assert f"not before the day of {EARLIER}, with which the tables are compared" in compared
    assert f"the values of kind are spread about as in {EARLIER}" in compared


def test_without_an_earlier_release_the_report_says_so(doctored):
    (outcome,) = [o for o in judge(doctored.data, None, doctored.releases, ()) if "earlier release" in o.expected]
    assert outcome.held
    assert outcome.expected == "there is no earlier release to compare with"


def test_values_that_drifted_since_the_release_before(doctored):
    doctored.publish(EARLIER, "2026-01-01", "sources", "events")
    doctored.edit("events", put("kind", "company_action", lambda kind: kind.startswith(("official", "law", "t"))))
    assert doctored.failed("sources", "events") == [("events", f"the values of kind are spread about as in {EARLIER}")]


def test_rows_and_cells_lost_since_the_release_before(doctored):
    doctored.publish("0.0.9", "2026-01-01", "claims", "platforms", claims={"rows": 900})
    doctored.publish(EARLIER, "2026-01-01", "claims")
    doctored.edit("platforms", put("manufacturer_countries", None, lambda cell: cell == ["USA"]))
    assert doctored.failed("claims", "platforms") == [
        ("claims", "882 to 2,750 rows, after 900 in 0.0.9"),
        ("platforms", "manufacturer_countries is filled about as often as in 0.0.9"),
    ]


def test_an_older_day_and_a_lower_version_than_what_is_on_record(doctored):
    doctored.publish("0.0.9", "2026-12-31")
    doctored.publish("1.10.0", "2027-12-31")
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
    FILES["file damaged"][0](doctored)
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
