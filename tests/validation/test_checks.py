"""Grades, definitions, and the repository itself."""

import subprocess

import pandas as pd
import pyarrow as pa
import pytest

from build.curated.parse import parse_table
from build.curated.read import TextTable
from build.derive.grades import Documents, documents, evidence_grade, grades_of
from tests.support.project import ROOT, version
from validation.definitions import TABLES
from validation.definitions.tables import TypedTable, arrow_schema, published_columns, table_info

# Publisher, class, origin group.
PUBLISHERS = [
    ("mofcom", "official", "mofcom"),
    ("gacc", "official", "gacc"),
    ("ft", "press", "ft"),
    ("nikkei", "press", "nikkei"),
    ("asahi", "press", "kyodo"),
    ("mainichi", "press", "kyodo"),
    ("blog", "self_published", "blog"),
]
# Source, publisher, host, read_as, quoted_by_id, origin_id.
SOURCES = [
    ("notice", "mofcom", "issuer", "full_text", "", ""),
    ("mirror", "mofcom", "mirror", "full_text", "", ""),
    ("mirror-2", "gacc", "repost", "full_text", "", ""),
    ("excerpt", "mofcom", "issuer", "excerpt", "", ""),
    ("unseen-notice", "mofcom", "issuer", "not_seen", "", ""),
    ("ft", "ft", "issuer", "full_text", "", ""),
    ("nikkei", "nikkei", "issuer", "excerpt", "", ""),
    ("asahi", "asahi", "issuer", "full_text", "", ""),
    ("mainichi", "mainichi", "issuer", "full_text", "", ""),
    ("ft-after-nikkei", "ft", "issuer", "full_text", "", "nikkei"),
    ("nikkei-quoted-by-ft", "nikkei", "issuer", "quoted_by", "ft", ""),
    ("nikkei-after-that", "asahi", "issuer", "full_text", "", "nikkei-quoted-by-ft"),
    ("quoted-by-nobody", "nikkei", "issuer", "quoted_by", "", ""),
    ("unseen", "nikkei", "issuer", "not_seen", "", ""),
    ("blog", "blog", "issuer", "full_text", "", ""),
    ("one", "nikkei", "issuer", "full_text", "", "two"),
    ("two", "ft", "issuer", "full_text", "", "one"),
]
GRADES = [
    ("A", "notice"),
    ("A", "blog|notice"),
    ("A", "mirror|mirror-2"),
    ("C", "mirror"),
    ("C", "mirror[para. 1]|mirror[para. 2]"),  # one copy cited twice is one copy
    ("C", "excerpt"),
    ("D", "unseen-notice"),
    ("B", "ft|nikkei"),
    ("B", "mirror|ft"),
    ("B", "ft|nikkei|unseen"),
    ("C", "ft"),
    ("C", "ft|unseen"),
    ("C", "asahi|mainichi"),  # two papers that print one agency
    ("C", "nikkei|ft-after-nikkei"),  # a report and its repetition
    ("B", "ft|ft-after-nikkei"),
    ("C", "nikkei-quoted-by-ft|ft"),  # the quoter speaks
    ("B", "nikkei-quoted-by-ft|nikkei"),
    ("C", "nikkei-after-that|ft"),
    ("D", "quoted-by-nobody"),
    ("D", "unseen"),
    ("D", "blog"),
    ("C", "blog|ft"),
    ("C", "one"),  # two that claim to repeat each other end
]


# What printed figures of a material cite, what one worked out from them cites, and the grade of that one.
WORKED_OUT = [
    ("C", ("ft", "nikkei"), "ft|nikkei"),  # two documents, each of one input, are no two witnesses of the result
    ("D", ("ft", "blog"), "ft|blog|notice"),
    ("B", ("ft|nikkei", "ft"), "ft|nikkei"),
    ("A", ("mirror|mirror-2",), "mirror|mirror-2"),
    ("A", ("mirror|mirror-2|notice",), "mirror|mirror-2"),
    ("C", (), "ft|nikkei"),
]


def typed(table: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> TypedTable:
    info = table_info(table)
    cells = [{**dict.fromkeys((c.name for c in info.columns), ""), **dict(zip(columns, r, strict=True))} for r in rows]
    return parse_table(TextTable(info, cells, list(range(2, 2 + len(rows)))))


def known() -> Documents:
    columns = ("source_id", "publisher_id", "host", "read_as", "quoted_by_id", "origin_id")
    return documents(
        {
            "publishers": typed("publishers", ("publisher_id", "publisher_class", "origin_group"), PUBLISHERS),
            "sources": typed("sources", columns, SOURCES),
        }
    )


@pytest.mark.parametrize(("grade", "cited"), GRADES)
def test_grades(grade: str, cited: str):
    for order in (cited.split("|"), cited.split("|")[::-1]):
        assert evidence_grade(order, known()) == grade


@pytest.mark.parametrize(("grade", "printed", "cited"), WORKED_OUT)
def test_a_figure_worked_out_is_no_surer_than_its_worst_input(grade: str, printed: tuple[str, ...], cited: str):
    rows = [("Ga", "gacc", sources) for sources in printed] + [("Ge", "gacc", "ft|nikkei"), ("Ga", "derived", cited)]
    frame = typed("observations", ("material_id", "origin", "source_ids"), rows).frame
    assert grades_of(frame, known())[-1] == grade


@pytest.mark.parametrize("name", list(TABLES))
def test_definitions_are_complete(name: str):
    info = table_info(name)
    names = [column.name for column in info.columns]
    assert info.title.endswith(".") and info.grain
    assert info.key and set(info.key) <= set(names)
    for column in published_columns(info):
        assert column.title and column.description, column.name
        assert not column.ref or len(table_info(column.ref).key) == 1 or column.ref == "material_groups", column.name
        assert not (column.values and column.pattern), column.name
        assert not column.pattern or column.hint or column.pattern.startswith("^"), column.name
    for columns, target in info.references:
        assert set(columns) <= set(names)
        assert len(columns) == len(table_info(target).key)
    assert [field.name for field in arrow_schema(info)] == [column.name for column in published_columns(info)]


@pytest.mark.parametrize("name", list(TABLES))
def test_examples_obey_their_own_column(name: str):
    info = table_info(name)
    for column in (c for c in info.columns if c.example):
        row = {**dict.fromkeys((c.name for c in info.columns), ""), column.name: column.example}
        table = parse_table(TextTable(info, [row], [2]))
        assert table.problems == [], column.name
        cell = table.frame[column.name].iloc[0]
        elements = list(cell) if pa.types.is_list(column.type) else [str(cell)]
        assert not column.values or set(elements) <= set(column.values), column.name
        assert not column.pattern or pd.Series(elements).str.match(column.pattern).all(), column.name


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "path", ["build/__main__.py", "tests/support/project.py", "datasets/exportcurbs/data/manifest.json"]
)
def test_git_ignores_no_source(path: str):
    assert git("check-ignore", "-q", path).returncode == 1


def test_no_tracked_file_names_a_package_registry():
    hosts = [
        f"{name}.{end}" for name, end in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
    ]
    files = git("ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout.split("\0")
    found = [
        (name, host)
        for name in filter(None, files)
        if (ROOT / name).is_file()
        for host in hosts
        if host.encode() in (ROOT / name).read_bytes().lower()
    ]
    assert "requirements.lock" in files
    assert found == []


def test_citation_file_names_the_version_of_the_project():
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {version()}\n" in cited
    assert "Export Curbs contributors" in cited
