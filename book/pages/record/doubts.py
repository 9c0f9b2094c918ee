"""What the record doubts of itself: codes, gaps, figures that do not fit, and what the checks would miss."""

import json
from collections import Counter
from dataclasses import dataclass

from exportcurbs._plurals import counted
from exportcurbs._reader import Row

from book.pages.common.markup import Markup, blocks, code, md, section, table, table_link
from book.pages.common.names import percent, spaced
from book.pages.common.record import Record

# Discrepancies of these kinds are two sources at odds; any other is a figure to look at.
AT_ODDS = {
    "revision by": "a later figure of the same office differs",
    "rival figure of": "another origin gives another figure",
}


@dataclass(frozen=True)
class Doubt:
    """One weak point: how much of what, and the section that shows it."""

    what: str
    part: int
    whole: int
    section: Markup


def compared(record: Record) -> Doubt:
    """Return the dual-use codes that nobody has compared with another list, by the digit of their reason."""
    seen = {r["code"] for r in record.rows("code_equivalents")}
    codes = record.by("control_codes", "scheme", "dual_use")
    every = Counter(r["control_reason"] for r in codes)
    without = Counter(r["control_reason"] for r in codes if r["code"] not in seen)
    found = Counter(spaced(r["relation"]) for r in record.rows("code_equivalents"))
    rows = [[code(reason), f"{without[reason]:,}", f"{n:,}"] for reason, n in sorted(every.items())]
    shown = section(
        "Comparisons not made",
        md(
            "How codes compare with the entries of other lists stands in {}: {}. A code without a row there has not "
            "been compared:",
            table_link("code_equivalents"),
            ", ".join(f"{relation} {n:,}" for relation, n in found.most_common()),
        ),
        table(("Third character", "Not compared", "Codes"), rows),
    )
    return Doubt("Dual-use codes compared with no other list", sum(without.values()), len(codes), shown)


def doubtful(record: Record) -> Doubt:
    """Return the customs codes that are doubtful, with the reasons."""
    rows = record.rows("item_customs_codes")
    weak = [r for r in rows if r["confidence"] == "doubtful"]
    own = sum(r["basis"] == "classified" for r in rows)
    cells = [[code(f"{r['edition_id']}/{r['serial']}"), code(r["customs_code"]), r["basis"], r["note"]] for r in weak]
    shown = section(
        "Doubtful customs codes",
        md(
            "{:,} of {:,} customs codes ({}) stand in no notice or catalogue: they are our classification by heading. "
            "{} marks these as doubtful:",
            own,
            len(rows),
            percent(own, len(rows)),
            table_link("item_customs_codes"),
        ),
        table(("Entry", "Customs code", "Who gave it", "Why it is doubtful"), cells, "doubts"),
    )
    return Doubt("Customs codes that are doubtful", len(weak), len(rows), shown)


def gaps(record: Record) -> Doubt:
    """Return the printed serials that could not be read, by edition."""
    read = Counter(r["edition_id"] for r in record.rows("items"))
    lost: Counter[str] = Counter()
    whole = set()
    for row in record.rows("list_gaps"):
        if read[row["edition_id"]]:
            lost[row["edition_id"]] += (row["serial_last"] or row["serial_first"]) - row["serial_first"] + 1
        else:
            whole.add(row["edition_id"])
    rows = [
        [code(e), f"{lost[e]:,}", f"{read[e]:,}", percent(lost[e], lost[e] + read[e])]
        for e in sorted(lost, key=lambda e: (-lost[e] / (lost[e] + read[e]), e))
    ]
    shown = section(
        "Entries lost",
        md(
            "Of {} no entry is recorded. Which serials are missing, and why, is on the page "
            "[The printed lists](catalogue.md).",
            counted(len(whole), "edition"),
        ),
        table(("Edition", "Missing", "Read", "Share missing"), rows),
    )
    every = lost.total() + sum(read[e] for e in lost)
    return Doubt("Entries of incomplete lists that could not be read", lost.total(), every, shown)


def uncovered(record: Record) -> Doubt:
    """Return the materials for which silence of the record means nothing."""
    materials = record.rows("materials")
    covered = {r["material_id"] for r in record.rows("coverage")}
    silent = sorted(m["name_en"] for m in materials if m["material_id"] not in covered)
    shown = section(
        "Materials without coverage of their own",
        md(
            "Coverage says from which day on the record would know a rule. For these materials no coverage of their "
            "own is stated ({}), so no rule found may mean unknown: {}.",
            table_link("coverage"),
            ", ".join(silent),
        ),
    )
    return Doubt("Materials without coverage of their own", len(silent), len(materials), shown)


def known_issues(record: Record) -> Markup:
    """Return the discrepancies that wait for an answer, one by one, and how many pairs of sources are at odds."""
    rows = record.rows("discrepancies")
    kinds = Counter(_kind(r) for r in rows)
    names = {i["indicator_id"]: i["title"] for i in record.rows("indicators")}
    names |= {m["material_id"]: m["name_en"] for m in record.rows("materials")}
    names |= {c["iso3"]: c["name"] for c in record.rows("countries")} | {"WLD": "World"}
    cells = [
        [_in_words(r["what"], names), r["expected"], r["found"], r["note"]] for r in rows if _kind(r) not in AT_ODDS
    ]
    return section(
        "Known issues",
        md("Figures that should fit together and do not ({}):", table_link("discrepancies")),
        table(("What was compared", "Expected", "Found", "Note"), cells, "issues"),
        md(
            "Besides these, {} of sources at odds ({}). Both figures of a pair are kept.",
            counted(sum(kinds[k] for k in AT_ODDS), "pair"),
            "; ".join(f"{words}: {kinds[kind]:,}" for kind, words in AT_ODDS.items()),
        ),
        _corrections(record),
    )


def _in_words(what: str, names: dict[str, str]) -> str:
    """Return what was compared with names for ids: `export_quantity Dy CHN WLD 2025-06-01` and the like."""
    kind, colon, ids = what.partition(": ")
    return kind + colon + " ".join(f"{names[word]}," if word in names else word for word in ids.split(" "))


def _kind(row: Row) -> str:
    return next((kind for kind in AT_ODDS if row["what"].startswith(kind)), "")


def _corrections(record: Record) -> Markup:
    rows = [
        [table_link(r["table"]), code(r["row_id"]), r["printed"], r["corrected"], r["reason"]]
        for r in record.rows("corrections")
    ]
    if not rows:
        return Markup("")
    return blocks(
        md("Misprints of sources that were mended, all of them ({}):", table_link("corrections")),
        table(("Table", "Row", "Printed", "Published instead", "Why"), rows, "corrections"),
    )


def mutation_score(record: Record) -> Markup:
    """Return what share of planted faults the checks catch, if it has been measured."""
    path = record.root / "book" / "measured" / "mutation.json"
    if not path.exists():
        return Markup("")
    found = json.loads(path.read_text(encoding="utf-8"))["totals"]["knowable"]
    tried, caught, named = found["tried"], found["caught"], found["named"]
    return section(
        "Faults that the checks would miss",
        f"The curated tables were broken on purpose, one fault at a time. Of {tried:,} faults that a rule could know "
        f"the checks missed {tried - caught:,} ({percent(tried - caught, tried)}); they named file, line and column of "
        f"{named:,} ({percent(named, tried)}).",
    )
