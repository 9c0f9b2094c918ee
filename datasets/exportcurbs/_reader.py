"""The reader: find, load and describe the tables of one release."""

import datetime
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, TypeVar, overload

from exportcurbs._frames import joined_lists, of_grade, to_frame
from exportcurbs._heavy import duckdb, pa, pd, pq
from exportcurbs._near import guess
from exportcurbs.law.engine import Engine
from exportcurbs.law.plans import Plans
from exportcurbs.law.rules import rule_book

if TYPE_CHECKING:
    import zipfile

    Folder = Path | zipfile.Path

Row = dict[str, Any]
P = ParamSpec("P")
R = TypeVar("R")


class Reader:
    """The tables of one release, in a folder, a zip or (these first) in memory; what was read of them is kept here."""

    def __init__(
        self,
        manifest: Mapping[str, Any],
        folder: "Folder | None" = None,
        in_memory: "Mapping[str, pa.Table] | None" = None,
    ) -> None:
        self.manifest, self.folder, self._in_memory = manifest, folder, in_memory or {}
        self._kept: dict[tuple[Any, ...], Any] = {}

    def __repr__(self) -> str:
        """Return which release it is, and where it lies."""
        return f"<{self.manifest['name']} {self.version}, record as of {self.as_of}, {self.folder or 'in memory'}>"

    @property
    def version(self) -> str:
        """The version of the release."""
        return str(self.manifest["version"])

    @property
    def as_of(self) -> str:
        """The last day that the record attests, or `unknown`."""
        return str(self.manifest["as_of"])

    @property
    def identity(self) -> dict[Any, str]:
        """What every frame says of the release: version, as_of, licence and citation."""
        return {said: str(self.manifest[said]) for said in ("version", "as_of", "licence", "citation")}

    @property
    def law(self) -> Engine:
        """The engine that answers from the rules of this release; ValueError where no day of the record is attested."""
        return self.kept(_law)

    def kept(self, make: Callable[Concatenate["Reader", P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what a function makes of this release, made once: never to be changed."""
        key = (make, *args)
        if key not in self._kept:
            self._kept[key] = make(self, *args, **kwargs)
        found: R = self._kept[key]
        return found

    def tables(self) -> list[str]:
        """Return the names of the tables, in the order of the documentation."""
        return list(self.manifest["tables"])

    def path(self, name: str) -> Path:
        """Return the path of a table's Parquet file; KeyError, listing the known names, for an unknown one.

        ValueError where the release is no folder: it lies in a zip or in memory.
        """
        file = self.file(name)
        if isinstance(file, Path):
            return file
        raise ValueError(f"{self!r}: {name} has no file of its own; use load, or unpack the zip")

    def file(self, name: str) -> "Folder | None":
        """Return a table's Parquet file, in a folder or a zip; None in memory. KeyError as for `path`."""
        if name not in (entries := self.manifest["tables"]):
            near = retired(self, name) or guess(name, entries)
            raise KeyError(f"there is no table {name!r}.{near} The tables are: {', '.join(entries)}")
        return self.folder / str(entries[name]["file"]) if self.folder is not None else None

    @overload
    def load(
        self,
        name: str,
        engine: Literal["pandas"] = "pandas",
        *,
        dtypes: str = "arrow",
        joined: bool = False,
        min_grade: str | None = None,
    ) -> "pd.DataFrame": ...
    @overload
    def load(self, name: str, engine: Literal["arrow"], *, joined: bool = False) -> "pa.Table": ...
    def load(
        self,
        name: str,
        engine: str = "pandas",
        *,
        dtypes: str = "arrow",
        joined: bool = False,
        min_grade: str | None = None,
    ) -> "pd.DataFrame | pa.Table":
        """Return a table as a DataFrame with true types: dates, integers and lists as Arrow types, empty cells missing.

        engine: `pandas`, or `arrow` for a pyarrow Table. dtypes: `arrow`, or `numpy` for the types that statistics
        packages expect: days as datetime64, whole numbers with gaps as floats, text as pandas has it, lists as tuples.
        joined: lists as text, their elements joined by `|`. min_grade: of a frame the rows with that evidence grade or
        a better one; a UserWarning and `attrs["dropped"]` say what goes, of a panel treated rows and controls. `attrs`
        of the frame (the metadata of the Arrow schema) hold name, title, version, as_of, licence and citation; that of
        `attrs` is `cite()`. KeyError for an unknown name, ValueError for an unknown engine, dtypes or grade.
        """
        if engine not in ("pandas", "arrow"):
            raise ValueError(f"unknown engine {engine!r}; write pandas or arrow")
        table = self._table(name)
        if engine == "arrow":
            return joined_lists(table) if joined else table
        frame = to_frame(table, dtypes, joined)
        frame.attrs = {"name": name, "title": _words(table.schema)["title"], **self.identity}
        return frame if min_grade is None else of_grade(frame, min_grade)

    def _table(self, name: str) -> "pa.Table":
        file = self.file(name)
        if file is None or name in self._in_memory:
            return self._in_memory[name]
        table = pq.read_table(file if isinstance(file, Path) else io.BytesIO(file.read_bytes()))
        if fault := self.not_ours(name, table.schema):
            raise ValueError(f"{file}: {fault}; unpack or install the release anew")
        return table

    def not_ours(self, name: str, schema: "pa.Schema") -> str:
        """Return in what a file is not the table of this release that its name says; nothing if it is."""
        words, wanted = _words(schema), {"name": name, "version": self.version, "as_of": self.as_of}
        other = [f"{k} {words.get(k, 'nothing')!r} and not {v!r}" for k, v in wanted.items() if words.get(k) != v]
        return f"holds {', '.join(other)}" if other else ""

    @property
    def arrow(self) -> "Mapping[str, pa.Table]":
        """All tables as pyarrow Tables by name; read once, in order of the documentation."""
        return self.kept(_arrow)

    def schema(self, name: str) -> "pa.Schema":
        """Return the Arrow schema of a table, with the words of its definition as metadata; KeyError as for `path`."""
        file = self.file(name)
        at_hand = isinstance(file, Path) and name not in self._in_memory
        return pq.read_schema(file) if at_hand else self._table(name).schema

    def words(self, name: str) -> dict[str, str]:
        """Return what the definition of a table says of it, as the metadata of its schema holds it."""
        return self.kept(_words_of, name)

    def columns(self, name: str) -> list[Row]:
        """Return what `describe` says of the columns of a table, one dict per column: never to be changed."""
        return self.kept(_columns, name)

    def key(self, name: str) -> tuple[str, ...]:
        """Return the columns of a table's key."""
        return tuple(json.loads(self.words(name)["key"]))

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a table, in order of its key, as plain Python values: never to be changed."""
        return self.kept(_rows, name)

    def rows_if_any(self, name: str) -> list[Row]:
        """Return the same, none for a table that the release does not have."""
        return self.rows(name) if name in self.manifest["tables"] else []

    def rows_by(self, name: str, *columns: str) -> dict[Any, list[Row]]:
        """Return the rows of a table by what a column holds, or by the cells of several columns."""
        return self.kept(_rows_by, name, *columns)

    def rows_by_id(self, name: str) -> dict[str, Row]:
        """Return the rows of a table by their ids: the filled parts of the key joined by `/`."""
        return self.kept(_rows_by_id, name)

    def connect(self) -> "duckdb.DuckDBPyConnection":
        """Return a DuckDB connection in memory that has every table as a view; a query reads only what it needs."""
        connection = duckdb.connect()
        for name in self.tables():
            file = self.file(name)
            if isinstance(file, Path) and name not in self._in_memory:
                # a path may hold what DuckDB takes for a pattern
                connection.read_parquet(re.sub(r"([*?\[])", r"[\1]", str(file))).create_view(name)
            else:
                connection.register(name, self._table(name))
        return connection

    def describe(self, name: str | None = None) -> "pd.DataFrame":
        """Return what the columns of a table mean, one row per column; without a name what the tables are.

        Columns: column, type, required, unit, title, description, values (the closed list, if any), references (the
        table whose key it holds, if any). The frame's `attrs` hold title, grain, key, version, as_of, licence and
        citation; of a table whose rows cite no source rests_on (the tables on whose rows its own rest, and the columns
        by which they meet) and sums_up (the table whose rows it counts). KeyError for an unknown name.
        """
        if name is None:
            frame = pd.DataFrame([self.words(n) for n in self.tables()])[["name", "title", "grain"]]
            frame.attrs = dict(self.identity)
            return frame
        frame, words = pd.DataFrame(self.columns(name)), self.words(name)
        frame.attrs = {"title": words["title"], "grain": words["grain"], "key": json.loads(words["key"])}
        frame.attrs |= {"rests_on": self.rests_on(name), "sums_up": words.get("sums_up", ""), **self.identity}
        return frame

    def rests_on(self, name: str) -> dict[str, list[str]]:
        """Return the tables on whose rows those of a table without sources rest, and the columns by which they meet."""
        return dict(json.loads(self.words(name).get("rests_on", "{}")))


def _law(data: Reader) -> Engine:
    rows = data.rows_if_any
    return Engine(rule_book(rows, datetime.date.fromisoformat(data.as_of)), Plans(rows))


def _words_of(data: Reader, name: str) -> dict[str, str]:
    return _words(data.schema(name))


def _columns(data: Reader, name: str) -> list[Row]:
    return [_described(field) for field in data.schema(name)]


def _arrow(data: Reader) -> "dict[str, pa.Table]":
    return {name: data.load(name, engine="arrow") for name in data.tables()}


def _rows(data: Reader, name: str) -> list[Row]:
    return list[Row](data.load(name, engine="arrow").to_pylist())


def _rows_by(data: Reader, name: str, *columns: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in data.rows(name):
        found.setdefault(row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns), []).append(row)
    return found


def _rows_by_id(data: Reader, name: str) -> dict[str, Row]:
    return {row_id(row, data.key(name)): row for row in data.rows(name)}


def row_id(row: Row | Sequence[Any], key: Iterable[Any]) -> str:
    """Return the id of a row, or of cells by their place: the filled parts of its key joined by `/`."""
    return "/".join([str(row[column]) for column in key if row[column] not in (None, "")])


def _words(metadata: "pa.Schema | pa.Field") -> dict[str, str]:
    return {k.decode(): v.decode() for k, v in (metadata.metadata or {}).items()}


def _described(field: "pa.Field") -> dict[str, Any]:
    words = _words(field)
    return {
        "column": field.name,
        # Arrow calls the elements of a list `item`, Parquet `element`
        "type": str(field.type).replace("<item:", "<element:"),
        "required": not field.nullable,
        **{said: words.get(said, "") for said in ("unit", "title", "description")},
        "values": json.loads(words.get("values", "[]")),
        "references": words.get("references", ""),
    }


def retired(data: Reader, table: str, column: str | None = None, value: str | None = None) -> str:
    """Return ` ... was retired in 1.0.0: see ...` of a table, column or value that is no more; else nothing."""
    for row in data.rows_if_any("retired"):
        if row["table"] == table and (row["column_name"], row["value"]) == (column, value):
            instead = f": see {row['instead']}" if row["instead"] else ""
            return f" `{value or column or table}` was retired in {row['since']}{instead} ({row['why'].rstrip('.')})."
    return ""
