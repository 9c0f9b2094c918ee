"""The engines on which exposure asks its question: DuckDB, or whatever holds an Ibis table."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from exportcurbs._heavy import duckdb, pa

GIVEN = "given"


class Engine(Protocol):
    """What answers a question in DuckDB's dialect about the table `given` and some small tables."""

    columns: Sequence[str]

    def run(self, sql: str, sides: "Mapping[str, pa.Table]", sums: Sequence[str]) -> "pa.Table":
        """Return the answer; sums: its columns that are whole numbers of 38 digits."""


@contextmanager
def engine_of(trade: Any) -> Iterator[Engine]:
    """Yield the engine for a table of trade figures; TypeError for what is none."""
    if type(trade).__module__.partition(".")[0] == "ibis":
        yield _Ibis(trade)
        return
    with duckdb.connect() as connection:
        try:
            _give(connection, trade)
        except duckdb.InvalidInputException as error:
            wanted = "a file, a folder, a pandas or polars frame, an Arrow table, a DuckDB relation or an Ibis table"
            raise TypeError(f"trade: {type(trade).__name__} is no table; give {wanted}") from error
        yield _DuckDB(connection)


def _give(connection: "duckdb.DuckDBPyConnection", trade: Any) -> None:
    if isinstance(trade, str | Path):
        place = str(trade)
        if Path(place).is_dir():
            relation = connection.read_parquet(f"{place}/**/*.parquet", hive_partitioning=True, union_by_name=True)
        elif ".parquet" in place.lower():
            relation = connection.read_parquet(place, union_by_name=True)
        else:
            relation = connection.read_csv(place, all_varchar=True)  # numbers would lose their leading zeros
        relation.create_view(GIVEN)
        return
    # a relation belongs to its own connection: its rows come as a stream
    connection.register(GIVEN, trade.to_arrow_reader() if hasattr(trade, "to_arrow_reader") else trade)


class _DuckDB:
    def __init__(self, connection: "duckdb.DuckDBPyConnection") -> None:
        self.connection = connection
        self.columns: Sequence[str] = connection.table(GIVEN).columns

    def run(self, sql: str, sides: "Mapping[str, pa.Table]", sums: Sequence[str]) -> "pa.Table":
        for name, table in sides.items():
            self.connection.register(name, table)
        return self.connection.sql(sql).to_arrow_table()


class _Ibis:
    """Ibis translates the question into the dialect of the table's engine, and gives it the small tables."""

    def __init__(self, table: Any) -> None:
        self.table, self.backend = table, table.get_backend()
        self.columns: Sequence[str] = table.columns

    def run(self, sql: str, sides: "Mapping[str, pa.Table]", sums: Sequence[str]) -> "pa.Table":
        import ibis
        import sqlglot
        from ibis.expr.operations import SQLQueryResult
        from sqlglot import exp

        question: Any = sqlglot.parse_one(sql, read="duckdb")
        small = {name: ibis.memtable(table) for name, table in sides.items()}
        for own in (self.table, *small.values()):
            self.backend._register_in_memory_tables(own)
        for table in question.find_all(exp.Table):
            if table.name in small:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
                table.set("this", exp.to_identifier(small[table.name].get_name(), quoted=True))
        given = sqlglot.parse_one(str(ibis.to_sql(self.table)), read=self.backend.dialect)
        question.args["with_" if "with_" in question.args else "with"].expressions.insert(
            0, exp.CTE(this=given, alias=exp.TableAlias(this=exp.to_identifier(GIVEN)))
        )
        kinds = dict.fromkeys(question.named_selects, "string")
        kinds |= dict.fromkeys(sums, "decimal(38, 0)") | dict.fromkeys(("n", "unshared"), "int64")
        text = question.sql(dialect=self.backend.dialect)
        found: pa.Table = SQLQueryResult(text, ibis.schema(kinds), self.backend).to_expr().to_pyarrow()
        return found
