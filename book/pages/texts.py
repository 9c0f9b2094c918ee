"""What the text pages say: the values that their templates print."""

import hashlib
import re
import tomllib
from collections import Counter
from pathlib import Path

from book.pages.prose import page
from book.pages.text import esc, records
from build.compile import Compiled
from validation.published import Published
from validation.tables import GRADE_DESCRIPTION

DATABASES = (
    ("China TIES", "ties_id"),
    ("Global Sanctions Database", "gsdb_id"),
    ("Global Trade Alert", "gta_id"),
    ("OECD inventory of export restrictions", "oecd_id"),
)
TOLD_IN_FULL = 3


def text_pages(compiled: Compiled, published: Published, root: Path) -> dict[str, str]:
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
    episodes = records(compiled.frames["episodes"])
    found = [
        (name, column, [f"{esc(e['title'])} ({esc(e[column])})" for e in episodes if e[column]])
        for name, column in DATABASES
    ]
    claims = [c for c in records(compiled.frames["claims"]) if c["claimed_by"].startswith("Global Trade Alert")]
    questions = {q["question_id"]: q["text"] for q in records(compiled.frames["questions"])}
    said = [f"{esc(c['claimed_by'])} on “{esc(questions[c['question_id']])}” {esc(c['position'])}" for c in claims]
    return page("other-databases", compiled, {"databases": found, "gta_claims": said})


def _reproduce(compiled: Compiled, published: Published, root: Path) -> str:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (root / "requirements.lock").read_bytes()
    told = {
        "python": project["requires-python"].replace(">=", "from ").replace(",<", ", below "),
        "tables": len(published.tables),
        "measures_hash": f"{published.manifest['tables']['measures']['sha256']}",
        "pinned": len(re.findall(rb"^[A-Za-z0-9][^ ]*==", lock, flags=re.MULTILINE)),
        "lock_hash": hashlib.sha256(lock).hexdigest(),
    }
    return page("reproduce", compiled, told)
