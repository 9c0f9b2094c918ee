"""The record that pages are made from: one release, how its rows are found and named, and what pages leave beside."""

import csv
import datetime
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import pyarrow as pa
from exportcurbs import Dataset
from exportcurbs._reader import Row
from exportcurbs.law.periods import grouped, periods_of, state_on

from book.pages.common.markup import Markup, blocks, front_matter, heading, link, md
from book.pages.common.names import group_name, in_a_sentence
from book.pages.common.sources import Sources

PLACES = {"ALL": "any destination", "WLD": "world", "EUE": "European Union"}


class Record:
    """A release as its book tells it; `root` is the project folder, `files` and `figures` what pages leave, by name."""

    def __init__(self, data: Dataset, root: Path) -> None:
        self.data, self.root = data, root
        self.version, self.as_of = data.version, data.as_of
        self.files: dict[str, bytes] = {}
        self.figures: dict[str, bytes] = {}

    @property
    def last_day(self) -> datetime.date | None:
        """The day that the record attests last, None if no source tracks notices."""
        return None if self.as_of == "unknown" else datetime.date.fromisoformat(self.as_of)

    @property
    def stamp(self) -> Markup:
        """The line that says which release a page shows."""
        return md("*Export Curbs version {}, record as of {}.*", self.version, self.as_of)

    def page(self, title: object, *parts: object, **settings: str) -> Markup:
        """Return a page under its title, with what it shows at its foot; settings: the scripts it runs and the like."""
        head = front_matter(**settings) if settings else ""
        return blocks(head, heading(1, title), *parts, self.stamp) + Markup("\n")

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table; none of a table that the release lacks."""
        return self.data.rows(table) if table in self.data.manifest["tables"] else []

    def table(self, name: str) -> pa.Table:
        """Return a table as Arrow holds it, for what needs whole columns; an empty one that the release lacks."""
        return self.data.arrow.get(name, pa.table({}))

    def measured(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a CSV file of `book/measured`."""
        with (self.root / "book" / "measured" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def by(self, table: str, column: str, value: object) -> list[Row]:
        """Return the rows of a table with a value in a column."""
        return self.data.rows_by(table, column).get(value, []) if self.rows(table) else []

    def one(self, table: str, column: str, value: object) -> Row:
        """Return the row of a key."""
        return self.by(table, column, value)[0]

    def sources(self, page: str = "") -> Sources:
        """Return the sources of one page."""
        return Sources(self.data, page)

    @cached_property
    def groups(self) -> dict[str, set[str]]:
        """The groups of each material."""
        found = grouped(self.rows("material_groups"), "material_id")
        return {key: {row["group_id"] for row in rows} for key, rows in found.items()}

    @cached_property
    def heads(self) -> dict[str, set[str]]:
        """The materials that head each goods."""
        found = grouped((row for row in self.rows("goods_materials") if row["role"] == "heads"), "goods_id")
        return {key: {row["material_id"] for row in rows} for key, rows in found.items()}

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

    def state(self, measure_id: str, day: datetime.date | None = None) -> str:
        """Return the state of a measure on a day, without one on the last day of the record."""
        when = day or self.last_day or datetime.date.max
        return state_on(periods_of(self.by("measure_periods", "measure_id", measure_id)), when.toordinal())

    def country(self, code: str) -> str:
        """Return the name of a country, or of all of them."""
        found = self.by("countries", "iso3", code)
        return PLACES.get(code) or str(found[0]["name"] if found else code)

    def places(self, codes: Iterable[str]) -> str:
        """Return countries by name."""
        return ", ".join(map(self.country, codes))

    def destinations(self, codes: Iterable[str]) -> str:
        """Return countries as they stand in a sentence."""
        return ", ".join(in_a_sentence(self.country(code)) for code in codes)

    def material(self, key: str) -> str:
        """Return the name of a material or group."""
        known = self.by("materials", "material_id", key)
        return str(known[0]["name_en"]) if known else group_name(key)

    def material_link(self, key: str) -> Markup:
        """Return a link to the page of a material or group."""
        return link(f"material-{key}.md", self.material(key))

    def platform_link(self, key: str) -> Markup:
        """Return a link to the page of a platform."""
        return link(f"platform-{key}.md", self.one("platforms", "platform_id", key)["name"])

    def use(self, row: Row) -> str:
        """Return the title of the application that a row names."""
        return str(self.one("applications", "application_id", row["application_id"])["title"])
