"""What changes its status between two releases: goods, materials and codes whose last known regime differs."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from exportcurbs import Dataset
from exportcurbs._plurals import counted

STATUS = ("goods_status", "material_status", "code_status")
REST = "ROW"  # every destination that has no row of its own
MOST, NAMED = 40, 12  # lines of a table, and subjects of a line


def status_changes(old: Dataset, new: Dataset) -> str:
    """Return a Markdown list of what changes its regime on the last day of the record, most changed pairs first."""
    lines = []
    for name in (n for n in STATUS if n in old.arrow and n in new.arrow and old.key(n) == new.key(n)):
        moved = list(_moved(_standing(old, name), _standing(new, name)))
        lines += [f"- `{name}` on the last day:"] if moved else []
        lines += [f"  - {line}" for line in moved[:MOST]]
        lines += [f"  - and {len(moved) - MOST} more"] if len(moved) > MOST else []
    return "".join(f"{line}\n" for line in lines)


def _standing(release: Dataset, name: str) -> "pd.Series[str]":
    """Return regime and strictest regime of the last spell by subject, destination and end use."""
    *subject, place, use, day = release.key(name)
    frame = release.load(name).sort_values(day).drop_duplicates([*subject, place, use], keep="last")
    frame = frame[[*subject, place, use, "regime", "strictest"]].astype(str)
    named = frame[subject[0]]
    for part in subject[1:]:
        named = named + "/" + frame[part]
    in_part = " (strictest " + frame["strictest"] + ")"
    said = frame["regime"] + in_part.where(frame["strictest"] != frame["regime"], "")
    return said.set_axis(pd.MultiIndex.from_arrays([named, frame[place], frame[use]], names=["subject", place, use]))


def _moved(old: "pd.Series[str]", new: "pd.Series[str]") -> Iterator[str]:
    """Yield subjects with their regimes before and after, and for how many destinations and end uses."""
    both = pd.concat({"old": old, "new": new}, axis=1)
    for side, own in (("old", old), ("new", new)):
        rest = own.xs(REST, level="destination").to_dict()
        both[side] = both[side].fillna({pair: rest.get((pair[0], pair[2])) for pair in both.index})
    moved = both.fillna("not there")[both["old"].fillna("") != both["new"].fillna("")]
    counts = moved.groupby(["subject", "old", "new"]).size().sort_values(ascending=False, kind="stable")
    found: dict[Any, int] = counts.to_dict()
    alike: dict[tuple[str, str, int], list[str]] = {}
    for (subject, was, now), count in found.items():
        alike.setdefault((was, now, count), []).append(subject)
    for (was, now, count), subjects in alike.items():
        more = f" and {len(subjects) - NAMED} more" if len(subjects) > NAMED else ""
        pairs = counted(count, "pair") + " of destination and end use" + " each" * (len(subjects) > 1)
        yield f"{', '.join(subjects[:NAMED])}{more}: {was} -> {now} ({pairs})"
