"""The server, asked by the real client of the protocol over stdin and stdout: the reader's answers, bounded."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import exportcurbs as ec
import pytest
from mcp import Client, StdioServerParameters

SERVER = StdioServerParameters(command=sys.executable, args=["-m", "exportcurbs", "serve"], env=dict(os.environ))
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "gallium": ("status", {"item": "Ga", "destination": "USA", "day": "2024-12-10"}),
    "indium": ("status", {"item": "In", "destination": "DEU", "day": "2025-06-01"}),
    "acts": ("treatments", {"item": "Ga", "destination": "USA"}),
    "chain": ("chain", {"platform": "F-35", "limit": 1000}),
    "tables": ("tables", {}),
    "describe": ("describe", {"table": "measures"}),
    "rows": ("rows", {"table": "row_sources", "where": {"table": "measures"}, "limit": 1000}),
    "listed": ("rows", {"table": "measures", "where": {"destinations": "USA"}}),
    "sources": ("sources", {"table": "measures", "row_id": "cn-2024-46-1"}),
    "wrong item": ("status", {"item": "gallum", "destination": "USA", "day": "2024-12-10"}),
    "wrong table": ("rows", {"table": "mesures"}),
    "wrong column": ("rows", {"table": "measures", "where": {"effects": "ban"}}),
}


async def _asked() -> tuple[Any, dict[str, Any]]:
    async with Client(SERVER) as client:
        found = {name: await client.call_tool(tool, given) for name, (tool, given) in CALLS.items()}
        return await client.list_tools(), found


@pytest.fixture(scope="module")
def asked() -> tuple[Any, dict[str, Any]]:
    return asyncio.run(_asked())


@pytest.fixture
def answer(asked: tuple[Any, dict[str, Any]]) -> Callable[[str], dict[str, Any]]:
    def of(name: str) -> dict[str, Any]:
        found = asked[1][name]
        assert not found.is_error, found
        told = found.structured_content
        return dict(told.get("result", told))

    return of


def test_it_offers_tools_that_only_read(asked: tuple[Any, dict[str, Any]]):
    tools = asked[0].tools
    assert [tool.name for tool in tools] == ["status", "treatments", "chain", "tables", "describe", "rows", "sources"]
    assert all(tool.annotations.read_only_hint and len(tool.description) > 30 for tool in tools)


def test_every_answer_carries_version_and_citation(answer: Callable[[str], dict[str, Any]]):
    for name in CALLS:
        if not name.startswith("wrong"):
            told = answer(name)
            assert (told["version"], told["as_of"], told["citation"]) == (ec.__version__, ec.as_of, ec.cite()), name
            assert len(str(told)) < 100_000, name


@pytest.mark.parametrize(("name", "item"), [("gallium", "Ga"), ("indium", "In")])
def test_status_is_that_of_the_reader(answer: Callable[[str], dict[str, Any]], name: str, item: str):
    told, own = answer(name), ec.status(item, CALLS[name][1]["destination"], CALLS[name][1]["day"])
    assert (told["regime"], told["strictest"], told["basis"]) == (own.regime, own.strictest, own.basis)
    assert [m["measure_id"] for m in told["measures"]] == [m["measure_id"] for m in own.measures]
    assert told["in_words"] == str(own)
    assert told["sources"] == list(own.sources)[:50]


def test_rows_are_bounded_and_counted(answer: Callable[[str], dict[str, Any]]):
    cited = [row for row in ec.installed().rows("row_sources") if row["table"] == "measures"]
    assert answer("rows")["rows"] == cited[:50]
    assert (answer("rows")["shown"], answer("rows")["of"]) == (50, len(cited))
    acts = ec.treatments("Ga", "USA", "civil")
    assert (answer("acts")["shown"], answer("acts")["of"]) == (20, len(acts))
    assert [row["day"] for row in answer("acts")["rows"]] == acts["day"].astype(str).tolist()[:20]
    assert (answer("chain")["shown"], answer("chain")["of"]) == (50, len(ec.chain("F-35")))
    assert {row["platform_id"] for row in answer("chain")["rows"]} == {"f-35"}
    assert all("USA" in row["destinations"] for row in answer("listed")["rows"])
    assert [row["table"] for row in answer("tables")["tables"]] == ec.tables()
    assert [column["column"] for column in answer("describe")["columns"]] == ec.describe("measures")["column"].tolist()


def test_sources_are_those_of_the_row(answer: Callable[[str], dict[str, Any]]):
    assert answer("sources")["in_words"] == str(ec.sources_of("measures", "cn-2024-46-1"))
    assert answer("sources")["of"] == len(ec.sources_of("measures", "cn-2024-46-1"))


def test_errors_are_the_sentences_of_the_reader(asked: tuple[Any, dict[str, Any]]):
    said = {name: asked[1][name] for name in CALLS if name.startswith("wrong")}
    assert all(found.is_error for found in said.values())
    texts = {name: found.content[0].text for name, found in said.items()}
    assert "Did you mean" in texts["wrong item"] and "there is no table 'mesures'. Did you mean" in texts["wrong table"]
    assert "measures has no column 'effects'" in texts["wrong column"]


def test_without_the_library_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    code = "import sys; sys.modules['mcp'] = None; from exportcurbs._cli import main; sys.exit(main(['serve']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "exportcurbs: serve needs the library mcp: pip install 'exportcurbs[serve]'\n"
