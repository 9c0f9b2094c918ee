"""Numbers with their nouns."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return `1 row`, `1,200 rows`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
