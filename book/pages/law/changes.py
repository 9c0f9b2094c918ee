"""What changed in the law, by month, and what is to come: a page, a feed for programs, and the last of both."""

import datetime
import re
import uuid
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from exportcurbs._plurals import counted
from exportcurbs._reader import Row

from book.pages.common.atom import Entry, atom
from book.pages.common.markup import Markup, grades_link, html_link, joined, md, section, table
from book.pages.common.names import called, day_name, graded, month_name, unbroken, words_of
from book.pages.common.record import Record
from book.pages.law.important import important
from book.pages.law.measures import newest_first, titled

FEED, PAGE = "changes.atom", "generated/changes.html"
# Ids of a feed must be addresses that never change. The book has none yet: these are numbers made from names.
NAMED = uuid.UUID("3e075b14-b251-44a1-804d-81fa7b09a4a1")
CAUSES = words_of("cause")
# Where the state says more than its cause.
SAID = {
    ("in_force", "carried_over"): "In force in place of an earlier rule",
    ("ended", "carried_over"): "Replaced by a later rule",
    ("suspended_before_effect", "suspended"): "Suspended before it took effect",
}
DAYS = {"published_day": "Published", "issued": "Issued", "effective": "In effect"}
MOST_RULES, WEAK = 3, ("C", "D")
# A statement as young as this, at the end of the record, may bear on the days that documents set.
RECENT = datetime.timedelta(days=92)


class Change(NamedTuple):
    """What one document did on one day; `key` is its address, which stays where the day is corrected."""

    day: datetime.date
    what: str
    act: Row
    rules: list[Row]
    source_ids: list[str]
    key: str
    grades: list[str]


def changes(record: Record) -> list[Change]:
    """Return the changes of rules by day and document, and the documents that changed none, the youngest first."""
    ordered = sorted(_caused(record), key=lambda x: x[0])
    found, times = [], dict[tuple[str, str], int]()
    for (day, act, what), same in groupby(ordered, key=lambda x: x[0]):
        periods = [period for _, period in same]
        times[act, what] = times.get((act, what), 0) + 1
        again = f"-{times[act, what]}" if times[act, what] > 1 else ""
        key = f"{act}-{'-'.join(what.lower().split())}{again}"
        rules = [record.one("measures", "measure_id", p["measure_id"]) for p in periods]
        cited = dict.fromkeys(s for p in periods for s in p["source_ids"])
        document = record.one("instruments", "instrument_id", act)
        found.append(Change(day, what, document, rules, list(cited), key, _grades(periods)))
    acted = {c.act["instrument_id"] for c in found}
    for act in record.rows("instruments"):
        day = next((column for column in DAYS if act[column]), None)
        if day and act["instrument_id"] not in acted:
            found.append(Change(act[day], DAYS[day], act, [], act["source_ids"], act["instrument_id"], _grades([act])))
    return sorted(found, key=lambda c: (c.day, c.key), reverse=True)


def _caused(record: Record) -> Iterator[tuple[tuple[datetime.date, str, str], Row]]:
    for period in record.rows("measure_periods"):
        own = record.one("measures", "measure_id", period["measure_id"])["instrument_id"]
        what = SAID.get((period["state"], period["cause"])) or CAUSES[period["cause"]]
        yield (period["first_day"], period["by_instrument_id"] or own, what), period


def changes_page(record: Record) -> Markup:
    """Return the page."""
    months = groupby(changes(record), key=lambda c: (c.day.year, month_name(c.day)))
    years = groupby(months_of(record, months), key=lambda x: x[0])
    return record.page(
        "What changed, by month",
        md(
            "What each document changed in the law, on the day on which it did, newest first: rules announced, in "
            "force, suspended and ended, and parties listed. Documents that change no rule on record stand on the day "
            'on which they came out. <a href="../{}">Follow the changes in a feed reader (Atom)</a>. What differs '
            "between versions of the dataset stands in the [changelog](changelog.md).",
            FEED,
        ),
        coming(record),
        *(section(year, *(shown for _, shown in own)) for year, own in years),
        scripts="folds",
    )


def months_of(
    record: Record, months: Iterable[tuple[tuple[int, str], Iterable[Change]]]
) -> Iterator[tuple[int, Markup]]:
    """Yield the year and the table of each month."""
    for (year, month), own in months:
        yield year, section(month, changed(record, own), level=3)


def changed(record: Record, found: Iterable[Change], folder: str = "") -> Markup:
    """Return changes as a table; folder: the way from the page's own folder to the generated pages."""
    rows = [
        [
            md('<a id="change-{}"></a>{}', change.key, unbroken(change.day)),
            md("**{}:** {}{}", change.what, _document(record, change.act, folder), _rules(record, change, folder)),
            _sources(record, change.source_ids, change.grades, "rule" if change.rules else "document", folder),
        ]
        for change in found
    ]
    return table(("Day", "What happened", "Sources"), rows, "changed")


def _grades(rows: Iterable[Row]) -> list[str]:
    return sorted(str(row["evidence_grade"]) for row in rows)


def _sources(record: Record, cited: list[str], grades: list[str], whose: str, folder: str) -> Markup:
    """Return the sources of a change, and whose grade is which where one rests on one voice or less."""
    best, worst = grades[0], grades[-1]
    each = f"the {whose} has" if len(grades) == 1 else f"{counted(len(grades), whose)}, each of"
    words = each if best == worst else f"of {counted(len(grades), whose)} the best has grade {best}, the weakest"
    said = grades_link(f"{words} {graded(worst)}", folder) if worst in WEAK else ""
    sources = record.sources()
    return joined((sources.linked(sources.telling(cited), folder), said), Markup("<br>"))


def _document(record: Record, act: Row, folder: str) -> Markup:
    """Return a document by number and title, with a link to the page or the lines of its rules."""
    rules = [m["measure_id"] for m in record.by("measures", "instrument_id", act["instrument_id"])]
    own = next((key for key in important(record) if key in rules), None)
    address = f"measure-{own}.html" if own else f"measures.html#instrument-{act['instrument_id']}"
    return html_link(folder + address, titled(act))


def _rules(record: Record, change: Change, folder: str) -> Markup:
    parties = _parties(record, change)
    listed = html_link(f"{folder}parties.html#word={quote(called(change.act))}", counted(parties, "party", "parties"))
    said = joined((listed if parties else "", _said(change) if change.rules else _noted(change.act)), ". ")
    return md("<br>{}", said)


def _noted(act: Row) -> str:
    """Return what the record notes on a document that changes no rule, without the basis in law and words on ids."""
    noted = re.split(r"Legal basis:", act["note"] or "")[0]
    return " ".join(s for s in re.split(r"(?<=[.;]) ", noted) if not re.search(r"\bid\b| = |\brow\b|^Item ", s)).strip()


def _parties(record: Record, change: Change) -> int:
    return len(
        {row["entity_id"] for rule in change.rules for row in record.by("listings", "measure_id", rule["measure_id"])}
    )


def _said(change: Change) -> str:
    titles = list(dict.fromkeys(r["title"] for r in change.rules if r["title"] != change.act["title_en"]))
    more = f"and {len(titles) - MOST_RULES} more rules" if len(titles) > MOST_RULES + 1 else ""
    return "; ".join(filter(None, (*titles[: MOST_RULES + (not more)], more)))


def coming(record: Record, folder: str = "") -> Markup:
    """Return the days after the last of the record that documents set, as scheduled."""
    last, plans = record.last_day or datetime.date.max, {}
    for row in sorted(record.rows("measure_plans"), key=lambda r: r["number"]):
        plans[row["measure_id"]] = row
    days: dict[tuple[datetime.date, str, str], list[Row]] = {}
    for row in plans.values():
        ends = row["state"].startswith("suspended") and row["planned_last"] and row["planned_last"] > last
        begins = row["planned_first"] and row["planned_first"] > last
        if ends or begins:
            words = "suspended to this day" if ends else "to begin"
            day = row["planned_last"] if ends else row["planned_first"]
            days.setdefault((day, words, row["instrument_id"]), []).append(row)
    rows = []
    for (day, words, act), own in sorted(days.items(), key=lambda x: x[0]):
        acts = dict.fromkeys(record.one("measures", "measure_id", r["measure_id"])["instrument_id"] for r in own)
        names = ", ".join(called(record.one("instruments", "instrument_id", a)) for a in acts)
        names = names.replace(", Announcement ", ", ")
        by = called(record.one("instruments", "instrument_id", act))
        said = md("{} of {}: {}, by {}", counted(len(own), "rule"), names, words, by)
        rows.append([unbroken(day), said, _sources(record, own[0]["source_ids"], _grades(own), "plan", folder)])
    ends = md(
        "The record ends on {}: what happened on these days is not in it, they are those of the documents' own text.",
        day_name(last),
    )
    return section(
        "Next, as scheduled",
        joined((ends if rows else "No later day is set.", _bearing(record, {act for *_, act in days}, folder)), " "),
        table(("Day", "What", "Sources"), rows, "changed"),
        level=3 if folder else 2,
    )


def _bearing(record: Record, acts: set[str], folder: str) -> Markup:
    """Return the late statements that bear on days set by documents, of an episode of theirs."""
    last = record.last_day or datetime.date.max
    about = {e for act in acts for e in record.one("instruments", "instrument_id", act)["episode_ids"] or ()}
    late = [
        md("{} ({})", _document(record, act, folder), day_name(act["issued"]))
        for act in newest_first(record)
        if act["role"] == "statement" and about & {*(act["episode_ids"] or ())}
        if act["issued"] and last - RECENT <= act["issued"] <= last
    ]
    said = md("A later statement bears on them: {}; no notice on record carries it out.", joined(late, "; "))
    return said if late else Markup("")


def feed(record: Record) -> bytes:
    """Return the changes as an Atom feed (RFC 4287), days as China's; its links start at the feed's own address."""
    found, entries = changes(record), []
    for change in found:
        parties, via = _parties(record, change), record.sources().address(change.source_ids)
        said = (counted(parties, "party", "parties") if parties else "", _said(change) or titled(change.act))
        title, page_of = f"{change.what}: {titled(change.act)}", f"{PAGE}#change-{change.key}"
        text, links = ". ".join(filter(None, said)), {"via": via} if via else {}
        entries.append(Entry(change.key, title, change.day, page_of, text, links))
    newest = record.last_day or max(c.day for c in found)
    return atom(FEED, NAMED, "Export Curbs: what changed in China's export restrictions", PAGE, newest, entries)
