"""Steps of the command line for versions: diff, changes, record, changelog."""

import json
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import Annotated

import exportcurbs as ec
import pandas as pd
import typer
from exportcurbs import Dataset
from exportcurbs._diff import Change, differences, is_computed, least_version, numbers, step_of
from exportcurbs._plurals import counted
from rich.console import Console
from typer import Argument, Option

from build.versions.record import RecordError, last_folder, last_release, read_release, write_record
from build.versions.standing import status_changes
from build.write.target import DATA, ROOT, Root

_NOUN = re.compile(r"^(row|column|value|wording|closed list)\b")
_MOST = 40  # changes of one table that are listed one by one
Folder = Annotated[Path | None, Argument(metavar="FOLDER", help="A release or its folder of Parquet files.")]


app = typer.Typer()


@app.command()
def diff(
    old: Folder = None,
    new: Folder = None,
    root: Root = ROOT,
    as_json: Annotated[bool, Option("--json", help="Print every change as JSON.")] = False,
    check: Annotated[bool, Option("--check", help="Exit 1 if the version is too small for the changes.")] = False,
) -> None:
    """List the changes since the last release, or between two releases."""
    before = read_release(old) if old else last_release(root.resolve())
    after = read_release(new or root / DATA)
    found = differences(before, after)
    if as_json:
        _print_json(ec.diff(before, after))
    else:
        _print(changelog(after, found) + _summary(before, after, found))
    if check:
        _refuse_small(before, after, found, "" if new else " (in datasets/VERSION)")


@app.command()
def changes(
    root: Root = ROOT, since: Annotated[str, Option(metavar="COMMIT", help="The commit to compare with.")] = "HEAD"
) -> None:
    """List what changes in the published tables against a commit, row by row, and which goods change their status."""
    with tempfile.TemporaryDirectory() as folder:
        before = _committed(root.resolve(), since, Path(folder))
        after = read_release(root / DATA)
        found = differences(before, after)
        _print(changelog(after, found, most=None) + status_changes(before, after))


@app.command()
def record(root: Root = ROOT) -> None:
    """Keep the published files as a release that never changes."""
    root = root.resolve()
    new = read_release(root / DATA)
    old = last_release(root) if last_folder(root) else new
    _refuse_small(old, new, differences(old, new), " (in datasets/VERSION)")
    typer.echo(f"recorded {write_record(new, root)}", err=True)


@app.command(name="changelog")
def write_changelog(root: Root = ROOT) -> None:
    """Write the changes since the last release into CHANGELOG.md."""
    root = root.resolve()
    old, new = last_release(root), read_release(root / DATA)
    if new.version == old.version:
        raise RecordError(f"{new.version} is recorded and its section stays; begin a larger version first")
    _write_changelog(root / "CHANGELOG.md", new, differences(old, new))


def _committed(root: Path, commit: str, folder: Path) -> Dataset:
    """Return the published files of a commit, unpacked into a folder; RecordError if it has none."""
    archive = folder / "data.tar"
    command = ["git", "archive", "--output", str(archive), commit, "--", DATA.as_posix()]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RecordError(f"{root}: git has no published files of {commit}: {done.stderr.strip()}")
    shutil.unpack_archive(archive, folder, filter="data")
    return read_release(folder / DATA)


def _print(text: str) -> None:
    Console(soft_wrap=True, highlight=False, markup=False).print(text)


def _print_json(changes: pd.DataFrame) -> None:
    document = {**changes.attrs, "changes": json.loads(changes.to_json(orient="records"))}
    Console(soft_wrap=True).print_json(json.dumps(document, ensure_ascii=False))


def _summary(old: Dataset, new: Dataset, changes: list[Change]) -> str:
    step, count = step_of(changes), counted(len(changes), "change")
    least = least_version(old.version, step)
    return f"from {old.version} to {new.version}: {count}, {step}; {least} is the smallest number that would do"


def _refuse_small(old: Dataset, new: Dataset, changes: list[Change], place: str) -> None:
    if numbers(new.version) < numbers(least_version(old.version, step_of(changes))):
        raise RecordError(f"version {new.version}{place} is too small: {_summary(old, new, changes)}")


def changelog(new: Dataset, changes: list[Change], most: int | None = _MOST) -> str:
    """Return the changes of the data as a Markdown list: one by one up to `most` a table, counted where computed."""
    lines = [] if changes else ["- no change of the data"]
    for name in dict.fromkeys(c.table for c in changes):
        own = [c for c in changes if c.table == name]
        computed = name in new.arrow and is_computed(new, name)
        kinds = Counter(c.kind for c in own)
        counts = ", ".join(counted(count, kind, _NOUN.sub(r"\1s", kind)) for kind, count in kinds.items())
        lines.append(f"- `{name}`: {counts}{' (computed)' if computed else ''}")
        if not computed:
            lines += [f"  - {_told(change)}" for change in own[:most]]
            lines += [f"  - and {len(own) - most} more"] if most and len(own) > most else []
    return "\n".join(lines) + "\n"


def _told(change: Change) -> str:
    values = f": {_text(change.old)} -> {_text(change.new)}" if change.old != change.new else ""
    sources = f" ({'|'.join(change.sources)})" if change.sources else ""
    return " ".join(filter(None, (change.kind, change.row_id, change.column))) + values + sources


def _text(value: object) -> str:
    return "empty" if value in (None, "", []) else "|".join(map(str, value)) if isinstance(value, list) else str(value)


def _write_changelog(path: Path, new: Dataset, changes: list[Change]) -> None:
    """Write the changes between two marks under the heading of the version, in place of what stood there."""
    part = f"\n<!-- data -->\n{changelog(new, changes)}<!-- end of data -->\n"
    heading = rf"(## {re.escape(new.version)}\b[^\n]*\n)(?:\n<!-- data -->.*?<!-- end of data -->\n)?"
    text, found = re.subn(heading, lambda m: m[1] + part, path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
    if not found:
        raise RecordError(f"{path} has no section `## {new.version}`: add it, then run this again")
    path.write_text(text, encoding="utf-8", newline="\n")
