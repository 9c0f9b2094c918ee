"""Words and Markdown for the book's pages: rows as plain values, escaped text, tables, cited documents."""

import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import pandas as pd
import pyarrow as pa

from book.pages.common.markup import esc
from build.compile import Compiled
from build.write.parquet import Release
from validation.citations import split_source

Row = dict[str, Any]

READ_AS = {
    "full_text": "read in full",
    "excerpt": "read in part",
    "quoted_by": "known from a quotation",
    "not_seen": "not seen",
}


def records(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame as plain Python values; a missing cell is None, a list cell a list."""
    rows: list[Row] = pa.Table.from_pandas(frame, preserve_index=False).to_pylist()
    return rows


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return `1 row`, `1,200 rows`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def percent(part: int, whole: int) -> str:
    """Return a share in percent, without decimals unless it would read 0 or 100 where it is not."""
    if not whole:
        return "–"
    share = 100 * part / whole
    rounded_away = (part and share < 0.5) or (part < whole and share >= 99.5)
    return f"{share:.1f} %" if rounded_away else f"{share:.0f} %"


def as_of_day(release: Release) -> datetime.date | None:
    """Return the day that the record attests last, None if no source tracks notices."""
    return None if release.as_of == "unknown" else datetime.date.fromisoformat(release.as_of)


def stamp(release: Release) -> str:
    """Return the line that says which release a page shows."""
    return f"*Export Curbs version {release.version}, record as of {release.as_of}.*"


def table_link(name: str) -> str:
    """Return a link to a table's page, from another generated page."""
    return f"[`{name}`](table-{name}.md)"


class Documents:
    """The sources as the book prints them, and, for one page, the numbered list of those it cites."""

    def __init__(self, sources: Iterable[Row], publishers: Iterable[Row], page: str = "") -> None:
        self._sources = {s["source_id"]: s for s in sources}
        self._names = {p["publisher_id"]: p["name"] for p in publishers}
        self._page = page
        self._numbers: dict[str, int] = {}

    def publisher(self, source: Row) -> str:
        """Return the name of a source's publisher."""
        return str(self._names[source["publisher_id"]])

    def titled(self, source: Row) -> str:
        """Return the title as Markdown: a link only to an address that the issuer itself keeps."""
        url = _issuers_address(source)
        return f"[{esc(source['title'])}](<{url}>)" if url else esc(source["title"])

    def address(self, source_ids: Iterable[str]) -> str:
        """Return the first address among cited documents that the issuer itself keeps, nothing if there is none."""
        cited = (split_source(text) or (text, None) for text in source_ids)
        return next((url for key, _ in cited if (url := _issuers_address(self._sources[key]))), "")

    def number(self, key: str) -> int:
        """Return the number of a document on the page."""
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    @classmethod
    def of(cls, compiled: Compiled) -> "Documents":
        """Return the documents of a compiled dataset."""
        return cls(records(compiled.frames["sources"]), records(compiled.frames["publishers"]))

    def linked(self, source_ids: Iterable[str], folder: str = "") -> str:
        """Return sources as links to their lines on the page of sources, each once with all its places.

        folder: the way from the page's own folder to the generated pages, where it is another.
        """
        places: dict[str, list[str]] = {}
        for text in source_ids:
            key, locator = split_source(text) or (text, None)
            places.setdefault(key, []).extend([locator] if locator else [])
        parts = []
        for key, found in places.items():
            source = self._sources[key]
            told = ", ".join(filter(None, (self.publisher(source), source["published"])))
            where = f" ({esc(', '.join(dict.fromkeys(found)))})" if found else ""
            parts.append(f'<a href="{folder}sources.html#source-{key}">{esc(told)}</a>{where}')
        return "; ".join(parts)

    def cite(self, source_ids: Iterable[str]) -> str:
        """Return the citations of a row as numbers that link to the list at the foot of the page."""
        parts = []
        for text in source_ids:
            key, locator = split_source(text) or (text, None)
            number = self.number(key)
            link = f"[\\[{number}\\]](#{self._page}-source-{number})"
            parts.append(f"{link} ({esc(locator)})" if locator else link)
        return ", ".join(parts)

    def cited(self) -> list[str]:
        """Return the list that the numbers of `cite` point to."""
        lines = []
        for key, number in self._numbers.items():
            source = self._sources[key]
            day = source["published"] or "no date"
            read = READ_AS[source["read_as"]].capitalize()
            told = f"{esc(self.publisher(source))}, {self.titled(source)}, {day}. {read}."
            lines += [f"({self._page}-source-{number})=", f"**\\[{number}\\]** {told}", ""]
        return lines


def _issuers_address(source: Row) -> str:
    """Return the address of a document if the issuer itself keeps the copy, else nothing."""
    url = source["url"] or ""
    own = source["host"] == "issuer" and url.startswith(("https://", "http://"))
    return quote(url, safe=":/?#[]@!$&()*+,;=%~") if own else ""
