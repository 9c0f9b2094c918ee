"""Parts of an episode's page that tell what happened and what is disputed."""

from book.pages.text import Documents, Row, esc, pipe_table

Rows = dict[str, list[Row]]


def chronology(rows_of: Rows, name: str, documents: Documents) -> list[str]:
    """Return what happened, by day; events of the role `context` stay in the table."""
    found = [e for e in rows_of["events"] if name in (e["episode_ids"] or []) and e["role"] != "context"]
    found.sort(key=lambda e: (e["date"] or e["date_earliest"], e["event_id"]))
    rows = [
        [
            # a hyphen at which no line breaks
            str(e["date"] or f"{e['date_earliest']} to {e['date_latest']}").replace("-", "\u2011"),
            esc(e["role"]),
            esc(e["summary"]),
            documents.cite(e["source_ids"]),
        ]
        for e in found
    ]
    return ["## What happened", "", *pipe_table(("Day", "Role", "What", "Sources"), rows, "events")] if rows else []


def coded(rows_of: Rows, row: Row) -> list[str]:
    """Return the coded variables of an episode with the rule of each value."""
    rules = {(r["variable"], r["value"]): r["rule"] for r in rows_of["coding_rules"]}
    rows = [
        [esc(v.replace("_", " ")), esc(row[v].replace("_", " ")), esc(rules[v, row[v]])]
        for v in dict.fromkeys(variable for variable, _ in rules)
        if row[v]
    ]
    return ["## How it is coded", "", *pipe_table(("Variable", "Value", "Rule"), rows, "coded")] if rows else []


def disputed(rows_of: Rows, name: str, documents: Documents) -> list[str]:
    """Return the questions of an episode with the claims of each side."""
    questions = [q for q in rows_of["questions"] if q["episode_id"] == name]
    if not questions:
        return []
    lines = ["## What is disputed", "", "Each side as it stands in the record. The dataset does not settle it.", ""]
    for question in questions:
        lines += [f"### {esc(question['text'])}", ""]
        for claim in (c for c in rows_of["claims"] if c["question_id"] == question["question_id"]):
            value = _value(claim)
            lines += [
                f"- **{esc(claim['position'])}**{f' ({esc(value)})' if value else ''} "
                f"{esc(claim['claimed_by'])}. {documents.cite(claim['source_ids'])}"
            ]
        lines.append("")
    return lines


def _value(claim: Row) -> str:
    if claim["value_type"] == "yes_no":
        return "yes" if claim["value_num"] else "no"
    if claim["value_type"] == "number":
        return f"{claim['value_num']:,.10g} {claim['unit'].replace('_', ' ')}"
    return str(claim["value_date"] or "")
