"""Rules on sources and countries: how a copy was read, when it was published, names and codes as ISO has them."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

import pycountry

from validation.problems import Problem, or_list, shown
from validation.rules.common import Row, Rule, Tables, as_of, at, one_by

READ, UNREAD = ("full_text", "excerpt"), ("quoted_by", "not_seen")
# Names of ours that ISO 3166 does not give, and the codes of BACI that are not those of M49.
OUR_NAMES = {"COD": "DR Congo", "RUS": "Russia", "TUR": "Turkey", "ROW": "Rest of the world"}
BACI_CODES = {"CHE": 757, "FRA": 251, "IND": 699, "NOR": 579, "TWN": 490, "USA": 842}
# A document may bear the year that it speaks of in its id.
YEARS_APART = 1
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# An address names its publisher where so many other documents under it do.
ENOUGH = 3
SCRIPTS = {
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "CJK": ("zh", "ja"),
    "HANGUL": ("ko",),
    "CYRILLIC": ("ru", "uk"),
    "ARABIC": ("ar",),
}


def followed(tables: Tables) -> Iterator[Problem]:
    """Yield that no source follows the notices: then the record has no last day."""
    sources = tables["sources"]
    if sources.rows() and as_of(tables) is None:
        found = "no source follows China's notices to a day, so that the record has no last day"
        yield at(sources, 0, "tracks_notices_to", found, "fill it for the source that does")


def reading_fits(tables: Tables) -> Iterator[Problem]:
    """Yield sources whose reading does not fit who keeps the copy, who quotes it and when it was read."""
    sources = tables["sources"]
    for line, row in sources.rows():
        read = row["read_as"]
        # figures of a database may be read in a mirror that quotes it
        keeper = row["host"] not in ("issuer", None, "mirror" if read == "quoted_by" else None)
        if read in UNREAD and keeper:
            found = f"{shown(row['host'])} keeps a copy, but nothing was read ({read})"
            yield at(sources, line, "host", found, "write issuer, or how much of the copy was read")
        if read == "quoted_by" and row["quoted_by_id"] is None:
            yield at(sources, line, "read_as", "known through a quotation, but not whose", "fill quoted_by_id")
        if read in READ and row["accessed"] is None:
            yield at(sources, line, "accessed", f"is blank, but the copy was read ({read})", "write the day")


def quoted_before(tables: Tables) -> Iterator[Problem]:
    """Yield sources younger than those that quote them, or older than those that they repeat."""
    sources = tables["sources"]
    by_id = one_by(sources, "source_id")
    for line, row in sources.rows():
        for column, later in (("quoted_by_id", True), ("origin_id", False)):
            other = by_id.get(row[column])
            if other is None or not row["published"] or not other["published"]:
                continue
            size = min(len(row["published"]), len(other["published"]))
            own, its = row["published"][:size], other["published"][:size]
            if own > its if later else own < its:
                found = f"{shown(row[column])} is of {other['published']}, this document of {row['published']}"
                yield at(sources, line, column, found, "name another document, or correct a day")


def year_of_id(tables: Tables) -> Iterator[Problem]:
    """Yield sources published in another year than the one in their id, or the next to it."""
    sources = tables["sources"]
    for line, row in sources.rows():
        years = [int(y) for y in YEAR.findall(row["source_id"] or "")]
        year = (row["published"] or "0")[:4]
        published = int(year) if year.isdecimal() else 0  # what is no day is told elsewhere
        # a copy of a law bears the year of the law: the title or the note then says so
        later = published > max(years, default=0)
        said = later and (
            str(published) in (row["title"] or "") or any(str(year) in (row["note"] or "") for year in years)
        )
        if years and published and min(abs(published - y) for y in years) > YEARS_APART and not said:
            found = f"{row['published']} is not of {years[0]}, as the id says"
            yield at(sources, line, "published", found, "correct the day or the id")


def address_of_publisher(tables: Tables) -> Iterator[Problem]:
    """Yield addresses under which all other documents are of one other publisher."""
    sources, publishers = tables["sources"], one_by(tables["publishers"], "publisher_id")
    under: dict[str, Counter[str]] = defaultdict(Counter)
    rows = [(line, row, _domain(row)) for line, row in sources.rows() if row["host"] == "issuer" and row["url"]]
    for _, row, domain in rows:
        under[domain][row["publisher_id"]] += 1
    for line, row, domain in rows:
        others = under[domain] - Counter([row["publisher_id"]])
        group = publishers.get(row["publisher_id"], {}).get("origin_group")
        if len(others) == 1 and row["publisher_id"] not in others and others.total() >= ENOUGH:
            (other,) = others
            if publishers.get(other, {}).get("origin_group") != group:
                found = (
                    f"{shown(row['publisher_id'])}, but {others.total()} other documents under {domain} are of {other}"
                )
                yield at(sources, line, "publisher_id", found, f"write {other}, or correct the address or host")


def _domain(row: Row) -> str:
    return (urlsplit(row["url"]).hostname or "").removeprefix("www.")


def address_once(tables: Tables) -> Iterator[Problem]:
    """Yield addresses at which another document stands; a mirror may keep several documents at one."""
    sources = tables["sources"]
    first: dict[str, int] = {}
    for line, row in sources.rows():
        if row["url"] and row["host"] != "mirror" and first.setdefault(row["url"], line) != line:
            found = f"{shown(row['url'])} is also the address of line {first[row['url']]}"
            yield at(sources, line, "url", found, "correct one of them, or make one row of both")


def language_of_title(tables: Tables) -> Iterator[Problem]:
    """Yield titles in the letters of another language than the document is said to be in."""
    sources = tables["sources"]
    for line, row in sources.rows():
        names = {unicodedata.name(c, "").split(" ")[0] for c in row["title"] or "" if not c.isascii() and c.isalpha()}
        for script in sorted(names & SCRIPTS.keys()):
            if row["language"] not in SCRIPTS[script] and row["language"] is not None:
                found = f"{shown(row['language'])}, but the title holds {script.title()} letters"
                yield at(sources, line, "language", found, or_list("", SCRIPTS[script]))
                break


def countries_of_iso(tables: Tables) -> Iterator[Problem]:
    """Yield countries whose name or number is not that of ISO 3166, or whose BACI code is another country's."""
    countries = tables["countries"]
    for line, row in countries.rows():
        iso = pycountry.countries.get(alpha_3=row["iso3"] or "")
        names = {getattr(iso, n, None) for n in ("name", "common_name", "official_name")} | {OUR_NAMES.get(row["iso3"])}
        if row["name"] is not None and row["name"] not in names:
            given = " or ".join(sorted(str(n) for n in names if n)) or "nothing"
            yield at(countries, line, "name", f"{shown(row['name'])} is not {row['iso3']}", f"ISO 3166 has {given}")
        if row["m49"] is not None and iso is not None and row["m49"] != iso.numeric:
            yield at(countries, line, "m49", f"{row['m49']} is not {row['iso3']}", f"write {iso.numeric}")
        code = BACI_CODES.get(row["iso3"]) or int(row["m49"] or 0)
        if row["baci_code"] is not None and row["baci_code"] != code:
            yield at(countries, line, "baci_code", f"{row['baci_code']} is not {row['iso3']}", f"write {code}")


RULES: tuple[Rule, ...] = (
    followed,
    reading_fits,
    quoted_before,
    year_of_id,
    address_of_publisher,
    address_once,
    language_of_title,
    countries_of_iso,
)
