"""The published files: what they say of themselves, that every row has its source, and the laws of the data."""

import csv
import datetime
import hashlib
import io
import itertools

import exportcurbs
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.support.project import ROOT
from validation.definitions.tables import curated_tables, row_ids, table_info

TABLES = exportcurbs.tables()
SOURCED = [name for name in TABLES if "source_ids" in pq.read_schema(exportcurbs.path(name)).names]
DAY = datetime.timedelta(days=1)


def rows(name: str) -> list[dict[str, object]]:
    return pq.read_table(exportcurbs.path(name)).to_pylist()


def test_manifest_matches_the_files():
    files = {path.name for path in exportcurbs.path("measures").parent.iterdir()}
    assert files == {"manifest.json", *(entry["file"] for entry in exportcurbs.installed().manifest["tables"].values())}
    for name, entry in exportcurbs.installed().manifest["tables"].items():
        data = exportcurbs.path(name).read_bytes()
        table = pq.read_table(exportcurbs.path(name))
        assert entry["sha256"] == hashlib.sha256(data).hexdigest(), name
        assert (entry["rows"], entry["columns"], entry["bytes"]) == (*table.shape, len(data)), name


def test_as_of_is_a_day():
    assert datetime.date.fromisoformat(exportcurbs.as_of) > datetime.date(2026, 1, 6)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_in_the_footer(name: str):
    schema = pq.read_schema(exportcurbs.path(name))
    assert b"pandas" not in schema.metadata
    assert {b"title", b"grain", b"key", b"version", b"as_of", b"licence", b"citation"} <= set(schema.metadata)
    for field in schema:
        told = field.metadata or {}
        assert told.get(b"title") and told.get(b"description"), field.name
        assert pa.types.is_string(field.type) or not pa.types.is_binary(field.type), field.name


@pytest.mark.parametrize("name", TABLES)
def test_files_are_zstd(name: str):
    group = pq.read_metadata(exportcurbs.path(name))
    chunks = [group.row_group(g).column(c) for g in range(group.num_row_groups) for c in range(group.num_columns)]
    assert {chunk.compression for chunk in chunks} <= {"ZSTD"}


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_sorted_by_a_unique_key(name: str):
    table = pq.read_table(exportcurbs.path(name))
    key = exportcurbs.describe(name).attrs["key"]
    keys = table.select(key)
    assert keys.group_by(key).aggregate([]).num_rows == keys.num_rows
    assert keys.sort_by([(column, "ascending") for column in key]).equals(keys)


@pytest.mark.parametrize("name", TABLES)
def test_required_cells_are_filled(name: str):
    table = pq.read_table(exportcurbs.path(name))
    told = exportcurbs.describe(name)
    for column in told.loc[told["required"], "column"]:
        assert table[column].null_count == 0, column


def test_only_publishers_sources_and_our_own_readings_have_no_sources():
    cites = {"source_ids", "source_id"}  # one document, or for tables taken over from one the same in each row
    lacking = [info for info in curated_tables() if not cites & {c.name for c in info.columns}]
    without = {info.name for info in lacking if not info.rests_on}  # a part of an event rests on the event's sources
    searches = {"grid_searches", "figure_searches"}
    about_ourselves = {"reading_checks", "coding_rules", "discrepancies", "retired"} | searches
    assert without == {"publishers"} | about_ourselves


@pytest.mark.parametrize("name", SOURCED)
def test_every_row_has_a_source_that_resolves(name: str):
    frame = exportcurbs.load(name)
    long = pq.read_table(exportcurbs.path("row_sources"))
    own = long.filter(pc.equal(long["table"], name)).to_pylist()
    told = {(r["row_id"], r["source_id"], r["locator"]) for r in own}
    cited = set()
    for row_id, sources in zip(row_ids(table_info(name), frame), frame["source_ids"], strict=True):
        assert len(sources), row_id
        for text in sources:
            source, _, locator = text.partition("[")
            cited.add((row_id, source, locator.removesuffix("]") or None))
    assert told == cited
    assert {source for _, source, _ in cited} <= set(exportcurbs.load("sources")["source_id"])


def test_every_source_is_used():
    sources = rows("sources")
    used = {r["source_id"] for r in rows("row_sources")}
    for name in ("trade_flows", "trade_indices", "tariff_lines", "hs6_codes", "hs6_families"):
        used |= set(exportcurbs.load(name)["source_id"])
    used |= {r[column] for r in sources for column in ("origin_id", "quoted_by_id")}
    assert {r["source_id"] for r in sources} <= used


@pytest.mark.parametrize("name", [n for n in TABLES if n in {info.name for info in curated_tables()}])
def test_references_resolve(name: str):
    table = pq.read_table(exportcurbs.path(name))
    told = exportcurbs.describe(name)
    for column, target in told.loc[told["references"] != "", ["column", "references"]].itertuples(index=False):
        cells = table[column].combine_chunks()
        if pa.types.is_list(cells.type):
            cells = cells.flatten()
        found = {str(cell).split("[")[0] for cell in cells.to_pylist() if cell is not None}
        known = exportcurbs.load(target)[exportcurbs.describe(target).attrs["key"][0]]
        assert found <= set(known), column


@pytest.mark.parametrize("info", curated_tables(), ids=lambda info: info.name)
def test_curated_files_are_in_canonical_form(info):
    data = (ROOT / info.path).read_bytes()
    read = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    assert read[0] == [column.name for column in info.columns]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(read)
    written, found = text.getvalue().split("\n"), data.decode("utf-8").split("\n")
    changed = [n for n, (a, b) in enumerate(zip(written, found, strict=False), start=1) if a != b]
    assert not changed, f"{info.path}: write lines {changed[:5]} as csv.writer does"
    assert text.getvalue().encode() == data


def test_periods_of_a_measure_follow_each_other_day_by_day():
    periods = sorted(rows("measure_periods"), key=lambda r: (r["measure_id"], r["first_day"]))
    for measure, group in itertools.groupby(periods, key=lambda r: r["measure_id"]):
        spells = list(group)
        for before, after in itertools.pairwise(spells):
            assert before["last_day"] is not None, measure
            assert before["last_day"] + DAY == after["first_day"], measure
        assert all(r["last_day"] is None or r["last_day"] >= r["first_day"] for r in spells), measure
    assert {r["measure_id"] for r in periods} == {r["measure_id"] for r in rows("measures")}


def test_nothing_is_confirmed_past_as_of():
    as_of = datetime.date.fromisoformat(exportcurbs.as_of)
    late = [r["measure_id"] for r in rows("measure_periods") if r["last_confirmed"] > as_of]
    assert late == []
    assert as_of == max(r["tracks_notices_to"] for r in rows("sources") if r["tracks_notices_to"])


def test_every_grade_is_computed_and_the_best_grade_is_earned():
    known = {r["source_id"]: r for r in rows("sources")}
    official = {r["publisher_id"] for r in rows("publishers") if r["publisher_class"] == "official"}
    for name in SOURCED:
        for row in rows(name):
            cited = [known[text.split("[")[0]] for text in row["source_ids"]]
            if row.get("evidence_grade") == "A":
                assert any(s["publisher_id"] in official and s["read_as"] == "full_text" for s in cited), row
            if row.get("evidence_grade") in ("B", "C"):
                assert any(s["read_as"] != "not_seen" for s in cited), row


@pytest.mark.parametrize(
    ("measure", "day", "state"),
    [
        # Industrial Minerals, 25 November 2016: magnesia is off the quota list of 2017.
        ("cn-2004-78-8", "2016-12-31", "in_force"),
        ("cn-2004-78-8", "2017-01-01", "ended"),
        # American Metal Market: coke at 40 percent until the end of 2012.
        ("cn-tariff-2008-08-1", "2012-12-31", "in_force"),
        ("cn-tariff-2008-08-1", "2013-01-01", "ended"),
        # Industrial Minerals, 26 January 2017: natural graphite at 20 percent before.
        ("cn-tariff-2016-1", "2016-12-31", "in_force"),
        ("cn-tariff-2016-1", "2017-01-01", "ended"),
    ],
)
def test_quotas_and_duties_of_other_raw_materials(measure, day, state):
    spells = [r for r in rows("measure_periods") if r["measure_id"] == measure]
    found = [r["state"] for r in spells if str(r["first_day"]) <= day <= str(r["last_day"] or "9999")]
    assert found == [state]


def test_exporting_rare_earths_under_quota_was_no_state_trading():
    rare = {r["measure_id"] for r in rows("measure_items") if r["group_id"] == "rare_earths"}
    assert not [r["measure_id"] for r in rows("measures") if r["measure_id"] in rare and r["effect"] == "state_trading"]
