"""Rules on the family shared: sources read and used, names and codes as ISO has them, corrections that match."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

import pyarrow as pa

from validation.citations import source_key
from validation.definitions import TABLES
from validation.definitions.scripts import SCRIPTS
from validation.definitions.tables import Row, cells, row_ids
from validation.problems import Problem, nearest, or_list, shown
from validation.rules.common import Faults, Tables, as_of, at, different, each, known, repeated, rule, unnamed

READ, UNREAD = ("full_text", "excerpt"), ("quoted_by", "not_seen")
# A document may bear the year that it speaks of in its id.
YEARS_APART = 1
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# An address names its publisher where so many other documents under it do.
ENOUGH = 3
# What may stand beside the name of a publisher: an article, marks, and in brackets where its text was read.
BESIDE_NAME = re.compile(r"\(.*?\)|^[Tt]he |[\W_]")


@rule
def all_used(tables: Tables) -> Iterator[Problem]:
    """Yield sources that no row cites, and publishers of no source."""
    cited: set[str] = set()
    for table in tables.values():
        for column in (c.name for c in table.info.columns if c.ref == "sources"):
            cited.update(source_key(e) for e in different(table, column) if e is not None)
    yield from unnamed(tables["sources"], cited, "no row cites {}", "cite it or remove it")
    used = tables["sources"].by("publisher_id")
    yield from unnamed(tables["publishers"], used, "no source names {}", "name it or remove it")


@each("corrections")
def corrections_match(row: Row, tables: Tables) -> Faults:
    """Yield corrections of cells that do not hold what they say, or that no correction may touch."""
    target, name, corrected = tables.get(row["table"]), row["column_name"], str(row["corrected"])
    if target is None or row["row_id"] is None or name not in target.frame:
        return
    column = target.info.column(name)
    if column.each or column.type != pa.string() or name in target.info.key:
        yield "column_name", f"{shown(name)} is not a text column outside the key", "correct the curated cell itself"
        return
    if column.values and corrected not in column.values:
        yield "corrected", f"{shown(corrected)} is not in the list", or_list(corrected, column.values)
    held = dict(zip(row_ids(target.info, target.frame), cells(target.frame, name), strict=True))
    if row["row_id"] not in held:
        advice = nearest(row["row_id"], held) or "remove the correction"
        yield "row_id", f"no row {shown(row['row_id'])}", advice
    elif str(held[row["row_id"]]) != row["printed"]:
        found = f"the cell holds {shown(held[row['row_id']])}, not {shown(row['printed'])}"
        yield "printed", found, "remove the correction or restore the cell"


@each("retired")
def retired_once_stood(row: Row, tables: Tables) -> Faults:
    """Yield retired columns and values whose table or column neither stands nor was retired as a whole."""
    gone = tables["retired"].by("table", "column_name", "value")
    table, column = row["table"], row["column_name"]
    if table in tables and row["value"] in known(tables, table) and column == tables[table].info.key[0]:
        yield "value", f"{shown(row['value'])} is in use", "remove the row, or the one that is retired"
    if table not in TABLES and (table, None, None) not in gone:
        yield "table", f"{shown(table)} is unknown", or_list(str(table), TABLES)
    elif row["value"] and (table, column, None) not in gone:
        columns = {*TABLES[table].to_schema().columns, "evidence_grade"} if table in TABLES else ()
        if column not in columns:
            yield "column_name", f"{shown(column)} is unknown", or_list(str(column), columns)


@rule
def followed(tables: Tables) -> Iterator[Problem]:
    """Yield that no source follows the notices: then the record has no last day."""
    sources = tables["sources"]
    if sources.rows() and as_of(tables) is None:
        found = "no source follows China's notices to a day, so that the record has no last day"
        yield at(sources, 0, "tracks_notices_to", found, "fill it for the source that does")


@each("sources")
def reading_fits(row: Row, tables: Tables) -> Faults:
    """Yield sources whose reading does not fit who keeps the copy, who quotes it and when it was read."""
    read = row["read_as"]
    # figures of a database may be read in a mirror that quotes it
    keeper = row["host"] not in ("issuer", None, "mirror" if read == "quoted_by" else None)
    if read in UNREAD and keeper:
        found = f"{shown(row['host'])} keeps a copy, but nothing was read ({read})"
        yield "host", found, "write issuer, or how much of the copy was read"
    if read == "quoted_by" and row["quoted_by_id"] is None:
        yield "read_as", "known through a quotation, but not whose", "fill quoted_by_id"
    if read in READ and row["accessed"] is None:
        yield "accessed", f"is blank, but the copy was read ({read})", "write the day"


@each("sources")
def quoted_before(row: Row, tables: Tables) -> Faults:
    """Yield sources younger than those that quote them, or older than those that they repeat."""
    for column, later in (("quoted_by_id", True), ("origin_id", False)):
        own, its = row["published"], tables["sources"].row(row[column])["published"]
        size = min(len(own or ""), len(its or ""))
        if size and (own[:size] > its[:size] if later else own[:size] < its[:size]):
            found = f"{shown(row[column])} is of {its}, this document of {own}"
            yield column, found, "name another document, or correct a day"


@each("sources")
def year_of_id(row: Row, tables: Tables) -> Faults:
    """Yield sources published in another year than the one in their id, or the next to it."""
    years, year = [int(y) for y in YEAR.findall(row["source_id"] or "")], (row["published"] or "")[:4]
    if not years or not year.isdecimal():  # what is no day is told elsewhere
        return
    # a copy of a law bears the year of the law: the title or the note then says so
    noted = year in (row["title"] or "") or any(str(y) in (row["note"] or "") for y in years)
    if min(abs(int(year) - y) for y in years) > YEARS_APART and not (int(year) > max(years) and noted):
        yield "published", f"{row['published']} is not of {years[0]}, as the id says", "correct the day or the id"


@rule
def address_of_publisher(tables: Tables) -> Iterator[Problem]:
    """Yield addresses under which all other documents are of one other publisher."""
    under: dict[str, Counter[str]] = defaultdict(Counter)
    rows = [(n, r, _domain(r)) for n, r in tables["sources"].rows() if r["host"] == "issuer" and r["url"]]
    for _, row, domain in rows:
        under[domain][row["publisher_id"]] += 1
    for line, row, domain in rows:
        own, others = row["publisher_id"], under[domain] - Counter([row["publisher_id"]])
        if len(others) != 1 or own in others or others.total() < ENOUGH:
            continue
        (other,) = others
        mine, theirs = (tables["publishers"].row(p)["origin_group"] for p in (own, other))
        if mine != theirs:
            found = f"{shown(own)}, but {others.total()} other documents under {domain} are of {other}"
            advice = f"write {other}, or correct the address or host"
            yield at(tables["sources"], line, "publisher_id", found, advice)


def _domain(row: Row) -> str:
    return (urlsplit(row["url"]).hostname or "").removeprefix("www.")


@rule
def voice_once(tables: Tables) -> Iterator[Problem]:
    """Yield publishers of the name of another, brackets aside, that count as another voice."""
    named: dict[str, Row] = {}
    for line, row in tables["publishers"].rows():
        first = named.setdefault(BESIDE_NAME.sub("", row["name"] or "").casefold(), row)
        if row["name"] and row["origin_group"] != first["origin_group"]:
            found = f"{shown(row['origin_group'])}, but {first['publisher_id']} of the same name counts with another"
            advice = f"write {first['origin_group']}, make one row of both, or tell their names apart"
            yield at(tables["publishers"], line, "origin_group", found, advice)


@rule
def address_once(tables: Tables) -> Iterator[Problem]:
    """Yield addresses at which another document stands; a mirror may keep several documents at one."""
    for line, row, first in repeated(tables["sources"], "url", where=lambda r: r["host"] != "mirror"):
        found = f"{shown(row['url'])} is also the address of line {first}"
        yield at(tables["sources"], line, "url", found, "correct one of them, or make one row of both")


@rule
def paper_once(tables: Tables) -> Iterator[Problem]:
    """Yield documents of one title and authors in one year: a paper has one row, at whatever address it was read."""
    named = repeated(tables["sources"], "title", "author", "published", where=lambda r: r["author"] is not None)
    for line, row, first in named:
        found = f"{shown(row['title'])} of these authors also stands in line {first}"
        yield at(tables["sources"], line, "title", found, "make one row of both")


@each("sources")
def language_of_title(row: Row, tables: Tables) -> Faults:
    """Yield titles in the letters of another language than the document is said to be in."""
    letters = {c for c in row["title"] or "" if not c.isascii() and c.isalpha()}
    for script in sorted({unicodedata.name(c, "").split(" ")[0] for c in letters} & SCRIPTS.keys()):
        if row["language"] not in (*SCRIPTS[script], None):
            found = f"{shown(row['language'])}, but the title holds {script.title()} letters"
            yield "language", found, or_list("", SCRIPTS[script])
            return
