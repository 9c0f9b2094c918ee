"""The command line: what it prints, how it fails, what it is like in a pipe and on an old terminal."""

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import exportcurbs
import pytest
import typer.main
from exportcurbs._cli import app, main
from typer.testing import CliRunner

from tests.support.project import version
from validation.definitions import TABLES

COMMANDS = ("list", "describe", "show", "status", "chain", "export", "cite", "verify")
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture
def run(capsys):
    """Run one command line in this process; return exit code, output and messages."""

    def _run(line: str) -> tuple[int, str, str]:
        code = main(shlex.split(line))
        told = capsys.readouterr()
        return code, told.out, told.err

    return _run


def process(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "exportcurbs", *arguments]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, check=False)


def cells(out: str) -> list[list[str]]:
    return [line.split("\t") for line in out.splitlines()]


def test_commands_are_those_that_the_help_names():
    told = CliRunner().invoke(app, ["--help"])
    assert told.exit_code == 0
    # serve prints nothing: programs ask it (test_serve)
    assert set(typer.main.get_command(app).commands) == {*COMMANDS, "serve"}
    assert all(f"\n  {name} " in told.output for name in (*COMMANDS, "serve"))
    assert "Exit codes: 0 done; 1 a problem was found" in told.output


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_of_the_help_work(name: str, run, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, told, _ = run(f"{name} --help")
    assert code == 0
    assert "--json" in told
    examples = [line.strip().removeprefix("exportcurbs ") for line in told.split("Examples:")[1].strip().splitlines()]
    assert len(examples) > 1
    for example in examples:
        assert example.startswith(name)
        assert run(example)[0] == 0, example


@pytest.mark.parametrize(
    "line",
    [
        "list",
        "describe measures",
        "show measures --limit 3",
        "show measures cn-2024-46-1",
        "status Ga USA 2024-12-10",
        "chain F-35",
        "export materials --to materials.csv",
        "cite --style bibtex",
        "verify",
    ],
)
def test_every_command_gives_json(line: str, run, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(f"{line} --json")
    assert code == 0
    assert json.loads(out)
    assert not err or "rows; --limit 0" in err


def test_status_answers_as_the_law_was_known(run):
    asked = "status holmium-metal DEU 2025-11-20"
    assert "suspended: cn-2025-57-1" in run(asked)[1]
    code, out, _ = run(f"{asked} --known-on 2025-10-20")
    assert code == 0
    assert "as known on 2025-10-20: licence since 2025-11-08" in out
    assert run(f"{asked} --known-on yesterday")[0] != 0


def test_list_names_every_table(run):
    _, out, _ = run("list")
    header, *rows = cells(out)
    assert header == ["table", "rows", "columns", "title"]
    assert [row[0] for row in rows] == list(TABLES)
    assert [int(row[1]) for row in rows] == [len(exportcurbs.load(name)) for name in TABLES]


def test_show_prints_the_rows_that_hold_a_value(run):
    code, out, err = run("show measures --where effect=ban --where destinations=USA --columns measure_id,destinations")
    measures = exportcurbs.load("measures")
    hold = (measures["effect"] == "ban") & measures["destinations"].map(lambda places: "USA" in places)
    assert code == 0
    assert cells(out)[0] == ["measure_id", "destinations"]
    assert [row[0] for row in cells(out)[1:]] == measures["measure_id"][hold].tolist()
    assert not err
    empty = cells(run("show measure_periods --where last_day= --columns measure_id --limit 0")[1])[1:]
    assert len(empty) == exportcurbs.load("measure_periods")["last_day"].isna().sum()


def test_show_says_that_it_left_rows_out(run):
    _, out, err = run("show materials")
    count = len(exportcurbs.load("materials"))
    assert len(cells(out)) == 21
    assert err == f"20 of {count} rows; --limit 0 prints all\n"
    _, out, err = run("show materials --limit 0")
    assert len(cells(out)) == count + 1
    assert not err
    assert run("show measures --where effect=bann") == (0, "", "no row has 'bann' in effect. Did you mean 'ban'?\n")


def test_show_prints_a_row_with_its_sources(run):
    _, out, _ = run("show measures cn-2024-46-1")
    row, sources = out.rstrip("\n").split("\n\n")
    assert sources == str(exportcurbs.sources_of("measures", "cn-2024-46-1"))
    assert [line.split()[0] for line in row.splitlines()] == list(exportcurbs.load("measures").columns)
    told = json.loads(run("show measures cn-2024-46-1 --json")[1])
    assert told["row"]["destinations"] == ["USA"]
    assert told["sources"] == list(exportcurbs.sources_of("measures", "cn-2024-46-1"))


@pytest.mark.parametrize(("options", "arguments"), [("", ()), ("--end-use military", ("military",))])
def test_status_says_what_the_reader_says(options: str, arguments: tuple[str, ...], run):
    answer = exportcurbs.status("Ga", "JPN", "2026-02-01", *arguments)
    assert run(f"status Ga JPN 2026-02-01 {options}")[1] == f"{answer}\n"
    told = json.loads(run(f"status Ga JPN 2026-02-01 --json {options}")[1])
    assert told["regime"] == answer.regime
    assert told["since"] == str(answer.since)


def test_chain_prints_what_the_reader_gives(run):
    _, out, _ = run("chain F-35")
    expected = exportcurbs.chain("F-35")
    assert cells(out)[0] == list(expected.columns)
    assert len(cells(out)) == len(expected) + 1
    assert len(json.loads(run("chain F-35 --json")[1])) == len(expected)


def test_export_writes_the_file(run, tmp_path: Path):
    file = tmp_path / "materials.csv"
    assert run(f"export materials --to {file}") == (0, f"{file}: {file.stat().st_size:,} bytes\n", "")
    with file.open(encoding="utf-8", newline="") as opened:
        assert len(list(csv.reader(opened))) == len(exportcurbs.load("materials")) + 1


@pytest.mark.parametrize("style", ["text", "bibtex", "csl-json"])
def test_cite_prints_what_the_reader_gives(style: str, run):
    said = exportcurbs.cite(style)
    assert run(f"cite --style {style}")[1] == said + "\n"
    citation = json.loads(said) if style == "csl-json" else said
    assert json.loads(run(f"cite --style {style} --json")[1]) == {"style": style, "citation": citation}


def test_version_and_help_without_a_command(run):
    assert run("--version") == (0, f"exportcurbs {version()}, record as of {exportcurbs.as_of}\n", "")
    assert run("")[0] == 0
    assert run("")[1] == run("--help")[1]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("shw", "No such command 'shw'"),
        ("cit", "Did you mean 'cite'? See exportcurbs --help"),
        ("show measures nothing-like-it", "A row is named by measure_id"),
        ("status Ga CHN 2024-12-10", "CHN is where the exports come from"),
        ("show", "Missing argument 'TABLE'. See exportcurbs show --help"),
        ("show measurs", "there is no table 'measurs'. Did you mean 'measures'?"),
        ("show measures --colums title", "No such option: --colums"),
        ("show measures --columns titel", "measures has no column 'titel'. Did you mean 'title'?"),
        ("show measures --where efect=ban", "measures has no column 'efect'. Did you mean 'effect'?"),
        ("show measures --where effect", "cannot read the condition 'effect'; write COLUMN=VALUE"),
        ("show measures --limit many", "Invalid value for '--limit'"),
        ("show measures --limit -1", "Invalid value for '--limit'"),
        ("show measures cn-2024-46-11x", "there is no row 'cn-2024-46-11x' in measures. Did you mean 'cn-2024-46-1'?"),
        ("status galium USA 2024-12-10", "item: unknown 'galium'. Did you mean 'Ga'?"),
        ("status Ga Japan 2024-12-10", "destination: unknown 'Japan'. Did you mean 'JPN'?"),
        ("status Ga USA yesterday", "day: unknown 'yesterday'; write YYYY-MM-DD"),
        ("status Ga USA 2024-12-10 --entity nobody-at-all", "entity: unknown 'nobody-at-all'"),
        ("chain F-36", "there is no platform 'F-36'. Did you mean 'f-35'?"),
        ("export measures", "Missing option '--to'. See exportcurbs export --help"),
        ("export measures --to measures.xls", "the name must end in one of: .csv, .parquet, .jsonl, .dta"),
        ("cite --style apa", "unknown style 'apa'; write one of: text, bibtex, csl-json"),
    ],
)
def test_wrong_use_is_told_in_a_line(line: str, told: str, run):
    code, out, err = run(line)
    assert (code, out) == (2, "")
    assert err.startswith("exportcurbs: ")
    assert told in err
    assert err.count("\n") == 1


def test_a_file_that_cannot_be_written_is_told_in_a_line(run, tmp_path: Path):
    file = tmp_path / "nowhere" / "materials.csv"
    assert run(f"export materials --to {file}") == (1, "", f"exportcurbs: {file}: No such file or directory\n")


def test_verify_fails_when_a_file_was_changed(tmp_path: Path):
    package = tmp_path / "exportcurbs"
    shutil.copytree(Path(exportcurbs.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    with (package / "data" / "items.parquet").open("ab") as file:
        file.write(b"more")
    done = process("verify", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout == b"items.parquet: differs from the file that was published\n"
    (package / "data" / "manifest.json").unlink()
    done = process("verify", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert (
        done.stderr.decode().strip() == f"exportcurbs: {package / 'data' / 'manifest.json'}: No such file or directory"
    )


def test_a_pipe_gets_whole_cells_without_colours(tmp_path: Path):
    done = process("show", "sources", "--limit", "0", cwd=tmp_path, FORCE_COLOR="1", COLUMNS="20")
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    header, *rows = cells(done.stdout.decode())
    titles = [row[header.index("title")] for row in rows]
    assert titles == [" ".join(title.split()) for title in exportcurbs.load("sources")["title"]]


def test_a_pipe_that_closes_early_is_no_error(tmp_path: Path):
    command = f"{shlex.quote(sys.executable)} -m exportcurbs show row_sources --limit 0 | head -n 1"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S602
    assert done.stdout.startswith("table\trow_id")
    assert done.stderr == ""


@pytest.mark.parametrize("environment", [ASCII, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}])
def test_chinese_on_a_terminal_that_has_none(environment: dict[str, str], tmp_path: Path):
    shown = process("show", "materials", "Ga", cwd=tmp_path, **environment)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert "镓".encode() in shown.stdout or rb"\u9553" in shown.stdout
    told = process("show", "materials", "Ga", "--json", cwd=tmp_path, **environment)
    assert json.loads(told.stdout)["row"]["name_zh"] == "镓"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_gets_as_many_columns_as_fit(tmp_path: Path):
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "exportcurbs", "show", "materials", "--limit", "2"]
    environment = {**os.environ, "COLUMNS": "90", "NO_COLOR": "1", "TERM": "xterm"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(theirs)
    told = os.read(ours, 65536).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "more columns: choose with --columns" in done.stderr
    assert "material_id" in told
    assert "evidence_grade" not in told
    assert "Actinium" in told
    assert max(len(line) for line in re.sub(r"\x1b\[[0-9;]*m", "", told).splitlines()) <= 90
