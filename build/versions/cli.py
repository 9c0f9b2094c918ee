"""Command line for versions: `python -m build diff | record | changelog`."""

import argparse
import json
import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from build.versions.diff import Change, differences, is_computed, least_version, numbers, step_of
from build.versions.record import last_folder, last_release, read_release, write_record
from validation.release.published import Published

STEPS = ("diff", "record", "changelog")
_MOST = 40  # changes of one table that are listed one by one


def main(arguments: list[str], root: Path) -> int:
    """Run one step; return the exit code: 1 if a release cannot be read or its number is too small."""
    options = _parser(root).parse_args(arguments)
    root, errors = options.root.resolve(), Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    try:
        new = read_release(options.new or root / "datasets" / "exportcurbs" / "data")
        first = options.step == "record" and last_folder(root) is None
        old = new if first else read_release(options.old) if options.old else last_release(root)
        changes = differences(old, new)
        least = least_version(old.version, step_of(changes))
        small = numbers(new.version) < numbers(least)
        count = f"{len(changes):,} change{'' if len(changes) == 1 else 's'}"
        told = f"from {old.version} to {new.version}: {count}, {step_of(changes)}; "
        told += f"{least} is the smallest number that would do"
        if options.step == "diff" and options.json:
            said = {"old": old.version, "new": new.version, "step": step_of(changes), "least": least}
            document = {**said, "changes": [asdict(c) for c in changes]}
            Console(soft_wrap=True).print_json(json.dumps(document, ensure_ascii=False, default=str))
        elif options.step == "diff":
            Console(soft_wrap=True, highlight=False, markup=False).print(changelog(new, changes) + told)
        elif options.step == "changelog":
            if new.version == old.version:
                raise ValueError(f"{new.version} is recorded and its section stays; begin a larger version first")
            _write_changelog(root / "CHANGELOG.md", new, changes)
        elif not small:
            errors.print(f"recorded {write_record(new, root)}")
        if small and (options.check or options.step == "record"):
            place = "" if options.new else " (in datasets/VERSION)"
            errors.print(f"version {new.version}{place} is too small: {told}")
            return 1
    except ValueError as error:
        errors.print(str(error))
        return 1
    return 0


def _parser(root: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m build", description="Compare and record releases.")
    told = "diff: list the changes; record: keep the data as released; changelog: write the changes to CHANGELOG.md"
    parser.add_argument("step", choices=STEPS, help=told)
    parser.add_argument("old", type=Path, nargs="?", help="release folder (default: the last release recorded)")
    parser.add_argument("new", type=Path, nargs="?", help="release folder (default: the reader's data folder)")
    parser.add_argument("--root", type=Path, default=root, help="project folder (default: this one)")
    parser.add_argument("--json", action="store_true", help="diff: print every change as JSON")
    parser.add_argument("--check", action="store_true", help="exit 1 if the number of the new release is too small")
    return parser


def changelog(new: Published, changes: list[Change]) -> str:
    """Return the changes of the data as a Markdown list: one by one where few, counted where many or computed."""
    lines = [] if changes else ["- no change of the data"]
    for name in dict.fromkeys(c.table for c in changes):
        own = [c for c in changes if c.table == name]
        computed = name in new.tables and is_computed(new, name)
        counts = ", ".join(f"{count} {_plural(kind, count)}" for kind, count in Counter(c.kind for c in own).items())
        lines.append(f"- `{name}`: {counts}{' (computed)' if computed else ''}")
        if not computed:
            lines += [f"  - {_told(change)}" for change in own[:_MOST]]
            lines += [f"  - and {len(own) - _MOST} more"] if len(own) > _MOST else []
    return "\n".join(lines) + "\n"


def _plural(kind: str, count: int) -> str:
    return kind if count == 1 else re.sub(r"^(row|column|value|wording|closed list)\b", r"\1s", kind)


def _told(change: Change) -> str:
    values = f": {_text(change.old)} -> {_text(change.new)}" if change.old != change.new else ""
    sources = f" ({'|'.join(change.sources)})" if change.sources else ""
    return " ".join(filter(None, (change.kind, change.row_id, change.column))) + values + sources


def _text(value: object) -> str:
    return "empty" if value in (None, "", []) else "|".join(map(str, value)) if isinstance(value, list) else str(value)


def _write_changelog(path: Path, new: Published, changes: list[Change]) -> None:
    """Write the changes between two marks under the heading of the version, in place of what stood there."""
    part = f"\n<!-- data -->\n{changelog(new, changes)}<!-- end of data -->\n"
    heading = rf"(## {re.escape(new.version)}\b[^\n]*\n)(?:\n<!-- data -->.*?<!-- end of data -->\n)?"
    text, found = re.subn(heading, lambda m: m[1] + part, path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
    if not found:
        raise ValueError(f"{path} has no section `## {new.version}`: add it, then run this again")
    path.write_text(text, encoding="utf-8", newline="\n")
