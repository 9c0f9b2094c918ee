"""A build that fails or is killed leaves the last good data whole."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from build.write.swap import recover, replacing
from tests.support.project import CODE, ROOT, Project, whole_version

# One process compiles; then, for each line that it reads, a fork of it builds until it is killed.
WORKER = """
import dataclasses, os, sys
from pathlib import Path
from build import compile

compiled = compile.compile_dataset(Path(sys.argv[1]))
for line in sys.stdin:
    child = os.fork()
    if not child:
        for patch in range(10_000):
            release = dataclasses.replace(compiled.release, version=f"1.{line.strip()}.{patch}")
            compile.write_compiled(dataclasses.replace(compiled, release=release), Path(sys.argv[2]))
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""

# Kills itself before the n-th call to the file system once the new folder is full.
SUICIDE = """
import os, signal, sys
from pathlib import Path
from build.write import swap

left = int(sys.argv[2])

def hook(event, arguments):
    global left
    if event != "os.kill" and event.split(".")[0] in ("os", "open", "shutil", "ctypes"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

with swap.replacing(Path(sys.argv[1])) as folder:
    for name in ("a", "b"):
        (folder / name).write_text("2")
    sys.addaudithook(hook)
"""


def fill(target: Path, text: str) -> None:
    with replacing(target) as folder:
        for name in ("a", "b"):
            (folder / name).write_text(text)


def texts(target: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(target.iterdir())}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def whole(text: str) -> dict[str, str]:
    return {"a": text, "b": text}


def test_new_folder_takes_the_place_of_the_old(tmp_path: Path):
    target = tmp_path / "sub" / "data"
    fill(target, "1")
    fill(target, "2")
    assert texts(target) == whole("2")
    assert names(target.parent) == ["data"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_failure_leaves_the_old_folder(error: type[BaseException], tmp_path: Path):
    target = tmp_path / "data"
    fill(target, "1")
    with pytest.raises(error), replacing(target) as folder:
        (folder / "a").write_text("2")
        raise error
    assert texts(target) == whole("1")
    assert names(tmp_path) == ["data"]


def test_failure_of_the_first_build_leaves_nothing(tmp_path: Path):
    with pytest.raises(ValueError, match="no"), replacing(tmp_path / "data") as folder:
        (folder / "a").write_text("1")
        raise ValueError("no")
    assert names(tmp_path) == []


def test_recover_puts_the_old_folder_back(tmp_path: Path):
    fill(tmp_path / ".data.old", "1")
    recover(tmp_path / "data")
    assert texts(tmp_path / "data") == whole("1")
    assert names(tmp_path) == ["data"]


def test_recover_keeps_the_new_folder_when_both_are_there(tmp_path: Path):
    fill(tmp_path / ".data.old", "1")
    fill(tmp_path / "data", "2")
    fill(tmp_path / ".data.old", "1")
    recover(tmp_path / "data")
    assert texts(tmp_path / "data") == whole("2")
    assert names(tmp_path) == ["data"]


def test_recover_clears_half_written_folders_and_nothing_else(tmp_path: Path):
    fill(tmp_path / "data", "1")
    for name in (".data.new-abc", ".data.new-def", ".other.new-abc", "data.new-abc"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_text("half")
    recover(tmp_path / "data")
    assert texts(tmp_path / "data") == whole("1")
    assert names(tmp_path) == [".other.new-abc", "data", "data.new-abc"]


def test_killed_before_any_step_of_the_swap(tmp_path: Path):
    target, seen = tmp_path / "data", []
    for step in range(100):
        fill(target, "1")
        command = [sys.executable, "-c", SUICIDE, str(target), str(step)]
        done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=tmp_path, check=False)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        recover(target)
        seen.append(texts(target))
        assert seen[-1] in (whole("1"), whole("2")), f"killed before step {step}"
    assert texts(target) == whole("2")
    assert seen[0] == whole("1")
    assert seen[-1] == whole("2")


def identity(target: Path) -> int | None:
    """Return what changes when a new folder takes the place; None in the moment between two renames."""
    try:
        return target.stat().st_ino
    except FileNotFoundError:
        return None


def test_killed_builds_leave_whole_data(base: Project, tmp_path: Path):
    target = tmp_path / "data"
    dice = random.Random("renames")  # noqa: S311
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(CODE)}
    command = [sys.executable, "-c", WORKER, str(base.root), str(target)]
    versions, leftovers = set(), 0
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env, cwd=ROOT) as job:
        assert job.stdin and job.stdout
        for kill in range(12):
            before = identity(target)
            print(kill, file=job.stdin, flush=True)
            child = int(job.stdout.readline())
            while kill % 4 == 0 and identity(target) in (before, None):
                time.sleep(0.01)
            time.sleep(dice.uniform(0, 0.4))
            os.kill(child, signal.SIGKILL)
            assert job.stdout.readline() == "gone\n"
            leftovers += len(names(tmp_path)) > 1
            recover(target)
            versions.add(whole_version(target))
        job.stdin.close()
    assert len(versions) >= 3
    assert leftovers, "no build was killed half-way"
    recover(target)
    assert names(tmp_path) == ["data"]
