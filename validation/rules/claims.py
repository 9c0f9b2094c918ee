"""Rules on what is disputed: claims of their question, typed values as the position words them, codings."""

import calendar
import re
from collections.abc import Iterator

from validation.problems import Problem, shown
from validation.rules.common import Rule, Tables, at, by

NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
WORDS = {word: float(number) for number, word in enumerate(NUMERALS)}
MONTHS = tuple(calendar.month_name[1:])
PARTS = {"half": (0.5, 50), "third": (33,), "quarter": (0.25, 25)}  # also in percent
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
QUESTION = re.compile(r"(?P<letter>[a-z])[a-z]*?(?P<year>(?:19|20)\d\d)-")


def claims_of_questions(tables: Tables) -> Iterator[Problem]:
    """Yield claims whose id is not that of their question, and questions of another episode than their id says."""
    claims, questions = tables["claims"], tables["questions"]
    for line, row in claims.rows():
        if row["question_id"] and row["claim_id"] and not row["claim_id"].startswith(f"{row['question_id']}-"):
            found = f"{shown(row['question_id'])} is not the question of {shown(row['claim_id'])}"
            yield at(claims, line, "question_id", found, "correct the question or the claim")
    years: dict[str, list[str]] = {}
    for _, row in questions.rows():
        told = QUESTION.match(row["question_id"] or "")
        if told and row["episode_id"]:
            years.setdefault(told[0], []).append(row["episode_id"])
    for line, row in questions.rows():
        told = QUESTION.match(row["question_id"] or "")
        others = years.get(told[0], []) if told else []
        usual = max(sorted(set(others)), key=others.count, default=None)
        if told and usual and row["episode_id"] != usual and others.count(usual) > 1 and row["episode_id"]:
            found = f"{shown(row['episode_id'])}, but questions that begin with {told[0]} are of {usual}"
            yield at(questions, line, "episode_id", found, "correct the episode or the id")


def values_as_worded(tables: Tables) -> Iterator[Problem]:
    """Yield typed values that the position does not word."""
    claims = tables["claims"]
    for line, row in claims.rows():
        text = row["position"] or ""
        if row["value_type"] == "number" and row["value_num"] is not None and not _worded(row["value_num"], text):
            found = f"{row['value_num']:g} does not stand in the position: {shown(text)}"
            yield at(claims, line, "value_num", found, "correct the number or word it in the position")
        opening = re.match(r"(Yes|No)\b", text) if row["value_type"] == "yes_no" else None
        if opening and row["value_num"] is not None and row["value_num"] != (opening[1] == "Yes"):
            found = f"{row['value_num']:g}, but the position begins with {opening[1]}"
            yield at(claims, line, "value_num", found, "write 1 for yes and 0 for no")
        day = row["value_date"]
        if day and text:
            month = MONTHS[day.month - 1] in text or not any(m in text for m in MONTHS)
            if not re.search(rf"(?<!\d){day.day}(?!\d)", text) or not month:
                found = f"{day} does not stand in the position: {shown(text)}"
                yield at(claims, line, "value_date", found, "correct the day or word it in the position")


def _worded(value: float, text: str) -> bool:
    numbers = {float(n.replace(",", "")) for n in NUMBER.findall(text)}
    words = re.findall(r"[a-z]+", text.lower())
    parts = {value for word, values in PARTS.items() if word in words for value in values}
    return value in numbers | parts | {WORDS[word] for word in words if word in WORDS}


def places_in_book(tables: Tables) -> Iterator[Problem]:
    """Yield values out of their order in the coding book, and codings settled on what neither coder gave."""
    rules = tables["coding_rules"]
    for variable, rows in by(rules, "variable").items():
        first: dict[int, int] = {}
        for line, row in rows:
            place = row["position"]
            if place is not None and (place > len(rows) or first.setdefault(place, line) != line):
                found = f"{place} is not the place of one of the {len(rows)} values of {shown(variable)}"
                yield at(rules, line, "position", found, "number the values from 1 without a gap")
    codings = tables["codings"]
    for line, row in codings.rows():
        if row["value"] not in (row["value_a"], row["value_b"]):
            found = f"{shown(row['value'])} is neither {shown(row['value_a'])} nor {shown(row['value_b'])}"
            yield at(codings, line, "value", found, "settle on what one of the coders gave")


RULES: tuple[Rule, ...] = (claims_of_questions, values_as_worded, places_in_book)
