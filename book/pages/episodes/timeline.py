"""The timeline of an episode: who did what in lanes, and the rules aimed at the target with their states."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from exportcurbs._plurals import counted
from exportcurbs._reader import Row
from exportcurbs.law.periods import grouped, periods_of

from book.pages.ask.words import LISTS
from book.pages.common.bands import lanes
from book.pages.common.chart_style import FAINT, NARROW, SENDER, TARGET, THIRD
from book.pages.common.charts import Chart, Figures, select, worded
from book.pages.common.markup import Markup, dropdown
from book.pages.common.names import called, day_name
from book.pages.common.plots import LETTER, ONE, Act, Spell, spells, with_acts
from book.pages.episodes.episode import Episode
from book.pages.episodes.happened import events_of, first_day

COLOURS = {"sender": SENDER, "target": TARGET, "others": THIRD}
# How many events of a role are named on the chart, and what of a document with many rules is shown rule by rule.
NAMED = {"onset": 1, "trigger": 2, "end": 1, "easing": 1, "threat": 1, "escalation": 2}
MANY, LETTERS = 4, 90
AROUND = datetime.timedelta(days=15)
# Where the rules of one document differ, its bar shows the first of these that any of them is in.
ORDER = ("in_force", "announced_not_effective", "suspended", "suspended_before_effect", "unknown", "ended")
Rule = tuple[str, tuple[Spell, ...]]


def side(event: Row) -> str:
    """Return whose act an event is: of the sender, the target, or others (third parties, bodies, several together)."""
    return event["act_of"] if event["act_of"] in COLOURS else "others"


def chief(events: Sequence[Row]) -> list[Row]:
    """Return the events that a chart names: the first of each role, one a day."""
    found: dict[datetime.date, Row] = {}
    for role, most in NAMED.items():
        days = dict.fromkeys(first_day(e) for e in events if e["role"] == role and first_day(e) not in found)
        for day in list(days)[:most]:
            found[day] = next(e for e in events if e["role"] == role and first_day(e) == day)
    return [found[day] for day in sorted(found)]


def timeline(episode: Episode, figures: Figures) -> Iterator[Markup]:
    """Yield the charts of the timeline: the events, the rules aimed at the target, the rest folded."""
    for made in (_events(episode), _rules(episode, aimed(episode), "")):
        if made:
            yield figures.show(made)
    limbs = grouped((m for m in aimed(episode) if m["layer"] != "entity"), "instrument_id")
    for act, own in limbs.items():
        if len(own) >= MANY and (one := _limbs(episode, act, own)):
            yield dropdown(f"{episode.number(act)}: its {len(own)} rules one by one", figures.show(one))
    behind = [m for m in episode.measures if m not in aimed(episode)]
    if chart := _rules(episode, behind, "background"):
        said = f"Background: {counted(len(behind), 'rule')} for every destination"
        yield dropdown(said, figures.show(chart))


def aimed(episode: Episode) -> list[Row]:
    """Return the measures aimed at the targets: that name one of them or list parties; all if every country is one."""
    targets = set(episode.row["targets"])
    if "ALL" in targets:
        return episode.measures
    return [m for m in episode.measures if targets & set(m["destinations"] or []) or m["end_user"] == "listed"]


def _events(episode: Episode) -> Chart | None:
    record, row = episode.record, episode.row
    every = events_of(record, episode.key)
    acts_only = [e for e in every if e["role"] != "reaction"]
    if not acts_only:
        return None
    # an answer may come years later: the days shown are those of the acts, and a third of them beyond
    first, last = first_day(acts_only[0]), first_day(acts_only[-1])
    ahead = [first_day(e) for e in every if first_day(e) <= (record.last_day or last) + 4 * AROUND]
    known = record.last_day or last
    # nothing is told of days after the last of the record, unless something is on record that lies ahead
    end = ahead[-1] + AROUND if ahead and ahead[-1] > known else max(known, last)
    window = (first - AROUND, min(last + max(2 * AROUND, (last - first) / 3), end))
    events = [e for e in every if window[0] <= first_day(e) <= window[1]]
    later = f"; {counted(len(every) - len(events), 'later answer')} in the table" if len(every) > len(events) else ""
    targets = "Targets" if len(row["targets"]) > 1 or "ALL" in row["targets"] else record.country(row["targets"][0])
    names = {"sender": record.country(row["sender"]), "target": targets, "others": "Others"}
    count = Counter(map(side, events))
    acts = [
        Act(first_day(e), f"{day_name(first_day(e))}: {first_clause(e['summary'])}", COLOURS[side(e)])
        for e in chief(events)
    ]  # fmt: skip
    acts += [Act(known, f"{day_name(known)}: last day of the record", FAINT)] if window[1] > known else []
    marks = [(names[side(e)], first_day(e), COLOURS[side(e)]) for e in events]
    shown = [names[s] for s in COLOURS if count[s]]
    said = ", ".join(f"{names[s]} {counted(count[s], 'time')}" for s in COLOURS if count[s])
    asked = f"SELECT * FROM events WHERE '|' || episode_ids || '|' LIKE '%|{episode.key}|%' AND role <> 'context'"  # noqa: S608

    def draw(width: int) -> Any:
        room = width + 38 - int(LETTER * max(map(len, shown))) - 10
        # on a phone the words of many acts would stand higher than what they explain
        named = acts if width > NARROW else acts[:1] + acts[-1:]
        return with_acts(lanes(marks, shown, window, room), named, window, room, height=30 * len(shown), under=True)

    return worded("events", events, asked, draw, episode=episode.key, said=said, window=window, later=later)


def first_clause(summary: str) -> str:
    """Return as much of a summary as a chart has room for, up to the end of a clause, never a cut one."""
    whole = summary.removesuffix(".")
    ends = [at for at, mark in enumerate(whole) if mark in ",;:." and whole[at + 1 : at + 2] == " " and at <= LETTERS]
    return whole if len(whole) <= LETTERS or not ends else whole[: ends[-1]]


def _rules(episode: Episode, measures: Sequence[Row], kind: str) -> Chart | None:
    """Return the chart of rules by document: those aimed at the target, or in the background."""
    rows = bars(episode, measures)
    force = sum(episode.state(m["measure_id"]) == "in_force" for m in measures)
    to = "" if kind or "ALL" in episode.row["targets"] else episode.record.destinations(episode.row["targets"])
    documents = counted(len({m["instrument_id"] for m in measures}), "document")
    names = {"kind": kind and f"-{kind}", "to": to and f" for {to}", "force": force, "documents": documents}
    return _chart("rules", episode, measures, rows, bars=counted(len(rows), "bar"), **names)


def _limbs(episode: Episode, act: str, measures: Sequence[Row]) -> Chart | None:
    """Return the chart of the rules of one document, one by one."""
    rows = [(f"{m['clause'] or ''} {m['title']}".strip(), _spells(episode, m)) for m in measures]
    document, title = episode.number(act), episode.instruments[act]["title_en"]
    shown = [row for row in rows if row[1]]
    return _chart("limbs", episode, measures, shown, act=act, document=document, document_title=title)


def _chart(kind: str, episode: Episode, measures: Sequence[Row], rows: Sequence[Rule], /, **names: Any) -> Chart | None:
    if not rows:
        return None
    found, sql = select(episode.record, "measure_periods", measure_id=tuple(m["measure_id"] for m in measures))
    names |= {"episode": episode.key, "last": episode.window[1], "states": episode.states(measures)}
    draw = partial(spells, rows, episode.window)
    return worded(kind, found, sql, draw, rules=counted(len(measures), "rule"), **names)


def bars(episode: Episode, measures: Sequence[Row]) -> list[Rule]:
    """Return one row for each document and state of its rules at the end: its label, and their spells in one."""
    merged: dict[str, dict[str, list[Row]]] = {}
    for measure in measures:
        states = merged.setdefault(measure["instrument_id"], {})
        states.setdefault(episode.state(measure["measure_id"]), []).append(measure)
    rows = [
        (_label(episode, own, sum(map(len, states.values()))), _over([_spells(episode, m) for m in own]))
        for states in merged.values()
        for own in states.values()
    ]
    return [(label, own) for label, own in rows if own]


def _spells(episode: Episode, measure: Row) -> tuple[Spell, ...]:
    first, last = episode.window
    day = datetime.date.fromordinal
    whole = (
        (max(day(p.first), first), day(min(p.last, last.toordinal())), p.state, day(p.confirmed))
        for p in periods_of(episode.record.periods(measure["measure_id"]))
        if p.first <= last.toordinal()
    )
    return tuple(Spell(*w) for w in whole if w[0] <= w[1])


def _over(rules: Sequence[tuple[Spell, ...]]) -> tuple[Spell, ...]:
    """Return the spells of several rules as those of one: on each day the state that comes first in ORDER."""
    every = [s for own in rules for s in own]
    edges = sorted({s.first for s in every} | {s.last + ONE for s in every})
    found: list[Spell] = []
    for first, after in pairwise(edges):
        there = [s for s in every if s.first <= first <= s.last]
        if not there:
            continue
        best = min(there, key=lambda s: (ORDER.index(s.state), -s.confirmed.toordinal()))
        before = found[-1] if found else None
        if before and (before.state, before.confirmed, before.last + ONE) == (best.state, best.confirmed, first):
            found[-1] = Spell(before.first, after - ONE, best.state, best.confirmed)
        else:
            found.append(Spell(first, after - ONE, best.state, best.confirmed))
    return tuple(found)


def _label(episode: Episode, group: Sequence[Row], whole: int) -> str:
    first, act = group[0], episode.instruments[group[0]["instrument_id"]]
    ids = {m["measure_id"] for m in group}
    parties = {x["entity_id"]: x["list"] for x in episode.listings if x["measure_id"] in ids}
    if parties:
        return f"{called(act)}: {LISTS[next(iter(parties.values()))]}, {counted(len(parties), 'party', 'parties')}"
    part = f"{len(group)} of " if len(group) < whole else ""
    rules = f", {part}{whole} rules" if whole > 1 else ""
    title = act["title_en"] if len(group) > 1 else first["title"]
    return f"{called(act)}{rules}: {title}" if act["number"] else f"{title}{rules}"
