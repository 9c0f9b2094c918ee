"""What editions print: items, gaps, customs codes; and what codes mean: materials, equivalents."""

from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import CHINESE, Sourced, Text, Whole, about, column, row_rule, words
from validation.definitions.items.codes import SCHEMES

SECTIONS = words(
    "dual_use nuclear precursor_1 precursor_2 precursor_3 chemical isotope cryptography technology export_licence"
)
HS_EDITIONS = words("HS2002 HS2007 HS2012 HS2017 HS2022")
_EDITION = ("Edition", "The edition that prints it.")
_SECTION = (
    "Section",
    "Part of the edition: the dual-use list or one of its sister lists; technology: a technology catalogue; "
    "export_licence: ordinary export licences.",
)
_DIRECTION = ("Direction", "Whether that part governs exports or imports.")
_HS6 = r"^\d{6}$"


class Items(Sourced):
    """Printed entries of editions, in Chinese and English."""

    edition_id: Series[Text] = column(*_EDITION, ref="list_editions", example="licence-2026")
    section: Series[Text] = column(*_SECTION, values=SECTIONS)
    direction: Series[Text] = column(*_DIRECTION, values=("export", "import"))
    serial: Series[Whole] = column(
        "Serial", "Number printed; in an annex the order of its entries.", least=1, most=2000, unit="1", example="315"
    )
    scheme: Series[Text] = column("Scheme", "Scheme of the code.", values=SCHEMES)
    code: Series[Text] = column(
        "Code", "The control code printed; for lists without codes one made of list and serial."
    )
    name_zh: Series[Text] = column(
        "Chinese name", "Name as that edition prints it.", null=True, pattern=CHINESE, script="chinese"
    )
    name_status: Series[Text] = column(
        "Status of the Chinese name",
        "as_printed; repaired: pieced together from a broken copy, or taken from another edition; abridged: shorter "
        "than what is printed. Empty where no Chinese name was read.",
        null=True,
        values=("as_printed", "repaired", "abridged"),
    )
    name_en: Series[Text] = column("English name", "Our English name of the entry.")
    unit: Series[Text] = column("Unit", "Unit of quantity printed beside the entry.", null=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items",
            "one row per printed entry of an edition",
            ("edition_id", "section", "direction", "serial"),
            references=((("scheme", "code"), "control_codes"),),
        )

    @row_rule("name_status", "a Chinese name has a status, and nothing else has; fill or empty it")
    def status_of_name(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["name_status"].notna() == frame["name_zh"].notna()


class ListGaps(Sourced):
    """Serials of an edition that could not be read, with the reason."""

    edition_id: Series[Text] = column(*_EDITION, ref="list_editions", example="licence-2026")
    section: Series[Text] = column(*_SECTION, values=SECTIONS)
    direction: Series[Text] = column(*_DIRECTION, values=("export", "import"))
    serial_first: Series[Whole] = column("First serial", "First serial missing.", least=1, most=2000, unit="1")
    serial_last: Series[Whole] = column(
        "Last serial", "Last serial missing; empty where the end of the list is unknown.", null=True, least=1, unit="1"
    )
    reason: Series[Text] = column("Reason", "Why it is missing and where it was looked for.", wording=True)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items", "one row per run of missing serials", ("edition_id", "section", "direction", "serial_first")
        )

    @row_rule("serial_last", "the run ends before it begins; swap or correct the serials")
    def runs_forward(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["serial_last"] >= frame["serial_first"]


class ItemCustomsCodes(Sourced):
    """Customs codes that an edition prints beside an entry, or our classification of it."""

    edition_id: Series[Text] = column(*_EDITION, ref="list_editions", example="licence-2026")
    section: Series[Text] = column(*_SECTION, values=SECTIONS)
    direction: Series[Text] = column(*_DIRECTION, values=("export", "import"))
    serial: Series[Whole] = column("Serial", "Number of the entry.", least=1, most=2000, unit="1", example="315")
    customs_code: Series[Text] = column(
        "Customs code",
        "Digits of the code, as text, so that leading zeros stay.",
        pattern=r"^\d{6}(\d{2})?(\d{2})?$",
        hint="6, 8 or 10 digits",
        example="2805301200",
    )
    system: Series[Text] = column(
        "System", "China's ten or eight digits, or six digits of the HS.", values=("CN10", "CN8", "HS6")
    )
    tariff_year: Series[Whole] = column(
        "Tariff year", "Year of the tariff that the code belongs to.", least=2004, most=2030, unit="a"
    )
    hs_edition: Series[Text] = column("HS edition", "Edition of the Harmonized System.", values=HS_EDITIONS)
    hs6: Series[Text] = column("HS code", "First six digits.", pattern=_HS6, hint="six digits", example="280530")
    basis: Series[Text] = column(
        "Basis",
        "Printed by an announcement or by a yearly catalogue, or classified by us by its heading.",
        values=("announcement", "catalogue", "classified"),
    )
    confidence: Series[Text] = column(
        "Confidence",
        "verified: two witnesses agree; read: one, and the heading fits; doubtful: the row or heading is in doubt.",
        values=("verified", "read", "doubtful"),
    )
    coverage: Series[Text] = column(
        "Coverage",
        "How far the item fills the customs line: whole, part (other goods too), trace (many elements or goods).",
        values=("whole", "part", "trace"),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items",
            "one row per printed entry and customs code",
            ("edition_id", "section", "direction", "serial", "customs_code"),
            references=((("edition_id", "section", "direction", "serial"), "items"),),
        )

    @row_rule("hs6", "not the first six digits of the customs code; copy them")
    def hs6_begins_code(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["customs_code"].str[:6] == frame["hs6"]

    @row_rule("system", "does not fit the number of digits; CN10 has ten, CN8 eight, HS6 six")
    def digits_fit_system(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["customs_code"].str.len() == frame["system"].map({"CN10": 10, "CN8": 8, "HS6": 6})


class CodeMaterials(Sourced):
    """Which materials a code is about, and in what role."""

    scheme: Series[Text] = column("Scheme", "Scheme of the code.", values=SCHEMES)
    code: Series[Text] = column("Code", "The control code.", example="3C001.f")
    material_id: Series[Text] = column("Material", "The material.", ref="materials", example="In")
    role: Series[Text] = column(
        "Role",
        "subject: heads the entry; constituent: another named element; host: the matrix; product_of_technology: made "
        "or parted by the technology or equipment.",
        values=("subject", "constituent", "host", "product_of_technology"),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items",
            "one row per code and material",
            ("scheme", "code", "material_id"),
            references=((("scheme", "code"), "control_codes"),),
        )


class CodeEquivalents(Sourced):
    """The same item in other control lists."""

    scheme: Series[Text] = column("Scheme", "Scheme of the code.", values=SCHEMES)
    code: Series[Text] = column("Code", "China's code.", example="2B350.a")
    regime: Series[Text] = column("Regime", "The other list.", values=words("EU_ANNEX_I US_CCL WA MTCR NSG AG CWC"))
    foreign_code: Series[Text] = column("Code there", "Code in that list, where there is one.", null=True)
    relation: Series[Text] = column(
        "Relation",
        "How China's entry compares with the foreign one. equal: the same in terms, notes and exemptions; same_terms: "
        "named by the same terms and thresholds as far as both were read, notes and exemptions not compared. Where a "
        "limit of one side was not read for the other, and where their objects differ: overlapping.",
        values=words("equal same_terms narrower broader overlapping none"),
    )
    basis: Series[Text] = column(
        "Basis",
        "What the relation rests on: the entries (text_compared), their notes and exemptions too (notes_compared), or "
        "a source that says so.",
        values=("text_compared", "notes_compared", "source_states"),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items",
            "one row per code, regime and code there",
            ("scheme", "code", "regime", "foreign_code"),
            references=((("scheme", "code"), "control_codes"),),
        )

    @row_rule("relation", "equal takes compared notes and exemptions; write same_terms, or notes_compared as basis")
    def equal_by_notes(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["relation"] != "equal") | (frame["basis"] != "text_compared")
