"""What the record doubts of itself: codes, gaps, figures that do not fit, and what the checks would miss."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from book.pages.common.markup import code, esc, pipe_table
from book.pages.common.text import Row, counted, percent, records, table_link
from build.compile import Compiled

MEASURED = Path(__file__).resolve().parents[2] / "measured"
# Discrepancies of these kinds are two sources at odds; any other is a figure to look at.
AT_ODDS = {
    "revision by": "a later figure of the same office differs",
    "rival figure of": "another origin gives another figure",
}


@dataclass(frozen=True)
class Section:
    """One weak point: how much of what, and the lines that show it."""

    what: str
    part: int
    whole: int
    lines: list[str]


def compared(compiled: Compiled) -> Section:
    """Return the dual-use codes that nobody has compared with another list, by the digit of their reason."""
    seen = {r["code"] for r in records(compiled.frames["code_equivalents"])}
    codes = [r for r in records(compiled.frames["control_codes"]) if r["scheme"] == "dual_use"]
    every = Counter(r["control_reason"] for r in codes)
    without = Counter(r["control_reason"] for r in codes if r["code"] not in seen)
    found = Counter(r["relation"].replace("_", " ") for r in records(compiled.frames["code_equivalents"]))
    shares = ", ".join(f"{relation} {n:,}" for relation, n in found.most_common())
    told = (
        f"How codes compare with the entries of other lists stands in {table_link('code_equivalents')}: {shares}. "
        "A code without a row there has not been compared:"
    )
    lines = ["## Comparisons not made", "", told, ""]
    table = [[code(reason), f"{without[reason]:,}", f"{n:,}"] for reason, n in sorted(every.items())]
    lines += pipe_table(("Third character", "Not compared", "Codes"), table)
    return Section("Dual-use codes compared with no other list", sum(without.values()), len(codes), lines)


def doubtful(compiled: Compiled) -> Section:
    """Return the customs codes that are doubtful, with the reasons."""
    rows = records(compiled.frames["item_customs_codes"])
    weak = [r for r in rows if r["confidence"] == "doubtful"]
    own = sum(r["basis"] == "classified" for r in rows)
    table = [
        [code(f"{r['edition_id']}/{r['serial']}"), code(r["customs_code"]), esc(r["basis"]), esc(r["note"])]
        for r in weak
    ]
    told = (
        f"{own:,} of {len(rows):,} customs codes ({percent(own, len(rows))}) stand in no notice or catalogue: they are "
        f"our classification by heading. {table_link('item_customs_codes')} marks these as doubtful:"
    )
    lines = ["## Doubtful customs codes", "", told, ""]
    lines += pipe_table(("Entry", "Customs code", "Who gave it", "Why it is doubtful"), table, "doubts")
    return Section("Customs codes that are doubtful", len(weak), len(rows), lines)


def gaps(compiled: Compiled) -> Section:
    """Return the printed serials that could not be read, by edition."""
    read = Counter(r["edition_id"] for r in records(compiled.frames["items"]))
    lost: Counter[str] = Counter()
    whole = set()
    for row in records(compiled.frames["list_gaps"]):
        if read[row["edition_id"]]:
            lost[row["edition_id"]] += (row["serial_last"] or row["serial_first"]) - row["serial_first"] + 1
        else:
            whole.add(row["edition_id"])
    rows = [
        [code(e), f"{lost[e]:,}", f"{read[e]:,}", percent(lost[e], lost[e] + read[e])]
        for e in sorted(lost, key=lambda e: (-lost[e] / (lost[e] + read[e]), e))
    ]
    told = (
        f"Of {counted(len(whole), 'edition')} no entry is recorded. Which serials are missing, and why, is on the page "
        "[The printed lists](catalogue.md)."
    )
    lines = ["## Entries lost", "", told, "", *pipe_table(("Edition", "Missing", "Read", "Share missing"), rows)]
    return Section(
        "Entries of incomplete lists that could not be read",
        lost.total(),
        lost.total() + sum(read[e] for e in lost),
        lines,
    )


def uncovered(compiled: Compiled) -> Section:
    """Return the materials for which silence of the record means nothing."""
    materials = {m["material_id"]: m["name_en"] for m in records(compiled.frames["materials"])}
    covered = {r["material_id"] for r in records(compiled.frames["coverage"])}
    open_ = sorted(esc(name) for key, name in materials.items() if key not in covered)
    told = (
        "Coverage says from which day on the record would know a rule. For these materials no coverage of their own is "
        f"stated ({table_link('coverage')}), so no rule found may mean unknown: {', '.join(open_)}."
    )
    lines = ["## Materials without coverage of their own", "", told, ""]
    return Section("Materials without coverage of their own", len(open_), len(materials), lines)


def known_issues(compiled: Compiled) -> list[str]:
    """Return the discrepancies that wait for an answer, one by one, and how many pairs of sources are at odds."""
    rows = records(compiled.frames["discrepancies"])
    kinds = Counter(_kind(r) for r in rows)
    names = {i["indicator_id"]: i["title"] for i in records(compiled.frames["indicators"])}
    names |= {m["material_id"]: m["name_en"] for m in records(compiled.frames["materials"])}
    names |= {c["iso3"]: c["name"] for c in records(compiled.frames["countries"])} | {"WLD": "World"}
    table = [
        [esc(_in_words(r["what"], names)), esc(r["expected"]), esc(r["found"]), esc(r["note"])]
        for r in rows
        if _kind(r) not in AT_ODDS
    ]
    told = "; ".join(f"{AT_ODDS[k]}: {kinds[k]:,}" for k in AT_ODDS)
    return [
        "## Known issues",
        "",
        f"Figures that should fit together and do not ({table_link('discrepancies')}):",
        "",
        *pipe_table(("What was compared", "Expected", "Found", "Note"), table, "issues"),
        f"Besides these, {counted(sum(kinds[k] for k in AT_ODDS), 'pair')} of sources at odds ({told}). Both figures "
        "of a pair are kept.",
        "",
        *_corrections(compiled),
    ]


def _in_words(what: str, names: dict[str, str]) -> str:
    """Return what was compared with names for ids: `export_quantity Dy CHN WLD 2025-06-01` and the like."""
    kind, colon, ids = what.partition(": ")
    return kind + colon + " ".join(f"{names[word]}," if word in names else word for word in ids.split(" "))


def _kind(row: Row) -> str:
    return next((kind for kind in AT_ODDS if row["what"].startswith(kind)), "")


def _corrections(compiled: Compiled) -> list[str]:
    rows = [
        [table_link(r["table"]), code(r["row_id"]), esc(r["printed"]), esc(r["corrected"]), esc(r["reason"])]
        for r in records(compiled.frames["corrections"])
    ]
    if not rows:
        return []
    told = f"Misprints of sources that were mended, all of them ({table_link('corrections')}):"
    return [told, "", *pipe_table(("Table", "Row", "Printed", "Published instead", "Why"), rows, "corrections")]


def mutation_score() -> list[str]:
    """Return what share of planted faults the checks catch, if it has been measured."""
    path = MEASURED / "mutation.json"
    if not path.exists():
        return []
    found = json.loads(path.read_text(encoding="utf-8"))["totals"]["knowable"]
    tried, caught, named = found["tried"], found["caught"], found["named"]
    return [
        "## Faults that the checks would miss",
        "",
        f"The curated tables were broken on purpose, one fault at a time. Of {tried:,} faults that a rule could know "
        f"the checks missed {tried - caught:,} ({percent(tried - caught, tried)}); they named file, line and column of "
        f"{named:,} ({percent(named, tried)}).",
        "",
    ]
