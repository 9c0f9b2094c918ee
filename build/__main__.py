"""Command line: `python -m build [check | all | sqlite | release]`, and the steps of build/versions/cli.py."""

import argparse
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from build.compile import Compiled, compile_dataset, write_compiled
from build.editions.metadata import citation_file, write_text
from build.editions.release import ReleaseError, read_committed, release_summary, sha256, write_release
from build.editions.to_sqlite import write_sqlite
from build.versions import cli as versions
from validation.definitions.tables import GRADES
from validation.problems import InvalidDataError, told
from validation.release.published import Published

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run one step of the build; return the exit code (0, or 1 when the curated data have problems)."""
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] in versions.STEPS:
        return versions.main(given, ROOT)
    options = _parser().parse_args(given)
    console, errors = Console(), Console(stderr=True)
    root = options.root.resolve()
    if options.step == "sqlite":
        return _sqlite(root, options.target)
    begun = time.perf_counter()
    try:
        with errors.status("compiling", spinner="dots") as status:
            compiled = compile_dataset(root, status.update)
            if options.step == "release":
                published = read_committed(_target(root, options.target), compiled)
                archive = write_release(published, root, (options.out or root / "dist").resolve(), status.update)
                console.print(release_summary(archive))
                print(f"{sha256(archive)}  {archive}")
                return 0
            entries = {} if options.step == "check" else write_compiled(compiled, _target(root, options.target))
            if options.step == "all" and options.target is None:
                write_text(root / "CITATION.cff", citation_file(compiled.release.version))
    except InvalidDataError as error:
        print(*told(error.problems), sep="\n", file=sys.stderr)
        print(f"{len(error.problems)} problem(s); nothing was written", file=sys.stderr)
        return 1
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    console.print(_summary(compiled, entries))
    console.print(
        f"{compiled.release.given_citation}\n0 problems, {time.perf_counter() - begun:.1f} s", highlight=False
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m build",
        description="Compile the dataset from the curated tables.",
        epilog=f"Steps with options of their own, given first: {', '.join(versions.STEPS)} (see diff --help).",
    )
    parser.add_argument(
        "step",
        nargs="?",
        default="all",
        choices=("all", "check", "sqlite", "release"),
        help="all: compile and write (default); check: compile, write nothing; "
        "sqlite: write the SQLite edition of the published Parquet files to dist; "
        "release: write the published Parquet files in every format, as a folder and a zip",
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="project folder (default: this one)")
    parser.add_argument("--target", type=Path, default=None, help="folder to write (default: the reader's data folder)")
    parser.add_argument("--out", type=Path, default=None, help="folder for the release (default: dist)")
    return parser


def _target(root: Path, target: Path | None) -> Path:
    return target.resolve() if target else root / "datasets" / "exportcurbs" / "data"


def _sqlite(root: Path, target: Path | None) -> int:
    """Write the SQLite edition of the published files into a folder (default: dist)."""
    folder = target.resolve() if target else root / "dist"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        write_sqlite(Published.read(_target(root, None)), folder / "exportcurbs.sqlite")
    except FileNotFoundError as error:
        print(f"{error.filename} is missing; run `make dataset` first", file=sys.stderr)
        return 1
    return 0


def _summary(compiled: Compiled, entries: dict[str, dict[str, object]]) -> Table:
    table = Table(title=f"Export Curbs {compiled.release.version}, as of {compiled.release.as_of}")
    for heading in ("table", "rows", "columns", "bytes", "grades A/B/C/D", "problems"):
        # fold: the other way of shortening needs a character that not every terminal has
        table.add_column(heading, justify="left" if heading == "table" else "right", overflow="fold")
    for name, frame in compiled.frames.items():
        grades = compiled.grades(name)
        mix = "/".join(str(grades[g]) for g in GRADES) if grades else "-"
        size = str(entries[name]["bytes"]) if entries else "-"
        table.add_row(name, str(len(frame)), str(len(frame.columns)), size, mix, "0")
    return table


if __name__ == "__main__":
    sys.exit(main())
