"""FollowTheMoney: listed parties and their listings as the tools of investigators read them, one object a line."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
from exportcurbs import Dataset

from build.about import NAME
from build.editions.metadata import write_text

Row = dict[str, Any]
SCHEMAS = {"person": "Person", "company": "Company", "joint_venture": "Company", "government_body": "PublicBody"}
# Each list as the notices call it, and the topic of FollowTheMoney for who stands on it.
LISTS = {
    "control": ("Export control list", "export.control"),
    "watch": ("Watch list", "export.risk"),
    "unreliable": ("Unreliable entity list", "sanction.counter"),
}
IDENTIFIERS = {"ticker": "ticker", "corporate_number": "registrationNumber"}


def write_followthemoney(published: Dataset, path: Path) -> None:
    """Write every entity, and every listing as a Sanction with its state on the last day of the record.

    Ids follow from `entity_id` and `measure_id` and stay as long as these do; closed words stand as in the tables.
    """
    listings: list[Row] = pa.Table.from_pandas(published.listings(), preserve_index=False).to_pylist()
    found = [_entity(published, row, listings) for row in published.rows("entities")]
    found += [_sanction(published, row) for row in listings]
    write_text(path, "".join(f"{json.dumps(entity, ensure_ascii=False)}\n" for entity in found))


def _id(*parts: str) -> str:
    return ".".join((NAME, *parts))


def _object(name: str, schema: str, properties: Row) -> Row:
    """Return an entity of FollowTheMoney: every property is a list of texts, and one without values is left out."""
    lists = {key: value if isinstance(value, list) else [value] for key, value in properties.items()}
    filled = {key: [str(v) for v in dict.fromkeys(values) if v] for key, values in lists.items()}
    return {"id": name, "schema": schema, "properties": {k: v for k, v in filled.items() if v}, "datasets": [NAME]}


def _addresses(published: Dataset, citations: Iterable[str]) -> list[str]:
    sources = published.rows_by_id("sources")
    return [sources[citation.partition("[")[0]]["url"] for citation in citations]


def _entity(published: Dataset, row: Row, listings: list[Row]) -> Row:
    own = [listing for listing in listings if listing["entity_id"] == row["entity_id"]]
    country = published.rows_by_id("countries").get(row["country"])
    schema = SCHEMAS.get(row["kind"], "Organization")
    numbers = [identifier.split(":", 1) for identifier in row["identifiers"] or ()]
    properties = {
        "name": [row["name_en"], row["name_zh"], row["name_ja"]],
        "alias": [alias for listing in own for alias in listing["aliases"]],
        "country": country and country["iso2"].lower(),
        "sector": row["sector"],
        "parent": row["parent_id"] and _id(row["parent_id"]),
        "topics": [LISTS[listing["list"]][1] for listing in own if listing["state"] == "in_force"],
        **{IDENTIFIERS[kind]: number for kind, number in numbers if kind in IDENTIFIERS},
        "notes": row["note"],
        "sourceUrl": _addresses(published, row["source_ids"]),
    }
    return _object(_id(row["entity_id"]), schema, properties)


def _sanction(published: Dataset, row: Row) -> Row:
    notice = published.rows_by_id("instruments")[row["instrument_id"]]
    issuers = published.rows_by_id("issuers")
    until = f", until {row['state_until']} by its own text" if row["state_until"] else ""
    properties = {
        "entity": _id(row["entity_id"]),
        "authority": [issuers[issuer]["name_en"] for issuer in notice["issuer_ids"]],
        "country": "cn",
        "program": LISTS[row["list"]][0],
        "recordId": row["notice"],
        "listingDate": row["issued"],
        "startDate": row["effective"],
        "endDate": row["state_since"] if row["state"] == "ended" else None,
        "status": row["state"],
        "reason": row["grounds"],
        "description": f"Listed as {row['listed_as']}; since {row['state_since']} {row['state']}{until}.",
        "sourceUrl": _addresses(published, notice["source_ids"]),
    }
    return _object(_id(row["entity_id"], row["measure_id"]), "Sanction", properties)
