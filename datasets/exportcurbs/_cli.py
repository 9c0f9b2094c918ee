"""Command line: `exportcurbs`, or `python -m exportcurbs`."""

import io
import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

import exportcurbs as ec
from exportcurbs._heavy import pa
from exportcurbs._near import guess
from exportcurbs._reader import Row, retired
from exportcurbs._sources import row_of

WIDEST_CELL = 40
Argument, Option = typer.Argument, typer.Option
AsJson = Annotated[bool, Option("--json", help="Print JSON.")]
TableName = Annotated[str, Argument(metavar="TABLE", help="Name of a table; `exportcurbs list` gives them.")]
Conditions = Annotated[
    list[str] | None, Option(metavar="COLUMN=VALUE", help="Keep rows that hold this, in a list too; repeatable.")
]
app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="""Read Export Curbs: China's export restrictions on dual-use items and critical minerals.

    Rows are aligned on a terminal, and separated by tabs when they go to a file or another command. `--version` prints
    the version and the last day that the record attests.""",
    epilog="Exit codes: 0 done; 1 a problem was found or a file could not be read or written; 2 wrong use.",
)


def _examples(*lines: str) -> str:
    return "\n".join(["\b", "Examples:", *(f"  exportcurbs {line}" for line in lines)])


@app.command("list", epilog=_examples("list", "list --json"))
def list_tables(as_json: AsJson = False) -> None:
    """List the tables with their rows and titles."""
    entries = ec.installed().manifest["tables"]
    _print([{"table": name} | {k: entries[name][k] for k in ("rows", "columns", "title")} for name in entries], as_json)


@app.command(epilog=_examples("describe measures", "describe coverage --json"))
def describe(table: TableName, as_json: AsJson = False) -> None:
    """Say what the columns of a table mean."""
    _print(ec.installed().columns(table), as_json, fit=True)


@app.command(
    epilog=_examples("show measures --where effect=ban --columns measure_id,title", "show measures cn-2024-46-1")
)
def show(
    table: TableName,
    row_id: Annotated[str, Argument(metavar="ROW_ID", help="Key of a row, its filled parts joined by `/`.")] = "",
    where: Conditions = None,
    columns: Annotated[str, Option(help="Columns to print, joined by commas.")] = "",
    limit: Annotated[int, Option(min=0, help="Most rows to print; 0 prints all.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Print rows of a table, or one row with its sources."""
    if row_id:
        row, sources = row_of(ec.installed(), table, row_id), ec.sources_of(table, row_id)
        lines = [f"{name:<{max(map(len, row))}}  {_text(cell)}".rstrip() for name, cell in row.items()]
        whole = {"table": table, "row_id": row_id, "row": row, "sources": sources}
        _print(whole, as_json, "\n".join([*lines, "", str(sources)]))
        return
    known = ec.describe(table)["column"].tolist()
    wanted = [_column(table, name, known) for name in map(str.strip, columns.split(","))] if columns else known
    found = ec.installed().rows(table)
    for condition in where or ():
        found = _holding(found, condition, table, known)
    first = found[: limit or None]
    _print([{name: row[name] for name in wanted} for row in first], as_json, fit=not columns)
    if len(first) < len(found):
        _say(f"{len(first):,} of {len(found):,} rows; --limit 0 prints all")


def _holding(found: list[Row], condition: str, table: str, known: list[str]) -> list[Row]:
    """Return the rows that hold what a condition says; say what is near if there are none."""
    name, equals, value = condition.partition("=")
    if not equals:
        raise ValueError(f"cannot read the condition {condition!r}; write COLUMN=VALUE")
    column = _column(table, name, known)
    kept = [row for row in found if value in _texts(row[column])]
    if found and not kept:
        near = retired(ec.installed(), table, column, value)
        near = near or guess(value, {x for row in found for x in _texts(row[column])})
        _say(f"no row has {value!r} in {column}.{near}")
    return kept


def _column(table: str, name: str, known: list[str]) -> str:
    if name not in known:
        near = retired(ec.installed(), table, name) or guess(name, known)
        raise KeyError(f"{table} has no column {name!r}.{near} Its columns are: {', '.join(known)}")
    return name


@app.command(epilog=_examples("status Ga USA 2024-12-10", "status Sb DEU 2025-06-01 --facts '{\"purity_pct\": 99.5}'"))
def status(  # noqa: PLR0913, PLR0917 - a shipment has that many properties
    item: Annotated[str, Argument(metavar="ITEM", help="Goods, a material (Dy), a code (3C001.a) or a customs code.")],
    destination: Annotated[str, Argument(metavar="DESTINATION", help="ISO 3166 alpha-3 code (JPN), or ROW.")],
    day: Annotated[str, Argument(metavar="DAY", help="YYYY-MM-DD.")],
    end_use: Annotated[str, Option(help="civil, military, military_capability, wmd or advanced_chips.")] = "civil",
    entity: Annotated[str, Option(help="An entity_id or name, for the answer to that listed party.")] = "",
    flow: Annotated[
        str, Option(help="export_from_china, re_export_abroad, foreign_made or technology_transfer.")
    ] = "export_from_china",
    facts: Annotated[str, Option(help="What is known of the shipment, as a JSON object.")] = "",
    known_on: Annotated[str, Option(help="YYYY-MM-DD: answer as the law was known on that day.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say what a shipment needed on a day."""
    try:
        given = json.loads(facts) if facts else None
    except json.JSONDecodeError as e:
        raise ValueError(f"facts: no JSON ({e})") from None
    shipment = item, destination, day, end_use, entity or None
    answer = ec.status(*shipment, flow=flow, facts=given, known_on=known_on or None)
    _print(answer.as_dict(), as_json, str(answer))


@app.command(epilog=_examples("chain F-35", "chain F-35 --json"))
def chain(
    platform: Annotated[str, Argument(metavar="PLATFORM", help="A platform_id or name.")], as_json: AsJson = False
) -> None:
    """Print which notices touch a platform, and why."""
    _print(pa.Table.from_pandas(ec.chain(platform), preserve_index=False).to_pylist(), as_json, fit=True)


@app.command(epilog=_examples("export measures --to measures.csv", "export measures --to measures.dta"))
def export(
    table: TableName,
    to: Annotated[Path, Option(metavar="FILE", help="Ends in .csv, .parquet, .jsonl (JSON Lines) or .dta (Stata).")],
    as_json: AsJson = False,
) -> None:
    """Write a table to a file of another format."""
    size = ec.export(table, to).stat().st_size
    _print({"table": table, "file": str(to), "bytes": size}, as_json, f"{to}: {size:,} bytes")


@app.command(epilog=_examples("cite", "cite --style bibtex"))
def cite(style: Annotated[str, Option(help="text, bibtex or csl-json.")] = "text", as_json: AsJson = False) -> None:
    """Print the citation of this version."""
    said = ec.cite(style)
    citation = json.loads(said) if style == "csl-json" else said
    _print({"style": style, "citation": citation}, as_json, said)


@app.command(epilog=_examples("verify", "verify --json"))
def verify(as_json: AsJson = False) -> None:
    """Compare the installed files with the published ones."""
    problems, fine = ec.verify(), f"{len(ec.tables())} files are those of version {ec.__version__}"
    _print({"version": ec.__version__, "problems": problems}, as_json, "\n".join(problems) or fine)
    raise typer.Exit(1 if problems else 0)


@app.command(epilog=_examples("serve"))
def serve() -> None:
    """Answer programs by the Model Context Protocol.

    Over stdin and stdout; it only reads. It needs the library mcp: pip install 'exportcurbs[serve]'.
    """
    from exportcurbs._serve import server

    try:
        own = server()
    except ModuleNotFoundError:
        raise ValueError("serve needs the library mcp: pip install 'exportcurbs[serve]'") from None
    own.run()


def _text(cell: Any) -> str:
    return "" if cell is None else " ".join(("|".join(cell) if isinstance(cell, list) else str(cell)).split())


def _texts(cell: Any) -> list[str]:
    return [*cell, _text(cell)] if isinstance(cell, list) else [_text(cell)]


def _say(message: str) -> None:
    typer.echo(message, err=True)


def _print(value: Any, as_json: bool, text: str | None = None, fit: bool = False) -> None:
    """Print a value: as JSON, as its text, or (rows) aligned on a terminal and separated by tabs elsewhere."""
    if as_json:
        plain = not (sys.stdout.encoding or "").lower().startswith("utf")
        typer.echo(json.dumps(value, ensure_ascii=plain, indent=2, default=str))
    elif text is not None:
        typer.echo(text)
    elif value and sys.stdout.isatty():
        _print_aligned(value, fit)
    elif value:
        typer.echo(
            "\n".join("\t".join(map(_text, cells)) for cells in [list(value[0]), *(row.values() for row in value)])
        )


def _print_aligned(found: list[Row], fit: bool) -> None:
    """Print a table; `fit` leaves out the columns that the terminal has no room for, and says so."""
    console, table, room = Console(), Table(box=None), Console().width
    for number, name in enumerate(found[0]):
        room -= 2 + min(WIDEST_CELL, max(cell_len(name), *(cell_len(_text(row[name])) for row in found)))
        if fit and room < 0 and number:
            _say(f"{len(found[0]) - number} more columns: choose with --columns, or print one row by its id")
            break
        # fold: the other way of shortening needs a character that not every terminal has
        table.add_column(name, overflow="fold")
    for row in found:
        table.add_row(*[escape(_text(cell)) for cell in row.values()][: len(table.columns)])
    console.print(table, highlight=False)


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:
        typer.echo(f"exportcurbs {ec.__version__}, record as of {ec.as_of}")
        return 0
    try:
        code = app(given or ["--help"], prog_name="exportcurbs", standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except BrokenPipeError:
        # the other side of the pipe has had enough; Python is not to complain when it closes its own
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        _say("exportcurbs: " + ": ".join(map(str, filter(None, (error.filename, error.strerror or error)))))
        return 1
    except (KeyError, ValueError) as error:
        _say(f"exportcurbs: {error.args[0]}")
    except Exception as error:
        # what typer says of wrong use; its class differs between versions
        if not hasattr(error, "format_message"):
            raise
        command = getattr(getattr(error, "ctx", None), "command_path", "exportcurbs")
        message = error.format_message().rstrip(".")
        _say(f"exportcurbs: {message}{'' if message.endswith('?') else '.'} See {command} --help")
    return 2
