"""A measure in words, made from its codes."""

from collections.abc import Iterable

from exportcurbs._reader import Row
from exportcurbs.law.words import states_in_words

from book.pages.common.markup import grades_link, html_link, md
from book.pages.common.names import called, words_of
from book.pages.common.record import Record
from book.pages.common.sources import Sources

EFFECTS = words_of("effect")
FLOWS = words_of("flow")
SCOPES = words_of("scope")
USES = words_of("for a use")


def rule_in_words(measure: Row, places: str) -> str:
    """Return what a measure does, made from its codes."""
    effect = EFFECTS[measure["effect"]]
    if measure["duty_pct"] is not None:
        effect += f" of {measure['duty_pct']:g} percent"
    target = "listed parties" if measure["end_user"] == "listed" else places
    scope = SCOPES[measure["item_scope"]]
    if measure["flow"] == "technology_transfer":
        scope = scope.replace("all goods", "of any kind")
    flow = FLOWS[measure["flow"]].format(scope)
    return f"{effect}: {flow} {target}{USES[measure['end_use']]}"


GRADED = grades_link("grade, A to D")
MEASURE_HEADINGS = ("Rule", "States", "Notices and sources")


def measure_cells(record: Record, measure: Row, sources: Sources) -> list[object]:
    """Return the cells of a measure in a table: what it is and does, its states, notices with sources."""
    own = measure["measure_id"]
    periods = record.periods(own)
    acts = [measure["instrument_id"], *(p["by_instrument_id"] for p in periods if p["by_instrument_id"])]
    notices = (record.one("instruments", "instrument_id", act) for act in dict.fromkeys(acts))
    rule = rule_in_words(measure, record.destinations(measure["destinations"]))
    return [
        md("**{}**<br>{}", html_link(f"measures.html#measure-{own}", measure["title"]), rule),
        "; ".join(states_in_words(periods)),
        md("{} {}", "; ".join(map(called, notices)), sources.cite(cited_by(measure, periods))),
    ]


def cited_by(measure: Row, periods: Iterable[Row]) -> dict[str, None]:
    """Return the sources of a measure and its periods, each once, in order."""
    return dict.fromkeys([*measure["source_ids"], *(s for p in periods for s in p["source_ids"])])
