"""The entity diagram: the tables of a family and what they refer to, as SVG whose boxes are links."""

from collections.abc import Iterable, Mapping
from statistics import fmean

from exportcurbs._plurals import counted

from book.pages.common.markup import Markup, elements, html, md
from validation.definitions.tables import TableInfo, table_info

WIDTH, HEIGHT, GAP, ROW = 150, 62, 28, 74
LONGEST_KEY = 19


def references(info: TableInfo) -> list[str]:
    """Return the tables that a table refers to, itself left out, in order."""
    named = [c.ref for c in info.columns if c.ref] + [target for _, target in info.references]
    return [n for n in dict.fromkeys(named) if n != info.name]


def diagram(title: str, names: Iterable[str], rows: Mapping[str, int]) -> Markup:
    """Return a block with the diagram of a family's tables; `rows` counts the rows of each table."""
    own = list(names)
    # nearly every table refers to the sources: outside their own family the arrows would hide all others
    edges = [(n, r) for n in own for r in references(table_info(n)) if r in own or r != "sources"]
    shown = list(dict.fromkeys([*own, *(r for _, r in edges)]))
    places = _places(shown, edges)
    wide = (max(x for x, _ in places.values()) + 1) * (WIDTH + GAP) - GAP + 4
    high = (max(y for _, y in places.values()) + 1) * ROW
    pale = " Pale boxes belong to other families." if len(shown) > len(own) else ""
    shows = f"{title}: {len(own)} tables; an arrow goes from a table to one whose key it holds"
    return html(
        md(
            '<figure class="diagram"><svg role="group" aria-label="{}" viewBox="0 0 {wide} {high}" '
            'width="{wide}" height="{high}" xmlns="http://www.w3.org/2000/svg">',
            shows,
            wide=wide,
            high=high,
        ),
        Markup(
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
            'orient="auto"><path d="M0 0 8 4 0 8z" class="tip"/></marker></defs>'
        ),
        elements(_arrow(places[n], places[r]) for n, r in edges),
        elements(_box(n, places[n], n in own, rows[n]) for n in shown),
        md("</svg><figcaption>{}.{}</figcaption></figure>", shows, pale),
    )


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


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> Markup:
    (x, y), (to_x, to_y) = _corner(start), _corner(end)
    y, to_x, to_y = y + HEIGHT // 2, to_x + WIDTH, to_y + HEIGHT // 2
    if start[0] <= end[0]:
        x, bend, back = x + WIDTH, x + WIDTH + GAP, to_x + GAP
    else:
        bend = back = (x + to_x) // 2
    way = f"M{x} {y}C{bend} {y} {back} {to_y} {to_x} {to_y}"
    return md('<path class="arrow" marker-end="url(#tip)" d="{}"/>', way)


def _box(name: str, place: tuple[int, int], own: bool, rows: int) -> Markup:
    x, y = _corner(place)
    key = ", ".join(table_info(name).key)
    short = key if len(key) <= LONGEST_KEY else key[: LONGEST_KEY - 1] + "…"
    return md(
        '<a href="table-{name}.html"><g class="{kind}">'
        '<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="5"/>'
        '<text x="{inside}" y="{first}" class="name">{name}</text>'
        '<text x="{inside}" y="{second}">{short}</text>'
        '<text x="{inside}" y="{third}">{rows}</text></g></a>',
        name=name,
        kind="own" if own else "other",
        x=x,
        y=y,
        wide=WIDTH,
        high=HEIGHT,
        inside=x + 7,
        first=y + 19,
        second=y + 36,
        third=y + 53,
        short=short,
        rows=counted(rows, "row"),
    )
