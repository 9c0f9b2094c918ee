"""Checks on what happened: preferred figures, events with documents, roles in order, codings settled."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from validation.problems import Problem, shown
from validation.rules.integrity import Tables

# Roles of an episode in the order in which they first come.
ORDER = ("trigger", "onset", "easing", "end")
# Columns by which rival figures differ: one of those that agree in the rest of the key is preferred.
RIVAL = {"unit", "basis", "origin", "vintage"}


def happened_problems(tables: Tables) -> list[Problem]:
    """Return every breach of the rules on observations, events and codings."""
    return [*_preferred(tables), *_units(tables), *_documents(tables), *_roles(tables), *_settled(tables)]


def _preferred(tables: Tables) -> Iterator[Problem]:
    """Yield groups of rival figures without exactly one preferred row."""
    observations = tables["observations"]
    series = [c for c in observations.info.key if c not in RIVAL]
    groups: dict[tuple[Any, ...], list[tuple[int, str]]] = defaultdict(list)
    for line, row in observations.rows():
        groups[tuple(row[c] for c in series)].append((line, row["is_preferred"]))
    for rows in groups.values():
        chosen = [line for line, preferred in rows if preferred == "yes"]
        if len(chosen) != 1:
            line = chosen[1] if chosen else rows[0][0]
            found = f"{len(chosen)} of {len(rows)} rows of this figure are preferred"
            yield Problem(observations.info.path, line, "is_preferred", found, "write yes in exactly one of them")


def _units(tables: Tables) -> Iterator[Problem]:
    """Yield figures in a unit a thousand times that of the rest of their series."""
    observations = tables["observations"]
    apart = {"unit", "vintage", "hs_edition", "period_start", "period_end"}
    shared = [c for c in observations.info.key if c not in apart]
    series: dict[tuple[Any, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for line, row in observations.rows():
        series[tuple(row[c] for c in shared)][row["unit"]].append(line)
    pairs = [("t", "kg"), ("usd_per_t", "usd_per_kg"), ("cny_per_t", "cny_per_kg")]
    for lines, units in ((s, pair) for s in series.values() for pair in pairs if set(pair) <= set(s)):
        few, many = sorted(units, key=lambda unit: len(lines[unit]))
        found = f"{shown(few)}, but other figures of this series are in {many}"
        for line in lines[few] + (lines[many] if len(lines[few]) == len(lines[many]) else []):
            yield Problem(observations.info.path, line, "unit", found, "convert one of them")


def _first(row: dict[str, Any]) -> datetime.date | None:
    day: datetime.date | None = row["date"] or row["date_earliest"]
    return day


def _documents(tables: Tables) -> Iterator[Problem]:
    """Yield events whose day is none of the days of the document that they name."""
    events = tables["events"]
    documents = {r["instrument_id"]: r for _, r in tables["instruments"].rows()}
    for line, row in events.rows():
        document = documents.get(row["instrument_id"])
        if document is None or row["date"] is None:
            continue
        days = {document[c] for c in ("issued", "published_day", "effective") if document[c]}
        early, late = document["issued_earliest"], document["issued_latest"]
        inside = not document["issued"] and late and (early or late) <= row["date"] <= late
        if days and row["date"] not in days and not inside:
            listed = " or ".join(str(d) for d in sorted(days))
            found = f"{row['date']} is no day of {shown(row['instrument_id'])}"
            yield Problem(events.info.path, line, "date", found, f"write {listed}, or empty instrument_id")


def _roles(tables: Tables) -> Iterator[Problem]:
    """Yield episodes whose onset comes before the trigger, or easing before the onset, and so on."""
    events = tables["events"]
    first: dict[tuple[str, str], tuple[datetime.date, int]] = {}
    for line, row in events.rows():
        day = _first(row)
        if day is None:
            continue
        for episode in row["episode_ids"] if row["episode_ids"] is not None else ():
            key = (episode, row["role"])
            first[key] = min(first.get(key, (day, line)), (day, line))
    for episode in sorted({episode for episode, _ in first}):
        known = [(role, *first[episode, role]) for role in ORDER if (episode, role) in first]
        for (role, day, _), (later, later_day, line) in pairwise(known):
            if later_day < day:
                found = f"the first {later} of {shown(episode)} ({later_day}) comes before its {role} ({day})"
                yield Problem(events.info.path, line, "role", found, "correct the role or the day")


def _settled(tables: Tables) -> Iterator[Problem]:
    """Yield coded cells of episodes that differ from what the two codings settled on."""
    episodes = {r["episode_id"]: (line, r) for line, r in tables["episodes"].rows()}
    for _, row in tables["codings"].rows():
        line, episode = episodes.get(row["episode_id"], (0, {}))
        if row["variable"] in episode and episode[row["variable"]] != row["value"]:
            found = f"{shown(episode[row['variable']])}, but the codings settled on {shown(row['value'])}"
            path = tables["episodes"].info.path
            yield Problem(path, line, row["variable"], found, "copy the settled value")
