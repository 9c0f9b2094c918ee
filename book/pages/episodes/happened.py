"""Parts of an episode's page that tell what happened, what eased it, and what is disputed."""

import datetime
import re

from book.pages.common.markup import esc, pipe_table
from book.pages.common.text import Documents, Row, counted
from book.pages.common.words import unit_name, value_name

Rows = dict[str, list[Row]]
ROLES_SHOWN = ("trigger", "threat", "onset", "escalation", "reaction", "easing", "end")


def events_of(rows_of: Rows, name: str) -> list[Row]:
    """Return the events of an episode by day; those of the role `context` stay in the table."""
    found = [e for e in rows_of["events"] if name in (e["episode_ids"] or []) and e["role"] in ROLES_SHOWN]
    return sorted(found, key=lambda e: (first_day(e), e["event_id"]))


def first_day(event: Row) -> datetime.date:
    """Return the day of an event, or the earliest day that it may have happened."""
    day: datetime.date = event["date"] or event["date_earliest"]
    return day


def chronology(rows_of: Rows, name: str, documents: Documents) -> list[str]:
    """Return what happened, by day: first the acts, then the reactions in a box that opens."""
    found = events_of(rows_of, name)
    acts, answers = ([e for e in found if (e["role"] == "reaction") == asked] for asked in (False, True))
    lines = ["## What happened", "", *_table(acts, documents)] if acts else []
    if answers:
        told = counted(len(answers), "reaction")
        lines += [
            f"::::{{dropdown}} {told} of governments, firms and courts",
            "",
            *_table(answers, documents),
            "::::",
            "",
        ]
    return lines


def _table(events: list[Row], documents: Documents) -> list[str]:
    rows = [[_day(e), esc(e["role"]), esc(e["summary"]), documents.cite(e["source_ids"])] for e in events]
    return pipe_table(("Day", "Role", "What", "Sources"), rows, "events")


def _day(event: Row) -> str:
    # a hyphen at which no line breaks
    return str(event["date"] or f"{event['date_earliest']} to {event['date_latest']}").replace("-", "\u2011")


def eased(rows_of: Rows, episode: Row, documents: Documents) -> list[str]:
    """Return what eased an episode: events of the roles easing and end, or that none is on record."""
    own = events_of(rows_of, episode["episode_id"])
    # the end of a rule that a later one took over eases nothing
    absorbed = episode["settlement"] == "absorbed"
    steps = [e for e in own if e["role"] == "easing" or (e["role"] == "end" and not absorbed)]
    if not steps:
        return ["## What eased it", "", "No easing and no end is on record.", ""]
    onset = [first_day(e) for e in own if e["role"] == "onset"]
    after = f" The first came {counted((first_day(steps[0]) - onset[0]).days, 'day')} after the onset." if onset else ""
    ended = "An end is on record." if any(e["role"] == "end" for e in steps) else "No end is on record."
    if absorbed:
        ended = "At the end nothing was eased: a later rule took the first over."
    told = f"{counted(len(steps), 'step')} on record.{after} {ended}"
    return ["## What eased it", "", told, "", *_table(steps, documents)]


def coded(rows_of: Rows, row: Row) -> list[str]:
    """Return the coded variables of an episode with the rule of each value."""
    rules = {(r["variable"], r["value"]): r["rule"] for r in rows_of["coding_rules"]}
    rows = [
        [esc(v.replace("_", " ")), esc(value_name(row[v])), esc(rules[v, row[v]])]
        for v in dict.fromkeys(variable for variable, _ in rules)
        if row[v]
    ]
    return ["## How it is coded", "", *pipe_table(("Variable", "Value", "Rule"), rows, "coded")] if rows else []


def disputed(rows_of: Rows, name: str, documents: Documents) -> list[str]:
    """Return the questions of an episode with the claims of each side, side by side where the screen is wide."""
    questions = [q for q in rows_of["questions"] if q["episode_id"] == name]
    if not questions:
        return []
    lines = ["## What is disputed", "", "Each side as it stands in the record. The dataset does not settle it.", ""]
    for question in questions:
        lines += [f"### {esc(question['text'])}", "", ":::::{container} sides", ""]
        for claim in (c for c in rows_of["claims"] if c["question_id"] == question["question_id"]):
            value = claimed(claim)
            told = f"**{esc(value)}**. {_without_answer(claim)}".strip() if value else esc(claim["position"])
            lines += ["::::{container} side", "", told, "", f"*{esc(claim['claimed_by'])}*"]
            lines += [documents.cite(claim["source_ids"]), "", "::::", ""]
        lines += [":::::", ""]
    return lines


def _without_answer(claim: Row) -> str:
    """Return the position of a claim without the yes or no that stands before it already."""
    said = claim["position"]
    if claim["value_type"] == "yes_no":
        said = re.sub(r"^(Yes\b[:,.]?|No[:,.])\s*", "", said)
    return esc(said[:1].upper() + said[1:])


def claimed(claim: Row) -> str:
    """Return the value of a claim in words, nothing if it has none."""
    if claim["value_type"] == "yes_no":
        return "Yes" if claim["value_num"] else "No"
    if claim["value_type"] == "number":
        if claim["unit"] == "calendar_year":
            return f"{claim['value_num']:.0f}"
        length = f" for a stop of {counted(claim['duration_months'], 'month')}" if claim["duration_months"] else ""
        return f"{claim['value_num']:,.10g} {unit_name(claim['unit'])}{length}"
    return str(claim["value_date"] or "")
