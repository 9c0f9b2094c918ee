"""Steps of the command line for versions: diff, changes (with what changes its status), record, changelog."""

import json
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import exportcurbs as ec
import pandas as pd
import typer
from exportcurbs import Dataset
from exportcurbs._diff import Change, differences, is_computed, least_version, numbers, step_of
from exportcurbs._plurals import counted
from rich.console import Console
from typer import Argument, Option

from build.versions.record import RecordError, last_folder, last_release, read_release, write_record
from build.write.target import DATA, ROOT, Root

_NOUN = re.compile(r"^(row|column|value|wording|closed list)\b")
Folder = Annotated[Path | None, Argument(metavar="FOLDER", help="A release or its folder of Parquet files.")]


app = typer.Typer()
STATUS = ("goods_status", "material_status", "code_status")
REST = "ROW"  # every destination that has no row of its own
MOST, NAMED = 40, 12  # changes of a table that are listed one by one, and subjects of a line


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


def changelog(new: Dataset, changes: list[Change], most: int | None = MOST) -> str:
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


def status_changes(old: Dataset, new: Dataset) -> str:
    """Return a Markdown list of what changes its regime on the last day of the record, most changed pairs first."""
    lines = []
    for name in (n for n in STATUS if n in old.arrow and n in new.arrow and old.key(n) == new.key(n)):
        moved = list(_moved(_standing(old, name), _standing(new, name)))
        lines += [f"- `{name}` on the last day:"] if moved else []
        lines += [f"  - {line}" for line in moved[:MOST]]
        lines += [f"  - and {len(moved) - MOST} more"] if len(moved) > MOST else []
    return "".join(f"{line}\n" for line in lines)


def _standing(release: Dataset, name: str) -> "pd.Series[str]":
    """Return regime and strictest regime of the last spell by subject, destination and end use."""
    *subject, place, use, day = release.key(name)
    frame = release.load(name).sort_values(day).drop_duplicates([*subject, place, use], keep="last")
    frame = frame[[*subject, place, use, "regime", "strictest"]].astype(str)
    named = frame[subject[0]]
    for part in subject[1:]:
        named = named + "/" + frame[part]
    in_part = " (strictest " + frame["strictest"] + ")"
    said = frame["regime"] + in_part.where(frame["strictest"] != frame["regime"], "")
    return said.set_axis(pd.MultiIndex.from_arrays([named, frame[place], frame[use]], names=["subject", place, use]))


def _moved(old: "pd.Series[str]", new: "pd.Series[str]") -> Iterator[str]:
    """Yield subjects with their regimes before and after, and for how many destinations and end uses."""
    both = pd.concat({"old": old, "new": new}, axis=1)
    for side, own in (("old", old), ("new", new)):
        rest = own.xs(REST, level="destination").to_dict()
        both[side] = both[side].fillna({pair: rest.get((pair[0], pair[2])) for pair in both.index})
    moved = both.fillna("not there")[both["old"].fillna("") != both["new"].fillna("")]
    counts = moved.groupby(["subject", "old", "new"]).size().sort_values(ascending=False, kind="stable")
    found: dict[Any, int] = counts.to_dict()
    alike: dict[tuple[str, str, int], list[str]] = {}
    for (subject, was, now), count in found.items():
        alike.setdefault((was, now, count), []).append(subject)
    for (was, now, count), subjects in alike.items():
        more = f" and {len(subjects) - NAMED} more" if len(subjects) > NAMED else ""
        pairs = counted(count, "pair") + " of destination and end use" + " each" * (len(subjects) > 1)
        yield f"{', '.join(subjects[:NAMED])}{more}: {was} -> {now} ({pairs})"
