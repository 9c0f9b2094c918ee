"""The metadata of a release: each file passes the validator of its format, and none holds an invented address."""

import csv
import datetime
import json
import os
import re
import shutil
import socket
import subprocess
import sys

import exportcurbs as ec
import jsonschema
import mlcroissant
import pandas as pd
import pyarrow as pa
import pytest
import yaml
from frictionless import Package

from build import about
from build.editions.metadata import citation_file, data_package, datacite, schema_org, write_metadata, zenodo
from build.write.parquet import Release
from tests.support.project import CODE, ROOT, hashes, version
from validation.definitions import TABLES
from validation.definitions.tables import published_columns, table_info

# Addresses of formats and licences, and what the deposit gave; nothing else is known.
KNOWN = {about.ADDRESS, about.REPOSITORY, about.DOI and f"https://doi.org/{about.DOI}"} | {
    "http://datacite.org/schema/kernel-4",
    "http://mlcommons.org/croissant/",
    "http://mlcommons.org/croissant/1.1",
    "http://mlcommons.org/croissant/RAI/",
    "http://purl.org/dc/terms/",
    "https://creativecommons.org/licenses/by/4.0/",
    "https://datapackage.org/profiles/2.0/datapackage.json",
    "https://schema.org/",
}
# Too many rows to read in a test one by one; no other table refers to them.
LONG = {"panel_material_month", "panel_hs6_month", "row_sources", "code_status", "material_status", "supply_chains"}


def cell(value):
    if isinstance(value, list):
        return "|".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.fixture(scope="module")
def published(base):
    return ec.open(base.data)


@pytest.fixture(scope="module")
def release(published, tmp_path_factory):
    """A release folder with Parquet and CSV files and the metadata."""
    root = tmp_path_factory.mktemp("release")
    shutil.copytree(published.folder, root / "parquet")
    (root / "csv").mkdir()
    for name, table in published.arrow.items():
        with (root / "csv" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(table.column_names)
            if name not in LONG:
                writer.writerows(map(cell, r) for r in zip(*(c.to_pylist() for c in table.columns), strict=True))
    write_metadata(published, root)
    return root


@pytest.fixture
def unassigned(monkeypatch):
    """What is known before a deposit."""
    for name in ("DOI", "ADDRESS", "REPOSITORY", "RELEASED", "PUBLISHER"):
        monkeypatch.setattr(about, name, None)


@pytest.fixture
def assigned(monkeypatch):
    """What a person fills in after the deposit."""
    for name, value in {
        "DOI": "10.1234/x",
        "ADDRESS": "https://example.org/x",
        "REPOSITORY": "https://example.org/code",
        "RELEASED": "2030-01-31",
        "PUBLISHER": "Example archive",
        "AUTHORS": ("Export Curbs contributors", "Doe, Jane"),
    }.items():
        monkeypatch.setattr(about, name, value)


def document(release, name):
    return json.loads((release / name).read_text(encoding="utf-8"))


def faults(schema, found):
    return [
        e.message
        for e in jsonschema.validators.validator_for(schema)(
            schema, format_checker=jsonschema.FormatChecker()
        ).iter_errors(found)
    ]


def schema(name):
    return json.loads((ROOT / "tests" / "support" / "schemas" / name).read_text(encoding="utf-8"))


def test_frictionless_finds_every_table_as_described(release):
    package = Package(str(release / "datapackage.json"))
    assert [r.name for r in package.resources] == list(TABLES)
    report = package.validate()
    assert report.valid, [(t.name, t.errors[0].message) for t in report.tasks if t.errors] + report.errors
    assert {t.name: t.stats.get("rows", 0) for t in report.tasks if t.name not in LONG} == {
        name: entry["rows"]
        for name, entry in document(release, "parquet/manifest.json")["tables"].items()
        if name not in LONG
    }


@pytest.mark.parametrize(
    ("table", "column", "cell", "told"),
    [
        ("measures", "effect", "nonsense", "constraint-error"),
        ("measures", "destinations", "", "constraint-error"),
        ("measures", "instrument_id", "cn-nowhere", "foreign-key"),
        ("measure_periods", "last_confirmed", "2024-13-03", "type-error"),
        ("measure_items", "code", "9Z999", "foreign-key"),
    ],
)
def test_frictionless_finds_a_planted_fault(release, tmp_path, table, column, cell, told):
    shutil.copytree(release / "csv", tmp_path / "csv")
    descriptor = document(release, "datapackage.json")
    for resource in descriptor["resources"]:
        del resource["hash"], resource["bytes"]
    with (release / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    at = names.index(column)
    next(row for row in rows if row[at])[at] = cell
    with (tmp_path / "csv" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([names, *rows])
    report = Package.from_descriptor(descriptor, basepath=str(tmp_path)).get_resource(table).validate()
    assert [e.type for e in report.tasks[0].errors] == [told]


def test_the_data_package_tells_columns_keys_and_lists(published, release):
    resources = {r["name"]: r for r in document(release, "datapackage.json")["resources"]}
    for name in TABLES:
        info, found = table_info(name), resources[name]["schema"]
        assert [f["name"] for f in found["fields"]] == published.arrow[name].column_names
        assert found.get("primaryKey", found.get("uniqueKeys", [[]])[0]) == list(info.key)
        for column, field in zip(published_columns(info), found["fields"], strict=True):
            assert field["description"] == column.description
            assert field.get("unit", "") == column.unit
            assert (field["type"] == "list") == pa.types.is_list(column.type)
    keys = resources["measures"]["schema"]["foreignKeys"]
    assert {"fields": ["instrument_id"], "reference": {"resource": "instruments", "fields": ["instrument_id"]}} in keys


def test_croissant_records_are_the_rows_and_need_no_network(published, release, monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    dataset = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    assert issues.errors == set()
    undated = ['"https://schema.org/datePublished" is recommended, but does not exist.']
    assert [w.split("Property ")[1] for w in issues.warnings] == ([] if about.RELEASED else undated)
    for name in ("measures", "measure_periods", "items", "observations"):
        table, records = published.arrow[name], list(dataset.records(record_set=name))
        assert len(records) == table.num_rows
        assert [plain(r) for r in records] == [{f"{name}/{k}": v for k, v in row.items()} for row in table.to_pylist()]


def plain(record):
    """Return a record with text for bytes and days for points in time."""

    def value(found):
        if isinstance(found, (list, tuple)) or type(found).__name__ == "ndarray":
            return [value(v) for v in found]
        if isinstance(found, bytes):
            return found.decode("utf-8")
        if isinstance(found, datetime.datetime):
            return found.date()
        if found is None or pd.isna(found):
            return None
        return found.item() if hasattr(found, "item") else found

    return {k: value(v) for k, v in record.items()}


def test_nothing_is_invented(release):
    found = [release / name for name in ("datapackage.json", "croissant.json", "CITATION.cff")]
    for path in (*found, *(release / "metadata").iterdir()):
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"\b[a-z]+://[^\s\"'<>),]+", text)) <= KNOWN, path.name
        assert {doi.rstrip(".") for doi in re.findall(r"\b10\.\d{4,}/[\w./-]+", text)} <= {about.DOI}, path.name


def test_what_publishing_gives_is_left_out_before_it(published, unassigned):
    for found in (datacite(published), zenodo(published.version)):
        assert not {"doi", "url", "publication_date", "publicationYear"} & found.keys()
    assert Release("1.0.0", "2030-01-31").given_citation == Release("1.0.0", "2030-01-31").citation


def test_datacite_lacks_only_what_publishing_gives(published, unassigned):
    assert faults(schema("datacite-4.5.json"), datacite(published)) == ["'publicationYear' is a required property"]


def test_what_the_deposit_gives_reaches_every_file(published, release, assigned):
    found = datacite(published)
    assert faults(schema("datacite-4.5.json"), found) == []
    assert (found["doi"], found["publicationYear"], found["publisher"]) == (
        "10.1234/x",
        "2030",
        {"name": "Example archive"},
    )
    cited = yaml.safe_load(citation_file(published.version))
    assert faults(schema("cff-1.2.0.json"), cited) == []
    assert (cited["doi"], cited["url"], cited["date-released"], cited["repository-code"]) == (
        "10.1234/x",
        "https://example.org/x",
        "2030-01-31",
        "https://example.org/code",
    )
    assert cited["authors"][1] == {"family-names": "Doe", "given-names": "Jane"}
    web = schema_org(published)
    assert (web["identifier"], web["datePublished"]) == ("https://doi.org/10.1234/x", "2030-01-31")
    package = data_package(published, release)
    assert (package["id"], package["homepage"]) == ("https://doi.org/10.1234/x", "https://example.org/x")
    assert Package.from_descriptor(package, basepath=str(release)).created == "2030-01-31T00:00:00Z"
    assert zenodo(published.version)["publication_date"] == "2030-01-31"
    told = Release("1.0.0", "2030-01-31")
    assert told.given_citation == f"{told.citation} Released 2030-01-31. DOI: 10.1234/x."
    assert "10.1234/x" not in str(told.metadata())


def test_croissant_is_whole_once_published(published, release, assigned, tmp_path):
    write_metadata(published, tmp_path)
    (tmp_path / "parquet").symlink_to(release / "parquet")
    issues = mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json")).metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())


def test_the_citation_file_is_what_the_build_writes():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert text == citation_file(version())
    cited = yaml.safe_load(text)
    assert faults(schema("cff-1.2.0.json"), cited) == []
    assert {a["name"] for a in cited["authors"]} == set(about.AUTHORS)


def test_the_citation_schema_refuses_what_is_wrong():
    cited = yaml.safe_load(citation_file("1.0.0"))
    assert faults(schema("cff-1.2.0.json"), {**cited, "license": "my own"})
    assert faults(schema("cff-1.2.0.json"), {k: v for k, v in cited.items() if k != "authors"})


def test_schema_org_says_what_a_search_engine_asks(published):
    found = schema_org(published)
    assert found["@type"] == "Dataset"
    assert 50 <= len(found["description"]) <= 5000
    assert found["license"] == about.DATA_LICENCE_URL
    first, last = map(datetime.date.fromisoformat, found["temporalCoverage"].split("/"))
    assert first < datetime.date(2010, 7, 1) < last


def test_metadata_have_equal_bytes_twice_and_in_another_world(published, release, tmp_path):
    shutil.copytree(release / "csv", tmp_path / "csv")
    program = (
        "import pathlib, sys; from build.editions.metadata import write_metadata; "
        "import exportcurbs as ec; "
        "write_metadata(ec.open(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]))"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(CODE), "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "7"}
    subprocess.run(
        [sys.executable, "-c", program, str(published.folder), str(tmp_path)],
        check=True,
        env={**env, "LC_ALL": "C"},
        umask=0o077,
    )
    expected = {name: h for name, h in hashes(release).items() if not name.startswith("parquet/")}
    assert hashes(tmp_path) == expected
    assert (tmp_path / "datapackage.json").stat().st_mode & 0o777 == 0o644
