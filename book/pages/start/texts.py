"""What the text pages say: the values that their templates print."""

import hashlib
import re
import tomllib
from collections import Counter
from pathlib import Path

from exportcurbs import Dataset

from book.pages.common.markup import code, esc, pipe_table
from book.pages.common.text import Documents, Row, records
from book.pages.start.prose import page
from build.compile import Compiled
from validation.definitions.tables import GRADE_DESCRIPTION

TOLD_IN_FULL = 3


def text_pages(compiled: Compiled, published: Dataset, root: Path) -> dict[str, str]:
    """Return the text pages by name."""
    return {
        "methods": _methods(compiled),
        "other-databases": _other_databases(compiled),
        "reproduce": _reproduce(compiled, published, root),
        "contribute": page("contribute", compiled, {"releasing": (root / "RELEASING.md").exists()}),
        "changelog": page("changelog", compiled, {}),
    }


def _methods(compiled: Compiled) -> str:
    episodes = records(compiled.frames["episodes"])
    titles = {e["episode_id"]: esc(e["title"]) for e in episodes}
    questions = {q["question_id"]: q["episode_id"] for q in records(compiled.frames["questions"])}
    held = Counter(questions[c["question_id"]] for c in records(compiled.frames["claims"]))
    most = sorted((n, e) for e, n in held.items() if e)[-TOLD_IN_FULL:]
    told = {
        "told_in_full": [titles[e] for _, e in reversed(most)],
        "threats": sum(e["settlement"] == "not_carried_out" for e in episodes),
        "variables": sorted({c["variable"] for c in records(compiled.frames["codings"])}),
        "read": Counter(s["read_as"] for s in records(compiled.frames["sources"])),
        "unpublished": sum(
            p["pedigree"] == "unpublished_report" for p in records(compiled.frames["platform_materials"])
        ),
        "grade_rule": esc(GRADE_DESCRIPTION.removeprefix("Computed. ")),
        "first_coverage": min((c["first_day"] for c in records(compiled.frames["coverage"])), default="any day"),
    }
    return page("methods", compiled, told)


def _other_databases(compiled: Compiled) -> str:
    rows = {name: records(compiled.frames[name]) for name in ("episodes", "other_databases", "claims", "questions")}
    documents = Documents(
        records(compiled.frames["sources"]), records(compiled.frames["publishers"]), "other-databases"
    )
    claims = [c for c in rows["claims"] if c["claimed_by"].startswith("Global Trade Alert")]
    questions = {q["question_id"]: q["text"] for q in rows["questions"]}
    said = [f"{esc(c['claimed_by'])} on “{esc(questions[c['question_id']])}” {esc(c['position'])}" for c in claims]
    told = {
        "has": pipe_table(
            ("Database", "One record is", "Years", "Records", "Threats", "Without an order", "Goods", "Sources"),
            [_database(row, documents) for row in rows["other_databases"]],
            "databases",
        ),
        "joins": pipe_table(
            ("Database", "Column", "Episodes in its years", "Episodes with its number"),
            [_joined(row, rows["episodes"]) for row in rows["other_databases"] if row["episode_column"]],
        ),
        "gta_claims": said,
        "cited": documents.cited(),
    }
    return page("other-databases", compiled, told)


def _database(row: Row, documents: Documents) -> list[str]:
    scope = f" {esc(row['case_scope'])}" if row["case_scope"] else ""
    return [
        f"**{esc(row['name'])}**, {esc(row['edition'])}",
        esc(row["unit_of_record"]),
        _years(row),
        (f"{row['cases']:,}" if row["cases"] else "not seen") + f"{':' if row['cases'] else ';'}{scope}" * bool(scope),
        row["threats"] or "not known",
        row["informal"] or "not known",
        esc(row["product_codes"] or "not known"),
        documents.cite(row["source_ids"]),
    ]


def _years(row: Row) -> str:
    if not row["first_year"]:
        return "not seen"
    return f"{row['first_year']} to {row['last_year']}" if row["last_year"] else f"{row['first_year']} on"


def _joined(row: Row, episodes: list[Row]) -> list[str]:
    inside = [e for e in episodes if row["first_year"] <= e["first_day"].year <= (row["last_year"] or 9999)]
    named = [f"{esc(e['title'])} ({esc(e[row['episode_column']])})" for e in episodes if e[row["episode_column"]]]
    told = ": ".join([f"{len(named)} of {len(episodes)}", *([", ".join(named)] if named else [])])
    return [esc(row["name"]), code(row["episode_column"]), f"{len(inside)} of {len(episodes)}", told]


def _reproduce(compiled: Compiled, published: Dataset, root: Path) -> str:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (root / "requirements.lock").read_bytes()
    told = {
        "python": project["requires-python"].replace(">=", "from ").replace(",<", ", below "),
        "tables": len(published.tables()),
        "measures_hash": f"{published.manifest['tables']['measures']['sha256']}",
        "pinned": len(re.findall(rb"^[A-Za-z0-9][^ ]*==", lock, flags=re.MULTILINE)),
        "lock_hash": hashlib.sha256(lock).hexdigest(),
    }
    return page("reproduce", compiled, told)
