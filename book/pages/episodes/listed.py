"""The part of an episode's page on who was listed, and how it stands."""

from collections.abc import Iterator

from exportcurbs._plurals import counted
from exportcurbs._reader import Row
from exportcurbs.law.words import STATE_WORDS

from book.pages.ask.words import LISTS
from book.pages.common.markup import Markup, dropdown, section, table
from book.pages.common.sources import Sources
from book.pages.episodes.episode import Episode


def listed(episode: Episode, sources: Sources) -> Markup:
    """Return how many parties stand on each list by notice, and every listing by list and name in boxes that open."""
    if not episode.listings:
        return Markup("")
    lists = {name: [x for x in episode.listings if x["list"] == name] for name in LISTS}
    headings = ("List", "Parties", "Persons barred from entry", "Notices (parties)")
    counts = [_counts(episode, name, found) for name, found in lists.items() if found]
    return section(
        "Who was listed",
        "A party on two lists counts on each; persons barred from entry are among the parties.",
        table(headings, counts, "parties"),
        *(_names(episode, name, found, sources) for name, found in lists.items()),
    )


def _counts(episode: Episode, name: str, found: list[Row]) -> list[object]:
    notices: dict[str, set[str]] = {}
    for x in found:
        act = episode.record.one("measures", "measure_id", x["measure_id"])["instrument_id"]
        notices.setdefault(act, set()).add(x["entity_id"])
    people = {x["entity_id"] for x in found if x["listed_as"] == "executive"}
    by = ", ".join(f"{episode.number(act)} ({len(notices[act])})" for act in sorted(notices))
    return [LISTS[name].capitalize(), len({x["entity_id"] for x in found}), len(people), by]


def _names(episode: Episode, name: str, found: list[Row], sources: Sources) -> Markup:
    headings = ("Party", "Chinese name", "Country", "Notice", f"State on {episode.window[1]}", "Sources")
    rows = list(_rows(episode, found, sources))
    return dropdown(f"{LISTS[name].capitalize()}: {counted(len(rows), 'listing')}", table(headings, rows, "listed"))


def _rows(episode: Episode, found: list[Row], sources: Sources) -> Iterator[list[object]]:
    parties = {x["entity_id"]: episode.record.one("entities", "entity_id", x["entity_id"]) for x in found}
    for x in sorted(found, key=lambda x: (str(parties[x["entity_id"]]["name_en"]).casefold(), x["measure_id"])):
        party, measure = parties[x["entity_id"]], episode.record.one("measures", "measure_id", x["measure_id"])
        yield [
            party["name_en"],
            x["name_zh_printed"] or party["name_zh"],
            party["country"],
            episode.number(measure["instrument_id"]),
            STATE_WORDS[episode.state(x["measure_id"])],
            sources.cite(x["source_ids"]),
        ]
