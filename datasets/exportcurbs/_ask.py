"""What a caller asks, understood: item, destination, day, end use, flow, party, facts. Errors name the argument."""

import datetime
import re
from collections.abc import Collection, Mapping
from math import isfinite
from typing import Any, NamedTuple

from exportcurbs._near import guess
from exportcurbs._reader import Reader
from exportcurbs.law.parties import PartyBook, plain
from exportcurbs.law.regimes import END_USES, FLOWS, TRANSFER

# Where a code stands in several schemes, the first that has it is meant.
SCHEMES = ("dual_use", "class", "technology_catalogue", "nuclear", "chemical", "precursor")
HS, LINE_LENGTHS = "HS2022", (6, 10)
# Words for places that are no destination, and what to write.
NO_PLACE = {
    "WLD": "ROW for every country that no rule names, or one country",
    "ALL": "ROW for every country that no rule names, or one country",
    "WORLD": "ROW for every country that no rule names, or one country",
    "EU": "one of its member states, such as DEU",
    "UK": "GBR",
    "US": "USA",
}
FACTS = ("owned_by",)
# What is written for groups, and never alone for one thing: only suggested.
SHORT = {
    **dict.fromkeys(("ree", "rees", "reo", "rare earth elements"), "rare_earths"),
    **{"lree": "light_rare_earths", "hree": "medium_heavy_rare_earths", "mhree": "medium_heavy_rare_earths"},
}


class Item(NamedTuple):
    """What is asked about: kind is code, goods, material, group or line, and key what the engine calls it."""

    kind: str
    key: Any
    name: str


def item_of(data: Reader, text: object) -> Item:
    """Return the item that a text names: an id, a code of any scheme, a customs code, or a name in any script."""
    if not isinstance(text, str):
        raise ValueError(f"item: {_shown(text)} is no text; write one material, goods, code or customs code")
    found = known_item(data, text)
    if found:
        return found
    if (digits := text.replace(".", "").replace(" ", "")).isdecimal():
        older = data.kept(editions_of).get(digits[:6], ())
        stands = f" {digits[:6]} is a code of {', '.join(older)}: see hs6_links." if older else ""
        raise ValueError(f"item: unknown {text!r}; write six or ten digits of a customs code of {HS}.{stands}")
    known = [key for key in data.kept(_items) if "/" not in key]
    close = guess(text, known, SHORT | {name: i.name for name, i in data.kept(_item_names).items()})
    raise ValueError(f"item: unknown {text!r}.{close} See the tables materials and control_codes, and goods.")


def known_item(data: Reader, text: object) -> Item | None:
    """Return the item that a text names; None where none does."""
    if not isinstance(text, str):
        return None
    found = data.kept(_items).get(text) or data.kept(_item_names).get(text.strip().casefold())
    digits = text.replace(".", "").replace(" ", "")
    line = digits.isdecimal() and len(digits) in LINE_LENGTHS and HS in data.kept(editions_of).get(digits[:6], ())
    return found or (Item("line", digits, digits) if line else data.kept(_spelled).get(_folded(text)))


def editions_of(data: Reader) -> dict[str, list[str]]:
    """Return the editions of the HS in which each six-digit code stands."""
    return {hs6: [row["edition"] for row in rows] for hs6, rows in data.rows_by("hs6_codes", "hs6").items()}


def _items(data: Reader) -> dict[str, Item]:
    """Return the items by id and by code."""
    law = data.law.book
    found: dict[str, Item] = {}
    codes = [c for scheme in reversed(SCHEMES) for c in law.codes.rows if c[0] == scheme]
    for scheme, code in codes:
        found[code] = found[f"{scheme}/{code}"] = Item("code", (scheme, code), code)
    found |= {i: Item("group", i, i) for i in law.groups}
    found |= {name: Item("goods", i, i) for i in law.goods.by_id for name in (i, f"goods/{i}")}
    return found | {i: Item("material", i, i) for i in law.materials}


def _spelled(data: Reader) -> dict[str, Item]:
    """Return the items whose id is that of one alone, however its words are joined."""
    found: dict[str, set[Item]] = {}
    for key, item in data.kept(_items).items():
        if not re.search(r"\d", key):  # the letters of a code are part of it
            found.setdefault(_folded(key), set()).add(item)
    return {name: next(iter(own)) for name, own in found.items() if len(own) == 1}


def _folded(text: str) -> str:
    return text.strip().casefold().replace("-", " ").replace("_", " ")


def _item_names(data: Reader) -> dict[str, Item]:
    """Return the items by their names in English, Chinese and Japanese, as far as a name is that of one."""
    found: dict[str, set[Item]] = {}
    for table, column, kind in (("goods", "goods_id", "goods"), ("materials", "material_id", "material")):
        own: dict[str, set[Item]] = {}
        for row in data.rows(table) if table in data.tables() else ():
            for name in (row.get(n) for n in ("name_en", "name_zh", "name_ja")):
                if name:
                    own.setdefault(name.casefold(), set()).add(Item(kind, row[column], row[column]))
        found |= own
    return {name: next(iter(own)) for name, own in found.items() if len(own) == 1}


def place_of(data: Reader, destination: object) -> str:
    """Return a destination as ISO 3166 alpha-3, or ROW; ValueError for China and for what is no country."""
    if not isinstance(destination, str):
        raise ValueError(f"destination: {_shown(destination)} is no text; write one ISO 3166 alpha-3 code, or ROW")
    if destination == "CHN":
        raise ValueError("destination: CHN is where the exports come from; write another ISO 3166 alpha-3 code, or ROW")
    known = data.rows_by("countries", "iso3")
    if destination in known:
        return destination
    close = _near_place(data, destination)
    raise ValueError(f"destination: unknown {destination!r}.{close} Write an ISO 3166 alpha-3 code, or ROW.")


def known_place(data: Reader, text: object) -> str | None:
    """Return a destination; None for China and for what is no country."""
    return str(text) if text != "CHN" and text in data.rows_by("countries", "iso3") else None


def _near_place(data: Reader, text: str) -> str:
    if text.upper() in NO_PLACE:
        return f" Write {NO_PLACE[text.upper()]}."
    names = {row["name"].casefold(): row["iso3"] for row in data.rows("countries")}
    iso3 = names.get(text.casefold()) or (text.upper() if text.upper() in names.values() else None)
    if iso3:
        return f" Did you mean {iso3!r}?"
    # A short text is near to many codes: only names are guessed.
    return guess(text, (), names) if len(text) > 4 else ""


def day_of(day: object, argument: str = "day") -> datetime.date:
    """Return a day given as a date, a time, a NumPy day or YYYY-MM-DD."""
    if str(day) in ("NaT", "nan", "<NA>"):
        raise ValueError(f"{argument}: {_shown(day)} is no day; write YYYY-MM-DD, such as 2024-12-10")
    if isinstance(day, datetime.datetime):
        return day.date()
    if isinstance(day, datetime.date):
        return day
    numpy_day = type(day).__module__ == "numpy" and type(day).__name__ == "datetime64"
    text = str(day)[:10] if numpy_day else day
    if isinstance(text, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(f"{argument}: unknown {_shown(day)}; write YYYY-MM-DD, such as 2024-12-10")


def checked(*given: tuple[str, object, Collection[str | None]]) -> None:
    """Raise ValueError for an argument, given with its name, that is none of those known."""
    for argument, value, known in given:
        if value not in known:
            raise ValueError(f"{argument}: unknown {value!r}; write one of: {', '.join(map(str, known))}")


def end_use_of(end_use: object) -> str:
    """Return an end use."""
    if isinstance(end_use, str) and end_use in END_USES:
        return end_use
    raise ValueError(f"end_use: unknown {_shown(end_use)}; write one of: {', '.join(sorted(END_USES))}")


def flow_of(data: Reader, flow: object, item: Item) -> str:
    """Return a flow; only codes of technology and software are transferred."""
    if not isinstance(flow, str) or flow not in FLOWS:
        raise ValueError(f"flow: unknown {_shown(flow)}; write one of: {', '.join(FLOWS)}")
    if flow == TRANSFER and (item.kind != "code" or data.law.book.codes.tangible(item.key)):
        raise ValueError(f"flow: {item.name} are goods, no technology; write another flow than {TRANSFER}")
    return flow


def facts_of(data: Reader, facts: object) -> dict[str, Any] | None:
    """Return the facts of a shipment; ValueError for a fact that no condition asks for.

    owned_by gives shares in percent by party: an entity_id, or any name.
    """
    if facts is None:
        return None
    if not isinstance(facts, Mapping):
        raise ValueError(f"facts: {_shown(facts)} is no dict; write facts={{'purity_pct': 99.9}}")
    known = data.kept(_known_facts)
    for name, value in facts.items():
        if name not in known:
            close = guess(str(name), known)
            raise ValueError(f"facts: no condition asks for {name!r}.{close} Known facts: {', '.join(sorted(known))}")
        if known[name] and (isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value)):
            raise ValueError(f"facts: {name} is {_shown(value)}; write a number")
    known_facts = dict(facts)
    if "owned_by" in known_facts:
        known_facts["owned_by"] = _owners(data, facts["owned_by"])
    return known_facts


def _owners(data: Reader, owned: object) -> dict[str, float]:
    if not isinstance(owned, Mapping):
        raise ValueError(f"facts: owned_by is {_shown(owned)}; write shares by party, such as {{'leidos': 60}}")
    for name, share in owned.items():
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 100:
            raise ValueError(f"facts: owned_by {name!r} is {_shown(share)}; write percent, 0 to 100")
    return {find_party(data, name): float(share) for name, share in owned.items()}


def _known_facts(data: Reader) -> dict[str, bool]:
    """Return the facts that conditions ask for, and whether each is a number."""
    book = data.law.book
    conditions = [c for r in book.rules.values() for c in r.conditions if c.effect != "procedure"]
    conditions += [c for g in book.goods.by_id.values() for link in g.links for c in link.conditions]
    return dict.fromkeys(FACTS, False) | {c.property: c.operator != "is" for c in conditions if c.property}


def find_party(data: Reader, name: object) -> str:
    """Return the entity_id of a party by id, name, printed form or alias; ValueError where none or several have it."""
    if not isinstance(name, str):
        raise ValueError(f"entity: {_shown(name)} is no text; write an entity_id or a name")
    ids = data.kept(party_book).named(name)
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise ValueError(f"entity: {name!r} is the name of several parties; write one of: {', '.join(ids)}")
    above = ("group_name", "parent_name")
    group = [i for i, r in data.rows_by_id("entities").items() if plain(name) in [plain(r.get(c) or "") for c in above]]
    if group:
        raise ValueError(f"entity: {name!r} is on no list; parties of that group are: {', '.join(group)}")
    close = guess(name, data.rows_by_id("entities"))
    raise ValueError(f"entity: unknown {name!r}.{close} See the table entities, and entity_aliases.")


def party_book(data: Reader) -> PartyBook:
    """Return the listed parties of a release."""
    return PartyBook(data.rows_if_any)


def _shown(value: object) -> str:
    if isinstance(value, str):
        return repr(value)[:80]
    return value.__name__ if isinstance(value, type) else f"{type(value).__name__} {value!r}"[:80]
