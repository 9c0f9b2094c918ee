"""One page per restriction episode: timeline, measures, questions with their claims, listed parties."""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from book.pages.figures import LOOKS, Bar, Spell, clipped, timeline
from book.pages.happened import chronology, coded, disputed
from book.pages.text import Documents, Row, as_of_day, code, counted, esc, pipe_table, records, stamp
from build.compile import Compiled

FOREVER = datetime.date.max - datetime.timedelta(days=1)
STATES = {state: label for state, (_, _, label) in LOOKS.items()} | {"unknown": "state unknown"}
EFFECTS = {
    "ban": "Banned",
    "denial_in_principle": "Licence refused in principle",
    "strict_review": "Licence with strict review",
    "licence": "Licence needed",
    "quota": "Only within a quota",
    "duty": "Export duty",
    "state_trading": "Only through state trading firms",
}
FLOWS = {
    "export_from_china": "export of {} from China to",
    "re_export_abroad": "re-export of {} of Chinese origin to",
    "foreign_made": "export of {} made abroad with Chinese input to",
    "technology_transfer": "transfer of technology ({}) to",
    "import": "import of {} into China from",
}
SCOPES = {"listed": "listed items", "all_dual_use": "all dual-use items", "all_goods": "all goods"}
USES = {
    "any": "",
    "military": ", for military use",
    "military_capability": ", where it may raise military capability",
    "wmd": ", for weapons of mass destruction",
    "advanced_chips": ", for advanced chips",
}
LISTS = {"control": "control list", "watch": "watch list", "unreliable": "unreliable entity list"}


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
        wanted += "publishers countries"
        rows = {name: records(compiled.frames[name]) for name in wanted.split()}
        names = {c["iso3"]: c["name"] for c in rows["countries"]} | {"ALL": "any destination"}
        return cls(rows, names, as_of_day(compiled.release))

    def places(self, codes: Sequence[str]) -> str:
        """Return countries in words."""
        return esc(", ".join(self.names.get(c, c) for c in codes))


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
        """Return the state of a measure on a day, `unknown` where no period says."""
        for period in self.periods[measure_id]:
            if period["first_day"] <= day <= (period["last_day"] or FOREVER):
                return str(period["state"])
        return "unknown"

    def number(self, instrument_id: str) -> str:
        """Return the number of a document as cited, or its id."""
        return str(self.instruments[instrument_id]["number"] or instrument_id)


def _window(row: Row, as_of: datetime.date | None) -> tuple[datetime.date, datetime.date]:
    """Return the days that the figure shows: the episode, with a year around a closed one and two months before."""
    margin = datetime.timedelta(days=365 if row["last_day"] else 60)
    last = row["last_day"] + margin if row["last_day"] else as_of or row["first_day"] + margin
    return row["first_day"] - margin, min(last, as_of or last)


def write_episode(compiled: Compiled, tables: Tables, row: Row, folder: Path) -> None:
    """Write the page and the figure of one episode."""
    episode, name = Episode.of(tables, row), row["episode_id"]
    documents = Documents(tables.rows["sources"], tables.rows["publishers"], name)
    lines = [
        f"# {esc(row['title'])}",
        "",
        *(line for told in _paragraph(tables, episode, documents) for line in (told, "")),
    ]
    lines += chronology(tables.rows, name, documents)
    if episode.measures:
        figure = f"timeline-{name}.svg"
        release = compiled.release
        note = f"Source: Export Curbs {release.version}, table measure_periods, record as of {release.as_of}."
        timeline(folder / figure, _bars(episode), episode.window, note)
        lines += [
            "## Timeline",
            "",
            f":::{{figure}} {figure}",
            f":alt: {_alternative(episode)}",
            ":figclass: timeline",
            "",
        ]
        lines += ["The measures of the episode and their state on each day.", ":::", ""]
        lines += ["## Measures", "", *_measures(tables, episode, documents)]
    if episode.listings:
        lines += ["## Parties listed", "", *_parties(episode)]
    lines += disputed(tables.rows, name, documents) + coded(tables.rows, row)
    lines += ["## Sources of this page", "", "::::{container} page-sources", "", *documents.cited(), "::::", ""]
    lines += [stamp(compiled.release), ""]
    (folder / f"episode-{name}.md").write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _paragraph(tables: Tables, episode: Episode, documents: Documents) -> Iterator[str]:
    row, (first, last) = episode.row, episode.window
    states = Counter(episode.state(m["measure_id"], last) for m in episode.measures)
    days = f"from {row['first_day']} to {row['last_day']}" if row["last_day"] else f"from {row['first_day']} on"
    sides = f"{tables.places([row['sender']])} towards {tables.places(row['targets'])}"
    yield f"{sides}, {days}. {documents.cite(row['source_ids'])}"
    if row["note"]:
        yield esc(row["note"])
    if episode.measures:
        told = ", ".join(f"{states[s]} {STATES[s]}" for s in STATES if states[s])
        held = f"{counted(len(episode.instruments), 'document')} and {counted(len(episode.measures), 'measure')}"
        yield f"The record holds {held} of it. The figure shows {first} to {last}; on its last day: {told}."
    else:
        yield "No measure followed."


def _bars(episode: Episode) -> list[Bar]:
    """Return one bar per measure; a notice's rules for listed parties share a bar where their days agree."""
    merged: dict[tuple[object, ...], list[Row]] = {}
    spells: dict[str, tuple[Spell, ...]] = {}
    for measure in episode.measures:
        own = measure["measure_id"]
        all_days = (
            Spell(p["first_day"], p["last_day"] or FOREVER, p["state"], p["last_confirmed"])
            for p in episode.periods[own]
        )
        spells[own] = tuple(s for s in (clipped(d, episode.window) for d in all_days) if s)
        notice = measure["layer"] == "entity"
        merged.setdefault((measure["instrument_id"], spells[own]) if notice else (own,), []).append(measure)
    return [Bar(_label(episode, group), spells[group[0]["measure_id"]]) for group in merged.values()]


def _label(episode: Episode, group: list[Row]) -> str:
    first = group[0]
    number = episode.number(first["instrument_id"]).removeprefix("Announcement ")
    ids = {m["measure_id"] for m in group}
    listed = [x for x in episode.listings if x["measure_id"] in ids]
    if listed:
        parties = len({x["entity_id"] for x in listed})
        return f"{number}: {LISTS[listed[0]['list']]}, {counted(parties, 'party', 'parties')}"
    return f"{number}: {first['title']}"


def _alternative(episode: Episode) -> str:
    first, last = episode.window
    states = Counter(episode.state(m["measure_id"], last) for m in episode.measures)
    told = ", ".join(f"{states[s]} {STATES[s]}" for s in STATES if states[s])
    return (
        f"Timeline of {counted(len(episode.measures), 'measure')} from {first} to {last}, one bar each. "
        f"On the last day: {told}. The table of measures below gives the same days in words."
    )


def rule_in_words(measure: Row, places: str) -> str:
    """Return what a measure does, made from its codes."""
    effect = EFFECTS[measure["effect"]]
    if measure["duty_pct"] is not None:
        effect += f" of {measure['duty_pct']:g} percent"
    target = "listed parties" if measure["end_user"] == "listed" else places
    flow = FLOWS[measure["flow"]].format(SCOPES[measure["item_scope"]])
    return f"{effect}: {flow} {target}{USES[measure['end_use']]}"


def days_in_words(periods: Sequence[Row]) -> str:
    """Return the states of a measure with their days, from its periods in order of days."""
    parts = []
    for period in periods:
        start = str(period["first_day"])
        if period["first_day_earliest"]:
            start = f"{period['first_day_earliest']} or later, at the latest {start}"
        end = f" to {period['last_day']}" if period["last_day"] else ""
        parts.append(f"{STATES[period['state']]} from {start}{end}")
    closed = periods[-1]["last_day"]
    return "; ".join([*parts, *(["then unknown"] if closed else [])])


def _measures(tables: Tables, episode: Episode, documents: Documents) -> list[str]:
    rows = []
    for measure in episode.measures:
        own = measure["measure_id"]
        periods = episode.periods[own]
        by = dict.fromkeys(
            [measure["instrument_id"], *(p["by_instrument_id"] for p in periods if p["by_instrument_id"])]
        )
        numbers = {i["instrument_id"]: i["number"] or i["instrument_id"] for i in tables.rows["instruments"]}
        cited = dict.fromkeys([*measure["source_ids"], *(s for p in periods for s in p["source_ids"])])
        places = tables.places(measure["destinations"])
        rows.append(
            [
                f"**{esc(measure['title'])}** {code(own)}",
                rule_in_words(measure, places),
                places,
                days_in_words(periods),
                esc("; ".join(numbers[i] for i in by)),
                documents.cite(cited),
            ]
        )
    headings = ("Measure", "Rule", "Destinations", "States", "Notices", "Sources")
    return pipe_table(headings, rows, "measures")


def _parties(episode: Episode) -> list[str]:
    owner = {m["measure_id"]: m["instrument_id"] for m in episode.measures}
    rows = []
    for name, title in LISTS.items():
        listed = [x for x in episode.listings if x["list"] == name]
        if not listed:
            continue
        notices: dict[str, set[str]] = {}
        for x in listed:
            notices.setdefault(owner[x["measure_id"]], set()).add(x["entity_id"])
        people = {x["entity_id"] for x in listed if x["listed_as"] == "executive"}
        told = ", ".join(f"{esc(episode.number(i))} ({len(notices[i])})" for i in sorted(notices))
        rows.append([title.capitalize(), len({x["entity_id"] for x in listed}), len(people), told])
    headings = ("List", "Parties", "Persons barred from entry", "Notices (parties)")
    return [
        "A party on two lists counts on each; persons barred from entry are among the parties.",
        "",
        *pipe_table(headings, rows, "parties"),
    ]
