"""The page that answers SQL in the browser, and the files it loads: the engine and the SQLite edition."""

import gzip
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from exportcurbs._plurals import counted

from book.pages.common.markup import Markup, blocks, bullets, code, joined, md, table_link
from book.pages.common.names import GRADES
from book.pages.common.record import Record
from book.pages.common.template import from_template
from book.pages.record.codebook import tables_of
from build.editions.to_sqlite import write_sqlite
from build.write.swap import replacing
from validation.definitions.families import FAMILIES
from validation.definitions.tables import published_columns

ENGINE = ("sql-wasm.js", "sql-wasm.wasm")
DATABASE = "exportcurbs.sqlite.gz"


def serve(record: Record) -> None:
    """Write what the site serves beside its pages: the database, and the engine if it is installed."""
    with replacing(_served(record) / "data") as folder, tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "exportcurbs.sqlite"
        write_sqlite(record.data, path)
        # a static host sends files as they are: packed, the database takes an eighth of the way
        (folder / DATABASE).write_bytes(gzip.compress(path.read_bytes(), 6, mtime=0))
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
    data = {"database": f"../data/{DATABASE}", "examples": [sql for _, _, sql in examples], "grades": GRADES}
    return from_template(
        "sql",
        record,
        size=(_served(record) / "data" / DATABASE).stat().st_size,
        titles=[title for title, _, _ in examples],
        data=data,
        database=DATABASE,
        schema=blocks(*_schema(record)),
    )


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
