"""Swap a finished folder into the place of the last one, so that a killed build leaves one of them whole."""

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# renameat2(2) of Linux: both names exist before and after, and no moment lies between.
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def _exchange(new: Path, target: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(
        rename(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(target), ctypes.c_uint(_RENAME_EXCHANGE)) == 0
    )


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

    Where the system can exchange two folders in one step there is no moment without a whole target; elsewhere two
    renames follow each other and `recover` mends a death between them.
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
        elif not _exchange(new, target):
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
