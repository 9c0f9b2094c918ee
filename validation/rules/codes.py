"""Rules on what codes mean: materials, customs lines, equivalents in other lists, editions of the Harmonized System."""

import re
from collections.abc import Iterator

from validation.problems import Problem, shown
from validation.rules.common import Row, Rule, Tables, at, one_by

CARBON = ("graphite", "diamond")  # which codes may call carbon
UNSPECIFIC = ("software", "technology")
EU, EU_LIST = "EU_ANNEX_I", "eu-2025-annex1"
LOCATOR = re.compile(r"\[([^\]]+)\]")
# From which year on the edition of the Harmonized System holds.
EDITIONS = {"HS2002": 2002, "HS2007": 2007, "HS2012": 2012, "HS2017": 2017, "HS2022": 2022, "HS2028": 2028}


def edition_of(year: int) -> str:
    """Return the edition of the Harmonized System in force in a year."""
    return max((e for e, first in EDITIONS.items() if first <= year), key=lambda e: EDITIONS[e], default="")


def forms_fit(tables: Tables) -> Iterator[Problem]:
    """Yield codes of software or technology in the form of goods, or the reverse."""
    codes = tables["control_codes"]
    for line, row in codes.rows():
        kind, form = row["goods_or_technology"], row["form"]
        if kind and form and (kind in UNSPECIFIC or form in UNSPECIFIC) and kind != form:
            yield at(codes, line, "form", f"{shown(form)}, but the code names {kind}", "correct one of them")


def subjects_named(tables: Tables) -> Iterator[Problem]:
    """Yield subjects that the name of the code does not name, although it names other materials."""
    rows, codes = tables["code_materials"], one_by(tables["control_codes"], "scheme", "code")
    words = {m: _words(row) for m, row in one_by(tables["materials"], "material_id").items()}
    for line, row in rows.rows():
        code, material = codes.get((row["scheme"], row["code"])), row["material_id"]
        if row["role"] != "subject" or code is None or material not in words or row["note"]:
            continue
        text = " ".join(str(code[c] or "") for c in ("name_en", "name_zh", "parameters_en")).lower()
        own = [*words[material], *(words["C"] if material in CARBON and "C" in words else ())]
        if not any(word in text for word in own):
            named = sorted(m for m, found in words.items() if any(word in text for word in found))
            if named:
                found = f"{shown(row['material_id'])} is not what {row['code']} names: {', '.join(named)}"
                yield at(rows, line, "material_id", found, "name that material or another role, or say why in the note")


def _words(material: Row) -> list[str]:
    """Return the stem of the English name of a material (of short names nothing), and its Chinese name."""
    english = str(material["name_en"]).split(" (")[0].lower()
    return [name for name in (english[:-2] if len(english) > 6 else "", str(material["name_zh"] or "")) if name]


def customs_years(tables: Tables) -> Iterator[Problem]:
    """Yield customs codes of another year than their edition, or of another edition of the Harmonized System."""
    rows = tables["item_customs_codes"]
    for line, row in rows.rows():
        year, edition = row["tariff_year"], row["hs_edition"]
        listed = re.search(r"(?:19|20)\d\d", row["edition_id"] or "")
        if year and listed and year != int(listed[0]):
            yield at(rows, line, "tariff_year", f"{year}, but {shown(row['edition_id'])}", f"write {listed[0]}")
        if year and edition and edition != edition_of(year):
            yield at(rows, line, "hs_edition", f"{shown(edition)} in {year}", f"write {edition_of(year)}")
        if row["basis"] and row["system"] and (row["basis"] == "classified") != (row["system"] == "HS6"):
            found = f"{shown(row['basis'])} with a code of {row['system']}"
            yield at(rows, line, "basis", found, "only codes of six digits are classified by us: correct one of them")


def equivalents_fit(tables: Tables) -> Iterator[Problem]:
    """Yield relations that do not go with what they rest on, and foreign codes that the locator denies."""
    rows = tables["code_equivalents"]
    for line, row in rows.rows():
        if row["relation"] and row["basis"] and (row["relation"] == "not_assessed") != (row["basis"] == "numbering"):
            found = f"{shown(row['basis'])} with the relation {row['relation']}"
            yield at(
                rows, line, "basis", found, "only what rests on the numbering is not assessed: correct one of them"
            )
        cited = [text for text in row["source_ids"] or () if text.startswith(f"{EU_LIST}[")]
        places = [place for text in cited for place in LOCATOR.findall(text)]
        compared = row["regime"] == EU and row["foreign_code"] and row["basis"] == "text_compared"
        if compared and places and not any(row["foreign_code"].startswith(place) for place in places):
            found = f"{shown(row['foreign_code'])}, but the locator says {places[0]}"
            yield at(rows, line, "foreign_code", found, "correct the code or the locator")
        if cited and row["regime"] not in (EU, None):
            yield at(rows, line, "regime", f"{shown(row['regime'])}, but the source is the EU list", f"write {EU}")


def links_counted(tables: Tables) -> Iterator[Problem]:
    """Yield links between editions whose relation is not what the codes on both sides make it."""
    links = tables["hs6_links"]
    for line, row in links.rows():
        older, newer = row["older_codes"], row["newer_codes"]
        if older and newer and row["relation"]:
            due = RELATIONS[older > 1, newer > 1]
            if row["relation"] != due:
                found = f"{shown(row['relation'])} of {older} older and {newer} newer codes"
                yield at(links, line, "relation", found, f"write {due}, or correct a number")


RELATIONS = {(False, False): "same", (False, True): "split", (True, False): "merge", (True, True): "complex"}
RULES: tuple[Rule, ...] = (links_counted, forms_fit, subjects_named, customs_years, equivalents_fit)
