"""Conditions read plainly: whether the facts of a shipment meet them."""

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]


def together(all_of: Iterable[str]) -> str:
    found = list(all_of)
    return "no" if "no" in found else "open" if "open" in found else "yes"


def meets(row: Row, facts: Mapping[str, Any]) -> str:
    """Return yes, no or open: whether the facts meet one condition."""
    if row["property"] not in facts:
        return "open"
    given = facts[row["property"]]
    if row["operator"] == "is":
        return "yes" if str(given) == row["value"] else "no"
    limit = float(row["value"])
    held = {"lt": given < limit, "le": given <= limit, "gt": given > limit, "ge": given >= limit, "eq": given == limit}
    return "yes" if held[row["operator"]] else "no"
