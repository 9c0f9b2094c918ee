"""The quickstart: one question in five tools; what can run here is run, and its output shown."""

import contextlib
import io
from pathlib import Path

import duckdb

from book.pages.start.prose import TEMPLATES, page
from build.compile import Compiled

ASKED = {"day": "2024-12-10", "material": "Ga", "destination": "USA", "use": "civil"}


def quickstart_page(compiled: Compiled, parquet: Path) -> str:
    """Return the page; `parquet` is a folder of that name with the published files."""
    texts = {p.stem: p.read_text(encoding="utf-8") for p in sorted((TEMPLATES / "quickstart").glob("*.txt"))}
    told = {name: texts[name] for name in ("python", "pandas", "r", "stata")}
    with contextlib.chdir(parquet.parent):  # the snippets name their files as a reader's would
        told |= {f"{name}_says": _output(texts[name]) for name in ("python", "pandas")}
        with duckdb.connect() as connection:
            answer = connection.sql(texts["duckdb"])
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                answer.show(max_width=100)
            told |= {"sql": texts["duckdb"], "sql_says": printed.getvalue().rstrip() + "\n"}
    return page("quickstart", compiled, {**ASKED, **told})


def _output(program: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(program, {"__name__": "quickstart"})  # noqa: S102 the programs are files of this folder
    return printed.getvalue()
