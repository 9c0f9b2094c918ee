"""The start page: figures that count, the element map, three charts, what changed and what comes, the files."""

import datetime
import json
from collections import Counter
from collections.abc import Iterator, Sequence

from book.pages.ask import words
from book.pages.ask.words import LETTERS, REGIME_WORDS
from book.pages.common.charts import Figures
from book.pages.common.markup import Markup, blocks, code, md, section, table
from book.pages.common.names import day_name, month_name
from book.pages.common.record import Record
from book.pages.common.template import from_template
from book.pages.law.changes import changed, changes, coming
from book.pages.law.charts import BINDING, goods_map, listings
from book.pages.materials.elements import last_day, squares
from book.pages.trade.charts import magnets
from build.about import ABSTRACT, ADDRESS, DOI, NOT_YET_ASSIGNED, TITLE
from build.editions.metadata import schema_org
from validation.definitions.tables import table_info

FOLDER = "generated/"
THREE_MONTHS = datetime.timedelta(days=92)
# What a page says of itself where it is shared; book/_ext/shared.py writes it into every page.
SHARED, PICTURE = "shared.json", "figures/magnet-exports.png"
COUNTED = (
    *("control_codes", "items", "item_customs_codes", "materials", "platforms", "instruments", "measures"),
    *("measure_periods", "entities", "episodes", "claims", "observations", "sources"),
)


def start_page(record: Record) -> Markup:
    """Return the start page's text; its links are written from the start page's folder."""
    entries, figures = record.data.manifest["tables"], Figures(record, "index", "")
    shared = {"site": TITLE, "description": ABSTRACT, "picture": PICTURE, "address": ADDRESS}
    record.files[SHARED] = json.dumps(shared).encode()
    charts = [figures.show(c) for c in (magnets(record), goods_map(record), listings(record)) if c]
    answers = last_day(record)
    regimes = Counter(a.regime for a in answers.values())
    return from_template(
        "start",
        record,
        tiles=[*_figures(record)],
        day=day_name(_last(record)),
        bound=sum(regimes[regime] for regime in BINDING),
        squares=squares(record),
        answers=answers,
        words=words,
        legend=[(regime, LETTERS[regime], words) for regime, words in REGIME_WORDS.items() if regimes[regime]],
        regimes=regimes,
        charts=blocks(*charts),
        changed=_changed(record),
        coming=coming(record, FOLDER),
        files=downloads(record, sorted(entries)),
        bytes=sum(entry["bytes"] for entry in entries.values()),
        bibtex=record.data.cite("bibtex"),
        doi=DOI or NOT_YET_ASSIGNED,
        counted_tables=[(name, table_info(name).grain) for name in COUNTED],
        published_tables=len(entries),
        structured=schema_org(record.data),
    )


def downloads(record: Record, files: Sequence[str]) -> Markup:
    """Return a table of files to download: tables of the manifest with rows, size and SHA-256."""
    rows = []
    for name in files:
        entry = record.data.manifest["tables"][name]
        # plain HTML: Sphinx would give the file an address that changes with the file
        address = md('<a href="parquet/{file}" download>{file}</a>', file=entry["file"])
        rows.append([address, f"{entry['rows']:,}", f"{entry['bytes']:,}", code(entry["sha256"])])
    return table(("File", "Rows", "Bytes", "SHA-256"), rows, "files")


def _last(record: Record) -> datetime.date:
    return record.last_day or datetime.date.max


def _figures(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield the figures that count: number, words, and the page that it comes from."""
    last = _last(record)
    goods = [r for r in record.by("goods_status", "destination", "ROW") if r["end_use"] == "civil"]
    there = [r for r in goods if r["first_day"] <= last <= (r["last_day"] or last)]
    bound = sum(r["at_least"] in BINDING for r in there)
    yield (
        f"{bound:,}",
        f"of {len(record.rows('goods')):,} goods need a licence or more to most countries",
        "generated/charts.html",
    )
    held = {x["entity_id"] for x in record.rows("listings") if record.state(x["measure_id"]) == "in_force"}
    yield f"{len(held):,}", "foreign parties stand on a list in force", "generated/charts.html#figure-listings"
    states = Counter(record.state(m["measure_id"]) for m in record.rows("measures"))
    waiting = states["suspended"] + states["suspended_before_effect"]
    yield f"{waiting:,}", f"rules are suspended, {states['in_force']:,} are in force", "generated/measures.html"
    if chart := magnets(record):
        low = min((r for r in chart.rows if r["period_start"].year == 2025), key=lambda r: r["value"], default=None)
        if low:
            month, grade = month_name(low["period_start"]), low["evidence_grade"]
            words = f"of magnets left China in {month}, the least in the record since 2024 (grade {grade})"
            yield f"{low['value']:,.0f} t", words, "generated/episode-rare-earths-2025.html"


def _changed(record: Record) -> Markup:
    """Return what changed in the last three months of the record."""
    since = _last(record) - THREE_MONTHS
    rows = changed(record, (c for c in changes(record) if since <= c.day <= _last(record)), FOLDER)
    return section(f"Since {day_name(since)}", rows, level=3)
