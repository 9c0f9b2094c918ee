"""Rules on what is disputed: claims of their question, typed values as the position words them, codings."""

import calendar
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from validation.definitions.tables import Row
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, at, each, rule

NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
WORDS = {word: float(number) for number, word in enumerate(NUMERALS)}
MONTHS = tuple(calendar.month_name[1:])
PARTS = {"half": (0.5, 50), "third": (33,), "quarter": (0.25, 25)}  # also in percent
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
QUESTION = re.compile(r"(?P<letter>[a-z])[a-z]*?(?P<year>(?:19|20)\d\d)-")


@rule
def questions_of_episodes(tables: Tables) -> Iterator[Problem]:
    """Yield questions of another episode than those whose ids begin alike."""
    questions, alike = tables["questions"], defaultdict[str, list[tuple[int, str]]](list)
    for line, row in questions.rows():
        if (opening := QUESTION.match(row["question_id"] or "")) and row["episode_id"]:
            alike[opening[0]].append((line, row["episode_id"]))
    for start, rows in alike.items():
        (usual, count), *_ = sorted(Counter(e for _, e in rows).items(), key=lambda item: (-item[1], item[0]))
        for line, episode in rows if count > 1 else ():
            if episode != usual:
                found = f"{shown(episode)}, but questions that begin with {start} are of {usual}"
                yield at(questions, line, "episode_id", found, "correct the episode or the id")


@each("claims")
def values_as_worded(row: Row, tables: Tables) -> Faults:
    """Yield typed values that the position does not word."""
    text, value, day = row["position"] or "", row["value_num"], row["value_date"]
    if row["value_type"] == "number" and value is not None and not worded(value, text):
        found = f"{value:g} does not stand in the position: {shown(text)}"
        yield "value_num", found, "correct the number or word it in the position"
    opening = re.match(r"(Yes|No)\b", text) if row["value_type"] == "yes_no" else None
    if opening and value is not None and value != (opening[1] == "Yes"):
        yield "value_num", f"{value:g}, but the position begins with {opening[1]}", "write 1 for yes and 0 for no"
    if day and text:
        month = MONTHS[day.month - 1] in text or not any(m in text for m in MONTHS)
        if not re.search(rf"(?<!\d){day.day}(?!\d)", text) or not month:
            found = f"{day} does not stand in the position: {shown(text)}"
            yield "value_date", found, "correct the day or word it in the position"


def worded(value: float, text: str) -> bool:
    """Whether a text words a number: in figures, in millions, as a word or as a part."""
    joined = re.sub(r"(?<=\d) (?=\d{3}\b)", "", text)
    numbers = {float(n.replace(",", "")) for n in NUMBER.findall(f"{text} {joined}")}
    numbers |= {n * 1e6 for n in numbers if "million" in text or "mn" in text}
    words = re.findall(r"[a-z]+", text.lower())
    parts = {value for word, values in PARTS.items() if word in words for value in values}
    return value in numbers | parts | {WORDS[word] for word in words if word in WORDS}


@rule
def places_in_book(tables: Tables) -> Iterator[Problem]:
    """Yield values out of their order in the coding book."""
    book = tables["coding_rules"]
    for variable, rows in book.by("variable").items():
        first: dict[int, int] = {}
        for line, row in rows:
            place = row["position"]
            if place is not None and (place > len(rows) or first.setdefault(place, line) != line):
                found = f"{place} is not the place of one of the {len(rows)} values of {shown(variable)}"
                yield at(book, line, "position", found, "number the values from 1 without a gap")
