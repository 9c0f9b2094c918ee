"""Who attests a state: a period is confirmed only to the day on which a source that states it says so."""

from collections.abc import Iterator

from exportcurbs.law.attested import NEVER, SILENT, attested

from validation.citations import source_key, split_source
from validation.definitions.tables import Row
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, as_of, at, each, rule


@each("measure_periods")
def confirmed_by_sources(row: Row, tables: Tables) -> Faults:
    """Yield periods confirmed past the last day that a source cited attests, and citations without their entry."""
    end, confirmed, first, citations = as_of(tables), row["last_confirmed"], row["first_day"], row["source_ids"]
    if confirmed is None or citations is None or first is None:
        return
    sources = tables["sources"].one_by("source_id")
    cited = [sources[key] for key in map(source_key, citations) if key in sources]
    if end and first > end:
        found = f"the state from {first} lies after {end}, the last day that a tracking source attests"
        yield "first_day", found, f"move the row to {tables['measure_plans'].info.path}: it is still planned"
    elif end and confirmed > end:
        found = f"{confirmed} lies after {end}, the last day that a tracking source attests"
        yield "last_confirmed", found, f"write {end} or an earlier day"
    elif row["state"] != "announced_not_effective" and len(cited) == len(citations):
        # A notice attests the first day of the state that it sets, though it is published before.
        latest = max([first, *map(attested, cited)])
        if confirmed > latest:
            found = f"no source cited states this so late: {confirmed}"
            found += "".join(f"; {shown(s['source_id'])} {_silent(s)}" for s in cited if attested(s) == NEVER)
            yield "last_confirmed", found, f"write {latest}, or cite a source that states it on a later day"
    for citation in citations:
        key, locator = split_source(citation) or (citation, None)
        if locator is None and tables["sources"].row(key)["states"] == "status":
            found = f"{shown(key)} tells the status of many rules"
            yield "source_ids", found, f"name the entry: {key}[entry]"


def _silent(source: Row) -> str:
    return SILENT.get(str(source["states"]), "bears no date")


@each("measures", "measure_items", "measure_conditions")
def clauses_by_texts(row: Row, tables: Tables) -> Faults:
    """Yield rules, their items and conditions that rest on lists of names, which carry no clause."""
    for key in sorted({source_key(s) for s in row["source_ids"] or ()}):
        if tables["sources"].row(key)["states"] == "names":
            yield "source_ids", f"{shown(key)} lists names and carries no clause", "cite the notice or an account of it"


@rule
def cited_sources_state(tables: Tables) -> Iterator[Problem]:
    """Yield sources that a period cites and that do not say what they state."""
    cited = {source_key(s) for _, row in tables["measure_periods"].rows() for s in row["source_ids"] or ()}
    for line, row in tables["sources"].rows():
        if row["states"] is None and row["source_id"] in cited:
            found = f"is blank, but a period cites {shown(row['source_id'])}"
            yield at(tables["sources"], line, "states", found, "write status, dates, text, names or collection")
