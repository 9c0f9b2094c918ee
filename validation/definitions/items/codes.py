"""What is controlled: list editions and control codes."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pandas as pd
from pandera.typing import Series

from validation.definitions.base import CHINESE, ID, Day, Sourced, Text, Whole, about, column, row_rule, words

SCHEMES = words("dual_use nuclear precursor chemical technology_catalogue class")
GOODS_FORMS = words(
    "ore concentrate metal powder alloy oxide compound salt target magnet wafer crystal flake fibre electrode scrap "
    "equipment component product other"
)
FORMS = (*GOODS_FORMS, "software", "technology")
# The grammar of a code of the 2024 list: industry digit, letter of the item type, three digits, then sub-entries.
DUAL_USE_CODE = r"^\d[A-E]\d{3}(\.[a-z0-9]{1,2})*$"
# Announcement 51/2024 says that the first digit of a code is the industry, the letter the type of item and the third
# character the reason; what each digit means it does not say.
ITEM_TYPES = dict(
    zip("ABCDE", words("equipment_and_components production_equipment materials software technology"), strict=True)
)
_DIGITS = tuple("0123456789")
_FAMILIES = {digit: "shared" if digit < "5" else "national" for digit in _DIGITS}


def _character(place: int, of: Mapping[str, str] | None = None) -> Callable[[pd.DataFrame], Any]:
    """Return what makes a column from one character of the dual-use codes, or from what that character stands for."""

    def computed(frame: pd.DataFrame) -> Any:
        found = frame["code"].where(frame["scheme"] == "dual_use").str[place]
        return found.map(of).astype(frame["code"].dtype) if of else found

    return computed


class ListEditions(Sourced):
    """Editions of lists and catalogues, and the annexes of announcements that print items."""

    edition_id: Series[Text] = column("Edition", "Readable id.", pattern=ID, example="licence-2026")
    title: Series[Text] = column("Title", "Our English title.", unique=True)
    number: Series[Text] = column(
        "Number", "Number of the document that carries it.", null=True, example="91/2025", unique=True
    )
    kind: Series[Text] = column(
        "Kind",
        "Control list, yearly licence catalogue, annex of an announcement, or technology catalogue.",
        values=("control_list", "licence_catalogue", "announcement_annex", "technology_catalogue"),
    )
    instrument_id: Series[Text] = column("Instrument", "The document that carries it.", null=True, ref="instruments")
    issued: Series[Day] = column("Issued", "Day of issue, where known to the day.", null=True)
    effective: Series[Day] = column("Effective", "First day of effect, where known to the day.", null=True, ahead=True)
    official_count: Series[Whole] = column(
        "Official count",
        "Number of entries that a source gives for the edition; empty when none does.",
        null=True,
        least=1,
        unit="entries",
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about("items", "one row per edition of a list", ("edition_id",))

    @row_rule("effective", "an edition takes effect before it is issued; correct one of the days")
    def effective_after_issue(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["effective"] >= frame["issued"]


class ControlCodes(Sourced):
    """Codes by which lists and notices name items; a parent code stands for all its descendants."""

    scheme: Series[Text] = column(
        "Scheme",
        "The system that the code belongs to; `class` holds our words for classes of goods or technology that "
        "a rule names without any code.",
        values=SCHEMES,
        example="dual_use",
    )
    code: Series[Text] = column(
        "Code",
        "The code within its scheme, as printed (dual_use: digit, letter, three digits, sub-entries after dots).",
        pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]*$",
        hint="a code without blanks, as 3C001.a",
        example="3C001.a",
    )
    parent: Series[Text] = column(
        "Parent", "The next code above in the same scheme; empty at the top.", null=True, example="3C001"
    )
    goods_or_technology: Series[Text] = column(
        "Goods or technology",
        "Whether the code names goods, software or technology.",
        values=("goods", "software", "technology"),
    )
    form: Series[Text] = column("Form", "What form the goods have.", values=FORMS, example="metal")
    name_zh: Series[Text] = column(
        "Chinese name",
        "Name as the Chinese text has it.",
        null=True,
        pattern=CHINESE,
        script="chinese",
        example="金属镓",
    )
    name_en: Series[Text] = column(
        "English name", "Our English name, in the terms of the control regimes.", example="gallium metal"
    )
    name_basis: Series[Text] = column(
        "Basis of the name",
        "official: stands in a notice or annex that was read; read: from a copy or parse of the list; "
        "reconstructed: ours, from the entries below or the excerpt.",
        values=("official", "read", "reconstructed"),
    )
    parameters_en: Series[Text] = column("Parameters", "Thresholds (purity, size, strength) in our words.", null=True)
    industry: Series[Text] | None = column(
        "Industry",
        "First digit of a dual-use code: field of industry.",
        null=True,
        values=_DIGITS,
        computed=_character(0),
    )
    item_type: Series[Text] | None = column(
        "Type of item",
        "By the letter of the code.",
        null=True,
        values=ITEM_TYPES.values(),
        ordered=True,
        computed=_character(1, ITEM_TYPES),
    )
    control_reason: Series[Text] | None = column(
        "Reason for control",
        "Third character of a dual-use code. By the items under it 1 fits missiles, 2 nuclear, 3 biological and "
        "chemical, 4 monitored chemicals, 9 national controls (our inference); no text that was read explains 0 and 5.",
        null=True,
        values=_DIGITS,
        computed=_character(2),
    )
    number_family: Series[Text] | None = column(
        "Number family",
        "shared: numbered as in the EU list (0 to 4); national: China's own number (5 and up).",
        null=True,
        values=("shared", "national"),
        ordered=True,
        computed=_character(2, _FAMILIES),
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items",
            "one row per code of a scheme",
            ("scheme", "code"),
            references=((("scheme", "parent"), "control_codes"),),
        )

    @row_rule("code", "not a code of the dual-use list; write digit, letter A-E, three digits, sub-entries after dots")
    def dual_use_grammar(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["scheme"] != "dual_use") | frame["code"].str.match(DUAL_USE_CODE)

    @row_rule("parent", "not the code above this one; write the code without its last part")
    def parent_is_code_above(cls, frame: pd.DataFrame) -> pd.Series:
        above = [str(code).rpartition(".")[0] for code in frame["code"]]
        return (frame["scheme"] != "dual_use") | (frame["parent"].fillna("") == above)

    @row_rule("goods_or_technology", "letter D is software, E technology, A to C goods; write the one that fits")
    def letter_says_type(cls, frame: pd.DataFrame) -> pd.Series:
        expected = frame["code"].str[1].map({"D": "software", "E": "technology"}).fillna("goods")
        return (frame["scheme"] != "dual_use") | (frame["goods_or_technology"] == expected)

    @row_rule("name_zh", "a name read or official has a Chinese form; fill it or set name_basis to reconstructed")
    def read_names_are_chinese(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["name_basis"] == "reconstructed") | frame["name_zh"].notna()
