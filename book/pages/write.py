"""The book's generated pages: written afresh from a compiled dataset, never edited, never committed."""

from collections.abc import Iterator
from pathlib import Path

import exportcurbs as ec

from book.pages.ask.sql import serve, sql_page
from book.pages.ask.status import status_page
from book.pages.common.record import Record
from book.pages.episodes.compare import compare_page
from book.pages.episodes.episodes import Tables, write_episode
from book.pages.items.catalogue import catalogue_page
from book.pages.law.measures import measures_page
from book.pages.materials.elements import elements_page
from book.pages.materials.materials import group_page, material_page
from book.pages.record.api import api_page
from book.pages.record.codebook import index_page, printed_page, table_page
from book.pages.record.mutation import mutation_page
from book.pages.record.provenance import sources_page
from book.pages.record.quality import quality_page
from book.pages.record.robustness import robustness_page
from book.pages.start.quickstart import quickstart_page
from book.pages.start.start import start_page
from book.pages.start.texts import text_pages
from book.pages.uses.platforms import platform_page, platforms_page
from build.compile import Compiled, write_compiled
from build.write.swap import replacing
from validation.definitions import TABLES


def write_pages(compiled: Compiled, root: Path) -> None:
    """Write book/generated and book/served of a project folder, in place of the last: no old page stays."""
    parquet = root / "book" / "served" / "parquet"
    write_compiled(compiled, parquet)
    published = ec.open(parquet)
    size = serve(compiled, root)
    with replacing(root / "book" / "generated") as folder:
        pages = dict(_of_the_record(compiled))
        pages |= _of_the_answers(compiled, root, size)
        pages |= {"start": start_page(compiled, published), "quickstart": quickstart_page(compiled, parquet)}
        pages |= text_pages(compiled, published, root)
        tables = Tables.of(compiled)
        pages["mutation"] = mutation_page(root / "book", compiled.release)
        pages["robustness"] = robustness_page(root / "book", folder, compiled.release)
        pages["compare"] = compare_page(tables, compiled.release, folder)
        for name, text in pages.items():
            (folder / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
        for row in tables.rows["episodes"]:
            write_episode(compiled, tables, row, folder)


def _of_the_record(compiled: Compiled) -> Iterator[tuple[str, str]]:
    """Yield name and text of the codebook's pages, the law's, and those on the record itself."""
    for name in TABLES:
        yield f"table-{name}", table_page(compiled, name)
    yield "tables", index_page(compiled)
    yield "codebook", printed_page(compiled)
    yield "measures", measures_page(compiled)
    yield "quality", quality_page(compiled)
    yield "sources", sources_page(compiled)
    yield "api", api_page(compiled.release)


def _of_the_answers(compiled: Compiled, root: Path, size: int) -> dict[str, str]:
    """Return the pages that answer questions, by name; `size` is that of the packed database in bytes."""
    record = Record(compiled)
    queries = (root / "book" / "examples.sql").read_text(encoding="utf-8")
    pages = {
        "status": status_page(compiled),
        "sql": sql_page(record, queries, size),
        "catalogue": catalogue_page(record),
        "elements": elements_page(compiled),
        "platforms": platforms_page(record),
    }
    pages |= {f"material-{m['material_id']}": material_page(record, m) for m in record.rows("materials")}
    groups = sorted({r["group_id"] for r in record.rows("material_groups")})
    pages |= {f"material-{g}": group_page(record, g) for g in groups}
    return pages | {f"platform-{p['platform_id']}": platform_page(record, p) for p in record.rows("platforms")}
