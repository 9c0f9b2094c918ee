"""The page for users of 0.2.0: how many answers are others now, by kind, and why; what no longer is where it was."""

from pathlib import Path
from typing import NamedTuple

from book.pages.ask.words import REGIME_WORDS
from book.pages.common.markup import Markup, table
from book.pages.common.record import Record
from book.pages.common.template import TEMPLATES, from_template, rows_of

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
    text = (TEMPLATES / "answers-moved.sql").read_text(encoding="utf-8")
    asked = text.format(last=record.last_day, old=OLD.as_posix(), of=of, status=status, key=key)
    with record.data.connect() as connection:
        return [Moved(*row) for row in connection.sql(asked).fetchall()]


def answers_moved_page(record: Record) -> Markup:
    """Return the page."""
    asked = {
        ("Materials", "Materials", "materials"): ("material_status", "material_id"),
        ("Control codes", "Codes", "control_codes"): ("code_status", "scheme || '/' || code"),
    }
    counts = [_counted(*named, moved(record, named[-1], *where)) for named, where in asked.items()]
    return from_template("answers-moved", record, counts=counts)


def _counted(title: str, kind: str, of: str, found: list[Moved]) -> tuple[str, int, int, Markup]:
    """Return the title, how many answers there are, how many differ, and these by regime before and after."""
    others = [m for m in found if m.was != m.now]
    rows = [
        (REGIME_WORDS[m.was], REGIME_WORDS[m.now], USES[m.wmd], f"{m.answers:,}", f"{m.subjects:,}", m.why(of))
        for m in others
    ]
    shown = table(("In 0.2.0", "Now", "End use", "Answers", kind, "Why"), rows, "answers")
    return title, sum(m.answers for m in found), sum(m.answers for m in others), shown
