"""The book's generated pages: written afresh from a release, never edited, never committed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import exportcurbs as ec
from exportcurbs import Dataset

from book.pages.ask.glance import glance_page
from book.pages.ask.sql import serve, sql_page
from book.pages.ask.status import status_page
from book.pages.common.chart_style import serve_style
from book.pages.common.markup import Markup
from book.pages.common.record import Record
from book.pages.episodes.compare import compare_page
from book.pages.episodes.episodes import episode_pages
from book.pages.items.catalogue import catalogue_page
from book.pages.law.changes import FEED, changes_page, feed
from book.pages.law.measure import measure_pages
from book.pages.law.measures import measures_page
from book.pages.law.parties import parties_page
from book.pages.materials.elements import elements_page
from book.pages.materials.materials import material_pages
from book.pages.record.answers_moved import answers_moved_page
from book.pages.record.api import api_page
from book.pages.record.codebook import codebook_pages, index_page, printed_page
from book.pages.record.methods import (
    changelog_page,
    contribute_page,
    glossary_page,
    methods_page,
    other_databases_page,
    reproduce_page,
)
from book.pages.record.mutation import mutation_page
from book.pages.record.provenance import sources_page
from book.pages.record.quality import quality_page
from book.pages.record.robustness import robustness_page
from book.pages.start.quickstart import quickstart_page
from book.pages.start.start import start_page
from book.pages.start.ways_in import ways_in_page
from book.pages.trade.exposure import exposure_page
from book.pages.trade.gallery import charts_page
from book.pages.trade.replications import replications_page
from book.pages.uses.platforms import platform_pages, platforms_page
from build.write.parquet import copy_dataset
from build.write.swap import replacing

PAGES: dict[str, Callable[[Record], Markup]] = {
    "answers-moved": answers_moved_page,
    "api": api_page,
    "catalogue": catalogue_page,
    "changelog": changelog_page,
    "changes": changes_page,
    "charts": charts_page,
    "codebook": printed_page,
    "compare": compare_page,
    "contribute": contribute_page,
    "elements": elements_page,
    "exposure": exposure_page,
    "glance": glance_page,
    "glossary": glossary_page,
    "measures": measures_page,
    "methods": methods_page,
    "mutation": mutation_page,
    "other-databases": other_databases_page,
    "parties": parties_page,
    "platforms": platforms_page,
    "quality": quality_page,
    "quickstart": quickstart_page,
    "replications": replications_page,
    "reproduce": reproduce_page,
    "robustness": robustness_page,
    "sources": sources_page,
    "sql": sql_page,
    "start": start_page,
    "status": status_page,
    "tables": index_page,
    "ways-in": ways_in_page,
}
FAMILIES: tuple[Callable[[Record], Iterator[tuple[str, Markup]]], ...] = (
    codebook_pages,
    episode_pages,
    material_pages,
    measure_pages,
    platform_pages,
)


def write_pages(data: Dataset, root: Path) -> None:
    """Write book/generated and book/served of a project folder, in place of the last: no old page stays."""
    parquet = root / "book" / "served" / "parquet"
    with replacing(parquet) as folder:
        copy_dataset(data, folder)
    record = Record(ec.open(parquet), root)
    serve(record)
    serve_style(record.root / "book")
    (root / "book" / "served" / FEED).write_bytes(feed(record))
    with replacing(root / "book" / "generated") as folder:
        for name, text in pages(record):
            (folder / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
        for name, content in record.files.items():
            (folder / name).write_bytes(content)
    with replacing(root / "book" / "served" / "figures") as folder:
        for name, content in record.figures.items():
            (folder / name).write_bytes(content)


def pages(record: Record) -> Iterator[tuple[str, Markup]]:
    """Yield name and text of every page."""
    for name, page in PAGES.items():
        yield name, page(record)
    for family in FAMILIES:
        yield from family(record)
