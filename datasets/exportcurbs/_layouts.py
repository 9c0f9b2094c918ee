"""The layouts of trade figures, of which layouts.toml says what stands where."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

# The first year of each edition of the Harmonized System, the newest first; Comtrade calls them H2 to H6.
BEGAN = {"HS2022": 2022, "HS2017": 2017, "HS2012": 2012, "HS2007": 2007, "HS2002": 2002}
CHINA = "CHN"


def text(column: str) -> str:
    """Return a column as text in SQL; a number that has become a fraction loses its `.0`."""
    return f"REGEXP_REPLACE(CAST({column} AS VARCHAR), '\\.0$', '')"


def quoted(column: str) -> str:
    """Return the name of a column in SQL."""
    return '"' + column.replace('"', '""') + '"'


@dataclass(frozen=True)
class Layout:
    """One layout; layouts.toml says what its fields are."""

    name: str
    needs: list[str]
    period: str
    code: str
    value: str
    quantity: str
    sides: Mapping[str, list[str]]
    units: list[str]
    digits: list[int] = field(default_factory=lambda: [6])
    kinds: list[str] = field(default_factory=lambda: ["year", "month"])
    total: Mapping[str, str] = field(default_factory=dict)
    dated: bool = True
    edition: str = "NULL"
    source: str = "SELECT * FROM given"
    reads: list[str] = field(default_factory=list)

    def where(self, flow: str, columns: Iterable[str]) -> str:
        """Return which rows count: of a figure that is split, too, only the whole."""
        whole = [f"COALESCE({text(c)}, '{v}') = '{v}'" for c, v in self.total.items() if c in columns]
        return " AND ".join([self.sides[flow][1], *whole])

    def columns(self, own: Iterable[str]) -> str:
        """Return the columns of which a row's key is made, and others, in SQL."""
        read = self.reads or [c for c in self.needs if c not in (self.value.strip('"'), self.quantity.strip('"'))]
        return ", ".join(quoted(c) for c in dict.fromkeys([*read, *own]))

    def month(self) -> str:
        """Return the period as YYYY or YYYY-MM, in SQL; month 52 of Comext is the year."""
        digits = f"REPLACE({text(self.period)}, '-', '')"
        year, month = f"SUBSTR({digits}, 1, 4)", f"SUBSTR({digits}, 5)"
        return f"CASE WHEN {month} IN ('', '52') THEN {year} ELSE {year} || '-' || {month} END"

    def edition_in(self, given: str | None) -> str:
        """Return the HS edition of a row, in SQL: the one given, that of its column, else the one of its year."""
        years = " ".join(f"WHEN {self.month()} >= '{year}' THEN '{name}'" for name, year in BEGAN.items())
        names = " ".join(f"WHEN 'H{6 - n}' THEN '{name}'" for n, name in enumerate(BEGAN))
        column = f"CASE {self.edition} {names} ELSE {self.edition} END"
        return f"'{given}'" if given else f"COALESCE({column}, CASE {years} END)"


@cache
def layouts() -> list[Layout]:
    """Return all layouts, those with the more telling columns first."""
    known = tomllib.loads((Path(__file__).parent / "layouts.toml").read_text(encoding="utf-8"))
    return [Layout(**own) for own in known["layout"]]


def layout_of(columns: Iterable[str]) -> Layout:
    """Return the layout that some columns tell; ValueError, saying which there are, for none."""
    known = set(columns)
    found = next((x for x in layouts() if known >= set(x.needs)), None)
    if found is None:
        kinds = "; ".join(f"{x.name}: {', '.join(x.needs)}" for x in layouts())
        raise ValueError(f"the columns {', '.join(sorted(known))} are those of no known layout. Known are {kinds}")
    return found
