"""The page on bad files and killed builds, from book/measured/fuzz.json and kills.json."""

import json

from book.pages.common.markup import Markup
from book.pages.common.names import percent, words_of
from book.pages.common.record import Record
from book.pages.common.template import from_template

OUTCOMES = {"refused": "Refused", "same": "Same data", "other": "Other data", "faults": "Wrong answer"}
# What a folder may hold after a kill, as tests/measuring/kills.py names it.
LEFT = words_of("left by a kill")


def robustness_page(record: Record) -> Markup:
    """Return the page."""
    folder = record.root / "book" / "measured"
    fuzz, kills = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("fuzz", "kills"))
    total = {what: sum(k[what] for k in fuzz["kinds"]) for what in OUTCOMES}
    return from_template(
        "robustness",
        record,
        fuzz=fuzz,
        kills=kills,
        total=total,
        files={what: f"{n:,} files ({percent(n, fuzz['runs'])})" for what, n in total.items()},
        others=", ".join(f"{what} ({number:,})" for what, number in fuzz["other"].items()),
        kinds=sorted(fuzz["kinds"], key=lambda k: (-k["faults"], -k["other"] / k["runs"], k["kind"])),
        outcomes=OUTCOMES,
        left=", ".join(f"{LEFT[what]} ({number})" for what, number in kills["left"].items()),
    )
