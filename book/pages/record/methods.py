"""The chapters on how rows were chosen, how the dataset compares with others, and how to build it again."""

import hashlib
import re
import tomllib
from collections import Counter

from exportcurbs._reader import Row

from book.pages.common.markup import Markup, bullets, code, joined, md, table, table_link
from book.pages.common.record import Record
from book.pages.common.sources import Sources
from book.pages.common.template import from_template, rows_of
from validation.definitions.tables import GRADE_DESCRIPTION, published_columns, table_info

IN_FULL = 3


def methods_page(record: Record) -> Markup:
    """Return the page on how rows were chosen."""
    titles = {e["episode_id"]: e["title"] for e in record.rows("episodes")}
    questions = {q["question_id"]: q["episode_id"] for q in record.rows("questions")}
    held = Counter(questions[c["question_id"]] for c in record.rows("claims"))
    most = sorted((n, e) for e, n in held.items() if e)[-IN_FULL:]
    return from_template(
        "methods",
        record,
        in_full=[titles[e] for _, e in reversed(most)],
        threats=sum(e["settlement"] == "not_carried_out" for e in record.rows("episodes")),
        variables=sorted({c["variable"] for c in record.rows("codings")}),
        read=Counter(s["read_as"] for s in record.rows("sources")),
        unpublished=sum(p["pedigree"] == "unpublished_report" for p in record.rows("platform_materials")),
        grade_rule=GRADE_DESCRIPTION.removeprefix("Computed. "),
        first_coverage=min((c["first_day"] for c in record.rows("coverage")), default="any day"),
    )


def glossary_page(record: Record) -> Markup:
    """Return the page of terms: what the definitions say, and words of our own where none says it."""
    terms = [(row["term"], joined((row["words"], _defined(row["of"])), " ")) for row in rows_of("glossary.csv")]
    return from_template("glossary", record, terms=terms)


def _defined(of: str) -> Markup:
    """Return what the definition of a table or a column (`table.column`) says of it, with a link."""
    name, _, column = of.partition(".")
    if not name:
        return Markup("")
    info = table_info(name)
    said = next((c.description for c in published_columns(info) if c.name == column), info.title)
    return md("{}{}: {}", table_link(name), md(", column {}", code(column)) if column else "", said)


def other_databases_page(record: Record) -> Markup:
    """Return the page that compares the dataset with others and says how to join them."""
    sources, databases = record.sources("other-databases"), record.rows("other_databases")
    questions = {q["question_id"]: q["text"] for q in record.rows("questions")}
    claims = [c for c in record.rows("claims") if c["claimed_by"].startswith("Global Trade Alert")]
    has = ("Database", "One record is", "Years", "Records", "Threats", "Without an order", "Goods", "Sources")
    joins = ("Database", "Column", "Episodes in its years", "Episodes with its number")
    return from_template(
        "other-databases",
        record,
        has=table(has, [_database(row, sources) for row in databases], "databases"),
        joins=table(joins, [_joined(row, record.rows("episodes")) for row in databases if row["episode_column"]]),
        gta_claims=bullets(f"{c['claimed_by']} on “{questions[c['question_id']]}” {c['position']}" for c in claims),
        cited=sources.foot(),
    )


def _database(row: Row, sources: Sources) -> list[object]:
    cases = f"{row['cases']:,}" if row["cases"] else "not seen"
    scope = f"{':' if row['cases'] else ';'} {row['case_scope']}" if row["case_scope"] else ""
    return [
        md("**{}**, {}", row["name"], row["edition"]),
        row["unit_of_record"],
        _years(row),
        cases + scope,
        row["threats"] or "not known",
        row["informal"] or "not known",
        row["product_codes"] or "not known",
        sources.cite(row["source_ids"]),
    ]


def _years(row: Row) -> str:
    if not row["first_year"]:
        return "not seen"
    return f"{row['first_year']} to {row['last_year']}" if row["last_year"] else f"{row['first_year']} on"


def _joined(row: Row, episodes: list[Row]) -> list[object]:
    inside = [e for e in episodes if row["first_year"] <= e["first_day"].year <= (row["last_year"] or 9999)]
    named = [f"{e['title']} ({e[row['episode_column']]})" for e in episodes if e[row["episode_column"]]]
    found = joined((f"{len(named)} of {len(episodes)}", ", ".join(named)), ": ")
    return [row["name"], code(row["episode_column"]), f"{len(inside)} of {len(episodes)}", found]


def reproduce_page(record: Record) -> Markup:
    """Return the page on how to build everything again."""
    project = tomllib.loads((record.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (record.root / "requirements.lock").read_bytes()
    return from_template(
        "reproduce",
        record,
        python=project["requires-python"].replace(">=", "from ").replace(",<", ", below "),
        measures_hash=record.data.manifest["tables"]["measures"]["sha256"],
        pinned=len(re.findall(rb"^[A-Za-z0-9][^ ]*==", lock, flags=re.MULTILINE)),
        lock_hash=hashlib.sha256(lock).hexdigest(),
    )


def contribute_page(record: Record) -> Markup:
    """Return the page for contributors."""
    return from_template("contribute", record, releasing=(record.root / "RELEASING.md").exists())


def changelog_page(record: Record) -> Markup:
    """Return the page of versions."""
    return from_template("changelog", record)
