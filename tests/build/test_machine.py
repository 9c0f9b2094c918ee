"""Faults of the machine: one clear line, no traceback, and the last good data whole."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.project import CODE, Project, hashes

COMMAND = [sys.executable, "-m", "build"]


def run(project: Project, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(CODE), **options.pop("environment", {})}  # type: ignore[dict-item]
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*COMMAND, *arguments, "--root", str(project.root)],
        text=True,
        stderr=subprocess.PIPE,
        stdout=options.pop("stdout", subprocess.PIPE),
        check=False,
        cwd=options.pop("cwd", project.root),
        env=environment,
        **options,
    )


@pytest.fixture
def project(base: Project, tmp_path: Path) -> Project:
    return Project.copied(base.root, tmp_path / "project")


def clean(done: subprocess.CompletedProcess[str], project: Project, base: Project, *told: str) -> None:
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    for words in told:
        assert words in done.stderr
    assert hashes(project.data) == hashes(base.data)


def test_a_full_disk(project, base, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("this user cannot mount a small disk")
    try:
        done = run(project, "all", "--target", str(disk / "data"))
        clean(done, project, base, "No space left on device; make room and run this again")
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_limit_on_the_size_of_files(project, base, tmp_path):
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    done = run(project, "all", "--target", str(tmp_path / "new"), preexec_fn=limit)
    clean(done, project, base, "File too large; raise the limit on the size of files")
    assert not (tmp_path / "new").exists()


def test_a_full_standard_output(project, base):
    with Path("/dev/full").open("w") as full:
        done = run(project, "check", stdout=full)
    clean(done, project, base, "No space left on device")


def test_a_citation_file_that_is_a_folder(project, base):
    (project.root / "CITATION.cff").mkdir()
    clean(run(project), project, base, "CITATION.cff: ", "it must be a file: move the folder away")


@pytest.mark.parametrize("text", [None, "", "x", "1.0", "1.0.0.0", "v1.0.0"])
def test_a_version_that_is_none(text, project, base):
    path = project.root / "datasets" / "VERSION"
    path.unlink()
    if text is not None:
        path.write_text(text)
    for step in ("check", "all"):
        done = run(project, step)
        assert done.returncode == 1
        assert done.stderr.splitlines()[0].startswith("datasets/VERSION")
        assert "as 1.4.0" in done.stderr
        assert "Traceback" not in done.stderr
    assert hashes(project.data) == hashes(base.data)


def test_without_docstrings(project, base):
    done = run(project, "check", environment={"PYTHONOPTIMIZE": "2"})
    clean(done, project, base, "run Python without -OO or PYTHONOPTIMIZE=2")


def test_a_working_folder_that_was_deleted(project, base, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    line = f'rmdir "{gone}"; exec "{sys.executable}" -m build all --root "{project.root}" --target data'
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(CODE)}
    done = subprocess.run(["sh", "-c", line], cwd=gone, env=environment, capture_output=True, text=True, check=False)
    clean(done, project, base, "if the working folder was deleted, change to the project's folder")


def test_interrupts_end_with_one_line_and_whole_data(project, base):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(CODE)}
    for wait in (0.9, 1.6, 2.4):
        command = [*COMMAND, "--root", str(project.root), "--target", str(project.data)]
        with subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        ) as job:
            time.sleep(wait)
            job.send_signal(signal.SIGINT)
            _, told = job.communicate()
        ends = {0: "", 130: "interrupted; the published files are as they were", 1: "interrupted; nothing was begun"}
        assert told.strip() == ends[job.returncode]
        assert hashes(project.data) == hashes(base.data)


def test_ten_megabytes_of_newlines_end_soon(project, base):
    path = project.file("materials")
    path.write_text(path.read_text(encoding="utf-8") + "\n" * 10_000_000, encoding="utf-8", newline="\n")
    done = run(project, "check")
    assert done.returncode == 1
    assert done.stderr.endswith(
        "materials.csv: 901 more problems; mend the first ones\n1001 problem(s); nothing was written\n"
    )
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) < 300
    assert hashes(project.data) == hashes(base.data)
