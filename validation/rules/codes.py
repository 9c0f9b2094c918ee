"""Rules on what codes mean: materials, customs lines, equivalents in other lists, editions of the Harmonized System."""

import re

from validation.definitions.tables import Row
from validation.problems import shown
from validation.rules.common import Faults, Tables, each

CARBON = ("graphite", "diamond")  # which codes may call carbon
UNSPECIFIC = ("software", "technology")
EU, EU_LIST = "EU_ANNEX_I", "eu-2025-annex1"
LEAST = re.compile(r"(?:大于等于|不低于|不小于)\D{0,2}(\d[\d.]*)|(\d[\d.]*)%?以上")  # limits that are within
LOCATOR = re.compile(r"\[([^\]]+)\]")
# From which year on the edition of the Harmonized System holds.
EDITIONS = {"HS2002": 2002, "HS2007": 2007, "HS2012": 2012, "HS2017": 2017, "HS2022": 2022, "HS2028": 2028}

# Whether several older and several newer codes make up a link.
RELATIONS = {(False, False): "same", (False, True): "split", (True, False): "merge", (True, True): "complex"}


def edition_of(year: int) -> str:
    """Return the edition of the Harmonized System in force in a year."""
    return max((e for e, first in EDITIONS.items() if first <= year), key=lambda e: EDITIONS[e], default="")


@each("control_codes")
def forms_fit(row: Row, tables: Tables) -> Faults:
    """Yield codes of software or technology in the form of goods, or the reverse."""
    kind, form = row["goods_or_technology"], row["form"]
    if kind and form and (kind in UNSPECIFIC or form in UNSPECIFIC) and kind != form:
        yield "form", f"{shown(form)}, but the code names {kind}", "correct one of them"


@each("code_materials")
def subjects_named(row: Row, tables: Tables) -> Faults:
    """Yield subjects that the name of the code does not name, although it names other materials."""
    materials = tables["materials"].one_by("material_id")
    code, material = tables["control_codes"].row(row["scheme"], row["code"]), row["material_id"]
    if row["role"] != "subject" or not code or material not in materials or row["note"]:
        return
    text = " ".join(str(code[c] or "") for c in ("name_en", "name_zh", "parameters_en")).lower()
    if any(_named(materials[m], text) for m in (material, *(["C"] if material in CARBON and "C" in materials else []))):
        return
    if named := sorted(m for m, other in materials.items() if _named(other, text)):
        found = f"{shown(material)} is not what {row['code']} names: {', '.join(named)}"
        yield "material_id", found, "name that material or another role, or say why in the note"


def _named(material: Row, text: str) -> bool:
    """Whether a text holds the stem of the English name of a material (if it is not short), or its Chinese name."""
    english = str(material["name_en"]).split(" (")[0].lower()
    return any(name and name in text for name in (english[:-2] if len(english) > 6 else "", material["name_zh"]))


@each("item_customs_codes")
def customs_years(row: Row, tables: Tables) -> Faults:
    """Yield customs codes of another year than their edition, or of another edition of the Harmonized System."""
    year, edition, basis, system = (row[c] for c in ("tariff_year", "hs_edition", "basis", "system"))
    listed = re.search(r"(?:19|20)\d\d", row["edition_id"] or "")
    if year and listed and year != int(listed[0]):
        yield "tariff_year", f"{year}, but {shown(row['edition_id'])}", f"write {listed[0]}"
    if year and edition and edition != edition_of(year):
        yield "hs_edition", f"{shown(edition)} in {year}", f"write {edition_of(year)}"
    if basis and system and (basis == "classified") != (system == "HS6"):
        advice = "only codes of six digits are classified by us: correct one of them"
        yield "basis", f"{shown(basis)} with a code of {system}", advice


@each("code_equivalents")
def equivalents_fit(row: Row, tables: Tables) -> Faults:
    """Yield relations that do not go with what they rest on, and foreign codes that the locator denies."""
    relation, basis, code, regime = (row[c] for c in ("relation", "basis", "foreign_code", "regime"))
    if relation and basis and (relation == "not_assessed") != (basis == "numbering"):
        advice = "only what rests on the numbering is not assessed: correct one of them"
        yield "basis", f"{shown(basis)} with the relation {relation}", advice
    cited = [text for text in row["source_ids"] or () if text.startswith(f"{EU_LIST}[")]
    places = [place for text in cited for place in LOCATOR.findall(text)]
    compared = regime == EU and code and basis == "text_compared"
    if compared and places and not any(code.startswith(place) for place in places):
        yield "foreign_code", f"{shown(code)}, but the locator says {places[0]}", "correct the code or the locator"
    if cited and regime not in (EU, None):
        yield "regime", f"{shown(regime)}, but the source is the EU list", f"write {EU}"


@each("hs6_links")
def links_counted(row: Row, tables: Tables) -> Faults:
    """Yield links between editions whose relation is not what the codes on both sides make it."""
    older, newer, relation = row["older_codes"], row["newer_codes"], row["relation"]
    if older and newer and relation not in (due := RELATIONS[older > 1, newer > 1], None):
        found = f"{shown(relation)} of {older} older and {newer} newer codes"
        yield "relation", found, f"write {due}, or correct a number"


@each("control_codes")
def least_is_within(row: Row, tables: Tables) -> Faults:
    """Yield limits told as exclusive that the printed name includes."""
    for number in filter(None, (n for pair in LEAST.findall(row["name_zh"] or "") for n in pair)):
        if re.search(rf"(?i)\b(?:over|above|more than) {re.escape(number)}\b", row["parameters_en"] or ""):
            yield "parameters_en", f"over {number}, which the printed name includes", f"write {number} or more"
