"""The part of an episode's page that tells who was listed, and how it stands."""

import datetime
from collections.abc import Callable

from book.pages.common.markup import esc, pipe_table
from book.pages.common.text import Documents, Row, counted

LISTS = {"control": "control list", "watch": "watch list", "unreliable": "unreliable entity list"}


def parties(listings: list[Row], owner: dict[str, str], number: Callable[[str], str]) -> list[str]:
    """Return how many parties stand on each list by notice; `owner` gives the notice of a measure."""
    rows = []
    for name, title in LISTS.items():
        listed = [x for x in listings if x["list"] == name]
        if not listed:
            continue
        notices: dict[str, set[str]] = {}
        for x in listed:
            notices.setdefault(owner[x["measure_id"]], set()).add(x["entity_id"])
        people = {x["entity_id"] for x in listed if x["listed_as"] == "executive"}
        told = ", ".join(f"{esc(number(i))} ({len(notices[i])})" for i in sorted(notices))
        rows.append([title.capitalize(), len({x["entity_id"] for x in listed}), len(people), told])
    headings = ("List", "Parties", "Persons barred from entry", "Notices (parties)")
    return [
        "A party on two lists counts on each; persons barred from entry are among the parties.",
        "",
        *pipe_table(headings, rows, "parties"),
    ]


def names(
    listings: list[Row],
    entities: dict[str, Row],
    state: Callable[[str], str],
    told: Callable[[str], str],
    day: datetime.date,
    documents: Documents,
) -> list[str]:
    """Return every listing by list and name in boxes that open; `told` names the notice of a measure."""
    lines = []
    for name, title in LISTS.items():
        listed = [x for x in listings if x["list"] == name]
        if not listed:
            continue
        listed.sort(key=lambda x: (str(entities[x["entity_id"]]["name_en"]).casefold(), x["measure_id"]))
        rows = [
            [
                esc(entities[x["entity_id"]]["name_en"]),
                esc(x["name_zh_printed"] or entities[x["entity_id"]]["name_zh"]),
                esc(entities[x["entity_id"]]["country"]),
                esc(told(x["measure_id"])),
                esc(state(x["measure_id"])),
                documents.cite(x["source_ids"]),
            ]
            for x in listed
        ]
        headings = ("Party", "Chinese name", "Country", "Notice", f"State on {day}", "Sources")
        table = pipe_table(headings, rows, "listed")
        lines += [f"::::{{dropdown}} {title.capitalize()}: {counted(len(rows), 'listing')}", "", *table, "::::", ""]
    return lines
