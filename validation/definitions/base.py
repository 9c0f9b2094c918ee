"""How a table is defined: typed columns with title and description, key, references, grain.

A table is one pandera DataFrameModel. Parsing, the Arrow schema in the Parquet footer, the codebook pages
and the checks between tables are all derived from it.
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, ClassVar

import pandas as pd
import pandera.pandas as pap
import pyarrow as pa
from pandera.typing import Series

Text = Annotated[pd.ArrowDtype, pa.string()]
Day = Annotated[pd.ArrowDtype, pa.date32()]
Whole = Annotated[pd.ArrowDtype, pa.int32()]
Real = Annotated[pd.ArrowDtype, pa.float64()]
Texts = Annotated[pd.ArrowDtype, pa.list_(pa.string())]
Truth = Annotated[pd.ArrowDtype, pa.bool_()]

ID = r"^[a-z0-9][a-z0-9._-]*$"
ISO3 = r"^[A-Z]{3}$"
_DAYS = r"(0[13578]|1[02])(-(0[1-9]|[12]\d|3[01]))?|(0[469]|11)(-(0[1-9]|[12]\d|30))?|02(-(0[1-9]|[12]\d))?"
PARTIAL_DAY = rf"^\d{{4}}(-({_DAYS}))?$"
CHINESE = "^.*[㐀-鿿].*$"
HINTS = {
    ID: "small letters, digits, hyphens and underscores",
    ISO3: "three capital letters, as JPN",
    PARTIAL_DAY: "YYYY, YYYY-MM or YYYY-MM-DD",
    CHINESE: "the name in Chinese characters",
}
RULE = "row rule: "


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text: a closed list in a line or two."""
    return tuple(text.split())


def column(  # noqa: PLR0913 - a column has that many properties
    title: str,
    description: str,
    *,
    null: bool = False,
    values: Iterable[str] | None = None,
    ordered: bool = False,
    pattern: str | None = None,
    least: float | None = None,
    most: float | None = None,
    each: bool = False,
    **said: Any,
) -> Any:
    """Return a pandera field; a column without title or description fails here.

    `values` is a closed list, sorted unless `ordered`. With `each` the column is a list, and values, pattern, ref,
    place and hint speak of its elements. said: what `ColumnInfo` has beside.
    """
    if not title or not description:
        raise ValueError("every column needs a title and a description")
    closed = tuple(values if ordered else sorted(values)) if values else ()
    said["hint"] = said.get("hint") or HINTS.get(pattern or "", "")
    return pap.Field(
        nullable=null,
        isin=None if each or not closed else list(closed),
        str_matches=None if each else pattern,
        ge=least,
        le=most,
        title=title,
        description=description,
        metadata={"values": closed, "pattern": pattern or "", "each": each, **said},
    )


def row_rule(column_name: str, advice: str) -> Callable[[Callable[..., Any]], Any]:
    """Mark a method as a rule that each row must meet; `advice` says what was found and what to write instead.

    The method takes the frame and returns one boolean per row; a missing value counts as met.
    """

    def mark(method: Callable[..., Any]) -> Any:
        def check(cls: type, frame: pd.DataFrame) -> pd.Series:
            return pd.Series(method(cls, frame), index=frame.index).astype("boolean").fillna(True).astype(bool)

        check.__name__ = method.__name__
        check.__doc__ = method.__doc__
        return pap.dataframe_check(error=f"{RULE}{column_name}: {advice}")(check)

    return mark


class Table(pap.DataFrameModel):
    """What all tables share: exact columns, no coercion."""

    class Config:
        """Pandera settings; `metadata` is set by each table."""

        strict = True
        coerce = False
        metadata: ClassVar[dict[str, Any]] = {}


class Sourced(Table):
    """What all curated tables with sources share."""

    source_ids: Series[Texts] = column(
        "Sources",
        "The documents that the row rests on, each with the place in it (clause, page, entry) where known: "
        "key[locator].",
        example="mofcom-2024-ann46[para. 2]",
        ref="sources",
        each=True,
    )
    note: Series[Text] = column(
        "Note",
        "Doubts, conflicts between sources and how they were settled, in our words.",
        null=True,
        script="any",
        wording=True,
    )


class Extract(Table):
    """What tables taken over from one document, row by row, share: it stands once, without a place in it."""

    source_id: Series[Text] = column(
        "Source", "The document that the row is taken from.", ref="sources", example="cepii-2026-baci-data"
    )


def about(family: str, grain: str, key: tuple[str, ...], **said: Any) -> dict[str, Any]:
    """Return a table's own metadata; said: what `TableInfo` has beside."""
    return {"family": family, "grain": grain, "key": key, **said}
