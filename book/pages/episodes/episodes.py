"""One page per restriction episode: timeline, measures, questions with their claims, listed parties."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from exportcurbs.law.periods import periods_of, state_on
from exportcurbs.law.words import STATE_WORDS, states_in_words

from book.pages.common.figures import ROLES, Bar, Mark, Spell, clipped, timeline
from book.pages.common.markup import code, esc, figure, pipe_table
from book.pages.common.rules import rule_in_words
from book.pages.common.text import Documents, Row, as_of_day, counted, records, stamp
from book.pages.common.words import called, in_a_sentence
from book.pages.episodes.happened import chronology, coded, disputed, eased, events_of, first_day
from book.pages.episodes.listed import LISTS, names, parties
from book.pages.trade.numbers import Words, alternative, chosen, numbers_figure, numbers_table, plotted
from build.compile import Compiled


@dataclass(frozen=True)
class Tables:
    """The rows that an episode's page is made from."""

    rows: dict[str, list[Row]]
    names: dict[str, str]
    as_of: datetime.date | None

    @classmethod
    def of(cls, compiled: Compiled) -> "Tables":
        """Return the rows of a compiled dataset."""
        wanted = "episodes coding_rules events instruments measures measure_periods listings questions claims sources "
        wanted += "publishers countries entities measure_items goods_materials material_groups code_materials "
        wanted += "observations indicators materials"
        rows = {name: records(compiled.frames[name]) for name in wanted.split()}
        names = {c["iso3"]: c["name"] for c in rows["countries"]} | {"ALL": "any destination"}
        return cls(rows, names, as_of_day(compiled.release))

    @cached_property
    def words(self) -> Words:
        """How the ids of observations are called."""
        return Words(
            {i["indicator_id"]: i["title"] for i in self.rows["indicators"]},
            {i["indicator_id"]: i["flow"] for i in self.rows["indicators"]},
            {m["material_id"]: m["name_en"] for m in self.rows["materials"]},
            {c["iso3"]: c["name"] for c in self.rows["countries"]} | {"WLD": "world"},
        )

    def goods(self, measures: Sequence[Row]) -> set[str]:
        """Return the materials and groups that measures name, themselves or through codes."""
        ids = {m["measure_id"] for m in measures}
        items = [i for i in self.rows["measure_items"] if i["measure_id"] in ids and i["inclusion"] == "included"]
        codes = {(i["scheme"], i["code"]) for i in items if i["code"]}
        through = {c["material_id"] for c in self.rows["code_materials"] if (c["scheme"], c["code"]) in codes}
        goods = {i["goods_id"] for i in items if i["goods_id"]}
        heads = {
            r["material_id"] for r in self.rows["goods_materials"] if r["goods_id"] in goods and r["role"] == "heads"
        }
        return through | heads | {i[k] for i in items for k in ("material_id", "group_id") if i[k]}

    def places(self, codes: Sequence[str]) -> str:
        """Return countries in words, as they stand in a sentence."""
        return esc(", ".join(in_a_sentence(self.names.get(c, c)) for c in codes))


@dataclass(frozen=True)
class Episode:
    """One episode with what belongs to it."""

    row: Row
    window: tuple[datetime.date, datetime.date]
    instruments: dict[str, Row]
    measures: list[Row]
    periods: dict[str, list[Row]]
    listings: list[Row]

    @classmethod
    def of(cls, tables: Tables, row: Row) -> "Episode":
        """Return an episode with the measures of its instruments, sorted by first day."""
        chosen = {
            i["instrument_id"]: i for i in tables.rows["instruments"] if row["episode_id"] in (i["episode_ids"] or [])
        }
        periods: dict[str, list[Row]] = {}
        for period in sorted(tables.rows["measure_periods"], key=lambda p: p["first_day"]):
            periods.setdefault(period["measure_id"], []).append(period)
        measures = [m for m in tables.rows["measures"] if m["instrument_id"] in chosen]
        # the notices that list parties are many and alike: they follow the rules
        measures.sort(key=lambda m: (m["layer"] == "entity", periods[m["measure_id"]][0]["first_day"], m["measure_id"]))
        ids = {m["measure_id"] for m in measures}
        listings = [x for x in tables.rows["listings"] if x["measure_id"] in ids]
        return cls(row, _window(row, tables.as_of), chosen, measures, periods, listings)

    def state(self, measure_id: str, day: datetime.date) -> str:
        """Return the state of a measure on a day."""
        return state_on(periods_of(self.periods[measure_id]), day.toordinal())

    def number(self, instrument_id: str) -> str:
        """Return the number of a document as cited, or its title."""
        return called(self.instruments[instrument_id])


def _window(row: Row, as_of: datetime.date | None) -> tuple[datetime.date, datetime.date]:
    """Return the days that the figure shows: the episode, with a year around a closed one and two months before."""
    margin = datetime.timedelta(days=365 if row["last_day"] else 60)
    last = row["last_day"] + margin if row["last_day"] else as_of or row["first_day"] + margin
    return row["first_day"] - margin, min(last, as_of or last)


def write_episode(compiled: Compiled, tables: Tables, row: Row, folder: Path) -> None:
    """Write the page and the figures of one episode."""
    episode, name = Episode.of(tables, row), row["episode_id"]
    documents = Documents(tables.rows["sources"], tables.rows["publishers"], name)
    release = compiled.release
    source = f"Source: Export Curbs {release.version}, {{}}, record as of {release.as_of}."
    lines = [f"# {esc(row['title'])}", ""]
    for told in _paragraph(tables, episode, documents):
        lines += [told, ""]
    lines += _timeline(tables, episode, folder, source.format("tables events and measure_periods"))
    lines += chronology(tables.rows, name, documents)
    lines += eased(tables.rows, row, documents) if row["settlement"] != "not_carried_out" else []
    lines += disputed(tables.rows, name, documents)
    lines += _numbers(tables, episode, documents, folder, source.format("table observations"))
    if episode.measures:
        lines += ["## Measures", "", *_measures(tables, episode, documents)]
    if episode.listings:
        lines += ["## Who was listed", "", *_listed(tables, episode, documents)]
    lines += coded(tables.rows, row)
    lines += ["## Sources of this page", "", "::::{container} page-sources", "", *documents.cited(), "::::", ""]
    lines += [stamp(release), ""]
    (folder / f"episode-{name}.md").write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _timeline(tables: Tables, episode: Episode, folder: Path, source: str) -> list[str]:
    name = episode.row["episode_id"]
    marks = [Mark(first_day(e), e["role"]) for e in events_of(tables.rows, name) if e["role"] in ROLES]
    shown = [m for m in marks if episode.window[0] <= m.day <= episode.window[1]]
    if not shown and not episode.measures:
        return []
    timeline(folder / f"timeline-{name}.svg", _bars(episode), shown, episode.window, source)
    caption = "The acts of the episode by role, and its measures with their state on each day."
    return ["## Timeline", "", *figure(f"timeline-{name}.svg", _alternative(episode, shown), caption)]


def _numbers(tables: Tables, episode: Episode, documents: Documents, folder: Path, source: str) -> list[str]:
    words, row = tables.words, episode.row
    if "ALL" in row["targets"]:
        return []
    days = (row["first_day"], row["last_day"] or episode.window[1])
    runs = chosen(tables.rows["observations"], words, set(row["targets"]), tables.goods(episode.measures), days)
    if not runs:
        return []
    lines = ["## The numbers around it", ""]
    drawn = plotted(runs)
    if drawn:
        name = f"numbers-{row['episode_id']}.svg"
        numbers_figure(folder / name, drawn, words, days, source)
        lines += figure(
            name, alternative(drawn, words), "Monthly figures around the episode (grey), each as published."
        )
    lines += [
        "Each series is what one origin published: other origins are other series, and no two are averaged. Trade "
        "between the two sides comes first.",
        "",
        "::::{dropdown} " + counted(len(runs), "series", "series"),
        "",
        *numbers_table(runs, words, documents),
        "::::",
        "",
    ]
    return lines


def _listed(tables: Tables, episode: Episode, documents: Documents) -> list[str]:
    owner = {m["measure_id"]: m["instrument_id"] for m in episode.measures}
    entities = {e["entity_id"]: e for e in tables.rows["entities"]}
    last = episode.window[1]
    counts = parties(episode.listings, owner, episode.number)
    return counts + names(
        episode.listings,
        entities,
        lambda m: STATE_WORDS[episode.state(m, last)],
        lambda m: episode.number(owner[m]),
        last,
        documents,
    )


def _paragraph(tables: Tables, episode: Episode, documents: Documents) -> Iterator[str]:
    row, (first, last) = episode.row, episode.window
    states = Counter(episode.state(m["measure_id"], last) for m in episode.measures)
    days = f"from {row['first_day']} to {row['last_day']}" if row["last_day"] else f"from {row['first_day']} on"
    sides = f"{tables.places([row['sender']])} towards {tables.places(row['targets'])}"
    yield f"{sides}, {days}. {documents.cite(row['source_ids'])}"
    if row["note"]:
        yield _titled(tables, row["note"])
    if episode.measures:
        told = ", ".join(f"{states[s]} {STATE_WORDS[s]}" for s in STATE_WORDS if states[s])
        held = f"{counted(len(episode.instruments), 'document')} and {counted(len(episode.measures), 'measure')}"
        yield f"The record holds {held} of it. The figure shows {first} to {last}; on its last day: {told}."
    else:
        yield "No measure followed."


def _titled(tables: Tables, text: str) -> str:
    """Return a text with the ids of episodes replaced by links to their pages."""
    links = {e["episode_id"]: f"[{esc(e['title'])}](episode-{e['episode_id']}.md)" for e in tables.rows["episodes"]}
    known = "|".join(map(re.escape, links))
    # every second part is an id
    parts = re.split(rf"(?<![\w-])({known})(?![\w-])", text)
    return "".join(links[part] if at % 2 else esc(part) for at, part in enumerate(parts))


def _bars(episode: Episode) -> list[Bar]:
    """Return one bar per measure; a notice's rules for listed parties share a bar where their days agree."""
    merged: dict[tuple[object, ...], list[Row]] = {}
    spells: dict[str, tuple[Spell, ...]] = {}
    for measure in episode.measures:
        own = measure["measure_id"]
        last, day = episode.window[1].toordinal(), datetime.date.fromordinal
        all_days = (
            Spell(day(p.first), day(min(p.last, last)), p.state, day(p.confirmed))
            for p in periods_of(episode.periods[own])
        )
        spells[own] = tuple(s for s in (clipped(d, episode.window) for d in all_days) if s)
        notice = measure["layer"] == "entity"
        merged.setdefault((measure["instrument_id"], spells[own]) if notice else (own,), []).append(measure)
    return [Bar(_label(episode, group), spells[group[0]["measure_id"]]) for group in merged.values()]


def _label(episode: Episode, group: list[Row]) -> str:
    first = group[0]
    notice = episode.instruments[first["instrument_id"]]
    year = notice["effective"] or notice["issued"]
    # a document without a number is told by its year: its title would leave no room for the rule's
    number = (notice["number"] or (str(year.year) if year else "")).removeprefix("Announcement ")
    ids = {m["measure_id"] for m in group}
    listed = [x for x in episode.listings if x["measure_id"] in ids]
    if listed:
        parties = len({x["entity_id"] for x in listed})
        told = f"{LISTS[listed[0]['list']]}, {counted(parties, 'party', 'parties')}"
        # the numbers of this list's notices say its name already
        return f"{number}, {counted(parties, 'party', 'parties')}" if "List" in number else f"{number}: {told}"
    return ": ".join(filter(None, (number, first["title"])))


def _alternative(episode: Episode, marks: list[Mark]) -> str:
    first, last = episode.window
    roles = Counter(m.role for m in marks)
    acts = ", ".join(f"{ROLES[r][2]} {roles[r]}" for r in ROLES if roles[r])
    if not episode.measures:
        return (
            f"Timeline of events from {first} to {last}, by role: {acts}. The table below gives the same days in words."
        )
    states = Counter(episode.state(m["measure_id"], last) for m in episode.measures)
    told = ", ".join(f"{states[s]} {STATE_WORDS[s]}" for s in STATE_WORDS if states[s])
    return (
        f"Events by role: {acts}. "
        f"Timeline of {counted(len(episode.measures), 'measure')} from {first} to {last}, one bar each. "
        f"On the last day: {told}. The table of measures below gives the same days in words."
    )


def _measures(tables: Tables, episode: Episode, documents: Documents) -> list[str]:
    numbers = {i["instrument_id"]: called(i) for i in tables.rows["instruments"]}
    rows = []
    for measure in episode.measures:
        own = measure["measure_id"]
        periods = episode.periods[own]
        by = dict.fromkeys(
            [measure["instrument_id"], *(p["by_instrument_id"] for p in periods if p["by_instrument_id"])]
        )
        cited = dict.fromkeys([*measure["source_ids"], *(s for p in periods for s in p["source_ids"])])
        rule = rule_in_words(measure, tables.places(measure["destinations"]))
        rows.append(
            [
                f"**{esc(measure['title'])}** {code(own)}<br>{rule}",
                "; ".join(states_in_words(periods)),
                f"{esc('; '.join(numbers[i] for i in by))} {documents.cite(cited)}",
            ]
        )
    return pipe_table(("Rule", "States", "Notices and sources"), rows, "rules")
