"""Parts of an episode's page that say what happened, what eased it, and what is disputed."""

import datetime
import re

from exportcurbs._plurals import counted
from exportcurbs._reader import Row

from book.pages.common.markup import Markup, bullets, container, dropdown, md, section, table
from book.pages.common.names import spaced, unbroken, unit_name, words_of
from book.pages.common.record import Record
from book.pages.common.sources import Sources

LINES = words_of("line in brief")
# Events that tell how licences were given, not which rule was made.
TOLD = ("agreement", "practice", "report", "statement", "talks")
# Licences to export, not those to look for ore.
LICENCES = re.compile(r"(?!.*\b(?:mines?|mining|exploration|fund)\b).*\b(?:licen[cs]es?|licensing|applications)\b")
ROLES_SHOWN = ("trigger", "threat", "onset", "escalation", "reaction", "easing", "end")


def events_of(record: Record, episode_id: str) -> list[Row]:
    """Return the events of an episode by day; those of the role `context` stay in the table."""
    found = [e for e in record.rows("events") if episode_id in (e["episode_ids"] or []) and e["role"] in ROLES_SHOWN]
    return sorted(found, key=lambda e: (first_day(e), e["event_id"]))


def first_day(event: Row) -> datetime.date:
    """Return the day of an event, or the earliest day that it may have happened."""
    day: datetime.date = event["date"] or event["date_earliest"]
    return day


def brief(record: Record, episode_id: str, sources: Sources, first: Markup) -> Markup:
    """Return the five lines at the top of an episode, after one that answers what a reader asks first, if any."""
    held = {row["line"]: row for row in record.by("briefs", "episode_id", episode_id)}
    lines = [md("**{}** {} {}", words, held[key]["text_en"], sources.cite(held[key]["source_ids"]))
             for key, words in LINES.items() if key in held]  # fmt: skip
    lines = [first, *lines] if first else lines
    return section("In brief", container("brief", bullets(lines))) if lines else Markup("")


def chronology(record: Record, episode_id: str, named: list[Row], sources: Sources) -> Markup:
    """Return what happened: the events that the chart names; the other acts and the reactions in boxes that open."""
    found = events_of(record, episode_id)
    acts = [e for e in found if e["role"] != "reaction"]
    answers = [e for e in found if e["role"] == "reaction"]
    shown = acts if len(acts) <= len(named) + 3 else named
    every = _table(acts, sources) if shown is named else ""
    return section(
        "What happened",
        _table(shown, sources),
        dropdown(f"All {counted(len(acts), 'act')} by day", every),
        dropdown(f"{counted(len(answers), 'reaction')} of governments, firms and courts", _table(answers, sources)),
    )


def practice(record: Record, episode_id: str, sources: Sources) -> Markup:
    """Return what was told of licences in practice, by day; more than eight reports in a box that opens."""
    own = [e for e in record.rows("events") if episode_id in (e["episode_ids"] or []) and e["kind"] in TOLD]
    licences = sorted((e for e in own if LICENCES.match(e["summary"])), key=first_day)
    held = _table(licences, sources)
    return section("Licences in practice", dropdown(counted(len(licences), "report"), held) if licences[8:] else held)


def _table(events: list[Row], sources: Sources) -> Markup:
    rows = [[_day(e), e["role"], e["summary"], sources.cite(e["source_ids"])] for e in events]
    return table(("Day", "Role", "What", "Sources"), rows, "events")


def _day(event: Row) -> str:
    return unbroken(event["date"] or f"{event['date_earliest']} to {event['date_latest']}")


def eased(record: Record, episode: Row) -> Markup:
    """Return what eased an episode: events of the roles easing and end, or that none is on record."""
    own = events_of(record, episode["episode_id"])
    # the end of a rule that a later one took over eases nothing
    absorbed = episode["settlement"] == "absorbed"
    steps = [e for e in own if e["role"] == "easing" or (e["role"] == "end" and not absorbed)]
    if not steps:
        return section("What eased it", "No easing and no end is on record.")
    onset = [first_day(e) for e in own if e["role"] == "onset"]
    days = [(e["date"] - onset[0]).days for e in steps if onset and e["date"]]
    after = f" The first with a known day came {counted(min(days), 'day')} after the onset." if days else ""
    ended = "An end is on record." if any(e["role"] == "end" for e in steps) else "No end is on record."
    if absorbed:
        ended = "At the end nothing was eased: a later rule took the first over."
    return section("What eased it", f"{counted(len(steps), 'step')} on record.{after} {ended}")


def coded(record: Record, row: Row, note: Markup) -> Markup:
    """Return the coded variables of an episode with the rule of each value."""
    rules = {(r["variable"], r["value"]): r["rule"] for r in record.rows("coding_rules")}
    variables = [v for v in dict.fromkeys(variable for variable, _ in rules) if row[v]]
    rows = [[v.replace("_", " "), spaced(row[v]), rules[v, row[v]]] for v in variables]
    held = dropdown(counted(len(rows), "variable"), table(("Variable", "Value", "Rule"), rows, "coded"))
    return section("How it is coded", note, held)


def disputed(record: Record, episode_id: str, sources: Sources) -> Markup:
    """Return the questions of an episode with the claims of each side, side by side where the screen is wide."""
    questions = [(q["text"], _sides(record, q["question_id"], sources))
                 for q in record.by("questions", "episode_id", episode_id)]  # fmt: skip
    if not questions:
        return Markup("")
    return section(
        "What is disputed",
        "Each side as it stands in the record; the dataset does not settle it. A question opens on its claims.",
        *(dropdown(md("{} ({})", text, counted(len(sides), "claim")), container("sides", *sides))
          for text, sides in questions),
    )  # fmt: skip


def _sides(record: Record, question_id: str, sources: Sources) -> list[Markup]:
    return [
        container("side", _position(claim), md("*{}*\n{}", claim["claimed_by"], sources.cite(claim["source_ids"])))
        for claim in record.by("claims", "question_id", question_id)
    ]


def _position(claim: Row) -> Markup:
    value = claimed(claim)
    return md("**{}**. {}", value, _without_answer(claim)) if value else md("{}", claim["position"])


def _without_answer(claim: Row) -> str:
    """Return the position of a claim without the yes or no that stands before it already."""
    said = str(claim["position"])
    if claim["value_type"] == "yes_no":
        said = re.sub(r"^(Yes\b[:,.]?|No[:,.])\s*", "", said)
    return said[:1].upper() + said[1:]


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
