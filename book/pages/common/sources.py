"""The sources of a page: numbers in its text, and the list at its foot that they point to."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from exportcurbs import Dataset
from exportcurbs._plurals import counted
from exportcurbs._reader import Reader, Row
from exportcurbs._sources import READ_AS, issuers_address

from book.pages.common.markup import Markup, anchored, blocks, container, dropdown, html_link, joined, link, md, section
from validation.citations import split_source

NOT_READ = ("quoted_by", "not_seen")
# A place that is the name of a file in a collection tells a reader nothing.
FILE = re.compile(r"\S+\.(md|json|ts|js|csv|py)")


class Sources:
    """The sources of a release as pages print them, and, for one page, the numbered list of those it cites."""

    def __init__(self, data: Dataset, page: str = "") -> None:
        self._sources, self._names = data.kept(_known)
        self._page = page
        self._numbers: dict[str, int] = {}

    def publisher(self, source: Row) -> str:
        """Return the name of a source's publisher."""
        return self._names[source["publisher_id"]]

    def keeper(self, source: Row) -> str:
        """Return who published a source; what stands in someone's collection of files is not named by its path."""
        by = source["author"] if " " in (source["author"] or "") else "private"
        return f"{by}, GitHub" if source["publisher_id"].startswith("github") else self.publisher(source)

    def short(self, source: Row) -> str:
        """Return a source in a few words: publisher and date, with its title where the publisher is not known."""
        by = self.keeper(source)
        title = "" if by == self.publisher(source) else source["title"]
        return ", ".join(filter(None, (title, by, source["published"])))

    def unread(self, source: Row) -> str:
        """Return that a document was not read and what it is known from, nothing for one that was read."""
        by = self._sources.get(source["quoted_by_id"])
        known = f"; known from {self.short(by)}" if by else ""
        return f"not read{known}" if source["read_as"] in NOT_READ else ""

    def telling(self, cited: list[str]) -> list[str]:
        """Return the first of the documents cited, and the first other one that was read."""
        read = (one for one in cited[1:] if not self.unread(self._sources[_cited(one)[0]]))
        return [*cited[:1], *([one] if (one := next(read, "")) else [])]

    def titled(self, source: Row) -> Markup:
        """Return the title: a link only to an address that the issuer itself keeps."""
        url = issuers_address(source)
        return md("[{}](<{}>)", source["title"], url) if url else md("{}", source["title"])

    def address(self, source_ids: Iterable[str]) -> str:
        """Return the first address among cited documents that the issuer itself keeps, nothing if there is none."""
        return next((url for key, _ in map(_cited, source_ids) if (url := issuers_address(self._sources[key]))), "")

    def number(self, key: str) -> int:
        """Return the number of a document on the page."""
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def linked(self, source_ids: Iterable[str], folder: str = "") -> Markup:
        """Return sources as links to their lines on the page of sources, each once with all its places.

        folder: the way from the page's own folder to the generated pages, where it is another.
        """
        places: dict[str, list[str]] = {}
        for key, locator in map(_cited, source_ids):
            places.setdefault(key, []).extend([locator] if locator and not FILE.fullmatch(locator) else [])
        parts = []
        for key, found in places.items():
            source = self._sources[key]
            said = "; ".join(filter(None, (", ".join(dict.fromkeys(found)), self.unread(source))))
            where = md(" ({})", said) if said else ""
            parts.append(html_link(f"{folder}sources.html#source-{key}", self.short(source)) + where)
        return joined(parts, "; ")

    def cite(self, source_ids: Iterable[str]) -> Markup:
        """Return the citations of a row as numbers that link to the list at the foot of the page."""
        parts = []
        for key, locator in map(_cited, source_ids):
            number = self.number(key)
            cited = link(f"#{self._page}-source-{number}", f"[{number}]")
            parts.append(md("{} ({})", cited, locator) if locator and not FILE.fullmatch(locator) else cited)
        return joined(parts)

    def numbers(self, keys: Iterable[str]) -> Markup:
        """Return citations in HTML, without places, in order of their numbers."""
        found = sorted(self.number(key) for key in keys)
        return joined((html_link(f"#{self._page}-source-{number}", f"[{number}]") for number in found), " ")

    def named(self, rows: Iterable[Mapping[str, Any]], folder: str = "") -> Iterator[Markup]:
        """Yield the documents of rows as links with their titles, those of most rows first."""
        cited = Counter(key for row in rows for key in {_cited(text)[0] for text in row.get("source_ids") or ()})
        for key in sorted(cited, key=lambda k: (-cited[k], k)):
            source = self._sources[key]
            words = ", ".join(filter(None, (self.keeper(source), source["title"], source["published"])))
            unread = self.unread(source)
            yield html_link(f"{folder}sources.html#source-{key}", words) + md(" ({})" if unread else "", unread)

    def foot(self) -> Markup:
        """Return the list that the numbers point to, nothing if the page cites nothing."""
        cited = [
            anchored(f"{self._page}-source-{number}", md("**[{}]** {}", number, self._described(key)))
            for key, number in self._numbers.items()
        ]
        return section(
            "Sources of this page", dropdown(counted(len(cited), "document"), container("page-sources", blocks(*cited)))
        )

    def _described(self, key: str) -> Markup:
        source = self._sources[key]
        day = source["published"] or "no date"
        read = self.unread(source) or READ_AS[source["read_as"]]
        return md("{}, {}, {}. {}{}.", self.keeper(source), self.titled(source), day, read[0].upper(), read[1:])


def _known(data: Reader) -> tuple[dict[str, Row], dict[str, str]]:
    """Return the sources by id, and the names of publishers."""
    names = {row["publisher_id"]: str(row["name"]) for row in data.rows("publishers")}
    return {row["source_id"]: row for row in data.rows("sources")}, names


def _cited(text: str) -> tuple[str, str | None]:
    return split_source(text) or (text, None)
