"""Rules on what codes mean: materials, customs lines, equivalents in other lists, editions of the Harmonized System."""

import re

from validation.definitions.tables import Row
from validation.problems import shown
from validation.rules.common import Faults, Tables, each

PRINTED = ("observations", "platform_materials", "supply_incidents", "stockpiles")
WORDS = ("name_en", "name_zh", "parameters_en", "title_en", "printed_item")
CARBON = ("graphite", "diamond")  # which codes may call carbon
EU, EU_LIST = "EU_ANNEX_I", "eu-2025-annex1"
LEAST = re.compile(r"(?:大于等于|不低于|不小于)\D{0,2}(\d[\d.]*)|(\d[\d.]*)%?以上")  # limits that are within
LOCATOR = re.compile(r"\[([^\]]+)\]")
# From which year on the edition of the Harmonized System holds.
EDITIONS = {"HS2002": 2002, "HS2007": 2007, "HS2012": 2012, "HS2017": 2017, "HS2022": 2022, "HS2028": 2028}


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
