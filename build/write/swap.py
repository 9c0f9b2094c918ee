"""Swap a finished folder into the place of the last one, so that a killed build leaves one of them whole."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def recover(target: Path) -> None:
    """Put the last good folder back if an earlier build died between the two renames, and clear its leftovers."""
    old = target.with_name(f".{target.name}.old")
    if old.exists():
        if target.exists():
            shutil.rmtree(old)
        else:
            old.rename(target)
    for left in target.parent.glob(f".{target.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give an empty folder beside the target; on success it takes the target's place, on failure it goes.

    Two renames follow each other; `recover` mends a death between them.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target)
    new = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        new.chmod(0o755)
        yield new
        _sync(new)
        if not target.exists():
            new.rename(target)
        else:
            old = target.with_name(f".{target.name}.old")
            target.rename(old)
            new.rename(target)
            shutil.rmtree(old)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Have the files on disk before the folder takes its place."""
    for path in filter(Path.is_file, folder.rglob("*")):
        with path.open("rb") as file:
            os.fsync(file.fileno())
