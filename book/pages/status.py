"""The pages on status (what an export needed on the as-of day, and how far the record reaches) and the catalogue."""

from collections import Counter, defaultdict

from book.pages.text import Row, code, counted, esc, percent, pipe_table, records, stamp, table_link
from build.compile import Compiled

REGIME_WORDS = {
    "none": "no control",
    "licence": "licence",
    "licence_strict": "licence, stricter review",
    "denial_in_principle": "refused in principle",
    "prohibited": "prohibited",
    "unknown": "unknown",
}


EXAMPLES = (
    "Any other day, destination or code:",
    "",
    "```python",
    "import exportcurbs as ec",
    "",
    'print(ec.status("Ga", "USA", "2024-12-10"))',
    'print(ec.status("3C001.a", "DEU", "2025-06-01", end_use="military"))',
    'print(ec.status("Dy", "DEU", "2026-09-01", entity="rheinmetall"))',
    "```",
    "",
)


def status_page(compiled: Compiled) -> str:
    """Return the page with the status of every material on the as-of day, and the coverage of each layer."""
    names = {m["material_id"]: m["name_en"] for m in records(compiled.frames["materials"])}
    last = [r for r in records(compiled.frames["material_status"]) if r["end_use"] in ("civil", "military")]
    day = max((r["last_day"] for r in last), default=None)
    now = {(r["material_id"], r["destination"], r["end_use"]): r for r in last if r["last_day"] == day}
    places = sorted({place for _, place, _ in now}, key=lambda p: (p == "ROW", p))
    known = sorted({m for (m, _, _), r in now.items() if r["regime"] != "unknown"}, key=lambda m: names[m])
    rows = [
        [f"{esc(names[m])} ({esc(m)})", *(_answers(now, m, place) for place in places), _trade(now, m, places)]
        for m in known
    ]
    headings = ("Material", *(f"To {p}: civil / military" for p in places), "Trade layer")
    silent = sorted(esc(names[m]) for m in names if m not in known)
    lines = [
        "# What an export needs",
        "",
        f"The strictest rule over the goods of each material on {compiled.release.as_of}, computed from the measures. "
        "ROW is every destination that no rule singles out. A half-sure answer (no source attests it to that day) has "
        "a question mark. Practice is not in this table: it stands as claims on the pages of the episodes.",
        "",
        *pipe_table(headings, rows, "status"),
        f"No answer yet for: {', '.join(silent)}." if silent else "",
        "",
        *EXAMPLES,
        "## How far the record reaches",
        "",
        "Silence counts as absence only in these days. Outside them an answer is unknown unless a rule is found.",
        "",
        *_coverage(compiled),
        stamp(compiled.release),
        "",
    ]
    return "\n".join(lines)


def _answers(now: dict[tuple[str, str, str], Row], material: str, place: str) -> str:
    words = []
    for end_use in ("civil", "military"):
        row = now.get((material, place, end_use))
        mark = "?" if row and row["basis"] == "presumed" else ""
        words.append(REGIME_WORDS[row["regime"]] + mark if row else REGIME_WORDS["unknown"])
    return words[0] if words[0] == words[1] else " / ".join(words)


def _trade(now: dict[tuple[str, str, str], Row], material: str, places: list[str]) -> str:
    row = next((now[material, p, "civil"] for p in places if (material, p, "civil") in now), None)
    if not row:
        return ""
    told = {"has_quota": "quota", "has_licence": "export licence", "has_state_trading": "state trading"}
    found = [words for column, words in told.items() if row[column]]
    return ", ".join([*found, f"duty {row['duty_pct']:g} %"] if row["duty_pct"] else found)


def _coverage(compiled: Compiled) -> list[str]:
    rows = [
        [
            esc(r["layer"].replace("_", " ")),
            esc(r["material_id"] or (r["group_id"] or "all codes").replace("_", " ")),
            str(r["first_day"]),
            str(r["last_day"]),
            esc(r["basis"].replace("_", " ")),
            esc(r["note"]),
        ]
        for r in records(compiled.frames["coverage"])
    ]
    return pipe_table(("Layer", "For", "From", "To", "Because", "Note"), rows, "coverage")


def catalogue_page(compiled: Compiled) -> str:
    """Return the page on the printed lists: what is recorded, what is missing, how well it was read."""
    found: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in records(compiled.frames["items"]):
        found[row["edition_id"], row["section"], row["direction"]][0] += 1
    for row in records(compiled.frames["list_gaps"]):
        if row["serial_last"]:
            lost = row["serial_last"] - row["serial_first"] + 1
            found[row["edition_id"], row["section"], row["direction"]][1] += lost
    rows = [
        [code(e), esc(s.replace("_", " ")), d, f"{have:,}", f"{lost:,}" if lost else "", f"{have + lost:,}"]
        for (e, s, d), (have, lost) in sorted(found.items())
    ]
    gaps = [
        [code(g["edition_id"]), esc(g["section"].replace("_", " ")), _run(g), esc(g["reason"])]
        for g in records(compiled.frames["list_gaps"])
    ]
    lines = [
        "# The printed lists",
        "",
        "Entries of the yearly licence catalogue and of the annexes of announcements, in Chinese and English: "
        f"{table_link('items')}. Serials that could not be read stand in {table_link('list_gaps')}.",
        "",
        *pipe_table(("Edition", "Part", "Direction", "Read", "Missing", "Together"), rows),
        "## What is missing",
        "",
        *pipe_table(("Edition", "Part", "Serials", "Why"), gaps, "gaps"),
        "## How well it was read",
        "",
        *_confidence(compiled),
        f"Second readings of random samples stand on the page {'[How sure is it?](quality.md)'}.",
        "",
        stamp(compiled.release),
        "",
    ]
    return "\n".join(lines)


def _run(gap: Row) -> str:
    first, last = gap["serial_first"], gap["serial_last"]
    return str(first) if first == last else f"{first} to {last or 'the unknown end'}"


def _confidence(compiled: Compiled) -> list[str]:
    lines = []
    for table, column, words in (
        ("control_codes", "name_basis", "names of codes"),
        ("item_customs_codes", "confidence", "customs codes"),
        ("item_customs_codes", "basis", "customs codes, by who printed them"),
        ("code_equivalents", "relation", "comparisons with other lists"),
    ):
        counts = Counter(r[column] for r in records(compiled.frames[table]))
        whole = sum(counts.values())
        shares = ", ".join(f"{esc(v.replace('_', ' '))} {n:,} ({percent(n, whole)})" for v, n in counts.most_common())
        lines += [f"- {counted(whole, words.split(',')[0].rstrip('s'), words)}: {shares}"]
    return [*lines, ""]
