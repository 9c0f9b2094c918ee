"""Doctored releases: a copy of the published files that a test may break, and faults with what must fail of each."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import exportcurbs as ec
import pyarrow as pa
import pyarrow.parquet as pq

from build.editions.to_sqlite import write_sqlite
from build.write.parquet import content_hash, write_parquet
from validation.definitions.tables import published_columns, table_info
from validation.release.judge import judge

Edit = Callable[[pa.Table], pa.Table]


class Doctored:
    """A copy of the published files that a test may doctor; the manifest is kept true unless the test says not."""

    def __init__(self, good: Path, folder: Path) -> None:
        self.data, self.releases = folder / "data", folder / "releases"
        shutil.copytree(good, self.data)
        self.releases.mkdir()

    @property
    def manifest(self):
        return json.loads((self.data / "manifest.json").read_text(encoding="utf-8"))

    def say(self, **told) -> None:
        (self.data / "manifest.json").write_text(json.dumps(self.manifest | told), encoding="utf-8")

    def entry(self, name: str, **told) -> None:
        tables = self.manifest["tables"]
        tables[name] |= told
        self.say(tables=tables)

    def edit(self, name: str, change: Edit) -> None:
        path = self.data / f"{name}.parquet"
        table = change(pq.read_table(path))
        write_parquet(table, path)
        self.rehash(name)
        self.entry(name, rows=table.num_rows, content_sha256=content_hash(table))

    def rehash(self, name: str) -> None:
        self.entry(name, sha256=hashlib.sha256((self.data / f"{name}.parquet").read_bytes()).hexdigest())

    def sqlite(self) -> Path:
        path = self.data.parent / "release.sqlite"
        write_sqlite(ec.open(self.data), path)
        return path

    def failed(self, *tables: str, sqlite: Path | None = None) -> list[tuple[str, str]]:
        outcomes = judge(self.data, sqlite, self.releases, tables)
        return [(o.table, o.expected) for o in outcomes if not o.held]

    def dated(self, day: str) -> None:
        """Say another day of the record in the manifest and in every file."""
        self.say(as_of=day)
        for path in sorted(self.data.glob("*.parquet")):
            table = pq.read_table(path)
            write_parquet(table.replace_schema_metadata({**table.schema.metadata, b"as_of": day.encode()}), path)
            self.rehash(path.stem)

    def publish(self, version: str, as_of: str, *tables: str, **figures: dict) -> None:
        """Put a release file on record that tells the tables as they are, but for some figures."""
        told = {name: described(pq.read_table(self.data / f"{name}.parquet")) for name in tables}
        for name, more in figures.items():
            told[name] |= more
        release = {"version": version, "as_of": as_of, "tables": told}
        (self.releases / f"{version}.json").write_text(json.dumps(release), encoding="utf-8")


def described(table: pa.Table) -> dict:
    """Return what a release file says of a table."""
    info, columns = table_info(table.schema.metadata[b"name"].decode()), {}
    for column in published_columns(info):
        cells = table.column(column.name).to_pylist()
        columns[column.name] = {"type": str(column.type), "filled": sum(c is not None for c in cells) / len(cells)}
        if column.values and not column.each:
            columns[column.name]["values"] = {v: cells.count(v) for v in column.values}
    return {"rows": table.num_rows, "sha256": "", "content_sha256": "", "columns": columns}


def put(column: str, value, where=None) -> Edit:
    """Return an edit that writes a value into a column, in all rows or where a test of the cell is met."""

    def change(table: pa.Table) -> pa.Table:
        cells = table.column(column).to_pylist()
        new = [value if where is None or where(cell) else cell for cell in cells]
        assert new != cells, "the edit changes nothing"
        at = table.schema.get_field_index(column)
        return table.set_column(at, table.schema.field(at), pa.array(new, table.schema.field(at).type))

    return change


def twice(table: pa.Table) -> pa.Table:
    return pa.concat_tables([table, table.slice(0, 1)])


# Faults of one table that show in its Parquet file: what is done, and the one expectation that must fail.
PLAIN: dict[str, tuple[str, Edit, str]] = {
    "key doubled": ("countries", twice, "no key stands twice"),
    "key with an empty part doubled": ("coverage", twice, "no key stands twice"),
    "grades worsened": (
        "measures",
        put("evidence_grade", "C", lambda g: g == "B"),
        "at most 41% of the rows have grade C or D",
    ),
    "grades lost": ("hs6_links", put("evidence_grade", "D"), "at most 3% of the rows have grade D"),
    "columns moved": (
        "publishers",
        lambda t: t.select([*t.column_names[1:], t.column_names[0]]),
        "the columns of the definition",
    ),
}
# What a table lost since the release before, which held it as it was: the beginning of the expectation that must fail.
LOST: dict[str, tuple[str, Edit, str]] = {
    "rows lost": ("observations", lambda t: t.slice(0, t.num_rows - 400), "{least:,} to "),
    "table truncated": ("coding_rules", lambda t: t.slice(0, 1), "{least:,} to "),
    "table emptied": ("corrections", lambda t: t.slice(0, 0), "1 to "),
    "column emptied": ("materials", put("name_zh", None), "name_zh is filled about as often as in "),
    "column half emptied": (
        "sources",
        put("published", None, lambda cell: (cell or "") > "2025"),
        "published is filled about as often as in ",
    ),
}

# Faults between tables: what plants one in the SQLite edition, the expectation that must fail, and what that sees.
BETWEEN = {
    "reference orphaned": (
        "UPDATE measures SET instrument_id = 'no-such-document' WHERE measure_id = 'cn-2004-78-2'",
        ("measures", "every instrument_id stands in instruments"),
        "1: instrument_id no-such-document",
    ),
    "reference of two columns orphaned": (
        "UPDATE control_codes SET parent = '9Z999' WHERE code = (SELECT min(code) FROM control_codes "
        "WHERE scheme = 'dual_use' AND parent IS NOT NULL)",
        ("control_codes", "every scheme and parent stands in control_codes"),
        "1: scheme dual_use, parent 9Z999",
    ),
    "reference in a list orphaned": (
        "UPDATE events_episode_ids SET value = 'no-such-episode' WHERE event_id = '2006-11-01-cntc-duty'",
        ("events", "every element of episode_ids stands in episodes"),
        "1: value no-such-episode",
    ),
    "grades inflated": (
        "UPDATE items SET evidence_grade = 'A' WHERE evidence_grade = 'D'",
        ("items", "no grade is better than the sources give"),
        "evidence_grade A",
    ),
    "sources cut off": (
        "UPDATE row_sources SET row_id = 'nowhere' WHERE \"table\" = 'materials' AND row_id = 'Dy'",
        ("materials", "every row has its sources in row_sources"),
        "1: row_id Dy",
    ),
    "days missing from a status": (
        "UPDATE material_status SET last_day = date(last_day, '-1 day') "
        "WHERE material_id = 'Dy' AND destination = 'JPN' AND end_use = 'civil' AND first_day = '2009-01-01'",
        ("material_status", "the spells of a material follow each other to the last day of the record"),
        "1: material_id Dy, destination JPN",
    ),
}


def _swapped(doctored):
    one, other = doctored.data / "episodes.parquet", doctored.data / "questions.parquet"
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


def _swapped_and_listed(doctored):
    _swapped(doctored)
    entries = doctored.manifest["tables"]
    for name, other in (("episodes", "questions"), ("questions", "episodes")):
        doctored.entry(name, **{k: entries[other][k] for k in ("sha256", "rows", "content_sha256")})


def _damaged(doctored):
    path = doctored.data / "measures.parquet"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)


def _of_another_release(doctored):
    table = pq.read_table(doctored.data / "claims.parquet")
    write_parquet(
        table.replace_schema_metadata({**table.schema.metadata, b"version": b"0.0.9"}), doctored.data / "claims.parquet"
    )
    doctored.rehash("claims")


def _unlisted(doctored):
    tables = doctored.manifest["tables"]
    del tables["claims"]
    doctored.say(tables=tables)


HASH = "every file has the SHA-256 hash that the manifest gives"
FILES = {
    "files swapped": (_swapped, HASH),
    "files swapped, manifest too": (
        _swapped_and_listed,
        "every file says that it holds the table that it is named for",
    ),
    "file damaged": (_damaged, HASH),
    "file missing": (lambda d: (d.data / "claims.parquet").unlink(), HASH),
    "table not in the manifest": (_unlisted, "the manifest lists every table and no other"),
    "row count of the manifest wrong": (
        lambda d: d.entry("claims", rows=219),
        "every file has as many rows as the manifest says",
    ),
    "hash of the manifest wrong": (lambda d: d.entry("claims", sha256="0" * 64), HASH),
    "file of another release": (_of_another_release, "every file is of the version and the day of the manifest"),
}
