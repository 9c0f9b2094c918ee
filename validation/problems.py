"""A problem in the curated data, said so that the person who typed the row can mend it."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it is, what was found, what to write instead.

    `line` is the line of the file (the header is line 1); 0 means the file as a whole.
    `column` is empty when the fault is not in one column.
    """

    path: str
    line: int
    column: str
    found: str
    instead: str

    def __str__(self) -> str:
        """Return `path:line: column: found; instead`."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        column = f"{self.column}: " if self.column else ""
        return f"{place}: {column}{self.found}; {self.instead}"


class InvalidDataError(Exception):
    """The curated data cannot be compiled; `problems` holds every fault found, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(f"{len(self.problems)} problem(s)")


def report(problems: Iterable[Problem], most: int = 100) -> Iterator[str]:
    """Yield one line per problem, sorted; of a column that is wrong from top to bottom the first, then their number."""
    seen: Counter[tuple[str, str]] = Counter()
    for problem in sorted(problems):
        seen[problem.path, problem.column] += 1
        if seen[problem.path, problem.column] <= most:
            yield str(problem)
    for (path, column), number in sorted(seen.items()):
        if number > most:
            yield f"{path}: {f'{column}: ' if column else ''}{number - most:,} more problems; mend the first ones"


def stop_on(problems: Iterable[Problem]) -> None:
    """Raise InvalidDataError if there is any problem."""
    found = list(problems)
    if found:
        raise InvalidDataError(found)


def shown(value: object, limit: int = 60) -> str:
    """Return a value in quotes, shortened, with control characters made visible."""
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(value))
    return f'"{text[:limit]}..."' if len(text) > limit else f'"{text}"'


def nearest(value: str, known: Iterable[str]) -> str:
    """Return `did you mean "x"?` for the known value most like the given one, whatever its case, else an empty text."""
    options = list(known)
    same = [option for option in options if option.casefold() == value.casefold()]
    close = same or difflib.get_close_matches(value, options, n=1, cutoff=0.6)
    return f"did you mean {shown(close[0])}?" if close else ""


def or_list(value: str, known: Iterable[str], most: int = 12) -> str:
    """Return advice for a value outside a list: the nearest one, or the list itself when it is short."""
    options = sorted(known)
    if close := nearest(value, options):
        return close
    listed = ", ".join(options[:most])
    return f"write one of: {listed}" + (" ..." if len(options) > most else "")
