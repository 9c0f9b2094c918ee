"""The start page: three questions answered from the data, the files, the citation."""

import datetime
import re
from collections.abc import Iterator, Sequence

from exportcurbs._plurals import counted
from exportcurbs._status import Status

from book.pages.ask.answers import REGIME_WORDS
from book.pages.common.markup import Markup, bullets, code, data_block, directive, joined, lines, link, md, table
from book.pages.common.record import Record
from book.pages.common.template import from_template
from build.about import DOI, NOT_YET_ASSIGNED
from build.editions.metadata import schema_org

ASKED = datetime.date(2024, 12, 10)
STOPPED = datetime.date(2010, 9, 25)
FOLDER = "generated/"
# What the start page counts, in its order: table and what one row of it is.
COUNTED = {
    "control_codes": "a code of a controlled item",
    "items": "a printed entry of a list or annex",
    "item_customs_codes": "a customs code of an entry",
    "materials": "a material",
    "platforms": "a weapon system or other platform",
    "instruments": "an official document",
    "measures": "a single rule of a document",
    "measure_periods": "a spell of a measure in one state",
    "entities": "a listed party",
    "episodes": "a restriction episode",
    "claims": "a claim on what is disputed",
    "observations": "a figure, by origin",
    "sources": "a source",
}
USES = ("civil", "military")
PLACES = (("USA", "civil"), ("USA", "military"), ("JPN", "civil"), ("JPN", "military"))


def start_page(record: Record) -> Markup:
    """Return the start page's text; its links are written from the start page's folder."""
    entries = record.data.manifest["tables"]
    return from_template(
        "start",
        record,
        asked=ASKED,
        stopped=STOPPED,
        gallium=_gallium(record),
        fighter=_fighter(record),
        japan_law=_japan_law(record),
        japan_practice=_japan_practice(record),
        japan_questions=bullets(_japan_questions(record)),
        files=downloads(record, sorted(entries)),
        bytes=sum(entry["bytes"] for entry in entries.values()),
        bibtex=record.data.cite("bibtex"),
        doi=DOI or NOT_YET_ASSIGNED,
        counted_tables=COUNTED.items(),
        published_tables=len(entries),
        structured=data_block(schema_org(record.data), "application/ld+json"),
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


def _measures(status: Status) -> Markup:
    return joined((link(f"#measure-{rule['measure_id']}", rule["title"]) for rule in status.measures), "; ")


def _gallium(record: Record) -> Markup:
    """Return one card per day and use: what was needed, since when, because of what."""
    days = (ASKED, record.last_day or ASKED)
    cards = lines(card for day in days for use in USES for card in (_card(record, day, use), ""))
    return directive("grid", Markup("1 1 2 2"), cards, said={"gutter": "2"})


def _card(record: Record, day: datetime.date, use: str) -> Markup:
    found, sources = record.data.status("Ga", "USA", day, use), record.sources()
    since = f" since {found.since}" if found.since else ""
    cited = [
        s for rule in found.measures for s in record.one("measures", "measure_id", rule["measure_id"])["source_ids"]
    ]
    inside = lines(
        [
            directive("card-header", "", md("{}, {} use", day, use)),
            md("**{}**{} ({})", REGIME_WORDS[found.regime].capitalize(), since, found.basis),
            "",
            md("Because of: {}", _measures(found) or "no rule on record"),
            "",
            directive("card-footer", "", sources.linked(cited, FOLDER)),
        ]
    )
    return directive("grid-item-card", "", inside, said={"class-item": "answer"})


def _fighter(record: Record) -> Markup:
    """Return one row per material of the F-35: where it is, what it needed on the as-of day, how many rules hold."""
    links = record.by("supply_chains", "platform_id", "f-35")
    rows = []
    for material in sorted({row["material_id"] for row in links}, key=record.material):
        own = [row for row in links if row["material_id"] == material]
        force = {row["measure_id"] for row in own if row["state"] == "in_force"}
        regimes = [record.data.status(material, place, record.as_of, use).regime for place, use in PLACES]
        none = next((row["missing"] for row in own if row["missing"]), "")
        rows.append(
            [
                f"{record.material(material)} ({material})",
                "; ".join(_parts({c for row in own for c in row["components"] or []})),
                *(REGIME_WORDS[regime] for regime in regimes),
                counted(len(force), "rule") if force else none,
            ]
        )
    asked = (f"To {record.destinations([place])}, {use}" for place, use in PLACES)
    return table(("Material", "Where in the aircraft", *asked, "Rules in force"), rows, "answers")


def _parts(found: set[str]) -> list[str]:
    """Return the parts by name; what an estimate counts of the whole, or which of two it is, names no other part."""
    return sorted({re.sub(r"(?<=^whole aircraft), .*|, (high|low)$", "", part) for part in found})


def _japan_law(record: Record) -> Markup:
    found = record.data.status("Nd", "JPN", STOPPED)
    words = {"has_quota": "a quota", "has_licence": "an export licence", "has_state_trading": "state trading"}
    beside = [words[k] for k, v in found.trade.items() if k in words and v]
    duties = {record.data.status(g, "JPN", STOPPED).trade["duty_pct"] for g in ("neodymium-oxide", "neodymium-metal")}
    beside += [f"a duty of {' or '.join(f'{d:g}' for d in sorted(duties))} % on oxide and metal"]
    return md(
        "**Law**, for neodymium. Dual-use layer: {} ({}; {}). Beside it, for every destination: {}.",
        REGIME_WORDS[found.regime],
        found.basis,
        _measures(found) or "no rule of that kind is on record",
        ", ".join(beside) or "nothing",
    )


def _japan_practice(record: Record) -> Markup:
    sources = record.sources()
    rows = [
        [
            claim["claimed_by"],
            claim["position"],
            sources.linked(record.one("claims", "claim_id", claim["claim_id"])["source_ids"], FOLDER),
        ]
        for claim in record.data.status("Nd", "JPN", STOPPED).practice
    ]
    return table(("Who says so", "What they say", "Sources"), rows, "claims")


def _japan_questions(record: Record) -> Iterator[str]:
    for question in record.by("questions", "episode_id", "japan-2010"):
        held = len(record.by("claims", "question_id", question["question_id"]))
        yield f"{question['text']} ({counted(held, 'claim')})"
