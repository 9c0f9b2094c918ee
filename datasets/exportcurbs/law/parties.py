"""Parties by any name: id, English, Chinese or Japanese name, printed form or alias."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

# The columns that hold names of parties, by table.
NAMES = {
    "entities": ("entity_id", "name_en", "name_zh", "name_ja"),
    "entity_aliases": ("alias",),
    "listings": ("name_en_printed", "name_zh_printed"),
}
# Forms of companies, which a reader leaves out: at the end of a Latin name, before or after a Japanese one.
FORMS = {"ag", "co", "company", "corp", "corporation", "gmbh", "inc", "limited", "llc", "ltd", "the"}


def plain(name: str) -> str:
    """Return a name without case, width, blanks, marks and form of company: what its spellings share."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold().replace("株式会社", " "))
    while len(words) > 1 and words[-1] in FORMS:
        words.pop()
    return "".join(words[1:] if len(words) > 1 and words[0] == "the" else words).replace("_", "")


def parties(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, tuple[str, ...]]:
    """Return the entity_ids that each plain name leads to; more than one where parties share a name."""
    found: dict[str, set[str]] = {}
    for table, columns in NAMES.items():
        for row in tables.get(table, ()):
            for name in (row[column] for column in columns if row[column]):
                found.setdefault(plain(name), set()).add(row["entity_id"])
    return {name: tuple(sorted(ids)) for name, ids in found.items()}
