"""What the record doubts of itself: codes, gaps, figures that do not fit, and what the checks would miss."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from exportcurbs._reader import Row

from book.pages.common.markup import code, table, table_link
from book.pages.common.names import spaced, words_of
from book.pages.common.record import Record

# Discrepancies of these kinds are two sources at odds; any other is a figure to look at.
AT_ODDS = words_of("at odds")


@dataclass(frozen=True)
class Doubt:
    """One weak point: how much of what; its section is `book/templates/quality/<name>.md.j2`, told what it needs."""

    name: str
    what: str
    part: int
    whole: int
    shown: Mapping[str, object] = field(default_factory=dict)


def compared(record: Record) -> Doubt:
    """Return the dual-use codes that nobody has compared with another list, by the digit of their reason."""
    seen = {r["code"] for r in record.rows("code_equivalents")}
    codes = record.by("control_codes", "scheme", "dual_use")
    every = Counter(r["control_reason"] for r in codes)
    without = Counter(r["control_reason"] for r in codes if r["code"] not in seen)
    found = Counter(spaced(r["relation"]) for r in record.rows("code_equivalents"))
    rows = [[code(reason), f"{without[reason]:,}", f"{n:,}"] for reason, n in sorted(every.items())]
    shown = {
        "found": ", ".join(f"{relation} {n:,}" for relation, n in found.most_common()),
        "table": table(("Third character", "Not compared", "Codes"), rows),
    }
    return Doubt("compared", "Dual-use codes compared with no other list", without.total(), len(codes), shown)


def doubtful(record: Record) -> Doubt:
    """Return the customs codes that are doubtful, with the reasons."""
    rows = record.rows("item_customs_codes")
    weak = [r for r in rows if r["confidence"] == "doubtful"]
    cells = [[code(f"{r['edition_id']}/{r['serial']}"), code(r["customs_code"]), r["basis"], r["note"]] for r in weak]
    table_of = table(("Entry", "Customs code", "Who gave it", "Why it is doubtful"), cells, "doubts")
    shown = {"own": sum(r["basis"] == "classified" for r in rows), "table": table_of}
    return Doubt("doubtful", "Customs codes that are doubtful", len(weak), len(rows), shown)


def gaps(record: Record) -> Doubt:
    """Return how many printed serials could not be read, of lists that were read in part, and how many lists not."""
    read = Counter(r["edition_id"] for r in record.rows("items"))
    lost: Counter[str] = Counter()
    for row in record.rows("list_gaps"):
        lost[row["edition_id"]] += (row["serial_last"] or row["serial_first"]) - row["serial_first"] + 1
    missing = sum(n for edition, n in lost.items() if read[edition])
    whole, unread = missing + sum(read[edition] for edition in lost), sum(not read[edition] for edition in lost)
    return Doubt("gaps", "Entries of incomplete lists that could not be read", missing, whole, {"unread": unread})


def uncovered(record: Record) -> Doubt:
    """Return the materials for which silence of the record means nothing."""
    materials = record.rows("materials")
    covered = {r["material_id"] for r in record.rows("coverage")}
    silent = sorted(m["name_en"] for m in materials if m["material_id"] not in covered)
    what = "Materials without coverage of their own"
    return Doubt("uncovered", what, len(silent), len(materials), {"silent": silent})


def known_issues(record: Record) -> dict[str, object]:
    """Return the discrepancies that wait for an answer, how many pairs of sources are at odds, mended misprints."""
    rows = record.rows("discrepancies")
    kinds = Counter(_kind(r) for r in rows)
    names = {i["indicator_id"]: i["title"] for i in record.rows("indicators")}
    names |= {m["material_id"]: m["name_en"] for m in record.rows("materials")}
    names |= {c["iso3"]: c["name"] for c in record.rows("countries")} | {"WLD": "World"}
    cells = [
        [_in_words(r["what"], names), r["expected"], r["found"], r["note"]] for r in rows if _kind(r) not in AT_ODDS
    ]
    mended = [
        [table_link(r["table"]), code(r["row_id"]), r["printed"], r["corrected"], r["reason"]]
        for r in record.rows("corrections")
    ]
    return {
        "issues": table(("What was compared", "Expected", "Found", "Note"), cells, "issues"),
        "at_odds": [(words, kinds[kind]) for kind, words in AT_ODDS.items()],
        "corrections": table(("Table", "Row", "Printed", "Published instead", "Why"), mended, "corrections"),
    }


def _in_words(what: str, names: dict[str, str]) -> str:
    """Return what was compared with names for ids: `export_quantity Dy CHN WLD 2025-06-01` and the like."""
    kind, colon, ids = what.partition(": ")
    return kind + colon + " ".join(f"{names[word]}," if word in names else word for word in ids.split(" "))


def _kind(row: Row) -> str:
    return next((kind for kind in AT_ODDS if row["what"].startswith(kind)), "")


def faults_missed(record: Record) -> dict[str, int] | None:
    """Return how many planted faults the checks catch, if it has been measured."""
    path = record.root / "book" / "measured" / "mutation.json"
    found: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))["totals"]["knowable"] if path.exists() else {}
    return found or None
