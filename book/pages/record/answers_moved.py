"""The page for users of 0.2.0: how many answers are others now, by kind, and why; what no longer is where it was."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from exportcurbs._plurals import counted

from book.pages.ask.words import REGIME_WORDS
from book.pages.common.markup import Markup, bullets, code, heading, md, page, section, table, table_link
from book.pages.common.names import percent
from book.pages.common.record import Record

OLD = Path(__file__).resolve().parents[3] / "datasets" / "releases" / "0.2.0"
RISK = "From December 2020 on a known risk of weapons asks for a licence, whatever the list says."
OLDER_LISTS = "Rules that were not rows are: lists from 1997 on, nuclear, chemical and precursor regulations"
USES = ("other", "weapons of mass destruction")
# Why, by regime before and after; for weapons of mass destruction by a word more where they have a reason of their own.
MATERIALS = {
    "unknown, licence, wmd": f"{RISK} {OLDER_LISTS}.",
    "none, licence, wmd": RISK,
    "denial_in_principle, licence, wmd": f"As below; {RISK[0].lower()}{RISK[1:]}",
    "unknown, none": "The dual-use list was read as a whole from December 2024 on: what it does not hold is free, "
    "presumed until a source speaks of it; of a few a source says when the first control began.",
    "unknown, licence": f"{OLDER_LISTS}. Graphite has no hole in December 2023.",
    "licence, none": "A narrow entry, such as a powder or three compounds, stood for the whole material. Now the goods "
    "decide in which it is mostly traded; what the entry asks of others stands in strictest.",
    "prohibited, none": "As for licences: rules on all dual-use items reach a material as far as its entries do.",
    "denial_in_principle, none": "As for licences: of diamond only superhard kinds were refused.",
    "prohibited, licence": "Uranium: the ban reaches what the dual-use list holds, powders; the rest needs a licence "
    "under the nuclear regulations.",
    "none, unknown": "Promethium has no goods in which it is traded, so that nothing is said of it.",
}
CODES = {
    "unknown, licence, wmd": f"{RISK} {OLDER_LISTS}.",
    "none, licence, wmd": RISK,
    "unknown, licence": f"{OLDER_LISTS}, and the catalogues of technology.",
    "unknown, prohibited": "The catalogues of technology ban transfers, which count for technology as exports do.",
    "none, prohibited": "Prohibited technology stood as free: a ban on transfer was not read as one on export.",
    "none, licence": "Restricted technology and isotopes stood as free: their own rules are read now.",
    "unknown, none": "Sources state when a first control began, so that there was none before.",
    "none, unknown": "An entry of another list, such as one of imports, is not free because the dual-use list lacks "
    "it; what 1E902 holds stood in the catalogue of technology before.",
    "licence, unknown": "1C108.c: of the rule of 2006 only spheroidised graphite is known to have been named.",
    "prohibited, licence": "The ban on helium names one customs code, which is not that of helium-3.",
}
ASKED = """
    WITH days AS (SELECT unnest(generate_series(DATE '2009-01-01', DATE '{last}', INTERVAL 1 MONTH))::DATE AS day),
    old AS (SELECT {key} AS subject, * FROM read_parquet('{old}/{status}.parquet')),
    new AS (SELECT {key} AS subject, * FROM {status}),
    known AS (SELECT {key} AS subject FROM {of} INTERSECT SELECT {key} FROM read_parquet('{old}/{of}.parquet')),
    asked AS (FROM known, (SELECT DISTINCT destination, end_use FROM old), days),
    found AS (SELECT q.subject, q.end_use = 'wmd' AS wmd, coalesce(o.regime, 'unknown') AS was,
            coalesce(n.regime, r.regime, 'unknown') AS now FROM asked AS q
        LEFT JOIN old AS o ON o.subject = q.subject AND o.end_use = q.end_use
            AND o.destination = q.destination AND day BETWEEN o.first_day AND o.last_day
        LEFT JOIN new AS n ON n.subject = q.subject AND n.end_use = q.end_use
            AND n.destination = q.destination AND day BETWEEN n.first_day AND n.last_day
        LEFT JOIN new AS r ON r.subject = q.subject AND r.end_use = q.end_use
            AND r.destination = 'ROW' AND day BETWEEN r.first_day AND r.last_day)
    SELECT was, now, wmd, count(*), count(DISTINCT subject) FROM found GROUP BY ALL ORDER BY 4 DESC, was, now, wmd
"""


class Moved(NamedTuple):
    """How many answers went from one regime to another; wmd: those for weapons of mass destruction."""

    was: str
    now: str
    wmd: bool
    answers: int
    subjects: int

    def why(self, reasons: Mapping[str, str]) -> str:
        """Return the reason, that for all end uses where this one has none of its own."""
        pair = f"{self.was}, {self.now}"
        return (reasons.get(f"{pair}, wmd") if self.wmd else None) or reasons.get(pair, "")


def moved(record: Record, of: str, status: str, key: str) -> list[Moved]:
    """Return the answers of both releases on the first day of each month, by regime in the old one and now."""
    asked = ASKED.format(last=record.last_day, old=OLD.as_posix(), of=of, status=status, key=key)
    with record.data.connect() as connection:
        return [Moved(*row) for row in connection.sql(asked).fetchall()]


def answers_moved_page(record: Record) -> Markup:
    """Return the page."""
    materials = moved(record, "materials", "material_status", "material_id")
    codes = moved(record, "control_codes", "code_status", "scheme || '/' || code")
    return page(
        heading(1, f"From 0.2.0 to {record.version}: other answers"),
        "The rows of 0.2.0 were mostly right; what was computed from them often was not. The law is now read once, by "
        "one engine, through the goods in which materials are traded. Below, the same questions are put to both "
        "releases: each material and each control code that both have, to the United States, Japan and the rest of "
        "the world, for five end uses, on the first day of each month from January 2009 on.",
        _counted("Materials", "Materials", materials, MATERIALS),
        _counted("Control codes", "Codes", codes, CODES),
        section(
            "What to change in your work", bullets(_advice()), md("All that is retired: {}.", table_link("retired"))
        ),
        record.stamp,
    )


def _counted(title: str, kind: str, found: list[Moved], reasons: Mapping[str, str]) -> Markup:
    total, others = sum(m.answers for m in found), [m for m in found if m.was != m.now]
    differ = sum(m.answers for m in others)
    rows = [
        (REGIME_WORDS[m.was], REGIME_WORDS[m.now], USES[m.wmd], f"{m.answers:,}", f"{m.subjects:,}", m.why(reasons))
        for m in others
    ]
    return section(
        title,
        f"Of {counted(total, 'answer')} {differ:,} differ ({percent(differ, total)}).",
        table(("In 0.2.0", "Now", "End use", "Answers", kind, "Why"), rows, "answers"),
    )


def _advice() -> list[Markup]:
    return [
        md("{} of a material is that of the goods in which it is mostly traded. For what 0.2.0 called control of a "
           "material, any entry that touches it, take {}.", code("regime"), code("strictest")),
        md("Ask for goods ({}) where you know them, and say what is known of the shipment in {}.",
           code("antimony-oxide"), code("facts")),
        md("{} is only for what the record does not settle; {} is the sure floor. Do not code it as none.",
           code("unknown"), code("at_least")),
        md("For trade data by six digits a line is under a regime only where all of it is; {} says whether it is "
           "controlled whole or in part.", code("coverage")),
        md("{} and {} of {} are gone: {} has each goods. {} runs over goods.", code("mildest"), code("forms"),
           code("material_status"), code("goods_status"), code("supply_chains")),
    ]  # fmt: skip
