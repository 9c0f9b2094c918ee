"""Judge the release as published with Great Expectations: the Parquet files, and their SQLite edition if given."""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import exportcurbs as ec
import pandas as pd
import pyarrow.parquet as pq
from exportcurbs import Dataset
from exportcurbs._diff import numbers

from validation.definitions import TABLES
from validation.definitions.tables import SQLITE_ROWS

# What a version was meant to move away from the release before it: version -> table -> why, and which expectations.
ACCEPTED = Path(__file__).with_name("accepted.json")
# What each release before this one held, written when it was published: <version>.json.
RELEASES = Path(__file__).resolve().parents[2] / "datasets" / "releases"


@dataclass(frozen=True)
class Outcome:
    """One expectation judged: the table, what was expected in words, whether it held, what was observed.

    suite: the table, or the theme of what several tables say together. column, query: what it speaks of, where it does.
    """

    table: str
    expected: str
    held: bool
    observed: str
    suite: str
    column: str = ""
    query: str = ""


def judge(
    data: Path, sqlite: Path | None = None, releases: Path = RELEASES, tables: Collection[str] = tuple(TABLES)
) -> list[Outcome]:
    """Return every expectation about the published files of a folder with its outcome, in a fixed order.

    If the files are not those of the manifest nothing else is judged; without the SQLite edition nothing is that
    several tables say together. `tables` are those judged by themselves. FileNotFoundError if manifest.json or the
    SQLite file is missing, ValueError if one of them is damaged.
    """
    from validation.release import expectations as expected

    manifest = _manifest(data)
    run = _Run(manifest)
    files = _files(data, manifest, sqlite)
    outcomes = run.frame("files", files, expected.file_suite(with_sqlite=sqlite is not None))
    if not all(o.held for o in outcomes):
        return outcomes
    published = ec.open(data)
    versions = sorted((numbers(p.stem), p) for p in releases.glob("*.json"))
    before = [path for version, path in versions if version <= numbers(published.version)]
    earlier = json.loads(before[-1].read_text(encoding="utf-8")) if before else None
    higher = sum(version > numbers(published.version) for version, _ in versions)
    figures = _figures(published, earlier["as_of"] if earlier else published.as_of, higher)
    outcomes += run.frame("release", figures, expected.release_suite(earlier))
    for name in (n for n in TABLES if n in tables):
        outcomes += run.frame(name, published.load(name), expected.table_suite(name, earlier))
    outcomes = [_accepted(outcome, published.version) for outcome in outcomes]
    small = [n for n in TABLES if manifest["tables"][n]["rows"] <= SQLITE_ROWS]  # the edition has no others
    return outcomes + (run.edition(sqlite, expected.sql_suites(small)) if sqlite else [])


def _accepted(outcome: Outcome, version: str) -> Outcome:
    """Return an outcome as held, with the reason, if its version was meant to move away from the release before it."""
    meant = json.loads(ACCEPTED.read_text(encoding="utf-8")).get(version, {}).get(outcome.table, {})
    if outcome.held or outcome.expected not in meant.get("expectations", ()):
        return outcome
    return replace(outcome, held=True, observed=f"{outcome.observed}; meant: {meant['why']}")


def _manifest(data: Path) -> Mapping[str, Any]:
    path = data / "manifest.json"
    try:
        manifest: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        _ = numbers(manifest["version"]), datetime.fromisoformat(manifest["as_of"])
        _ = [entry[k] for entry in manifest["tables"].values() for k in ("file", "rows", "sha256", "content_sha256")]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is no manifest of a release: {error!r}") from error
    return manifest


def _files(data: Path, manifest: Mapping[str, Any], sqlite: Path | None) -> pd.DataFrame:
    """Return one row per file of the manifest: what the manifest says (`_due`), and what the file says."""
    release = f"{manifest['version']}, {manifest['as_of']}"
    edition = _edition(sqlite) if sqlite else {}
    rows = []
    for name, entry in manifest["tables"].items():
        path = data / entry["file"]
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no such file"
        due = {"sha256": entry["sha256"], "rows": entry["rows"], "name": name, "release": release}
        due["sqlite"] = f"{entry['content_sha256'][:12]}, {entry['rows']} rows"
        needed = sqlite and entry["rows"] <= SQLITE_ROWS
        seen = due | {"sha256": found, "sqlite": edition.get(name, "no such table" if needed else due["sqlite"])}
        if found == entry["sha256"]:  # else the manifest speaks of another file
            footer = pq.read_metadata(path)
            own = {k.decode(): v.decode() for k, v in (footer.metadata or {}).items()}
            says = {"name": own.get("name"), "release": f"{own.get('version')}, {own.get('as_of')}"}
            seen |= {"rows": footer.num_rows, **says}
        row = {f"{k}_due": f"{name}: {v}" for k, v in due.items()}
        rows.append({"table": name} | row | {k: f"{name}: {v}" for k, v in seen.items()})
    return pd.DataFrame(rows)


def _edition(sqlite: Path) -> dict[str, str]:
    """Return the content hash and the number of rows of each table of the SQLite edition."""
    if not sqlite.is_file():
        raise FileNotFoundError(2, "No such file", str(sqlite))
    with closing(sqlite3.connect(f"{sqlite.resolve().as_uri()}?mode=ro", uri=True)) as database:
        try:
            edition = {}
            for name, content in database.execute('SELECT "table", content_sha256 FROM codebook_tables').fetchall():
                (rows,) = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # noqa: S608 - a name of ours
                edition[name] = f"{content[:12]}, {rows} rows"
            return edition
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{sqlite} is no SQLite edition of the dataset: {error}") from error


def _figures(published: Dataset, earlier_day: str, higher: int) -> pd.DataFrame:
    """Return one row of figures about the release as a whole."""
    sources, listings = published.load("sources"), published.load("listings")
    days = [published.load("measure_periods")["last_confirmed"].max(), sources["tracks_notices_to"].max()]
    counts = listings[listings["listed_as"] == "party"]["list"].value_counts()
    figures: dict[str, Any] = {f"{name}_listings": int(count) for name, count in counts.items()}
    figures |= {
        "days_since_earlier": (pd.Timestamp(published.as_of) - pd.Timestamp(earlier_day)).days,
        "days_from_evidence_to_as_of": (pd.Timestamp(published.as_of) - max(map(pd.Timestamp, days))).days,
        "higher_versions": higher,
        "not_seen_share": float((sources["read_as"] == "not_seen").mean()),
    }
    return pd.DataFrame([figures])


class _Run:
    """Runs suites in one context in memory, under one name and day, so that equal releases give equal results."""

    def __init__(self, manifest: Mapping[str, Any]) -> None:
        import great_expectations as gx
        from great_expectations.data_context.types.base import ProgressBarsConfig

        self.context = gx.get_context(mode="ephemeral")
        self.context.variables.progress_bars = ProgressBarsConfig(globally=False)
        day = datetime.fromisoformat(manifest["as_of"]).replace(tzinfo=UTC)
        self.id = gx.RunIdentifier(run_name=manifest["version"], run_time=day)
        asset = self.context.data_sources.add_pandas("parquet").add_dataframe_asset("tables")
        self.rows = asset.add_batch_definition_whole_dataframe("all rows")

    def frame(self, name: str, frame: pd.DataFrame, suite: Iterable[Any]) -> list[Outcome]:
        """Judge a frame."""
        return self._judge(name, self.rows, list(suite), {"dataframe": frame})

    def edition(self, sqlite: Path, suites: Iterable[tuple[str, list[Any]]]) -> list[Outcome]:
        """Judge the SQLite edition by suites of queries."""
        source = self.context.data_sources.add_sqlite("sqlite", connection_string=f"sqlite:///{sqlite}")
        batch = source.add_table_asset("release", table_name="release").add_batch_definition_whole_table("all rows")
        return [o for theme, suite in suites for o in self._judge(theme, batch, suite, None)]

    def _judge(self, name: str, batch: Any, suite: list[Any], parameters: Any) -> list[Outcome]:
        import great_expectations as gx

        kept = self.context.suites.add(gx.ExpectationSuite(name, expectations=suite))
        definition = gx.ValidationDefinition(name=name, data=batch, suite=kept)
        self.context.validation_definitions.add(definition)
        outcomes = []
        shown = "SUMMARY" if parameters else "COMPLETE"  # only then do queries tell the rows that they found
        for found in definition.run(batch_parameters=parameters, run_id=self.id, result_format=shown).results:
            rule = found.expectation_config
            about = {key: str((rule.meta or {}).get(key, "")) for key in ("table", "query")}
            table = about["table"] or name
            expected = str(rule.description).removeprefix(f"{table}: ")
            column = str(rule.kwargs.get("column", ""))
            seen = _observed(found)
            outcomes.append(Outcome(table, expected, bool(found.success), seen, name, column, about["query"]))
        return outcomes


def _observed(found: Any) -> str:
    """Return what an expectation saw, in a line: a figure, or the first cells or rows that break it."""
    seen = found.result or {}
    fault = next((i for i in found.exception_info.values() if isinstance(i, dict)), found.exception_info)
    if fault.get("exception_message"):
        return f"cannot be judged: {fault['exception_message']}"
    faults = (seen.get("details") or {}).get("unexpected_rows") or seen.get("partial_unexpected_list") or []
    if not found.success and faults:
        count = seen.get("unexpected_count", seen.get("observed_value"))
        return f"{count}: {'; '.join(_cells(f) for f in faults[:3])}"
    observed = seen.get("observed_value")
    if observed is None and "mostly" in found.expectation_config.kwargs and "unexpected_percent" in seen:
        return f"{seen['unexpected_percent']:.3g} %"
    if observed is None or isinstance(observed, list | dict):
        return ""
    return f"{observed:.4g}" if isinstance(observed, float) else str(observed)


def _cells(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    return " / ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
