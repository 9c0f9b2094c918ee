"""Kill the build at 100 moments and look what it leaves: `python -m tests.measuring.kills` (some twenty minutes).

Each run builds another version into one folder and is killed at a random moment of the time that a build takes. Then
the folder holds all files of the version before or all of the new one, as their manifest tells; between the two
renames it may be gone for a moment, and the old one stands beside it, where the next build takes it back. The last
build is not killed: after it no half-written folder is left.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.progress import track

from tests.support.project import CODE, ROOT, Project, whole_version

KILLS, SEED = 100, 20261127
MEASURED = ROOT / "book" / "measured" / "kills.json"


class Folder:
    """A folder that versions of one project are built into, one after the other."""

    def __init__(self, at: Path) -> None:
        self.project, self.target, self.patch = Project.copied(ROOT, at / "project"), at / "out" / "data", 0
        self.temporary = at / "tmp"
        self.temporary.mkdir()

    def begin(self) -> "subprocess.Popen[bytes]":
        """Begin to build the next version, in a group of its own."""
        self.patch += 1
        (self.project.root / "datasets" / "VERSION").write_text(f"1.0.{self.patch}\n", encoding="utf-8")
        line = [sys.executable, "-m", "build", "--root", str(self.project.root), "--target", str(self.target)]
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(CODE), "TMPDIR": str(self.temporary)}
        return subprocess.Popen(line, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, start_new_session=True)

    def whole(self) -> int:
        """Build to the end; return the patch of the version that the folder then holds."""
        with self.begin() as build:
            assert build.wait() == 0, "a build that nobody killed failed"
        return self.patch_in(self.target)

    def patch_in(self, folder: Path) -> int:
        return int(whole_version(folder).removeprefix("1.0."))

    def killed(self, seconds: float) -> str:
        """Kill the next build after some seconds; return what the folder holds: before, new, or aside."""
        before = self.held()
        with self.begin() as build:
            time.sleep(seconds)
            ended = build.poll() is not None
            if not ended:
                os.killpg(build.pid, signal.SIGKILL)
        held = self.held()
        assert held in (before, self.patch), f"neither the data before nor the new ones: 1.0.{held}"
        aside = "" if self.target.exists() else ", aside"
        return ("ended before" if ended else "new" if held == self.patch else "before") + aside

    def held(self) -> int:
        """Return the patch of the version in the folder, or beside it if the build died between its renames."""
        aside = self.target.with_name(f".{self.target.name}.old")
        return self.patch_in(self.target if self.target.exists() else aside)

    def litter(self) -> list[str]:
        """Return what lies beside the folder and among the temporary files, but for locks, which are no one's."""
        found = [*self.target.parent.iterdir(), *self.temporary.iterdir()]
        return sorted(p.name for p in found if p != self.target and p.suffix != ".lock")


def run(kills: int, at: Path) -> dict[str, object]:
    """Return what the kills left."""
    folder, chance = Folder(at), random.Random(SEED)  # noqa: S311 - moments, no secret
    folder.whole()
    begun = time.perf_counter()
    folder.whole()
    seconds = time.perf_counter() - begun
    left: Counter[str] = Counter()
    littered = 0
    for _ in track(range(kills), "killing builds", disable=not sys.stderr.isatty()):
        left[folder.killed(chance.uniform(0, seconds))] += 1
        littered = max(littered, len(folder.litter()))
    folder.whole()
    assert folder.litter() == [], "the next build left half-written files"
    return {"seed": SEED, "kills": kills, "left": dict(sorted(left.items())), "most_litter": littered}


def main() -> int:
    """Kill the builds and write the counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.measuring.kills", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--kills", type=int, default=KILLS, help=f"builds to kill (default {KILLS})")
    parser.add_argument("--json", type=Path, default=MEASURED, help="file for the counts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = run(options.kills, Path(folder))
    options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
