"""What is expected of a release, as Great Expectations suites; `validation.release.judge` runs them.

Rules on curated rows belong to the table definitions and to validation/rules and run while the dataset compiles. Here
stand expectations about the whole: files, keys, grades, references (from the definitions), what the computed tables say
together (rules.sql), and how far a release may move from the last one recorded. The figures of bounds.json are those of
the data when it was written, less a small margin: raise them when a release adds sources for good.
"""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import great_expectations.expectations as gxe

from validation.definitions import TABLES
from validation.definitions.tables import ColumnInfo, TableInfo, links, published_columns, references, table_info

HERE = Path(__file__).resolve().parent
BOUNDS = json.loads((HERE / "bounds.json").read_text(encoding="utf-8"))
# How far a release may move from the one before it without somebody looking: rows lost, growth, cells filled, and the
# Kullback-Leibler divergence of a closed list of values (0.1 is about 15 of 100 rows that changed their value).
LEAST_KEPT, MOST_GROWTH, LESS_FILLED, DRIFT, ENOUGH_ROWS = 0.98, 3, 0.05, 0.1, 50
# One row of sources for each row of a table: how many documents it cites, saw, and has in full from an office.
_CITED = """LEFT JOIN (
  SELECT r.row_id, count(DISTINCT CASE WHEN s.read_as <> 'not_seen' THEN s.source_id END) AS seen,
    sum(s.read_as = 'full_text' AND p.publisher_class = 'official') AS official
  FROM row_sources AS r JOIN sources AS s USING (source_id) JOIN publishers AS p USING (publisher_id)
  WHERE r."table" = '{table}' GROUP BY r.row_id
) AS cited USING (row_id)"""


def file_suite(with_sqlite: bool) -> Iterator[Any]:
    """Yield what is expected of the files: they are those that the manifest describes."""
    expected = "the manifest lists every table and no other"
    yield gxe.ExpectColumnDistinctValuesToEqualSet(column="table", value_set=list(TABLES), description=expected)
    pairs = {
        "sha256": "every file has the SHA-256 hash that the manifest gives",
        "rows": "every file has as many rows as the manifest says",
        "name": "every file says that it holds the table that it is named for",
        "release": "every file is of the version and the day of the manifest",
    }
    if with_sqlite:
        pairs["sqlite"] = "the SQLite edition was made from these files and has their rows"
    for column, expected in pairs.items():
        yield gxe.ExpectColumnPairValuesToBeEqual(column_A=f"{column}_due", column_B=column, description=expected)


def release_suite(earlier: dict[str, Any] | None) -> Iterator[Any]:
    """Yield what is expected of the figures about the release as a whole."""
    bounds: dict[str, tuple[float, float, str]] = {
        "not_seen_share": (0, 0.5, "at most half of the sources were not seen"),
        "days_from_evidence_to_as_of": (0, 31, "the day of the record is at most a month after its newest evidence"),
        "higher_versions": (0, 0, "no release with a higher version is on record"),
    }
    for listing, count in BOUNDS["parties_listed"].items():
        bounds[f"{listing}_listings"] = (count, 10 * count, f"at least {count} parties on the {listing} list")
    for column, (low, high, expected) in bounds.items():
        yield gxe.ExpectColumnMaxToBeBetween(column=column, min_value=low, max_value=high, description=expected)
    expected = f"not before the day of {earlier['version']}, with which the tables are compared" if earlier else ""
    yield gxe.ExpectColumnMaxToBeBetween(
        column="days_since_earlier", min_value=0, description=expected or "there is no earlier release to compare with"
    )


def table_suite(name: str, earlier: dict[str, Any] | None) -> Iterator[Any]:
    """Yield what is expected of one table by itself, and against its own past where a release came before."""
    info = table_info(name)
    columns = [c.name for c in published_columns(info)]
    yield gxe.ExpectTableColumnsToMatchOrderedList(column_list=columns, description="the columns of the definition")
    expected = "no key stands twice"
    if len(info.key) == 1:
        yield gxe.ExpectColumnValuesToBeUnique(column=info.key[0], description=expected)
    else:
        yield gxe.ExpectCompoundColumnsToBeUnique(
            column_list=list(info.key), description=expected, ignore_row_if="never"
        )
    for grade, most in BOUNDS["most_of_grade"].get(name, {}).items():
        better = ["A", "B", "C"][: -1 if grade == "C or D" else None]
        expected = f"at most {most:.0%} of the rows have grade {grade}"
        yield gxe.ExpectColumnValuesToBeInSet(
            column="evidence_grade", value_set=better, mostly=round(1 - most, 4), description=expected
        )
    if earlier and name in earlier["tables"]:
        yield from _against(info, earlier["tables"][name], earlier["version"])


def _filled(column: str, share: float, expected: str) -> Any:
    return gxe.ExpectColumnProportionOfNonNullValuesToBeBetween(column=column, min_value=share, description=expected)


def _against(info: TableInfo, before: dict[str, Any], version: str) -> Iterator[Any]:
    """Yield how far a table may have moved from the release before."""
    rows = before["rows"]
    low, high = max(min(rows, 1), int(LEAST_KEPT * rows)), MOST_GROWTH * rows + ENOUGH_ROWS
    expected = f"{low:,} to {high:,} rows, after {rows:,} in {version}"
    yield gxe.ExpectTableRowCountToBeBetween(min_value=low, max_value=high, description=expected)
    for column in published_columns(info):
        was = before["columns"].get(column.name)
        if was is None or rows < ENOUGH_ROWS:
            continue
        # events of which only the window is known, and functions that no source names, were looked at
        share = BOUNDS["filled"].get(info.name, {}).get(column.name, round(was["filled"] - LESS_FILLED, 4))
        if column.nullable and share > 0:
            yield _filled(column.name, share, f"{column.name} is filled about as often as in {version}")
        counts = {v: n for v, n in (was.get("values") or {}).items() if n}
        if counts and not column.each:
            yield _drift(column, counts, version)


def _drift(column: ColumnInfo, counts: dict[str, int], version: str) -> Any:
    total = sum(counts.values())
    return gxe.ExpectColumnKLDivergenceToBeLessThan(
        column=column.name,
        partition_object={"values": list(counts), "weights": [n / total for n in counts.values()]},
        threshold=DRIFT,
        tail_weight_holdout=0.01,  # for values that were not there
        description=f"the values of {column.name} are spread about as in {version}",
    )


def sql_suites(tables: Collection[str]) -> Iterator[tuple[str, list[Any]]]:
    """Yield the suites about several tables of an SQLite edition together; each expectation names its table."""
    themes = {"references": _references, "sources_and_grades": _sources, "rules_between_tables": _rules}
    for theme, rules in themes.items():
        yield theme, [_rule(n, expected, query) for n in tables for expected, query in rules(table_info(n))]


def _rule(table: str, expected: str, query: str) -> Any:
    # Great Expectations wants the batch in every query: the suites run on the table `release`
    asked = f"SELECT * FROM (\n{query}\n) WHERE EXISTS (SELECT 1 FROM {{batch}})"  # noqa: S608 - our own queries
    meta = {"table": table, "query": query}
    return gxe.UnexpectedRowsExpectation(unexpected_rows_query=asked, description=f"{table}: {expected}", meta=meta)


def _references(info: TableInfo) -> Iterator[tuple[str, str]]:
    """Yield the references of a table's cells and lists: what is expected, and a query for what breaks it."""
    for columns, target in references(info):
        cells = ", ".join(f'here."{c}"' for c in columns)
        filled = " AND ".join(f'here."{c}" IS NOT NULL' for c in columns)
        pairs = zip(table_info(target).key, columns, strict=False)
        same = " AND ".join(f't."{k}" = here."{c}"' for k, c in pairs)
        yield (
            f"every {' and '.join(columns)} stands in {target}",
            f'SELECT DISTINCT {cells} FROM "{info.name}" AS here\nWHERE {filled}\n'  # noqa: S608
            f'  AND NOT EXISTS (SELECT 1 FROM "{target}" AS t WHERE {same})\nORDER BY {cells}',
        )
    for column in (c for c in links(info) if c.ref):
        key = table_info(column.ref).key[0]
        yield (
            f"every element of {column.name} stands in {column.ref}",
            f'SELECT DISTINCT value FROM "{info.name}_{column.name}"\n'  # noqa: S608
            f'WHERE value NOT IN (SELECT "{key}" FROM "{column.ref}")\nORDER BY value',
        )


def _sources(info: TableInfo) -> Iterator[tuple[str, str]]:
    """Yield what a table with sources owes them: that they stand in row_sources, and grades no better than they are."""
    if not any(c.name == "source_ids" for c in info.columns):
        return
    parts = " || ".join(f"coalesce('/' || \"{k}\", '')" for k in info.key)
    grade = "evidence_grade" if info.graded else "NULL AS evidence_grade"
    rows = f'SELECT * FROM (SELECT substr({parts}, 2) AS row_id, {grade} FROM "{info.name}")'  # noqa: S608
    cited = _CITED.format(table=info.name)
    yield "every row has its sources in row_sources", f"{rows}\n{cited}\nWHERE seen IS NULL ORDER BY row_id"
    if info.graded:
        better = "evidence_grade = 'A' AND NOT official OR evidence_grade = 'B' AND seen < 2"
        better += " OR evidence_grade = 'C' AND NOT seen"
        yield "no grade is better than the sources give", f"{rows}\n{cited}\nWHERE {better} ORDER BY row_id"


def _rules(info: TableInfo) -> Iterator[tuple[str, str]]:
    """Yield the rules of rules.sql about a table: what is expected, and a query for the rows that break it."""
    for text in (HERE / "rules.sql").read_text(encoding="utf-8").split("\n\n")[1:]:
        head, query = text.strip().rstrip(";").split("\n", 1)
        table, expected = head.removeprefix("-- ").split(": ", 1)
        if table == info.name:
            yield expected, query
