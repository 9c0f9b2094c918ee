"""The page for users of 0.2.0: how many answers are others now, by kind, and why; what no longer is where it was."""

from pathlib import Path
from typing import NamedTuple

from exportcurbs._plurals import counted

from book.pages.ask.words import REGIME_WORDS
from book.pages.common.markup import Markup, bullets, code, md, section, table, table_link
from book.pages.common.names import percent
from book.pages.common.record import Record
from book.pages.common.template import TEMPLATES, rows_of

OLD = Path(__file__).resolve().parents[3] / "datasets" / "releases" / "0.2.0"
REASONS = "answers-moved.csv"
USES = ("other", "weapons of mass destruction")


class Moved(NamedTuple):
    """How many answers went from one regime to another; wmd: those for weapons of mass destruction."""

    was: str
    now: str
    wmd: bool
    answers: int
    subjects: int

    def why(self, of: str) -> str:
        """Return the reason, that for all end uses where this one has none of its own."""
        pair = (of, self.was, self.now)
        found = {r["end_use"]: r["why"] for r in rows_of(REASONS) if (r["of"], r["was"], r["now"]) == pair}
        return str((found.get("wmd") if self.wmd else None) or found.get("", ""))


def moved(record: Record, of: str, status: str, key: str) -> list[Moved]:
    """Return the answers of both releases on the first day of each month, by regime in the old one and now."""
    asked = (
        (TEMPLATES / "answers-moved.sql")
        .read_text(encoding="utf-8")
        .format(last=record.last_day, old=OLD.as_posix(), of=of, status=status, key=key)
    )
    with record.data.connect() as connection:
        return [Moved(*row) for row in connection.sql(asked).fetchall()]


def answers_moved_page(record: Record) -> Markup:
    """Return the page."""
    materials = moved(record, "materials", "material_status", "material_id")
    codes = moved(record, "control_codes", "code_status", "scheme || '/' || code")
    return record.page(
        f"From 0.2.0 to {record.version}: other answers",
        "The rows of 0.2.0 were mostly right; what was computed from them often was not. The law is now read once, by "
        "one engine, through the goods in which materials are traded. Below, the same questions are put to both "
        "releases: each material and each control code that both have, to the United States, Japan and the rest of "
        "the world, for five end uses, on the first day of each month from January 2009 on.",
        _counted("Materials", "Materials", materials, "materials"),
        _counted("Control codes", "Codes", codes, "control_codes"),
        section(
            "What to change in your work", bullets(_advice()), md("All that is retired: {}.", table_link("retired"))
        ),
    )


def _counted(title: str, kind: str, found: list[Moved], of: str) -> Markup:
    total, others = sum(m.answers for m in found), [m for m in found if m.was != m.now]
    differ = sum(m.answers for m in others)
    rows = [
        (REGIME_WORDS[m.was], REGIME_WORDS[m.now], USES[m.wmd], f"{m.answers:,}", f"{m.subjects:,}", m.why(of))
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
