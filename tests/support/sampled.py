"""The same 200 questions for every way in that answers: R, SQL."""

import datetime
import random

from exportcurbs import Dataset
from exportcurbs.law.regimes import END_USES

# Item, destination, day, end use.
Question = tuple[str, str, str, str]


def drawn(published: Dataset) -> list[Question]:
    draw = random.Random(20261126)  # noqa: S311
    # an item is as likely as it has spells: those of which rules speak come first
    kinds = [
        [r[c] for r in published.rows(t)] for t, c in (("goods_status", "goods_id"), ("material_status", "material_id"))
    ]
    kinds.append([f"{r['scheme']}/{r['code']}" for r in published.rows("code_status")])
    last = datetime.date.fromisoformat(published.as_of)
    days = [str(last - datetime.timedelta(draw.randrange(-20, 2200 if i % 2 else 9000))) for i in range(200)]
    return [
        (draw.choice(kinds[i % 3]), draw.choice(["USA", "JPN", "DEU", "KOR"]), day, draw.choice(END_USES))
        for i, day in enumerate(days)
    ]
