"""One page per restriction episode: in brief, charts, timeline, what is disputed, and what it rests on, folded."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from exportcurbs._plurals import counted
from exportcurbs._reader import Row

from book.pages.common.charts import Chart, Figures
from book.pages.common.markup import Markup, dropdown, elements, index_entries, link, md, section, table
from book.pages.common.measures import GRADED, MEASURE_HEADINGS, measure_cells
from book.pages.common.names import day_name, month_name
from book.pages.common.plots import Act
from book.pages.common.record import Record
from book.pages.common.sources import Sources
from book.pages.episodes.episode import Episode, episodes_of
from book.pages.episodes.happened import brief, chronology, coded, disputed, eased, events_of, first_day, practice
from book.pages.episodes.listed import listed
from book.pages.episodes.timeline import aimed, chief, timeline
from book.pages.law.charts import listings
from book.pages.trade.charts import gallium_exports, japan_imports, japan_share, magnets, price, quotas
from book.pages.trade.numbers import Series, chosen, numbers_table, plotted, run_chart

# What a reader may look for in a search, who does not know what it is called here.
SEARCHED = {"japan-2010": ("embargo",)}
# Episodes of which a reader asks whether they were an embargo, and the question that the claims answer.
ASKED = {"japan-2010": "jpn2010-official-ban"}
LEAD: dict[str, tuple[Callable[[Record], Chart | None], ...]] = {
    "japan-2010": (japan_imports, quotas),
    "gallium-germanium-2023": (gallium_exports, partial(price, material="Ga")),
    "us-2024": (partial(price, material="Sb"),),
    "rare-earths-2025": (magnets, partial(price, material="Dy")),
    "japan-2026": (japan_share,),
    "taiwan-2025": (listings,),
    "eu-2026": (listings,),
}


def episode_pages(record: Record) -> Iterator[tuple[str, Markup]]:
    """Yield name and text of every episode's page."""
    for episode in episodes_of(record):
        yield f"episode-{episode.key}", episode_page(record, episode)


def episode_page(record: Record, episode: Episode) -> Markup:
    """Return the page of one episode."""
    row, sources = episode.row, record.sources(episode.key)
    figures = Figures(record, f"generated/episode-{episode.key}")
    named = chief(events_of(record, episode.key))
    return record.page(
        row["title"],
        index_entries(SEARCHED.get(episode.key, ())),
        _opening(episode, sources),
        brief(record, episode.key, sources, embargo(episode, sources)),
        *(figures.show(chart) for make in LEAD.get(episode.key, ()) if (chart := make(record))),
        section("Timeline", *timeline(episode, figures)),
        chronology(record, episode.key, named, sources),
        practice(record, episode.key, sources),
        eased(record, row) if row["settlement"] != "not_carried_out" else "",
        disputed(record, episode.key, sources),
        _numbers(episode, figures, sources),
        _measures(episode, sources),
        listed(episode, sources),
        coded(record, row, _titled(record, row["note"]) if row["note"] else Markup("")),
        sources.foot(),
        scripts="folds",
    )


def embargo(episode: Episode, sources: Sources) -> Markup:
    """Return whether it was an embargo, as far as law, trade and claims tell; nothing of an episode not asked so."""
    record, trade = episode.record, japan_imports(episode.record)
    if episode.key not in ASKED or trade is None or aimed(episode):
        return Markup("")
    claims = record.by("claims", "question_id", ASKED[episode.key])
    plain = Counter(c["value_num"] for c in claims if c["value_type"] == "yes_no")
    months = sorted(trade.rows, key=lambda r: r["period_start"])
    low = min(months, key=lambda r: r["value"])
    cited = [*record.one("questions", "question_id", ASKED[episode.key])["source_ids"], *low["source_ids"]]
    return md(
        "**Was it an embargo?** Contested. No order was published: of the {} on record none is aimed at {}. But "
        "imports from China fell by {:.0f} percent from {:%B} to {}. Of {} on an official ban {} say no, {} yes; the "
        "others tell of a stop in practice, or doubt one. {}",
        *(counted(len(episode.measures), "rule"), record.destinations(episode.row["targets"])),
        *(100 - 100 * low["value"] / months[0]["value"], months[0]["period_start"], month_name(low["period_start"])),
        *(counted(len(claims), "claim"), plain[0], plain[1], sources.cite(dict.fromkeys(cited))),
    )


def link_to(row: Row) -> Markup:
    """Return a link to the page of an episode."""
    return link(f"episode-{row['episode_id']}.md", row["title"])


def _opening(episode: Episode, sources: Sources) -> Markup:
    record, row = episode.record, episode.row
    first, last = day_name(row["first_day"]), row["last_day"]
    days = f"{first} to {day_name(last)}" if last else f"since {first}"
    sides = f"{record.destinations([row['sender']])} towards {record.destinations(row['targets'])}"
    rules, named = len(episode.measures), len(aimed(episode))
    held = f"{counted(len(episode.instruments), 'document')}, {counted(rules, 'rule')}"
    if "ALL" not in row["targets"] and named < rules:
        to = record.destinations(row["targets"])
        held += (
            f", {named} of them aimed at {to}, the others at every destination"
            if named
            else f", all for every destination, none aimed at {to}"
        )
    return md("{}, {}. {}. {}", sides, days, held if episode.measures else "No rule followed",
              sources.cite(row["source_ids"]))  # fmt: skip


def _titled(record: Record, text: str) -> Markup:
    """Return a text with the ids of episodes replaced by links to their pages."""
    links = {row["episode_id"]: link_to(row) for row in record.rows("episodes")}
    known = "|".join(map(re.escape, links))
    # every second part is an id
    parts = re.split(rf"(?<![\w-])({known})(?![\w-])", text)
    return elements(links[part] if at % 2 else md("{}", part) for at, part in enumerate(parts))


def _numbers(episode: Episode, figures: Figures, sources: Sources) -> Markup:
    record, row = episode.record, episode.row
    days = (row["first_day"], row["last_day"] or episode.window[1])
    runs, series = chosen(record, set(row["targets"]), episode.goods(), days), Series(record)
    marked = [Act(first_day(e), day_name(first_day(e))) for e in events_of(record, episode.key) if e["role"] == "onset"]
    shown = [] if episode.key in LEAD else plotted(runs)
    charts = [run_chart(record, r, series, marked[:1], f"numbers-{episode.key}-{at}") for at, r in enumerate(shown)]
    if not runs:
        return section("The numbers around it", "The record holds no figures of trade or prices around it.")
    return section(
        "The numbers around it",
        *map(figures.show, charts),
        md(
            "Each series is what one origin published: other origins are other series, and no two are averaged. Trade "
            "between the two sides comes first. Behind each value stands its {}.",
            GRADED,
        ),
        dropdown(counted(len(runs), "series", "series"), numbers_table(runs, series, sources)),
    )


def _measures(episode: Episode, sources: Sources) -> Markup:
    rows = [measure_cells(episode.record, measure, sources) for measure in episode.measures]
    if not rows:
        return Markup("")
    return section("Measures", dropdown(counted(len(rows), "rule"), table(MEASURE_HEADINGS, rows, "rules")))
