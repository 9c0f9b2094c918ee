"""The versions of the dataset as a feed: those that are recorded, with what the changelog says of each."""

import datetime
import json
import re
import uuid

from exportcurbs._diff import numbers
from exportcurbs._plurals import counted

from book.pages.common.atom import Entry, atom
from book.pages.common.record import Record

VERSIONS = "versions.atom"
# Given once and for all, as that of the other feed: ids of a feed never change.
NAMED = uuid.UUID("8c566219-6a04-4d54-a171-8ec85d673b44")


def versions_feed(record: Record) -> bytes:
    """Return the feed, the last version first; a version has the last day of its record, and its address if given."""
    folder, entries = record.root / "datasets", []
    given = json.loads((folder / "exportcurbs" / "published.json").read_text(encoding="utf-8"))
    said = _said((record.root / "CHANGELOG.md").read_text(encoding="utf-8"))
    recorded = {path.stem: path for path in (folder / "releases").glob("*.json")}
    for version in sorted(recorded, key=numbers, reverse=True):
        kept = json.loads(recorded[version].read_text(encoding="utf-8"))
        rows, tables = (counted(n, w) for n, w in ((_rows(kept), "row"), (len(kept["tables"]), "table")))
        text = f"{tables}, {rows}, record as of {kept['as_of']}.\n{said.get(version, '')}".strip()
        links = {"enclosure": given[version]["address"]} if version in given else {}
        day = datetime.date.fromisoformat(kept["as_of"])
        entries.append(Entry(version, f"Export Curbs {version}", day, "generated/changelog.html", text, links))
    newest = max((entry.day for entry in entries), default=record.last_day or datetime.date.max)
    return atom(VERSIONS, NAMED, "Export Curbs: versions of the dataset", "generated/changelog.html", newest, entries)


def _rows(kept: dict[str, dict[str, dict[str, int]]]) -> int:
    return sum(table["rows"] for table in kept["tables"].values())


def _said(changelog: str) -> dict[str, str]:
    """Return by version what people wrote of it, without the list of changes and without marks."""
    sections = re.split(r"^## (\d+\.\d+\.\d+)[^\n]*\n", changelog, flags=re.MULTILINE)[1:]
    data = re.compile(r"<!-- data -->.*?<!-- end of data -->", re.DOTALL)
    plain = {v: re.sub(r"[`*]", "", data.sub("", text)) for v, text in zip(sections[::2], sections[1::2], strict=True)}
    return {version: re.sub(r"\n  +", " ", text).strip() for version, text in plain.items()}
