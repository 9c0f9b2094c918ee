"""References as text, BibTeX and CSL JSON, and the citation of the dataset itself."""

import json
from collections.abc import Sequence
from typing import Any

from exportcurbs._reader import Reader

STYLES = ("text", "bibtex", "csl-json")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MOST_NAMED = 20
# Characters with a meaning in BibTeX; inside braces all others, Chinese too, stand as they are.
ESCAPED = {"\\": "backslash", "~": "asciitilde", "^": "asciicircum", "{": "braceleft", "}": "braceright"}
ESCAPED = {sign: f"\\text{name}{{}}" for sign, name in ESCAPED.items()} | {sign: f"\\{sign}" for sign in "$&#%_"}
Item = dict[str, Any]


def cite(data: Reader, style: str = "text") -> str:
    """Return the citation of this version; style: text, bibtex or csl-json. ValueError for another style.

    It names the version and the as-of day, and what publishing has given: day of release, DOI, address.
    """
    given = data.manifest
    item = {
        "id": f"{given['name']}-{given['version']}",
        "type": "dataset",
        "title": given["title"],
        "author": [{"literal": author} for author in given["authors"]],
        "version": given["version"],
        "note": f"Record as of {given['as_of']}. Licence {given['licence']}.",
    }
    if given["released"]:
        item["issued"] = {"date-parts": [[int(part) for part in given["released"].split("-")]]}
    item |= {field: given[key] for field, key in (("DOI", "doi"), ("URL", "address")) if given[key]}
    return str(given["citation"]) if style == "text" else styled([item], style)


def styled(items: Sequence[Item], style: str) -> str:
    """Return references, given as CSL JSON items, in a style."""
    if style == "text":
        return "\n".join(f"{as_text(item)} {supported(item)}" for item in items)
    if style == "bibtex":
        return "\n".join(_bibtex(item) for item in items)
    if style == "csl-json":
        return json.dumps(items, ensure_ascii=False, indent=2)
    raise ValueError(f"unknown style {style!r}; write one of: {', '.join(STYLES)}")


def as_text(item: Item) -> str:
    """Return one reference as text: who, what, when, where, and how much of it was read."""
    parts = [*_authors(item), item["publisher"], item["title"], _day(item.get("issued")) or "no date", item.get("URL")]
    return ". ".join(part.rstrip(".") for part in parts if part) + f". {item['note']}"


def supported(item: Item) -> str:
    """Return which rows a reference supports, as a sentence; of many rows the first few and their number."""
    named = list(dict.fromkeys(f"{row['table']} {row['row_id']}" for row in item["custom"]["supports"]))
    more = f" and {len(named) - MOST_NAMED:,} more rows" if len(named) > MOST_NAMED else ""
    return f"Supports: {', '.join(named[:MOST_NAMED])}{more}."


def _authors(item: Item) -> list[str]:
    return [author["literal"] for author in item.get("author", [])]


def _day(date: Item | None) -> str:
    return "-".join(f"{part:02d}" for part in date["date-parts"][0]) if date else ""


def _bibtex(item: Item) -> str:
    issued = [*item.get("issued", {"date-parts": [[]]})["date-parts"][0], None, None, None]
    fields = {
        # a second pair of braces: a name is not to be split, a title not to be put in small letters
        "author": " and ".join(f"{{{_escaped(author)}}}" for author in _authors(item)),
        "title": f"{{{_escaped(item['title'])}}}",
        "howpublished": _escaped(item.get("publisher", "Dataset")),
        "version": item.get("version"),
        "year": issued[0],
        "month": MONTHS[issued[1] - 1] if issued[1] else None,
        "day": issued[2],
        "doi": item.get("DOI"),
        "url": item.get("URL"),
        "urldate": _day(item.get("accessed")),
        "language": item.get("language"),
        "note": _escaped(item["note"]),
        "annote": _escaped(supported(item)) if "custom" in item else None,
    }
    lines = [f"  {k} = {v if k == 'month' else f'{{{v}}}'}," for k, v in fields.items() if v]
    return "\n".join([f"@misc{{{item['id']},", *lines, "}"])


def _escaped(text: str) -> str:
    return "".join(ESCAPED.get(character, character) for character in text)
