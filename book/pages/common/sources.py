"""The sources of a page: numbers in its text, and the list at its foot that they point to."""

from collections.abc import Iterable

from exportcurbs import Dataset
from exportcurbs._plurals import counted
from exportcurbs._reader import Row
from exportcurbs._sources import READ_AS, issuers_address

from book.pages.common.markup import Markup, anchored, blocks, container, dropdown, html_link, joined, link, md, section
from validation.citations import split_source


class Sources:
    """The sources of a release as pages print them, and, for one page, the numbered list of those it cites."""

    def __init__(self, data: Dataset, page: str = "") -> None:
        self._sources = {row["source_id"]: row for row in data.rows("sources")}
        self._names = {row["publisher_id"]: str(row["name"]) for row in data.rows("publishers")}
        self._page = page
        self._numbers: dict[str, int] = {}

    def publisher(self, source: Row) -> str:
        """Return the name of a source's publisher."""
        return self._names[source["publisher_id"]]

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
            places.setdefault(key, []).extend([locator] if locator else [])
        parts = []
        for key, found in places.items():
            source = self._sources[key]
            words = ", ".join(filter(None, (self.publisher(source), source["published"])))
            where = md(" ({})", ", ".join(dict.fromkeys(found))) if found else ""
            parts.append(html_link(f"{folder}sources.html#source-{key}", words) + where)
        return joined(parts, "; ")

    def cite(self, source_ids: Iterable[str]) -> Markup:
        """Return the citations of a row as numbers that link to the list at the foot of the page."""
        parts = []
        for key, locator in map(_cited, source_ids):
            number = self.number(key)
            cited = link(f"#{self._page}-source-{number}", f"[{number}]")
            parts.append(md("{} ({})", cited, locator) if locator else cited)
        return joined(parts)

    def numbers(self, keys: Iterable[str]) -> Markup:
        """Return citations in HTML, without places, in order of their numbers."""
        found = sorted(self.number(key) for key in keys)
        return joined((html_link(f"#{self._page}-source-{number}", f"[{number}]") for number in found), " ")

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
        return md("{}, {}, {}. {}.", self.publisher(source), self.titled(source), day, READ_AS[source["read_as"]])


def _cited(text: str) -> tuple[str, str | None]:
    return split_source(text) or (text, None)
