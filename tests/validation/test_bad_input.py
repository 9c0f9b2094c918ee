"""Every knowable fault in a curated table stops the build and is named by file, line and column."""

import os
import re
import subprocess
import sys

import pytest

from build.cli import main
from tests.support.faults_rows import BAN, FAULTS, Fault
from tests.support.project import CODE, ROOT, Project, hashes, key
from tests.support.remembered import remember
from validation.definitions.tables import table_info

MESSAGE = re.compile(
    r"(?P<path>datasets/curated/[a-z_]+/[a-z_]+\.csv)(?::(?P<line>\d+))?: (?:(?P<column>[a-z_]+): )?(?P<told>.+; .+)"
)


def run(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(CODE)}
    command = [sys.executable, "-m", "build", *arguments, "--root", str(project.root)]
    return subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT, check=False)


def messages(told: str) -> list[re.Match[str]]:
    """Return the problems that were printed; fail if there is any other line, a wrong count or a wrong order."""
    *lines, last = told.splitlines()
    assert last == f"{len(lines)} problem(s); nothing was written"
    found = [MESSAGE.fullmatch(line) for line in lines]
    assert all(found), lines
    matches = [match for match in found if match]
    places = [(m["path"], int(m["line"] or 0)) for m in matches]
    assert places == sorted(places)
    return matches


def named(match: re.Match[str], fault: Fault, line: int) -> bool:
    place = (match["path"], int(match["line"] or 0), match["column"] or "")
    return place == (table_info(fault.table).path, line, fault.column) and fault.found in match["told"]


def test_real_data_are_valid(project: Project, capsys: pytest.CaptureFixture[str]):
    before = hashes(project.root)
    code = main(["check", "--root", str(project.root)])
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert "0 problems" in out
    assert hashes(project.root) == before


@pytest.mark.parametrize("name", list(FAULTS))
def test_fault_is_named(
    name: str, project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    remember(monkeypatch)
    fault = FAULTS[name]
    line = fault.broken(project)
    before = hashes(project.root)
    assert main(["all", "--root", str(project.root)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    found = messages(err)
    hits = [match for match in found if named(match, fault, line)]
    assert len(hits) == 1, err
    assert fault.instead in hits[0]["told"].split("; ", 1)[1]
    # what stands twice is told at its other place, too
    assert len(found) >= fault.problems, err
    assert hashes(project.root) == before


def test_two_faults_in_two_files_are_both_told(project: Project, capsys: pytest.CaptureFixture[str]):
    in_sources = project.edit("sources", lambda row: row["accessed"] != "", accessed="2026-02-30")
    in_measures = project.edit("measures", BAN, effect="bann")
    assert main(["all", "--root", str(project.root)]) == 1
    found = [(m["path"], int(m["line"]), m["column"]) for m in messages(capsys.readouterr().err)]
    assert found == [
        (table_info("measures").path, in_measures, "effect"),
        (table_info("sources").path, in_sources, "accessed"),
    ]


def test_many_faults_in_one_file_are_all_told(project: Project, capsys: pytest.CaptureFixture[str]):
    broken = [row["measure_id"] for row in project.rows("measures") if row["instrument_id"] == "cn-2026-1"]
    lines = [project.edit("measures", key(measure_id=m), effect="bann", layer="dual-use") for m in reversed(broken)]
    assert main(["check", "--root", str(project.root)]) == 1
    found = [(int(m["line"]), m["column"]) for m in messages(capsys.readouterr().err)]
    assert found == [(line, column) for line in sorted(lines) for column in ("effect", "layer")]
    assert len(lines) > 1


@pytest.mark.parametrize("name", ["month_13", "utf16", "unbalanced_quotes", "missing_file"])
def test_command_line_ends_with_1_and_no_traceback(name: str, project: Project):
    line = FAULTS[name].broken(project)
    before = hashes(project.root)
    done = run(project)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert any(named(match, FAULTS[name], line) for match in messages(done.stderr))
    assert hashes(project.root) == before


def test_command_line_names_a_missing_project(project: Project):
    done = run(Project(project.root / "nowhere"), "check")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "the file is missing" in done.stderr
    assert not (project.root / "nowhere").exists()


def test_command_line_refuses_an_unknown_step(project: Project):
    done = run(project, "chekc")
    assert done.returncode == 2
    assert "No such command 'chekc'. Did you mean 'check'?" in done.stderr


def test_a_column_that_is_wrong_from_top_to_bottom_is_told_in_short(
    project: Project, capsys: pytest.CaptureFixture[str]
):
    rows = [{**row, "read_as": "hearsay"} for row in project.rows("sources")]
    project.save("sources", rows)
    assert main(["check", "--root", str(project.root)]) == 1
    _, err = capsys.readouterr()
    assert err.count("sources.csv:") < 110
    assert (
        f"datasets/curated/shared/sources.csv: read_as: {len(rows) - 100:,} more problems; mend the first ones" in err
    )
