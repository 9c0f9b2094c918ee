"""Where the build may write: a folder that is new, empty or a dataset; never one that holds anything else."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from filelock import FileLock, Timeout
from typer import Option

from build.about import NAME

# Folders of a project that hold what people wrote; the published data lie in the one exception.
SOURCES = ("book", "build", "datasets", "tests", "validation", ".ci", ".git")
ROOT = Path(__file__).resolve().parents[2]
Root = Annotated[Path, Option("--root", metavar="FOLDER", help="The project (default: this one).")]
DATA = Path("datasets", "exportcurbs", "data")


class TargetError(Exception):
    """A place that the build must not write to; the message says why and what to give instead."""


def checked_target(target: Path, root: Path) -> Path:
    """Return the resolved folder for the dataset's files; TargetError for a place where something could be lost.

    Allowed are a folder that does not exist, an empty one, and one that holds a dataset of ours and nothing else.
    """
    target, root = _outside(target, root), root.resolve()
    if not target.exists() or not any(target.iterdir()):
        return target
    strange = sorted(p.name for p in target.iterdir() if p.name != "manifest.json" and p.suffix != ".parquet")
    if strange:
        raise TargetError(f"{target}: holds {', '.join(strange[:3])}, which is no part of a dataset; name a new folder")
    if target != root / DATA and _name(target / "manifest.json") != NAME:
        raise TargetError(f"{target}: is not empty and has no manifest.json of this dataset; name a new folder")
    return target


def checked_out(out: Path, root: Path, name: str) -> Path:
    """Return the resolved folder in which a release `name` is written; TargetError if something could be lost."""
    out = _outside(out, root)
    old = out / name
    if old.exists() and _name(old / "parquet" / "manifest.json") != NAME:
        raise TargetError(f"{old}: is no release of this dataset; name another folder or move it away")
    return out


def _outside(target: Path, root: Path) -> Path:
    target, root = target.resolve(), root.resolve()
    if target.exists() and not target.is_dir():
        raise TargetError(f"{target}: is a file; name a folder")
    if target == root or root.is_relative_to(target):
        raise TargetError(f"{target}: holds the project; name a new folder, as {root / 'dist' / 'data'}")
    if target != root / DATA and any(target.is_relative_to(root / name) for name in SOURCES):
        raise TargetError(
            f"{target}: is among the project's sources; name a folder outside, as {root / 'dist' / 'data'}"
        )
    return target


def _name(manifest: Path) -> str | None:
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found.get("name") if isinstance(found, dict) else None


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Keep other builds away from a folder; TargetError if one is writing it now."""
    # not beside the target, where a lock that stays would be litter
    name = hashlib.sha256(str(target.resolve()).encode()).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir()) / f"exportcurbs-{name}.lock", blocking=False)
    try:
        with lock:
            yield
    except Timeout:
        raise TargetError(f"{target}: another build is writing it; wait until it has ended") from None
