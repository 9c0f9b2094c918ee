"""One page per restriction episode: timeline, measures, questions with their claims, listed parties."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator

from exportcurbs._plurals import counted
from exportcurbs._reader import Row
from exportcurbs.law.periods import periods_of

from book.pages.common.figures import ROLES, Bar, Mark, Spell, clipped, timeline
from book.pages.common.markup import Markup, dropdown, elements, figure, heading, link, md, page, section, table
from book.pages.common.measures import MEASURE_HEADINGS, measure_cells
from book.pages.common.record import Record
from book.pages.common.sources import Sources
from book.pages.episodes.episode import Episode, episodes_of
from book.pages.episodes.happened import chronology, coded, disputed, eased, events_of, first_day
from book.pages.episodes.listed import LISTS, listed
from book.pages.trade.numbers import Series, alternative, chosen, numbers_figure, numbers_table, plotted


def episode_pages(record: Record) -> Iterator[tuple[str, Markup]]:
    """Yield name and text of every episode's page."""
    for episode in episodes_of(record):
        yield f"episode-{episode.key}", episode_page(record, episode)


def episode_page(record: Record, episode: Episode) -> Markup:
    """Return the page of one episode."""
    row, sources = episode.row, record.sources(episode.key)
    return page(
        heading(1, row["title"]),
        *_opening(episode, sources),
        _timeline(episode),
        chronology(record, episode.key, sources),
        eased(record, row, sources) if row["settlement"] != "not_carried_out" else "",
        disputed(record, episode.key, sources),
        _numbers(episode, sources),
        _measures(episode, sources),
        listed(episode, sources),
        coded(record, row),
        sources.foot(),
        record.stamp,
    )


def link_to(row: Row) -> Markup:
    """Return a link to the page of an episode."""
    return link(f"episode-{row['episode_id']}.md", row["title"])


def _opening(episode: Episode, sources: Sources) -> Iterator[Markup]:
    record, row, (first, last) = episode.record, episode.row, episode.window
    days = f"from {row['first_day']} to {row['last_day']}" if row["last_day"] else f"from {row['first_day']} on"
    sides = f"{record.destinations([row['sender']])} towards {record.destinations(row['targets'])}"
    yield md("{}, {}. {}", sides, days, sources.cite(row["source_ids"]))
    if row["note"]:
        yield _titled(record, row["note"])
    if episode.measures:
        held = f"{counted(len(episode.instruments), 'document')} and {counted(len(episode.measures), 'measure')}"
        yield md(
            "The record holds {} of it. The figure shows {} to {}; on its last day: {}.",
            held, first, last, episode.states(),
        )  # fmt: skip
    else:
        yield md("No measure followed.")


def _titled(record: Record, text: str) -> Markup:
    """Return a text with the ids of episodes replaced by links to their pages."""
    links = {row["episode_id"]: link_to(row) for row in record.rows("episodes")}
    known = "|".join(map(re.escape, links))
    # every second part is an id
    parts = re.split(rf"(?<![\w-])({known})(?![\w-])", text)
    return elements(links[part] if at % 2 else md("{}", part) for at, part in enumerate(parts))


def _timeline(episode: Episode) -> Markup:
    record, (first, last) = episode.record, episode.window
    marks = [Mark(first_day(e), e["role"]) for e in events_of(record, episode.key) if e["role"] in ROLES]
    shown = [m for m in marks if first <= m.day <= last]
    if not shown and not episode.measures:
        return Markup("")
    name = f"timeline-{episode.key}.svg"
    source = record.source_line("tables events and measure_periods")
    record.files[name] = timeline(_bars(episode), shown, episode.window, source)
    caption = "The acts of the episode by role, and its measures with their state on each day."
    return section("Timeline", figure(name, _alternative(episode, shown), caption))


def _bars(episode: Episode) -> list[Bar]:
    """Return one bar per measure; a notice's rules for listed parties share a bar where their days agree."""
    merged: dict[tuple[object, ...], list[Row]] = {}
    spells: dict[str, tuple[Spell, ...]] = {}
    last, day = episode.window[1].toordinal(), datetime.date.fromordinal
    for measure in episode.measures:
        own = measure["measure_id"]
        whole = (
            Spell(day(p.first), day(min(p.last, last)), p.state, day(p.confirmed))
            for p in periods_of(episode.record.periods(own))
        )
        spells[own] = tuple(s for s in (clipped(w, episode.window) for w in whole) if s)
        notice = measure["layer"] == "entity"
        merged.setdefault((measure["instrument_id"], spells[own]) if notice else (own,), []).append(measure)
    return [Bar(_label(episode, group), spells[group[0]["measure_id"]]) for group in merged.values()]


def _label(episode: Episode, group: list[Row]) -> str:
    first = group[0]
    notice = episode.instruments[first["instrument_id"]]
    year = notice["effective"] or notice["issued"]
    # a document without a number goes by its year: its title would leave no room for the rule's
    number = (notice["number"] or (str(year.year) if year else "")).removeprefix("Announcement ")
    ids = {m["measure_id"] for m in group}
    parties = [x for x in episode.listings if x["measure_id"] in ids]
    if parties:
        many = counted(len({x["entity_id"] for x in parties}), "party", "parties")
        # the numbers of this list's notices say its name already
        return f"{number}, {many}" if "List" in number else f"{number}: {LISTS[parties[0]['list']]}, {many}"
    return ": ".join(filter(None, (number, first["title"])))


def _alternative(episode: Episode, marks: list[Mark]) -> str:
    first, last = episode.window
    roles = Counter(m.role for m in marks)
    acts = ", ".join(f"{ROLES[r][2]} {roles[r]}" for r in ROLES if roles[r])
    if not episode.measures:
        return (
            f"Timeline of events from {first} to {last}, by role: {acts}. The table below gives the same days in words."
        )
    return (
        f"Events by role: {acts}. "
        f"Timeline of {counted(len(episode.measures), 'measure')} from {first} to {last}, one bar each. "
        f"On the last day: {episode.states()}. The table of measures below gives the same days in words."
    )


def _numbers(episode: Episode, sources: Sources) -> Markup:
    record, row = episode.record, episode.row
    if "ALL" in row["targets"]:
        return Markup("")
    days = (row["first_day"], row["last_day"] or episode.window[1])
    runs = chosen(record, set(row["targets"]), episode.goods(), days)
    if not runs:
        return Markup("")
    series, drawn, name = Series(record), plotted(runs), f"numbers-{episode.key}.svg"
    if drawn:
        record.files[name] = numbers_figure(drawn, series, days, record.source_line("table observations"))
    caption = "Monthly figures around the episode (grey), each as published."
    return section(
        "The numbers around it",
        figure(name, alternative(drawn, series), caption) if drawn else "",
        "Each series is what one origin published: other origins are other series, and no two are averaged. Trade "
        "between the two sides comes first.",
        dropdown(counted(len(runs), "series", "series"), numbers_table(runs, series, sources)),
    )


def _measures(episode: Episode, sources: Sources) -> Markup:
    rows = [measure_cells(episode.record, measure, sources) for measure in episode.measures]
    return section("Measures", table(MEASURE_HEADINGS, rows, "rules"))
