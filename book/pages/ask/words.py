"""An answer in words, and in one letter, as every page prints it."""

import itertools

import exportcurbs as ec
from exportcurbs._reader import Row
from exportcurbs._words import needed as in_both

from book.pages.common.names import words_of

REGIME_WORDS = words_of("regime")
USE_WORDS = words_of("end use")
# One letter says what the colour says; of what is not known none.
LETTERS = words_of("letter of a regime")
TRADE_WORDS = {"has_quota": "quota", "has_licence": "export licence", "has_state_trading": "state trading"}
REST_WORDS = words_of("effect at rest")
FREE, SEVERAL = ("none", "unknown"), 2
LISTS = {"control": "control list", "watch": "watch list", "unreliable": "unreliable entity list"}


def trade_words(row: Row) -> list[str]:
    """Return what stands in the trade layer beside a status."""
    found = [words for column, words in TRADE_WORDS.items() if row[column]]
    return [*found, f"duty of {row['duty_pct']:g} %"] if row["duty_pct"] else found


def partly(answer: ec.Status) -> bool:
    """Return whether a part of it, or what meets conditions, needs more than all of it."""
    return answer.strictest not in (answer.regime, *FREE)


def needed(answer: ec.Status) -> str:
    """Return what it needs: where only a part of it, or what meets conditions, needs more, that first."""
    single = answer.question.item.kind in ("goods", "code")
    return in_both(answer.regime, answer.strictest, REGIME_WORDS, single=single)


def once(conditions: list[str]) -> str:
    """Return conditions in one sentence: those that differ in one place say once what they share."""
    words = [text.split() for text in dict.fromkeys(conditions)]
    pairs = zip(*words, strict=False), zip(*map(reversed, words), strict=False)
    head, tail = (len([*itertools.takewhile(lambda same: len(set(same)) == 1, p)]) for p in pairs)
    middles = [" ".join(text[head : len(text) - tail]) for text in words]
    if len(words) < SEVERAL or not (head and tail and all(m and " " not in m for m in middles)):
        return "; or ".join(map(" ".join, words))
    either = f"{', '.join(m.rstrip(';,') for m in middles[:-1])} or {middles[-1]}"
    return " ".join([*words[0][:head], either, *words[0][len(words[0]) - tail :]])


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
    since = "" if partly(answer) and answer.regime in FREE else since_words(answer)
    said = " ".join(filter(None, (needed(answer), since, presumed)))
    return "; ".join(filter(None, (said, resting(answer))))
