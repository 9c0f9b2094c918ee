"""The page that answers SQL in the browser, and the files it loads: the engine and the SQLite edition."""

import gzip
import shutil
import tempfile
from pathlib import Path

import exportcurbs as ec

from book.pages.common.markup import data_block, esc, front_matter, needs_script, raw
from book.pages.common.record import Record
from book.pages.common.text import counted, stamp, table_link
from book.pages.record.codebook import FAMILIES
from build.compile import Compiled, write_compiled
from build.editions.to_sqlite import write_sqlite
from build.write.swap import replacing
from validation.definitions import TABLES
from validation.definitions.tables import published_columns, table_info

ENGINE = ("sql-wasm.js", "sql-wasm.wasm")
DATABASE = "exportcurbs.sqlite.gz"


def serve(compiled: Compiled, root: Path) -> int:
    """Write what the site serves beside its pages: the database, and the engine if it is installed.

    Return the size of the packed database in bytes.
    """
    with replacing(root / "book" / "served" / "data") as folder, tempfile.TemporaryDirectory() as scratch:
        write_compiled(compiled, Path(scratch) / "data")
        path = Path(scratch) / "exportcurbs.sqlite"
        write_sqlite(ec.open(Path(scratch) / "data"), path)
        # a static host sends files as they are: packed, the database takes an eighth of the way
        packed = gzip.compress(path.read_bytes(), mtime=0)
        (folder / DATABASE).write_bytes(packed)
    with replacing(root / "book" / "served" / "engine") as folder:
        for name in ENGINE:
            source = root / "book" / "node_modules" / "sql.js" / "dist" / name
            if source.exists():
                shutil.copyfile(source, folder / name)
    return len(packed)


def sql_page(record: Record, queries: str, size: int) -> str:
    """Return the page with the box for SQL, example queries (each under a comment with its name), and the columns."""
    examples = [part.strip().partition("\n") for part in queries.split("-- ")[1:]]
    choices = "".join(f"<option>{esc(title)}</option>" for title, _, _ in examples)
    lines = [
        *front_matter("query"),
        "# Ask in SQL",
        "",
        "The whole dataset as one SQLite database, in your browser. Nothing that you type leaves this page. The first "
        f"query loads the engine (0.7 MB) and the database ({size / 1e6:.1f} MB). Dates are text such as `2024-12-03`, "
        "lists are text with `|` between the elements.",
        "",
        *raw(
            [
                '<form id="query" class="ask query" hidden>',
                f'<label>Example <select name="example">{choices}</select></label>',
                '<label>SQL <textarea name="sql" rows="9" spellcheck="false" autocapitalize="off"></textarea></label>',
                '<div class="buttons"><button type="submit">Run (Ctrl+Enter)</button>',
                '<button type="button" id="query-save" disabled>Save result as CSV</button></div>',
                "</form>",
                '<p id="query-told" class="told" role="status" aria-live="polite"></p>',
                '<div id="query-result" class="result-box" role="region" aria-label="Result" tabindex="0" hidden>'
                "</div>",
                needs_script(
                    "The box needs JavaScript. The same tables can be read as Parquet or with any SQLite program."
                ),
                data_block(
                    {"database": f"../data/{DATABASE}", "examples": [sql for _, _, sql in examples]},
                    "application/json",
                    "query-data",
                ),
            ]
        ),
        f'The same database as a file: <a href="../data/{DATABASE}" download>{DATABASE}</a>, packed with gzip.',
        "",
        "## Tables and columns",
        "",
        *_schema(record),
        stamp(record.release),
        "",
    ]
    return "\n".join(lines)


def _schema(record: Record) -> list[str]:
    lines = []
    for family, title in FAMILIES.items():
        lines += [f"**{title}**", ""]
        for info in (table_info(name) for name in TABLES):
            if info.family == family:
                columns = ", ".join(f"`{c.name}`" for c in published_columns(info))
                lines += [
                    f"- {table_link(info.name)} ({counted(len(record.compiled.frames[info.name]), 'row')}): {columns}"
                ]
        lines += [""]
    return lines
