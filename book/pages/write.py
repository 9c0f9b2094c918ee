"""The book's generated pages: written afresh from a release, never edited, never committed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import exportcurbs as ec
from exportcurbs import Dataset

from book.pages.ask import glance, sql, status
from book.pages.common.chart_style import serve_style
from book.pages.common.markup import Markup
from book.pages.common.record import Record
from book.pages.episodes import compare, episodes
from book.pages.items import catalogue
from book.pages.law import changes, measure, measures, parties, provisions
from book.pages.materials import elements, materials
from book.pages.record import (
    answers_moved,
    api,
    asked,
    codebook,
    methods,
    mutation,
    provenance,
    quality,
    robustness,
    versions,
)
from book.pages.start import quickstart, start, ways_in
from book.pages.trade import exposure, gallery, replications
from book.pages.uses import platforms
from build.write.parquet import copy_dataset
from build.write.swap import replacing

# By folder, in the order of the imports.
MADE: tuple[Callable[[Record], Markup], ...] = (
    glance.glance_page, sql.sql_page, status.status_page,
    compare.compare_page, catalogue.catalogue_page,
    changes.changes_page, measures.measures_page, parties.parties_page, provisions.provisions_page,
    elements.elements_page,
    answers_moved.answers_moved_page, api.api_page, asked.asked_page, codebook.codebook_page, codebook.tables_page,
    methods.changelog_page, methods.contribute_page, methods.glossary_page, methods.methods_page,
    methods.other_databases_page, methods.reproduce_page, mutation.mutation_page, provenance.sources_page,
    quality.quality_page, robustness.robustness_page,
    quickstart.quickstart_page, start.start_page, ways_in.ways_in_page,
    exposure.exposure_page, gallery.charts_page, replications.replications_page,
    platforms.platforms_page,
)  # fmt: skip
PAGES = {page.__name__.removesuffix("_page").replace("_", "-"): page for page in MADE}
FEEDS: dict[str, Callable[[Record], bytes]] = {changes.FEED: changes.feed, versions.VERSIONS: versions.versions_feed}
FAMILIES: tuple[Callable[[Record], Iterator[tuple[str, Markup]]], ...] = (
    codebook.codebook_pages,
    episodes.episode_pages,
    materials.material_pages,
    measure.measure_pages,
    platforms.platform_pages,
)


def write_pages(data: Dataset, root: Path) -> None:
    """Write book/generated and book/served of a project folder, in place of the last: no old page stays."""
    parquet = root / "book" / "served" / "parquet"
    with replacing(parquet) as folder:
        copy_dataset(data, folder)
    record = Record(ec.open(parquet), root)
    sql.serve(record)
    serve_style(record.root / "book")
    for place, feed_of in FEEDS.items():
        (root / "book" / "served" / place).write_bytes(feed_of(record))
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
