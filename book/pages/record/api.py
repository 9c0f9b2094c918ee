"""The page on the reader and its command line, from signatures, docstrings and help texts."""

import inspect
import re
from collections.abc import Iterator

import exportcurbs
from exportcurbs._cli import app
from typer.testing import CliRunner

from book.pages.common.markup import esc
from build.write.parquet import Release


def api_page(release: Release) -> str:
    """Return the page: every public function and class, then every command."""
    lines = ["# The reader and the command line", "", f"For version {esc(release.version)}.", "", "## In Python", ""]
    lines += ["```python", *_example(), "```", ""]
    for name in exportcurbs.__all__:
        told = getattr(exportcurbs, name)
        if callable(told):
            lines += [f"### `{name}`", "", *_signature(name, told), *_documentation(told)]
    lines += ["## On the command line", "", *_help(), ""]
    return "\n".join(lines)


def _example() -> list[str]:
    return re.findall(r"^>>> (.*)$", inspect.getdoc(exportcurbs) or "", flags=re.MULTILINE)


def _signature(name: str, told: object) -> Iterator[str]:
    """Yield how a function is called; a class is only met as an answer."""
    if inspect.isfunction(told):
        text = re.sub(r"'((?:pd|pa|duckdb)\.[^']*)'", r"\1", str(inspect.signature(told)))
        text = re.sub(r"\b(?:exportcurbs\._\w+|pathlib(?:\._local)?|datetime)\.(?=[A-Z])", "", text)
        yield from ("```python", f"{name}{text}", "```", "")


def _documentation(told: object) -> Iterator[str]:
    for paragraph in (inspect.getdoc(told) or "").split("\n\n"):
        # a docstring's own code marks stay, all else prints as it stands
        parts = re.split(r"(`[^`]+`)", " ".join(paragraph.split()))
        yield from ("".join(part if part.startswith("`") else esc(part) for part in parts), "")


def _help() -> Iterator[str]:
    # a fixed width: the page is not to depend on the terminal that it is made in
    runner = CliRunner(env={"COLUMNS": "80"})
    names = [command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands]
    for name in ("", *names):
        told = runner.invoke(app, [name, "--help"] if name else ["--help"], prog_name="exportcurbs").output
        yield from ([f"### `exportcurbs {name}`", ""] if name else [])
        yield from ("```text", told.rstrip(), "```", "")
