"""The start page: three questions answered from the data, the files, the citation."""

import datetime
from collections.abc import Sequence

import exportcurbs as ec
from exportcurbs import Dataset

from book.pages.ask.answers import REGIME_WORDS
from book.pages.common.markup import code, data_block, esc, pipe_table
from book.pages.common.text import Documents, Row, counted, records
from book.pages.common.words import in_a_sentence
from book.pages.start.prose import page
from build.about import DOI, NOT_YET_ASSIGNED
from build.compile import Compiled
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


def start_page(compiled: Compiled, published: Dataset) -> str:
    """Return the start page's text; its links are written from the start page's folder."""
    told = {
        "asked": ASKED,
        "stopped": STOPPED,
        "gallium": "\n".join(_gallium(compiled)),
        "fighter": "\n".join(_fighter(compiled)),
        "japan_law": "\n".join(_japan_law()),
        "japan_practice": "\n".join(_japan_practice(compiled)),
        "japan_questions": "\n".join(_japan_questions(compiled)),
        "files": "\n".join(downloads(published, sorted(published.manifest["tables"]))),
        "bytes": sum(entry["bytes"] for entry in published.manifest["tables"].values()),
        "bibtex": ec.cite("bibtex"),
        "doi": DOI or NOT_YET_ASSIGNED,
        "counted_tables": COUNTED.items(),
        "published_tables": len(published.tables()),
        "structured": data_block(schema_org(published), "application/ld+json"),
    }
    return page("start", compiled, told)


def downloads(published: Dataset, files: Sequence[str]) -> list[str]:
    """Return a table of files to download: tables of the manifest with rows, size and SHA-256."""
    entries = published.manifest["tables"]
    rows = []
    for name in files:
        entry = entries[name]
        # plain HTML: Sphinx would give the file an address that changes with the file
        link = f'<a href="parquet/{entry["file"]}" download>{entry["file"]}</a>'
        rows.append([link, f"{entry['rows']:,}", f"{entry['bytes']:,}", code(entry["sha256"])])
    return pipe_table(("File", "Rows", "Bytes", "SHA-256"), rows, "files")


def _measure(rule: Row) -> str:
    return f"[{esc(rule['title'])}](#measure-{rule['measure_id']})"


def _gallium(compiled: Compiled) -> list[str]:
    """Return one card per day and use: what was needed, since when, because of what."""
    documents = Documents.of(compiled)
    sources = {m["measure_id"]: m["source_ids"] for m in records(compiled.frames["measures"])}
    lines = [":::::{grid} 1 1 2 2", ":gutter: 2", ""]
    for day in (ASKED, datetime.date.fromisoformat(compiled.release.as_of)):
        for use in USES:
            told = ec.status("Ga", "USA", day, use)
            since = f" since {told.since}" if told.since else ""
            cited = [s for rule in told.measures for s in sources[rule["measure_id"]]]
            lines += ["::::{grid-item-card}", ":class-item: answer", "", ":::{card-header}", f"{day}, {use} use", ":::"]
            lines += [f"**{REGIME_WORDS[told.regime].capitalize()}**{since} ({told.basis})", ""]
            lines += [f"Because of: {'; '.join(map(_measure, told.measures)) or 'no rule on record'}", ""]
            lines += [":::{card-footer}", documents.linked(cited, FOLDER), ":::", "::::", ""]
    return [*lines, ":::::", ""]


def _fighter(compiled: Compiled) -> list[str]:
    """Return one row per material of the F-35: where it is, what it needed on the as-of day, how many rules hold."""
    names = {m["material_id"]: m["name_en"] for m in records(compiled.frames["materials"])}
    places = {c["iso3"]: c["name"] for c in records(compiled.frames["countries"])}
    links = records(ec.chain("F-35"))
    rows = []
    for material in sorted({link["material_id"] for link in links}, key=lambda m: names[m]):
        own = [link for link in links if link["material_id"] == material]
        force = {link["measure_id"] for link in own if link["state"] == "in_force"}
        told = [ec.status(material, place, compiled.release.as_of, use) for place, use in PLACES]
        none = next((link["missing"] for link in own if link["missing"]), "")
        part = "; ".join(_parts({c for link in own for c in link["components"] or []}))
        why = counted(len(force), "rule") if force else esc(none)
        rows.append(
            [f"{esc(names[material])} ({esc(material)})", esc(part), *(REGIME_WORDS[t.regime] for t in told), why]
        )
    asked = (f"To {esc(in_a_sentence(places[place]))}, {use}" for place, use in PLACES)
    return pipe_table(("Material", "Where in the aircraft", *asked, "Rules in force"), rows, "answers")


def _parts(found: set[str]) -> list[str]:
    """Return the parts by name; a part's low and high estimates are the part itself."""
    return sorted({part.removesuffix(", high").removesuffix(", low") for part in found})


def _japan_law() -> list[str]:
    told = ec.status("Nd", "JPN", STOPPED)
    words = {"has_quota": "a quota", "has_licence": "an export licence", "has_state_trading": "state trading"}
    beside = [words[k] for k, v in told.trade.items() if k in words and v]
    duties = {ec.status(goods, "JPN", STOPPED).trade["duty_pct"] for goods in ("neodymium-oxide", "neodymium-metal")}
    beside += [f"a duty of {' or '.join(f'{d:g}' for d in sorted(duties))} % on oxide and metal"]
    rules = "; ".join(_measure(rule) for rule in told.measures) or "no rule of that kind is on record"
    return [
        f"**Law**, for neodymium. Dual-use layer: {REGIME_WORDS[told.regime]} ({told.basis}; {rules}). Beside it, for "
        f"every destination: {', '.join(beside) or 'nothing'}."
    ]


def _japan_practice(compiled: Compiled) -> list[str]:
    documents = Documents.of(compiled)
    claims = {c["claim_id"]: c for c in records(compiled.frames["claims"])}
    told = ec.status("Nd", "JPN", STOPPED).practice
    rows = [
        [esc(c["claimed_by"]), esc(c["position"]), documents.linked(claims[c["claim_id"]]["source_ids"], FOLDER)]
        for c in told
    ]
    return pipe_table(("Who says so", "What they say", "Sources"), rows, "claims")


def _japan_questions(compiled: Compiled) -> list[str]:
    claims = records(compiled.frames["claims"])
    lines = []
    for question in records(compiled.frames["questions"]):
        if question["episode_id"] == "japan-2010":
            held = sum(c["question_id"] == question["question_id"] for c in claims)
            lines.append(f"- {esc(question['text'])} ({counted(held, 'claim')})")
    return lines
