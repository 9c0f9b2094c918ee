"""Judge the release as published: Great Expectations over the Parquet files.

Rules that a single row can break belong to the table definitions and run while the dataset compiles. Here stand
expectations about the whole: row counts, references as derived from the definitions, grades, freshness, totals that
sources give.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from validation.published import Published
from validation.schemas import TABLES
from validation.tables import published_columns, table_info

# Fewer rows than these mean that something was lost; raise them when a release adds rows for good.
LEAST_ROWS = {
    "countries": 90,
    "publishers": 450,
    "sources": 1200,
    "materials": 80,
    "control_codes": 1200,
    "items": 1290,
    "item_customs_codes": 1850,
    "code_materials": 440,
    "code_equivalents": 1180,
    "events": 290,
    "observations": 4300,
    "material_uses": 360,
    "use_shares": 140,
    "platforms": 60,
    "platform_materials": 130,
    "instruments": 150,
    "measures": 143,
    "measure_items": 580,
    "measure_periods": 280,
    "entities": 223,
    "listings": 279,
    "questions": 56,
    "claims": 218,
}
# Parties by list up to Announcement 30/2026, counted from the notices.
LISTED = {"control": 153, "watch": 40}


@dataclass(frozen=True)
class Outcome:
    """One expectation judged: the table, what was expected in words, whether it held, what was observed."""

    table: str
    expected: str
    held: bool
    observed: str


def judge(data: Path) -> list[Outcome]:
    """Return every expectation about the published files of a folder with its outcome, in a fixed order.

    FileNotFoundError if the folder has no manifest.
    """
    published = Published.read(data)
    frames = {name: published.frames[name] for name in TABLES}
    frames["release"] = _figures(frames, published.manifest)
    return [outcome for name in frames for outcome in _run(name, frames[name], list(_suite(name, frames)))]


def _figures(frames: dict[str, pd.DataFrame], manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Return one row of figures about the release as a whole."""
    grades = pd.concat([f["evidence_grade"] for f in frames.values() if "evidence_grade" in f])
    cited = frames["row_sources"].groupby("table")["row_id"].nunique()
    sourced = [n for n, f in frames.items() if "source_ids" in f]
    confirmed = frames["measure_periods"]["last_confirmed"].max()
    figures = {
        "grade_d_share": float((grades == "D").mean()),
        "not_seen_share": float((frames["sources"]["read_as"] == "not_seen").mean()),
        "rows_without_source": sum(len(frames[n]) - int(cited.get(n, 0)) for n in sourced),
        "days_from_newest_state_to_as_of": (pd.Timestamp(manifest["as_of"]) - pd.Timestamp(confirmed)).days,
        "tables_whose_row_count_differs": sum(
            len(frames[n]) != entry["rows"] for n, entry in manifest["tables"].items()
        ),
    }
    listed = frames["listings"][frames["listings"]["listed_as"] == "party"]["list"].value_counts()
    figures |= {f"{name}_listings": int(listed.get(name, 0)) for name in LISTED}
    return pd.DataFrame([figures])


def _suite(name: str, frames: dict[str, pd.DataFrame]) -> Iterator[Any]:
    import great_expectations.expectations as gxe

    if name == "release":
        yield from _whole()
        return
    least = LEAST_ROWS.get(name, 1)
    yield gxe.ExpectTableRowCountToBeBetween(min_value=least, description=f"at least {least} rows")
    info = table_info(name)
    columns = [c.name for c in published_columns(info)]
    yield gxe.ExpectTableColumnsToMatchOrderedList(column_list=columns, description="the columns of the definition")
    for column in info.columns:
        if column.ref and not column.each:
            key = table_info(column.ref).key[0]
            yield gxe.ExpectColumnValuesToBeInSet(
                column=column.name,
                value_set=sorted(set(frames[column.ref][key])),
                description=f"every {column.name} stands in {column.ref}",
            )


def _whole() -> Iterator[Any]:
    import great_expectations.expectations as gxe

    bounds: dict[str, tuple[float, float, str]] = {
        "grade_d_share": (0, 0.5, "at most half of the graded rows have the lowest grade"),
        "not_seen_share": (0, 0.5, "at most half of the sources were not seen"),
        "rows_without_source": (0, 0, "every row of a table with sources has one in row_sources"),
        "days_from_newest_state_to_as_of": (0, 31, "some state is attested within a month before as_of"),
        "tables_whose_row_count_differs": (0, 0, "the files have as many rows as the manifest says"),
    }
    for listing, count in LISTED.items():
        bounds[f"{listing}_listings"] = (count, 10 * count, f"at least {count} parties on the {listing} list")
    for column, (low, high, told) in bounds.items():
        yield gxe.ExpectColumnMaxToBeBetween(column=column, min_value=low, max_value=high, description=told)


def _run(name: str, frame: pd.DataFrame, expectations: list[Any]) -> Iterator[Outcome]:
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("published").add_dataframe_asset(name)
    batch = asset.add_batch_definition_whole_dataframe("whole")
    suite = context.suites.add(gx.ExpectationSuite(name, expectations=expectations))
    definition = gx.ValidationDefinition(name=name, data=batch, suite=suite)
    context.validation_definitions.add(definition)
    for result in definition.run(batch_parameters={"dataframe": frame}).results:
        seen = result.result or {}
        observed = seen.get("observed_value", seen.get("partial_unexpected_list", ""))
        if isinstance(observed, list) and len(observed) > 8:
            observed = f"{len(observed)} values"
        yield Outcome(name, str(result.expectation_config.description), bool(result.success), str(observed))
