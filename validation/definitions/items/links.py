"""Six-digit codes across editions of the Harmonized System: links of two codes, families of all that exchange goods."""

from typing import Any, ClassVar

from pandera.typing import Series

from validation.definitions.base import Extract, Sourced, Text, Truth, Whole, about, column
from validation.definitions.items.catalogue import HS_EDITIONS

_HS6: dict[str, Any] = {"pattern": r"^\d{6}$", "hint": "six digits", "example": "285390"}
_FAMILY = ("Family", "Group of codes that exchange goods only among themselves, named by its first code in HS 2022.")
_FAMILY_ID: dict[str, Any] = {"pattern": r"^fam-\d{6}$", "hint": "fam- and six digits", "example": "fam-285390"}


class Hs6Links(Sourced):
    """The six-digit codes of HS 2022 that the record needs, in every edition since HS 2002.

    Links chain the tables of the UN Statistics Division from each edition to the one before it.
    """

    hs6_2022: Series[Text] = column("HS 2022 code", "Six digits.", **_HS6)
    edition: Series[Text] = column(
        "Edition", "The other edition; HS 2022 itself stands in it, too.", values=HS_EDITIONS
    )
    hs6: Series[Text] = column("Code there", "Six digits.", **_HS6)
    relation: Series[Text] = column(
        "Relation",
        "same: one code for one; split: the older code also feeds other codes; merge: several older codes feed this; "
        "complex: both.",
        values=("same", "split", "merge", "complex"),
    )
    older_codes: Series[Whole] = column(
        "Older codes", "Codes of that edition that feed the HS 2022 code.", least=1, unit="codes"
    )
    newer_codes: Series[Whole] = column(
        "Newer codes", "Codes of HS 2022 that the code there feeds.", least=1, unit="codes"
    )
    conversion: Series[Truth] = column(
        "Conversion",
        "Whether the UN Statistics Division's table of conversions, which gives each code one older code, has it.",
    )
    family: Series[Text] = column(*_FAMILY, **_FAMILY_ID)
    in_family: Series[Truth] = column(
        "In the family",
        "Whether the family counts the link; not where on the way a code draws from more than 12 older codes, of each "
        "only a trace, unless the number stays the same.",
    )

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items",
            "one row per HS 2022 code, edition and code there",
            ("hs6_2022", "edition", "hs6"),
            references=((("edition", "hs6"), "hs6_codes"),),
        )


class Hs6Codes(Extract):
    """Every six-digit code of the editions since HS 2002: what is none of them is no customs line."""

    edition: Series[Text] = column("Edition", "Edition of the Harmonized System.", values=HS_EDITIONS)
    hs6: Series[Text] = column("HS code", "Six digits.", **_HS6)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items", "one row per edition and code", ("edition", "hs6"), graded=False
        )


class Hs6Families(Extract):
    """All codes of each family of hs6_links, in each edition: the sums of a family can be followed over the years."""

    family: Series[Text] = column(*_FAMILY, **_FAMILY_ID)
    edition: Series[Text] = column("Edition", "Edition of the Harmonized System.", values=HS_EDITIONS)
    hs6: Series[Text] = column("HS code", "Six digits.", **_HS6)

    class Config:
        metadata: ClassVar[dict[str, Any]] = about(
            "items",
            "one row per family, edition and code",
            ("family", "edition", "hs6"),
            references=((("edition", "hs6"), "hs6_codes"),),
            graded=False,
        )
