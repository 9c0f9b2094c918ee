"""The book's generated pages: written afresh from a compiled dataset, never edited, never committed."""

from pathlib import Path

from book.pages.catalogue import catalogue_page
from book.pages.codebook import index_page, table_page
from book.pages.elements import elements_page
from book.pages.episodes import Tables, write_episode
from book.pages.materials import group_page, material_page
from book.pages.platforms import platform_page, platforms_page
from book.pages.quality import quality_page, sources_page
from book.pages.record import Record
from book.pages.sql import serve, sql_page
from book.pages.status import status_page
from book.pages.text import esc, pipe_table
from build.compile import Compiled
from build.swap import replacing
from validation.schemas import TABLES

# What the start page counts, in its order: table and how its rows are called there.
COUNTED = {
    "control_codes": "codes of controlled items",
    "items": "printed entries of lists and annexes",
    "item_customs_codes": "customs codes of entries",
    "materials": "materials",
    "instruments": "official documents",
    "measures": "measures (single rules)",
    "measure_periods": "spells of a measure in one state",
    "entities": "listed parties",
    "episodes": "restriction episodes",
    "claims": "claims on what is disputed",
    "sources": "sources",
}


def write_pages(compiled: Compiled, root: Path) -> None:
    """Write book/generated and book/served of a project folder, in place of the last: no old page stays."""
    size = serve(compiled, root)
    with replacing(root / "book" / "generated") as folder:
        record = Record(compiled)
        pages = {f"table-{name}": table_page(compiled, name) for name in TABLES}
        pages |= {
            "tables": index_page(compiled),
            "sources": sources_page(compiled),
            "quality": quality_page(compiled),
            "status": status_page(compiled),
            "elements": elements_page(compiled),
            "platforms": platforms_page(record),
            "catalogue": catalogue_page(record),
            "sql": sql_page(record, (root / "book" / "examples.sql").read_text(encoding="utf-8"), size),
            "counts": _counts(compiled),
            "citation": f"> {esc(compiled.release.citation)}\n",
        }
        pages |= {f"material-{m['material_id']}": material_page(record, m) for m in record.rows("materials")}
        pages |= {
            f"material-{g}": group_page(record, g) for g in {r["group_id"] for r in record.rows("material_groups")}
        }
        pages |= {f"platform-{p['platform_id']}": platform_page(record, p) for p in record.rows("platforms")}
        for name, text in pages.items():
            (folder / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
        tables = Tables.of(compiled)
        for row in tables.rows["episodes"]:
            write_episode(compiled, tables, row, folder)


def _counts(compiled: Compiled) -> str:
    """Return the start page's counts; the links are written from the start page's folder."""
    rows = [
        [f"[{words}](generated/table-{name}.md)", f"{len(compiled.frames[name]):,}"] for name, words in COUNTED.items()
    ]
    release = compiled.release
    told = f"Version {release.version}, record as of {release.as_of}:"
    return "\n".join([told, "", *pipe_table(("What", "Rows"), rows)])
