"""A read-only server of the Model Context Protocol: questions of other programs, answered over stdin and stdout.

Every answer is bounded, and carries the version, the as-of day and the citation of the release that it comes from.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

import exportcurbs as ec
from exportcurbs._heavy import pa, pd
from exportcurbs._reader import Row

if TYPE_CHECKING:
    from mcp.server import MCPServer

P = ParamSpec("P")
MOST_ROWS = 50
INSTRUCTIONS = (
    "China's export controls on dual-use items and critical minerals, read only. A regime that is unknown is not none: "
    "the record does not decide it. Basis presumed means that no source attests the answer for that very day. Cite the "
    "citation that comes with every answer, and the sources of the rows."
)


def server() -> "MCPServer":
    """Return the server of the installed release; ModuleNotFoundError without the library mcp."""
    from mcp.server import MCPServer
    from mcp.types import ToolAnnotations

    here = MCPServer("exportcurbs", version=ec.__version__, instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in (status, treatments, chain, tables, describe, rows, sources):
        here.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))(_answering(tool))
    return here


def _answering(tool: Callable[P, Row]) -> Callable[P, Row]:
    """Return a tool whose answers are plain JSON that says of which version it is, and whose errors are sentences."""

    @wraps(tool)
    def answered(*args: P.args, **kwargs: P.kwargs) -> Row:
        try:
            found = {**ec.installed().identity, **tool(*args, **kwargs)}
        except (KeyError, ValueError) as error:
            from mcp.server.mcpserver.exceptions import ToolError

            raise ToolError(error.args[0]) from None
        plain: Row = json.loads(json.dumps(found, ensure_ascii=False, default=str))
        return plain

    return answered


def _bounded(found: list[Row], limit: int = MOST_ROWS) -> Row:
    shown = found[: max(0, min(limit, MOST_ROWS))]
    return {"rows": shown, "shown": len(shown), "of": len(found)}


def _rows(frame: "pd.DataFrame") -> list[Row]:
    found: list[Row] = pa.Table.from_pandas(frame, preserve_index=False).to_pylist()
    return found


def status(item: str, destination: str, day: str, end_use: str = "civil", flow: str = "export_from_china") -> Row:
    """Say what an export from China needed on a day, because of which rules, and how sure that is.

    item: goods, a material (Dy), a control code (3C001.a) or a customs code; destination: ISO alpha-3 (USA) or ROW;
    day: YYYY-MM-DD; end_use: civil, military, military_capability, wmd or advanced_chips; flow: export_from_china,
    re_export_abroad, foreign_made or technology_transfer.
    """
    asked = ec.status(item, destination, day, end_use, flow=flow)
    plain = asked.as_dict()
    named = ("regime", "strictest", "at_least", "basis", "since", "evidence_grade", "needs_any_permit", "coverage")
    answer = {name: plain[name] for name in named}
    lists = {name: plain[name][:MOST_ROWS] for name in ("measures", "part", "scheduled", "sources")}
    return answer | lists | {"in_words": str(asked)}


def chain(platform: str, limit: int = MOST_ROWS) -> Row:
    """Say which notices touch a weapon system or other platform (F-35), through which material and goods."""
    return _bounded(_rows(ec.chain(platform)), limit)


def treatments(item: str, destination: str, end_use: str = "civil", limit: int = 20) -> Row:
    """Say which acts changed what an export of an item to a destination needed, with days and regimes before and after.

    item: goods, a material (for the goods that it heads) or a control code; end_use: civil or military.
    """
    return _bounded(_rows(ec.treatments(item, destination, end_use)), limit)


def tables() -> Row:
    """List the tables of the dataset with their titles and numbers of rows."""
    entries = ec.installed().manifest["tables"]
    return {"tables": [{"table": name, "title": e["title"], "rows": e["rows"]} for name, e in entries.items()]}


def describe(table: str) -> Row:
    """Say what the columns of a table mean."""
    return {"table": table, "columns": ec.installed().columns(table), "key": list(ec.installed().key(table))}


def rows(table: str, where: dict[str, str] | None = None, limit: int = 20) -> Row:
    """Return rows of a table that hold certain values, such as {"material_id": "Ga"}; at most 50, with their number."""
    known = [column["column"] for column in ec.installed().columns(table)]
    if unknown := [column for column in where or {} if column not in known]:
        raise KeyError(f"{table} has no column {unknown[0]!r}. Its columns are: {', '.join(known)}")
    found = ec.installed().rows(table)
    for column, value in (where or {}).items():
        found = [r for r in found if value in (r[column] if isinstance(r[column], list) else [str(r[column])])]
    return _bounded(found, limit)


def sources(table: str, row_id: str) -> Row:
    """Return the references that a row rests on, each with the place in it; row_id: the key's parts joined by `/`."""
    found = ec.sources_of(table, row_id)
    return {"in_words": str(found), **_bounded(list(found))}
