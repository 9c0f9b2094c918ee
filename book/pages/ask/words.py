"""An answer in words, and in one letter, as every page prints it."""

import exportcurbs as ec
from exportcurbs._reader import Row

from book.pages.common.names import words_of

REGIME_WORDS = words_of("regime")
USE_WORDS = words_of("end use")
# One letter says what the colour says; of what is not known none.
LETTERS = words_of("letter of a regime")
TRADE_WORDS = {"has_quota": "quota", "has_licence": "export licence", "has_state_trading": "state trading"}
REST_WORDS = words_of("effect at rest")
LISTS = {"control": "control list", "watch": "watch list", "unreliable": "unreliable entity list"}


def trade_words(row: Row) -> list[str]:
    """Return what stands in the trade layer beside a status."""
    found = [words for column, words in TRADE_WORDS.items() if row[column]]
    return [*found, f"duty of {row['duty_pct']:g} %"] if row["duty_pct"] else found


def letter(answer: ec.Status) -> str:
    """Return the letter of an answer, with a question mark where it is presumed."""
    return LETTERS[answer.regime] + ("?" if answer.basis == "presumed" else "")


def since_words(answer: ec.Status) -> str:
    """Return since when; before the first day that was read nobody can say that there was no control."""
    if answer.regime == "unknown" or not answer.since:
        return ""
    before = [s.regime for s in answer.question.spells if s.last < answer.since.toordinal()]
    read = answer.regime == "none" and before[-1:] in ([], ["unknown"])
    return f"on record, which was read from {answer.since} on" if read else f"since {answer.since}"


def resting(answer: ec.Status) -> str:
    """Return what further rule is suspended, and until when by its own text; nothing if there is none."""
    found = {
        f"a further {REST_WORDS[r['effect']]} is suspended" + (f" until {r['until']}" if r["until"] else "")
        for r in answer.suspended
    }
    return "; ".join(sorted(found))


def in_words(answer: ec.Status) -> str:
    """Return an answer in words: what it needs, since when, how sure, what is suspended."""
    presumed = "(presumed)" if answer.basis == "presumed" else ""
    said = " ".join(filter(None, (REGIME_WORDS[answer.regime], since_words(answer), presumed)))
    return "; ".join(filter(None, (said, resting(answer))))
