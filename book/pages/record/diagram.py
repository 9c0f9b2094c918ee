"""The entity diagram: the tables of a family and what they refer to, for an SVG whose boxes are links."""

from collections.abc import Iterable
from statistics import fmean

from validation.definitions.tables import TableInfo, table_info

WIDTH, HEIGHT, GAP, ROW = 150, 62, 28, 74
LONGEST_KEY = 19


def references(info: TableInfo) -> list[str]:
    """Return the tables that a table refers to, itself left out, in order."""
    named = [c.ref for c in info.columns if c.ref] + [target for _, target in info.references]
    return [n for n in dict.fromkeys(named) if n != info.name]


def diagram(names: Iterable[str]) -> dict[str, object]:
    """Return what the diagram of a family's tables is drawn from: its size, ways of arrows, and places of boxes."""
    own = list(names)
    # nearly every table refers to the sources: outside their own family the arrows would hide all others
    edges = [(n, r) for n in own for r in references(table_info(n)) if r in own or r != "sources"]
    shown = list(dict.fromkeys([*own, *(r for _, r in edges)]))
    places = _places(shown, edges)
    return {
        "wide": (max(x for x, _ in places.values()) + 1) * (WIDTH + GAP) - GAP + 4,
        "high": (max(y for _, y in places.values()) + 1) * ROW,
        "box": (WIDTH, HEIGHT),
        "arrows": [_arrow(places[n], places[r]) for n, r in edges],
        "boxes": [(n, _short(", ".join(table_info(n).key)), n in own, *_corner(places[n])) for n in shown],
    }


def _places(names: list[str], edges: list[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """Return column and row of each box: what is referred to stands left of what refers to it."""
    column = dict.fromkeys(names, 0)
    for _ in names:  # as many rounds as there are tables: enough for any chain, and an end for any circle
        for name, target in edges:
            if (target, name) not in edges:
                column[name] = min(max(column[name], column[target] + 1), len(names))
    places: dict[str, tuple[int, int]] = {}
    for x in sorted(set(column.values())):
        # beside what it refers to, so that fewer arrows cross
        heights = {n: [places[t][1] for m, t in edges if m == n and t in places] for n in names if column[n] == x}
        ordered = sorted(heights, key=lambda n: (fmean(heights[n] or [0]), n))
        places |= {name: (x, y) for y, name in enumerate(ordered)}
    return places


def _corner(place: tuple[int, int]) -> tuple[int, int]:
    return 2 + place[0] * (WIDTH + GAP), 8 + place[1] * ROW


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x, y), (to_x, to_y) = _corner(start), _corner(end)
    y, to_x, to_y = y + HEIGHT // 2, to_x + WIDTH, to_y + HEIGHT // 2
    if start[0] <= end[0]:
        x, bend, back = x + WIDTH, x + WIDTH + GAP, to_x + GAP
    else:
        bend = back = (x + to_x) // 2
    return f"M{x} {y}C{bend} {y} {back} {to_y} {to_x} {to_y}"


def _short(key: str) -> str:
    return key if len(key) <= LONGEST_KEY else key[: LONGEST_KEY - 1] + "…"
