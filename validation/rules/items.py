"""Rules on the families items and materials: entries recorded or named as gaps, codes and classes as they say."""

import re
from collections.abc import Iterator
from functools import cache

from exportcurbs.law.codes import ancestors

from validation.citations import source_key
from validation.definitions.agreements import CATALOGUE, LAST_SERIALS
from validation.definitions.tables import Row, Rows
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, at, each, rule, unnamed

# The index of the catalogue is cited by the entry: direction, section where it is not the dual-use list, serial.
INDEX = "gh-2026-catalogue-index["
ENTRY = re.compile(
    r"(?:(?P<part>[a-z_0-9]+) )?(?P<direction>export|import)/(?:(?P<section>[a-z_0-9]+)/)?(?P<serial>\d+)"
)
MOVED = "correct the serial or the locator, or say in the note why they differ"
PRINTED = ("observations", "platform_materials", "supply_incidents", "stockpiles")
WORDS = ("name_en", "name_zh", "parameters_en", "title_en", "printed_item")
CARBON = ("graphite", "diamond")  # which codes may call carbon
COMMON = "金碳氢硅磷铁"  # signs of elements that stand in other words, as that of metal
EU, EU_LIST = "EU_ANNEX_I", "eu-2025-annex1"
LEAST = re.compile(r"(?:大于等于|不低于|不小于)\D{0,2}(\d[\d.]*)|(\d[\d.]*)%?以上")  # limits that are within
LOCATOR = re.compile(r"\[([^\]]+)\]")
# From which year on the edition of the Harmonized System holds.
EDITIONS = {"HS2002": 2002, "HS2007": 2007, "HS2012": 2012, "HS2017": 2017, "HS2022": 2022, "HS2028": 2028}
CLASSES = ("ree_class_china", "ree_class_usgs", "ree_class_eu")
RARE_EARTHS, LIGHT = "rare_earths", "light_rare_earths"


def _serials(gaps: Rows, last: int) -> dict[int, int]:
    """Return the serials of gaps, each with the line of its gap; an open gap reaches to the last serial."""
    return {
        serial: line
        for line, gap in gaps
        if gap["serial_first"]
        for serial in range(gap["serial_first"], (gap["serial_last"] or max(last, gap["serial_first"])) + 1)
    }


@rule
def entries_or_gaps(tables: Tables) -> Iterator[Problem]:
    """Yield entries that are both recorded and named as a gap, and entries of the catalogue that are neither."""
    items, gaps = tables["items"], tables["list_gaps"]
    entries, missing = (t.by("edition_id", "section", "direction") for t in (items, gaps))
    for part in dict.fromkeys((*entries, *missing, *((CATALOGUE, *p) for p in LAST_SERIALS))):
        recorded = {row["serial"]: line for line, row in entries.get(part, ()) if row["serial"]}
        last = LAST_SERIALS.get(part[1:], 0) if part[0] == CATALOGUE else 0
        gone = _serials(missing.get(part, []), max(last, max(recorded, default=0)))
        name = " ".join(map(str, part))
        for serial in sorted(recorded.keys() & gone.keys()):
            there = f"line {gone[serial]} of {gaps.info.path} says it is missing"
            found = f"serial {serial} of {name} is recorded, but {there}"
            yield at(items, recorded[serial], "serial", found, "remove it there or here")
        lost = [serial for serial in range(1, last + 1) if serial not in recorded and serial not in gone]
        if lost:
            found = f"serial {lost[0]} of {name} is neither recorded nor named as a gap ({len(lost)} such entries)"
            after = [line for serial, line in sorted(recorded.items()) if serial > lost[0]]
            line = after[0] if after else max(recorded.values(), default=0)
            yield at(items, line, "serial", found, f"add them here or to {gaps.info.path}")


@each("control_codes")
def no_code_above_itself(row: Row, tables: Tables) -> Faults:
    """Yield codes that stand above themselves."""
    codes = tables["control_codes"].one_by("scheme", "code")
    above = ancestors((row["scheme"], row["code"]), codes)
    if any(codes[code]["parent"] == row["code"] for code in above):
        yield "parent", f"{shown(row['code'])} stands above itself", "write the code above it, or empty the cell"


@rule
def editions_have_rows(tables: Tables) -> Iterator[Problem]:
    """Yield editions without entries of which no gap says so: no rows would read as no items."""
    gaps = tables["list_gaps"]
    named = tables["items"].by("edition_id").keys() | gaps.by("edition_id")
    found, advice = "{} has neither entries nor a gap", f"add a gap to {gaps.info.path}"
    yield from unnamed(tables["list_editions"], named, found, advice)


@rule
def codes_in_order(tables: Tables) -> Iterator[Problem]:
    """Yield entries of the catalogue whose code stands out of the order of the codes around it."""
    rows = tables["items"].by("edition_id", "scheme", "section").get((CATALOGUE, "dual_use", "dual_use"), ())
    entries = sorted((r["serial"], line, r["code"]) for line, r in rows if r["serial"] and r["code"])
    for (_, _, before), (_, line, code), (_, _, after) in zip(entries, entries[1:], entries[2:], strict=False):
        # a chapter may follow another out of order; one code between two that fit each other may not
        if _place(before) <= _place(after) and not _place(before) <= _place(code) <= _place(after):
            found = f"{shown(code)} stands between {before} and {after}"
            yield at(tables["items"], line, "code", found, "correct the code or the serial")


@cache
def _place(code: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|[A-Za-z]+", code)]


@each("items", "item_customs_codes")
def entry_in_locator(row: Row, tables: Tables) -> Faults:
    """Yield entries, and customs codes of entries, that their source has in another place."""
    located = [m for text in row["source_ids"] or () if text.startswith(INDEX) for m in ENTRY.finditer(text)]
    places = [(m["direction"], m["section"] or m["part"] or "dual_use", int(m["serial"])) for m in located]
    own = row["direction"], row["section"], row["serial"]
    if places and None not in own and own not in places and row["note"] is None:
        own_place, there = ("/".join(map(str, place)) for place in (own, places[0]))
        yield "serial", f"{own_place}, but the locator says {there}", MOVED


@each("items")
def names_of_codes(row: Row, tables: Tables) -> Faults:
    """Yield entries that bear the Chinese name of another code."""
    scheme, code = row["scheme"], row["code"]
    bearers = tables["control_codes"].by("name_zh").get(row["name_zh"], ())
    bears = {(r["scheme"], r["code"]) for _, r in bearers if r["scheme"] and r["code"]}
    if not bears or not scheme or not code or (scheme, code) in bears:
        return
    if not any(other.startswith(f"{code}.") or code.startswith(f"{other}.") for _, other in bears):
        found = f"{shown(row['name_zh'])} is the name of {'/'.join(min(bears))}, not of {code}"
        yield "name_zh", found, "correct the name or the code"


@each("code_materials", "goods_materials", "event_materials", "material_specifications", *PRINTED)
def materials_named(row: Row, tables: Tables) -> Faults:
    """Yield materials that the words of the code, goods, notice or document do not name, although they name others."""
    materials, material = tables["materials"].one_by("material_id"), row["material_id"]
    event = tables["events"].row(row.get("event_id"))
    of = row if "printed_item" in row else tables["instruments"].row(event["instrument_id"])
    if "role" in row:
        goods = {"name_en": tables["goods"].row(row.get("goods_id"))["name_en"]}
        of = tables["control_codes"].row(row["scheme"], row["code"]) if "code" in row else goods
    inexact = row.get("mapping", "exact") != "exact" or row.get("role", "heads") not in ("subject", "heads")
    if inexact or material not in materials or ("role" in row and row["note"]):
        return
    text = " ".join(str(of[c] or "") for c in WORDS if c in of).lower()
    own = [materials[m] for m in (material, *(["C"] if material in CARBON and "C" in materials else []))]
    if any(_named(m, text) or str(m["name_en"])[:5].lower() in text for m in own) or re.search(
        rf"\b{material}\b", text, re.I
    ):
        return
    if named := sorted(m for m, other in materials.items() if _named(other, text)):
        found = f"{shown(material)} is not what the words name: {', '.join(named)}"
        yield "material_id", found, "name that material or another role, or say why in the note"


def _named(material: Row, text: str) -> bool:
    """Whether a text holds the stem of the English name of a material (a short one as a word), or its Chinese name."""
    english = str(material["name_en"]).split(" (")[0].lower()
    stem = english[:-2] in text if len(english) > 6 else bool(re.search(rf"\b{english}\b", text))
    return stem or bool(material["name_zh"] and material["name_zh"] in text)


@each("code_equivalents")
def equivalents_fit(row: Row, tables: Tables) -> Faults:
    """Yield foreign codes that the locator denies."""
    basis, code, regime = row["basis"], row["foreign_code"], row["regime"]
    cited = [text for text in row["source_ids"] or () if text.startswith(f"{EU_LIST}[")]
    places = [place for text in cited for place in LOCATOR.findall(text)]
    compared = regime == EU and code and basis == "text_compared"
    if compared and places and not any(code.startswith(place) for place in places):
        yield "foreign_code", f"{shown(code)}, but the locator says {places[0]}", "correct the code or the locator"
    if cited and regime not in (EU, None):
        yield "regime", f"{shown(regime)}, but the source is the EU list", f"write {EU}"


@each("control_codes")
def least_is_within(row: Row, tables: Tables) -> Faults:
    """Yield limits told as exclusive that the printed name includes."""
    for number in filter(None, (n for pair in LEAST.findall(row["name_zh"] or "") for n in pair)):
        if re.search(rf"(?i)\b(?:over|above|more than) {re.escape(number)}\b", row["parameters_en"] or ""):
            yield "parameters_en", f"over {number}, which the printed name includes", f"write {number} or more"


@each("materials")
def classes_of_groups(row: Row, tables: Tables) -> Faults:
    """Yield classes of what is no rare earth, and classes of China that its groups deny."""
    groups = tables["material_groups"].by("group_id")
    rare, light = ({r["material_id"] for _, r in groups.get(g, ())} for g in (RARE_EARTHS, LIGHT))
    filled = [c for c in CLASSES if row[c]]
    for column in filled if rare and row["material_id"] not in rare else ():
        yield column, f"{shown(row[column])}, but {row['material_id']} is no rare earth", "empty the cell"
    china = row[CLASSES[0]]
    if light and china and (china == "light") != (row["material_id"] in light):
        yield CLASSES[0], f"{shown(china)}, but the group {LIGHT} says otherwise", "correct the class or the group"
    if len(filled) == 2:
        (missing,) = set(CLASSES) - set(filled)
        yield missing, "is blank, but the two other classes are filled", "fill it"


def _english(text: str | None, tables: Tables) -> set[str]:
    """Return the materials that an English text names."""
    materials = tables["materials"].one_by("material_id").items()
    return {m for m, r in materials if _named({**r, "name_zh": None}, (text or "").lower())}


def _chinese(text: str | None, tables: Tables) -> set[str]:
    """Return the elements that a Chinese text names."""
    named = {m: r["name_zh"] for m, r in tables["materials"].one_by("material_id").items() if r["symbol"]}
    return {m for m, name in named.items() if name and name in (text or "") and name not in COMMON}


@each("items", "control_codes", "goods")
def names_agree(row: Row, tables: Tables) -> Faults:
    """Yield Chinese and English names of one thing that name different elements."""
    here, there = _english(row["name_en"], tables), _chinese(row["name_zh"], tables)
    if here and there and not here & there:
        found = f"{shown(row['name_zh'])} names {', '.join(sorted(there))}, but {shown(row['name_en'])} does not"
        yield "name_zh", found, "correct one of them"


@each("item_customs_codes")
def lines_of_elements(row: Row, tables: Tables) -> Faults:
    """Yield customs lines of another rare earth than the entry."""
    lines = [r for _, r in tables["tariff_lines"].by("customs_code").get((row["customs_code"] or "")[:8], ())]
    newest = max(lines, key=lambda r: r["tariff_year"] or 0, default={"name_zh": None})
    item = tables["items"].row(row["edition_id"], row["section"], row["direction"], row["serial"])
    rare = {r["material_id"] for _, r in tables["material_groups"].by("group_id").get(RARE_EARTHS, ())}
    its, own = (_chinese(name, tables) & rare for name in (newest["name_zh"], item["name_zh"]))
    if len(its) == 1 and own and not its & own:
        found = f"{shown(row['customs_code'])} is the line of {', '.join(its)}, not of {', '.join(sorted(own))}"
        yield "customs_code", found, "correct the code or the serial"


@each("stockpiles", "use_shares", "supply_incidents", "material_specifications")
def sources_of_material(row: Row, tables: Tables) -> Faults:
    """Yield rows all of whose sources are, by their titles, about other materials."""
    titles = [tables["sources"].row(source_key(s))["title"] for s in row["source_ids"] or ()]
    about = [_english(title, tables) | _chinese(title, tables) for title in titles]
    if row["material_id"] and about and all(about) and row["material_id"] not in set().union(*about):
        found = f"{shown(titles[0])} is not about {row['material_id']}"
        yield "source_ids", found, "name the document that prints it, or correct the material"
