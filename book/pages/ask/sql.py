"""The page that answers SQL in the browser, and the files it loads: the engine and the SQLite edition."""

import gzip
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from exportcurbs._plurals import counted

from book.pages.common.markup import (
    Markup,
    bullets,
    code,
    data_block,
    elements,
    front_matter,
    heading,
    html,
    joined,
    md,
    needs_script,
    page,
    section,
    table_link,
)
from book.pages.common.record import Record
from book.pages.record.codebook import FAMILIES, tables_of
from build.editions.to_sqlite import write_sqlite
from build.write.swap import replacing
from validation.definitions.tables import published_columns

ENGINE = ("sql-wasm.js", "sql-wasm.wasm")
DATABASE = "exportcurbs.sqlite.gz"


def serve(record: Record) -> None:
    """Write what the site serves beside its pages: the database, and the engine if it is installed."""
    with replacing(_served(record) / "data") as folder, tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "exportcurbs.sqlite"
        write_sqlite(record.data, path)
        # a static host sends files as they are: packed, the database takes an eighth of the way
        (folder / DATABASE).write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    with replacing(_served(record) / "engine") as folder:
        for name in ENGINE:
            source = record.root / "book" / "node_modules" / "sql.js" / "dist" / name
            if source.exists():
                shutil.copyfile(source, folder / name)


def _served(record: Record) -> Path:
    return record.root / "book" / "served"


def sql_page(record: Record) -> Markup:
    """Return the page with the box for SQL, example queries (each under a comment with its name), and the columns."""
    queries = (record.root / "book" / "examples.sql").read_text(encoding="utf-8")
    examples = [part.strip().partition("\n") for part in queries.split("-- ")[1:]]
    size = (_served(record) / "data" / DATABASE).stat().st_size
    return page(
        front_matter(scripts="query"),
        heading(1, "Ask in SQL"),
        md(
            "The whole dataset as one SQLite database, in your browser. Nothing that you type leaves this page. The "
            "first query loads the engine (0.7 MB) and the database ({:.1f} MB). Dates are text such as `2024-12-03`, "
            "lists are text with `|` between the elements.",
            size / 1e6,
        ),
        html(*_box([title for title, _, _ in examples], [sql for _, _, sql in examples])),
        md(
            'The same database as a file: <a href="../data/{file}" download>{file}</a>, packed with gzip.',
            file=DATABASE,
        ),
        section("Tables and columns", *_schema(record)),
        record.stamp,
    )


def _box(titles: list[str], queries: list[str]) -> Iterator[Markup]:
    yield Markup('<form id="query" class="ask query" hidden>')
    choices = elements(md("<option>{}</option>", title) for title in titles)
    yield md('<label>Example <select name="example">{}</select></label>', choices)
    yield Markup(
        '<label>SQL <textarea name="sql" rows="9" spellcheck="false" autocapitalize="off"></textarea></label>\n'
        '<div class="buttons"><button type="submit">Run (Ctrl+Enter)</button>\n'
        '<button type="button" id="query-stop" disabled>Stop</button>\n'
        '<button type="button" id="query-save" disabled>Save result as CSV</button></div>\n'
        "</form>\n"
        '<p id="query-message" class="message" role="status" aria-live="polite"></p>\n'
        '<div id="query-result" class="result-box" role="region" aria-label="Result" tabindex="0" hidden></div>'
    )
    yield needs_script("The box needs JavaScript. The same tables can be read as Parquet or with any SQLite program.")
    yield data_block({"database": f"../data/{DATABASE}", "examples": queries}, "application/json", "query-data")


def _schema(record: Record) -> Iterator[Markup]:
    for family, title in FAMILIES.items():
        yield md("**{}**", title)
        yield bullets(
            md(
                "{} ({}): {}",
                table_link(info.name),
                counted(record.table(info.name).num_rows, "row"),
                joined(code(column.name) for column in published_columns(info)),
            )
            for info in tables_of(family)
        )
