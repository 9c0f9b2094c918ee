"""The quickstart: one question in five tools; what can run here is run, and its output shown."""

import contextlib
import io

import duckdb

from book.pages.common.markup import Markup
from book.pages.common.record import Record
from book.pages.common.template import TEMPLATES, from_template, printed

ASKED = {"day": "2024-12-10", "material": "Ga", "destination": "USA", "use": "civil"}


def quickstart_page(record: Record) -> Markup:
    """Return the page; it needs the published files in book/served/parquet."""
    programs = {p.stem: p.read_text(encoding="utf-8") for p in sorted((TEMPLATES / "quickstart").glob("*.txt"))}
    outputs = {"python": str(record.data.status(ASKED["material"], ASKED["destination"], ASKED["day"]))}
    with contextlib.chdir(record.root / "book" / "served"):  # the programs name their files as a reader's would
        outputs |= {"pandas": printed(programs["pandas"])}
        with duckdb.connect() as connection, contextlib.redirect_stdout(io.StringIO()) as output:
            connection.sql(programs["duckdb"]).show(max_width=100)
        outputs |= {"duckdb": output.getvalue()}
    return from_template("quickstart", record, **ASKED, programs=programs, outputs=outputs)
