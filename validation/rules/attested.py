"""Who attests a state: a period is confirmed only to the day on which a source that states it says so."""

from collections.abc import Iterator

from exportcurbs.law.attested import NEVER, SILENT, attested

from validation.citations import source_key, split_source
from validation.problems import Problem, shown
from validation.rules.common import Row, Rule, Tables, as_of, one_by

RULED = ("measures", "measure_items", "measure_conditions")


def confirmed_by_sources(tables: Tables) -> Iterator[Problem]:
    """Yield periods confirmed past the last day that a source cited attests, and citations without their entry."""
    end, periods = as_of(tables), tables["measure_periods"]
    sources = one_by(tables["sources"], "source_id")
    for line, row in periods.rows():
        confirmed, first = row["last_confirmed"], row["first_day"]
        if confirmed is None or row["source_ids"] is None or first is None:
            continue
        cited = [sources[key] for key in map(source_key, row["source_ids"]) if key in sources]
        if end and confirmed > end:
            found = f"{confirmed} lies after {end}, the last day that a tracking source attests"
            yield Problem(periods.info.path, line, "last_confirmed", found, f"write {end} or an earlier day")
        elif row["state"] != "announced_not_effective" and len(cited) == len(row["source_ids"]):
            # A notice attests the first day of the state that it sets, though it is published before.
            latest = max([first, *map(attested, cited)])
            if confirmed > latest:
                found = f"no source cited states this so late: {confirmed}"
                found += "".join(f"; {shown(s['source_id'])} {_silent(s)}" for s in cited if attested(s) == NEVER)
                advice = f"write {latest}, or cite a source that states it on a later day"
                yield Problem(periods.info.path, line, "last_confirmed", found, advice)
        yield from _entries(periods.info.path, line, row["source_ids"], sources)


def _silent(source: Row) -> str:
    return SILENT.get(str(source["states"]), "bears no date")


def _entries(path: str, line: int, cited: list[str], sources: dict[str, Row]) -> Iterator[Problem]:
    """Yield sources that tell the status of many rules, cited without the entry that tells it of this one."""
    for citation in cited:
        key, locator = split_source(citation) or (citation, None)
        if locator is None and key in sources and sources[key]["states"] == "status":
            found = f"{shown(key)} tells the status of many rules"
            yield Problem(path, line, "source_ids", found, f"name the entry: {key}[entry]")


def clauses_by_texts(tables: Tables) -> Iterator[Problem]:
    """Yield rules, their items and conditions that rest on lists of names, which carry no clause."""
    names = {row["source_id"] for _, row in tables["sources"].rows() if row["states"] == "names"}
    for table in (tables[name] for name in RULED if name in tables):
        for line, row in table.rows():
            for key in sorted({source_key(s) for s in row["source_ids"] or ()} & names):
                found = f"{shown(key)} lists names and carries no clause"
                yield Problem(table.info.path, line, "source_ids", found, "cite the notice or an account of it")


def cited_sources_state(tables: Tables) -> Iterator[Problem]:
    """Yield sources that a period cites and that do not say what they state."""
    cited = {source_key(s) for _, row in tables["measure_periods"].rows() for s in row["source_ids"] or ()}
    sources = tables["sources"]
    for line, row in sources.rows():
        if row["states"] is None and row["source_id"] in cited:
            found = f"is blank, but a period cites {shown(row['source_id'])}"
            yield Problem(sources.info.path, line, "states", found, "write status, dates, text, names or collection")


RULES: tuple[Rule, ...] = (clauses_by_texts, cited_sources_state, confirmed_by_sources)
