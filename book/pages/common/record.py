"""The compiled rows by table and by key, read once for the many pages of materials, platforms and codes."""

import datetime
from collections import defaultdict
from functools import cached_property

from exportcurbs.law.periods import periods_of, state_on
from exportcurbs.law.words import states_in_words

from book.pages.common.markup import code, esc
from book.pages.common.rules import rule_in_words
from book.pages.common.text import Documents, Row, as_of_day, records, stamp
from book.pages.common.words import group_name, in_a_sentence
from build.compile import Compiled


class Record:
    """The rows of a compiled dataset, as the pages look them up."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled, self.release = compiled, compiled.release
        self._rows: dict[str, list[Row]] = {}
        self._indices: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table; none for a derived table that was not computed."""
        if table not in self._rows:
            self._rows[table] = records(self.compiled.frames[table]) if table in self.compiled.frames else []
        return self._rows[table]

    def by(self, table: str, column: str, value: str) -> list[Row]:
        """Return the rows of a table with a value in a column."""
        if (table, column) not in self._indices:
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self.rows(table):
                found[row[column]].append(row)
            self._indices[table, column] = found
        return self._indices[table, column].get(value, [])

    def one(self, table: str, column: str, value: str) -> Row:
        """Return the row of a key."""
        return self.by(table, column, value)[0]

    def documents(self, page: str) -> Documents:
        """Return the numbered sources of one page."""
        return Documents(self.rows("sources"), self.rows("publishers"), page)

    @cached_property
    def groups(self) -> dict[str, set[str]]:
        """The groups of each material."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.rows("material_groups"):
            found[row["material_id"]].add(row["group_id"])
        return found

    @cached_property
    def heads(self) -> dict[str, set[str]]:
        """The materials that head each goods."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.rows("goods_materials"):
            if row["role"] == "heads":
                found[row["goods_id"]].add(row["material_id"])
        return found

    @cached_property
    def deciding(self) -> dict[str, set[str]]:
        """The measures that decide the status of a material or code somewhere on some day, or that name it."""
        found: dict[str, set[str]] = defaultdict(set)
        for table, column in (("material_status", "material_id"), ("code_status", "code")):
            for row in self.rows(table):
                found[row[column]].update(row["measure_ids"], row["part_measure_ids"])
        for row in self.rows("measure_items"):
            if row["inclusion"] == "included":
                named = [row["material_id"], row["group_id"], row["code"]]
                for key in (*named, *self.heads.get(row["goods_id"], ())):
                    found[key].add(row["measure_id"])
        return found

    def measures_of(self, keys: set[str]) -> list[Row]:
        """Return the measures on any of some materials, groups or codes, the youngest first."""
        ids = set().union(*(self.deciding.get(key, ()) for key in keys))
        return sorted((self.one("measures", "measure_id", m) for m in ids), key=self._first, reverse=True)

    def _first(self, measure: Row) -> tuple[str, str]:
        return str(self.periods(measure["measure_id"])[0]["first_day"]), measure["measure_id"]

    def periods(self, measure_id: str) -> list[Row]:
        """Return the periods of a measure in order of days."""
        return sorted(self.by("measure_periods", "measure_id", measure_id), key=lambda p: p["first_day"])

    def state(self, measure_id: str) -> str:
        """Return the state of a measure on the last day of the record."""
        day = as_of_day(self.release) or datetime.date.max
        return state_on(periods_of(self.periods(measure_id)), day.toordinal())

    def places(self, codes: list[str]) -> str:
        """Return destinations in words."""
        names = {"ALL": "any destination", "WLD": "world"}
        return ", ".join(names.get(c) or (self.by("countries", "iso3", c) or [{"name": c}])[0]["name"] for c in codes)

    def destinations(self, codes: list[str]) -> str:
        """Return destinations as they stand in a sentence."""
        return ", ".join(in_a_sentence(self.places([c])) for c in codes)

    def use(self, row: Row) -> str:
        """Return the title of the application that a row names."""
        return esc(self.one("applications", "application_id", row["application_id"])["title"])

    def material_link(self, key: str) -> str:
        """Return a link to the page of a material or group."""
        known = self.by("materials", "material_id", key)
        return f"[{esc(known[0]['name_en'] if known else group_name(key))}](material-{key}.md)"

    def platform_link(self, key: str) -> str:
        """Return a link to the page of a platform."""
        return f"[{esc(self.one('platforms', 'platform_id', key)['name'])}](platform-{key}.md)"

    def measure_cells(self, measure: Row, documents: Documents) -> list[str]:
        """Return the cells of a measure in a table: what it is and does, its states, notices with sources."""
        periods = self.periods(measure["measure_id"])
        acts = [measure["instrument_id"], *(p["by_instrument_id"] for p in periods if p["by_instrument_id"])]
        notices = (self.one("instruments", "instrument_id", i) for i in dict.fromkeys(acts))
        cited = dict.fromkeys([*measure["source_ids"], *(s for p in periods for s in p["source_ids"])])
        rule = esc(rule_in_words(measure, self.destinations(measure["destinations"])))
        return [
            f"**{esc(measure['title'])}** {code(measure['measure_id'])}<br>{rule}",
            "; ".join(states_in_words(periods)),
            f"{esc('; '.join(n['number'] or n['title_en'] for n in notices))} {documents.cite(cited)}",
        ]

    def foot(self, documents: Documents) -> list[str]:
        """Return the foot of a page: its sources and its release."""
        cited = documents.cited()
        listed = (
            ["## Sources of this page", "", "::::{container} page-sources", "", *cited, "::::", ""] if cited else []
        )
        return [*listed, stamp(self.release), ""]
