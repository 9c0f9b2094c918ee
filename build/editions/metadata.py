"""What machines ask of a release: Data Package, Croissant, DDI, schema.org, DataCite, Zenodo and citation file.

All of it follows from the definitions, the manifest and build/about.py. What only publishing gives (DOI, address, day,
publisher) is left out until it stands in build/about.py; no file holds an invented one.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml  # type: ignore[import-untyped]
from exportcurbs import Dataset

from build import about
from build.editions.ddi import ddi_text
from validation.definitions.tables import ColumnInfo, TableInfo, published_columns, table_info

Json = dict[str, Any]
_TYPES = {pa.date32(): "date", pa.int32(): "integer", pa.float64(): "number", pa.bool_(): "boolean"}


def write_metadata(published: Dataset, folder: Path) -> None:
    """Write the metadata files of a release into its root, after csv/ and parquet/ are there."""
    from build.editions.croissant import croissant  # its library takes a second to import, which only a release needs

    documents = {
        "datapackage.json": data_package(published, folder),
        "croissant.json": croissant(published),
        "metadata/dataset.jsonld": schema_org(published),
        "metadata/datacite.json": datacite(published),
        "metadata/.zenodo.json": zenodo(published.version),
    }
    (folder / "metadata").mkdir(exist_ok=True)
    for name, document in documents.items():
        write_text(folder / name, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    write_text(folder / "metadata" / "huggingface.md", dataset_card(published))
    write_text(folder / "ddi-codebook.xml", ddi_text(published))
    write_text(folder / "CITATION.cff", citation_file(published.version))


def write_text(path: Path, text: str) -> None:
    """Write a file whose bytes and mode depend on its text alone."""
    path.write_text(text, encoding="utf-8", newline="\n")
    path.chmod(0o644)


def data_package(published: Dataset, folder: Path) -> Json:
    """Return a Frictionless Data Package (version 2) with one resource for each CSV file; it lies in the root."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": about.NAME,
        **_filled(id=_doi_address(), homepage=about.ADDRESS, created=about.RELEASED and f"{about.RELEASED}T00:00:00Z"),
        "title": about.TITLE,
        "description": about.ABSTRACT,
        "version": published.version,
        "asOf": published.as_of,
        "keywords": list(about.KEYWORDS),
        "licenses": [{"name": about.DATA_LICENCE, "path": about.DATA_LICENCE_URL}],
        "contributors": [{"title": name, "roles": ["author"]} for name in about.AUTHORS],
        "sources": [{"title": "The documents that rows name, in the table sources", "path": "csv/sources.csv"}],
        "resources": [_resource(table_info(name), folder) for name in published.tables()],
    }


def _resource(info: TableInfo, folder: Path) -> Json:
    path = f"csv/{info.name}.csv"
    data = (folder / path).read_bytes() if (folder / path).is_file() else b""
    return {
        "name": info.name,
        "type": "table",
        "path": path,
        "title": info.title,
        "description": f"One row: {info.grain}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_filled(bytes=len(data), hash=data and f"sha256:{hashlib.sha256(data).hexdigest()}"),
        "schema": table_schema(info),
    }


def table_schema(info: TableInfo) -> Json:
    """Return the Table Schema of a table's CSV file: lists joined by `|`, truth as true or false, missing as empty."""
    columns = published_columns(info)
    # a primary key may hold no missing value; a key with parts that may be empty is a unique key
    loose = any(c.nullable for c in columns if c.name in info.key)
    key: Json = {"uniqueKeys": [list(info.key)]} if loose else {"primaryKey": list(info.key)}
    optional = {c.name for c in columns if c.nullable}
    single = [((c.name,), c.ref) for c in columns if c.ref and not _is_list(c)]
    # a reference of which one part may be empty is no foreign key: the standard has none with empty parts
    partly = [r for r in info.references if 0 < len(optional & set(r[0])) < len(r[0])]
    whole = [r for r in info.references if r not in partly]
    return {
        "fields": [_field(c, info.derived) for c in columns],
        "missingValues": [""],
        **key,
        "foreignKeys": [_reference(info, names, target) for names, target in (*single, *whole)],
        **_filled(referencesWhereFilled=[_reference(info, names, target) for names, target in partly]),
    }


def _reference(info: TableInfo, names: tuple[str, ...], target: str) -> Json:
    fields = list(table_info(target).key[: len(names)])
    return {"fields": list(names), "reference": {"resource": "" if target == info.name else target, "fields": fields}}


def _is_list(column: ColumnInfo) -> bool:
    return bool(pa.types.is_list(column.type))


def _field(column: ColumnInfo, derived: bool) -> Json:
    field = {"name": column.name, "title": column.title, "description": column.description}
    field |= _filled(example=column.example, unit=column.unit)
    if _is_list(column):
        # the standard closes no list of elements, and the empty list of a derived table looks like a missing one
        elements = _filled(itemValues=list(column.values), itemReference=column.ref)
        limits = {"required": not column.nullable and not derived}
        return field | {"type": "list", "delimiter": "|", "itemType": "string", "constraints": limits} | elements
    limits = {"required": not column.nullable, **_filled(enum=list(column.values), pattern=column.pattern)}
    kind: Json = {"type": _TYPES.get(column.type, "string"), "constraints": limits}
    return field | kind | ({"trueValues": ["true"], "falseValues": ["false"]} if kind["type"] == "boolean" else {})


def schema_org(published: Dataset) -> Json:
    """Return the schema.org description of the dataset, as a web page about it embeds it."""
    begin = min(d for d in published.arrow["measure_periods"]["first_day"].to_pylist() if d is not None)
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        **_filled(identifier=_doi_address(), url=about.ADDRESS, datePublished=about.RELEASED),
        "name": about.TITLE,
        "description": about.ABSTRACT,
        "version": published.version,
        "license": about.DATA_LICENCE_URL,
        "creator": [{"@type": "Person" if "," in name else "Organization", "name": name} for name in about.AUTHORS],
        "keywords": list(about.KEYWORDS),
        "inLanguage": ["en", "zh"],
        "isAccessibleForFree": True,
        "temporalCoverage": f"{begin}/{published.as_of}",
        "creativeWorkStatus": "Published" if about.RELEASED else "Draft",
        "citation": published.manifest["citation"],
    }


def datacite(published: Dataset) -> Json:
    """Return the DataCite 4.5 record; `:tba` is DataCite's own word for what is to be announced."""
    dates = [{"date": published.as_of, "dateType": "Other", "dateInformation": "last day that the record attests"}]
    if about.RELEASED:
        dates.append({"date": about.RELEASED, "dateType": "Issued"})
    licence = {"rightsIdentifier": about.DATA_LICENCE.lower(), "rightsIdentifierScheme": "SPDX"}
    return {
        **_filled(doi=about.DOI, url=about.ADDRESS, publicationYear=about.RELEASED and about.RELEASED[:4]),
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
        "creators": [{"name": n, "nameType": "Personal" if "," in n else "Organizational"} for n in about.AUTHORS],
        "titles": [{"title": about.TITLE, "lang": "en"}],
        "publisher": {"name": about.PUBLISHER or ":tba"},
        "subjects": [{"subject": word} for word in about.KEYWORDS],
        "dates": dates,
        "language": "en",
        "version": published.version,
        "rightsList": [{"rights": about.DATA_LICENCE, "rightsUri": about.DATA_LICENCE_URL, **licence}],
        "descriptions": [{"description": about.ABSTRACT, "descriptionType": "Abstract", "lang": "en"}],
        "formats": ["application/vnd.apache.parquet", "text/csv"],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }


def zenodo(version: str) -> Json:
    """Return what the form of a Zenodo deposit asks; Zenodo gives the DOI."""
    return {
        "title": about.TITLE,
        "upload_type": "dataset",
        "description": about.ABSTRACT,
        "creators": [{"name": name} for name in about.AUTHORS],
        "version": version,
        "access_right": "open",
        "license": about.DATA_LICENCE.lower(),
        "keywords": list(about.KEYWORDS),
        "language": "eng",
        **_filled(publication_date=about.RELEASED),
    }


def dataset_card(published: Dataset) -> str:
    """Return the README.md of a Hugging Face dataset whose repository holds the release folder: one config a table."""
    document = {
        "license": about.DATA_LICENCE.lower(),
        "pretty_name": about.TITLE,
        "language": ["en", "zh"],
        "tags": list(about.KEYWORDS),
        "configs": [
            {"config_name": name, "data_files": f"parquet/{entry['file']}"}
            for name, entry in published.manifest["tables"].items()
        ],
    }
    head = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
    use = (
        "One config a table; `codebook.md` says what every column means, `README.txt` how to find the sources of a row."
    )
    return f"---\n{head}---\n\n# {about.TITLE}\n\n{about.ABSTRACT}\n\n{use}\n\n{published.manifest['citation']}\n"


def citation_file(version: str) -> str:
    """Return CITATION.cff (Citation File Format 1.2.0)."""
    persons = [name.partition(", ") for name in about.AUTHORS]
    document = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite the version that you used.",
        "type": "dataset",
        "title": about.TITLE,
        "version": version,
        **_filled(doi=about.DOI, url=about.ADDRESS),
        **_filled(**{"repository-code": about.REPOSITORY, "date-released": about.RELEASED}),
        "license": [about.DATA_LICENCE, about.CODE_LICENCE],
        "authors": [{"family-names": a, "given-names": b} if comma else {"name": a} for a, comma, b in persons],
        "abstract": about.ABSTRACT,
        "keywords": list(about.KEYWORDS),
    }
    return str(yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100))


def _doi_address() -> str | None:
    return about.DOI and f"https://doi.org/{about.DOI}"


def _filled(**entries: Any) -> Json:
    """Return the entries that hold something."""
    return {name: value for name, value in entries.items() if value}
