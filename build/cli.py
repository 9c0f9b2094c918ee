"""Command line of the build: `python -m build`, whose steps `python -m build --help` lists."""

import contextlib
import errno
import os
import signal
import sys
import time
from pathlib import Path
from typing import Annotated

import exportcurbs as ec
import typer
from rich.console import Console
from rich.table import Table
from typer import Option

from build.compile import Compiled, compile_dataset, project_version, write_compiled
from build.editions.metadata import citation_file, write_text
from build.editions.release import ReleaseError, read_committed, release_summary, sha256, write_release
from build.editions.to_sqlite import write_sqlite
from build.versions import cli as versions
from build.versions.record import RecordError
from build.write.target import DATA, ROOT, Root, TargetError, alone, checked_out, checked_target
from validation.definitions.tables import GRADES
from validation.problems import InvalidDataError, report

Out = Annotated[Path | None, Option(metavar="FOLDER", help="Folder to write in (default: dist of the project).")]
_INTERRUPTED = 130

app = typer.Typer(name="python -m build", add_completion=False, rich_markup_mode=None)


@app.callback()
def steps() -> None:
    """Compile the dataset from the curated tables, write its editions, compare and record its versions."""


@app.command(name="all")
def everything(
    root: Root = ROOT,
    target: Annotated[Path | None, Option(metavar="FOLDER", help="Where (default: the reader's data).")] = None,
) -> None:
    """Compile and write the published files (what `python -m build` does without a step)."""
    begun, folder = time.perf_counter(), checked_target(target or root / DATA, root)
    with alone(folder):
        compiled = _compiled(root)
        if target is None:
            write_text(root / "CITATION.cff", citation_file(compiled.release.version))
        entries = write_compiled(compiled, folder)
    _summarise(compiled, entries, begun)


@app.command()
def check(root: Root = ROOT) -> None:
    """Compile and write nothing."""
    begun = time.perf_counter()
    _summarise(_compiled(root), {}, begun)


@app.command()
def sqlite(root: Root = ROOT, out: Out = None) -> None:
    """Write the SQLite edition of the published files."""
    folder = (out or root / "dist").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        write_sqlite(ec.open(root / DATA), folder / "exportcurbs.sqlite")
    except FileNotFoundError as error:
        raise ReleaseError(f"{error.filename}: {error.strerror}; run `make dataset` first") from error


@app.command()
def release(root: Root = ROOT, out: Out = None) -> None:
    """Write the published files in every format, as a folder and a zip."""
    name = f"exportcurbs-{project_version(root)}"
    folder = checked_out(out or root / "dist", root, name)
    published = read_committed(root / DATA, _compiled(root))
    with alone(folder / name), Console(stderr=True).status("writing") as status:
        archive = write_release(published, root.resolve(), folder, status.update)
    Console().print(release_summary(archive))
    typer.echo(f"{sha256(archive)}  {archive}")


app.registered_commands += versions.app.registered_commands


def _compiled(root: Path) -> Compiled:
    with Console(stderr=True).status("compiling", spinner="dots") as status:
        return compile_dataset(root.resolve(), status.update)


def _summarise(compiled: Compiled, entries: dict[str, dict[str, object]], begun: float) -> None:
    table = Table(title=f"Export Curbs {compiled.release.version}, as of {compiled.release.as_of}")
    for heading in ("table", "rows", "columns", "bytes", "grades A/B/C/D", "problems"):
        # fold: the other way of shortening needs a character that not every terminal has
        table.add_column(heading, justify="left" if heading == "table" else "right", overflow="fold")
    for name, frame in compiled.frames.items():
        grades = compiled.grades(name)
        mix = "/".join(str(grades[g]) for g in GRADES) if grades else "-"
        size = str(entries[name]["bytes"]) if entries else "-"
        table.add_row(name, str(len(frame)), str(len(frame.columns)), size, mix, "0")
    console = Console()
    console.print(table)
    seconds = f"{time.perf_counter() - begun:.1f} s"
    console.print(f"{compiled.release.given_citation}\n0 problems, {seconds}", highlight=False)


def main(arguments: list[str] | None = None) -> int:
    """Run one step; return the exit code: 0, 1 for what a person must mend, 2 for wrong use, 130 if interrupted."""
    given = sys.argv[1:] if arguments is None else arguments
    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    if not given or (given[0] not in known and given[0] != "--help" and given[0].startswith("-")):
        given = ["all", *given]
    # a full or limited disk is an error of the call, not the end of the process
    with contextlib.suppress(ValueError, AttributeError):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        if sys.flags.optimize > 1:
            raise TargetError("run Python without -OO or PYTHONOPTIMIZE=2: the titles of the tables are docstrings")
        code = app(given, standalone_mode=False)
        if code == _INTERRUPTED:  # typer makes this of an interrupt
            raise KeyboardInterrupt
        sys.stdout.flush()
        return int(code or 0)
    except (Exception, KeyboardInterrupt) as error:
        said = _message(error)
        if said is None:
            raise
        return _fail(*said)


def _message(error: BaseException) -> tuple[str, int] | None:
    """Return what to say of a fault that a person can mend, and the exit code; None for a fault of ours."""
    if isinstance(error, InvalidDataError):
        lines = "\n".join(report(error.problems))
        return f"{lines}\n{len(error.problems)} problem(s); nothing was written", 1
    if isinstance(error, ReleaseError | RecordError | TargetError):
        return str(error), 1
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return "interrupted; the published files are as they were", _INTERRUPTED
    if isinstance(error, OSError):
        return _of_the_machine(error), 1
    # what typer says of wrong use; its class differs between versions
    return (f"{error.format_message()} See python -m build --help", 2) if hasattr(error, "format_message") else None


def _of_the_machine(error: OSError) -> str:
    """Return what the machine could not do, and what to do about it."""
    if error.errno == errno.EPIPE:
        return "the output was closed before everything was said"
    place = error.filename or "a file, or the output"
    cure = {
        errno.ENOSPC: "make room",
        errno.EDQUOT: "make room",
        errno.EFBIG: "raise the limit on the size of files",
        errno.EACCES: "allow this user to write there",
        errno.EISDIR: "it must be a file: move the folder away",
        errno.ENOENT: "restore it; if the working folder was deleted, change to the project's folder",
    }.get(error.errno or 0, "mend it")
    return f"{place}: {error.strerror or error}; {cure} and run this again; the published files are whole"


def _fail(message: str, code: int) -> int:
    with contextlib.suppress(OSError):
        typer.echo(message, err=True)
    try:
        sys.stdout.flush()
    except OSError:
        # what is left in the buffer cannot be written either; Python is not to complain when it ends
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
