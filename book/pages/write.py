"""The book's generated pages: written afresh from a compiled dataset, never edited, never committed."""

from pathlib import Path

from book.pages.codebook import index_page, printed_page, table_page
from book.pages.compare import compare_page
from book.pages.episodes import Tables, write_episode
from book.pages.measures import measures_page
from book.pages.provenance import sources_page
from book.pages.quality import quality_page
from book.pages.quickstart import quickstart_page
from book.pages.start import start_page
from book.pages.status import catalogue_page, status_page
from book.pages.texts import text_pages
from build.compile import Compiled, write_compiled
from build.swap import replacing
from validation.published import Published
from validation.schemas import TABLES


def write_pages(compiled: Compiled, root: Path) -> None:
    """Write book/generated and book/files of a project folder: in place of the last ones, so that nothing old stays."""
    data = root / "book" / "files" / "data"
    write_compiled(compiled, data)
    published = Published.read(data)
    with replacing(root / "book" / "generated") as folder:
        pages = {f"table-{name}": table_page(compiled, name) for name in TABLES}
        pages |= {
            "tables": index_page(compiled),
            "sources": sources_page(compiled),
            "quality": quality_page(compiled),
            "status": status_page(compiled),
            "catalogue": catalogue_page(compiled),
            "codebook": printed_page(compiled),
            "measures": measures_page(compiled),
            "start": start_page(compiled, published),
            "quickstart": quickstart_page(compiled, data),
        }
        pages |= text_pages(compiled, published, root)
        for name, text in pages.items():
            (folder / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
        tables = Tables.of(compiled)
        for row in tables.rows["episodes"]:
            write_episode(compiled, tables, row, folder)
        (folder / "compare.md").write_text(
            compare_page(tables, compiled.release, folder), encoding="utf-8", newline="\n"
        )
