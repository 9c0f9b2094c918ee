"""One page per material: names, controls, uses, platforms, numbers, codes, each with its sources."""

from collections.abc import Iterator
from urllib.parse import quote

from exportcurbs._reader import Row

from book.pages.ask.words import trade_words
from book.pages.common.charts import Figures
from book.pages.common.markup import Markup, facts, html_link, index_entries, joined, md, section, table, table_link
from book.pages.common.measures import MEASURE_HEADINGS, measure_cells
from book.pages.common.names import group_name, origin_name, spaced
from book.pages.common.record import Record
from book.pages.common.sources import Sources
from book.pages.materials.figures import folds, numbers
from book.pages.materials.tiles import chart, goods_table, opening, strip, tiles

CLASSES = {"ree_class_china": "China", "ree_class_usgs": "USGS", "ree_class_eu": "the EU"}
MOST_CODES = 60
# What a reader may call a group in a search.
SEARCHED = {"rare_earths": ("rare earths", "稀土", "レアアース")}
ASK = "What does an export of it need on a day that you pick?"


def material_pages(record: Record) -> Iterator[tuple[str, Markup]]:
    """Yield name and text of the pages of all materials and groups."""
    for material in record.rows("materials"):
        yield f"material-{material['material_id']}", material_page(record, material)
    for group in sorted({row["group_id"] for row in record.rows("material_groups")}):
        yield f"material-{group}", group_page(record, group)


def material_page(record: Record, material: Row) -> Markup:
    """Return the page of one material."""
    key = material["material_id"]
    sources = record.sources(f"material-{key.replace('_', '-').lower()}")
    symbol = f" ({material['symbol']})" if material["symbol"] else ""
    shown = chart(record, key)
    return record.page(
        material["name_en"] + symbol,
        opening(record, key),
        tiles(record, key),
        # a search for a name in any language finds this page first; raw HTML after it would take its anchor away
        index_entries(material[c] for c in ("name_en", "name_zh", "name_ja")),
        facts(_about(record, material, sources)),
        html_link(f"status.html#material={key}", ASK),
        strip(record, key),
        Figures(record, f"generated/material-{key}").show(shown) if shown else "",
        goods_table(record, key),
        *_sections(record, "material_id", key, sources),
        _codes(record, key, sources),
        sources.foot(),
    )


def group_page(record: Record, group: str) -> Markup:
    """Return the page of what sources say of a group of materials as a whole."""
    sources = record.sources(f"material-{group.replace('_', '-')}")
    members = sorted(row["material_id"] for row in record.by("material_groups", "group_id", group))
    links = joined(record.material_link(m) for m in members)
    return record.page(
        f"{group_name(group)} (group)",
        index_entries(SEARCHED.get(group, ())),
        md("What sources say of these materials together; their own pages have the rest: {}.", links),
        *_sections(record, "group_id", group, sources),
        sources.foot(),
    )


def _sections(record: Record, column: str, key: str, sources: Sources) -> list[Markup]:
    """Return the sections that a material (column material_id) and a group (group_id) have alike."""
    return [part(record, column, key, sources) for part in (_controls, _uses, _shares, _platforms, numbers)]


def _about(record: Record, material: Row, sources: Sources) -> Iterator[tuple[str, object]]:
    names = [f"{label} {material[c]}" for c, label in (("name_zh", "Chinese"), ("name_ja", "Japanese")) if material[c]]
    number = [f"atomic number {material['atomic_number']}"] if material["atomic_number"] else []
    yield "Names", md("{} {}", ", ".join([material["name_en"], *names, *number]), sources.cite(material["source_ids"]))
    yield "Rare earth", ", ".join(f"{material[c]} by {who}" for c, who in CLASSES.items() if material[c])
    yield "On the lists of critical materials of", ", ".join(material["critical_lists"] or ())
    yield "In the groups", joined(map(record.material_link, sorted(record.groups.get(material["material_id"], ()))))
    trade = record.data.status(material["material_id"], "ROW", record.as_of).trade
    yield "Trade administration, beside the rules on dual-use items", ", ".join(trade_words(trade)) if trade else ""
    yield "Note", material["note"]


def _controls(record: Record, column: str, key: str, sources: Sources) -> Markup:
    links = record.by("code_materials", column, key) if column == "material_id" else []
    codes = {c["code"] for c in links if c["role"] == "subject"}
    rows = [measure_cells(record, m, sources) for m in record.measures_of({key, *record.groups.get(key, ()), *codes})]
    if not rows:
        return Markup("")
    which = "The rules that name it, its group or one of its codes, or that decided its status somewhere on some day."
    return section("Controls", which, table(MEASURE_HEADINGS, rows, "rules"))


def _uses(record: Record, column: str, key: str, sources: Sources) -> Markup:
    def drawn(rows: list[Row]) -> Markup:
        return table(("Use and product", "Function", "For defence", "Substitutes", "Sources"), map(cells, rows), "wide")

    def cells(use: Row) -> list[object]:
        substitutes = use["substitutes"] or spaced(use["substitutability"])
        what = f"{record.use(use)}: {use['product']}"
        return [what, use["function"], spaced(use["defence"]), substitutes, sources.cite(use["source_ids"])]

    return section("What it is used for", *folds(record.by("material_uses", column, key), "sector", "use", drawn))


def _shares(record: Record, column: str, key: str, sources: Sources) -> Markup:
    rows = [
        [
            record.use(s),
            f"{s['share_pct']:g} %",
            s["year"],
            record.country(s["geography"]),
            f"{spaced(s['basis'])}; {origin_name(s['origin'])}",
            sources.cite(s["source_ids"]),
        ]
        for s in sorted(record.by("use_shares", column, key), key=lambda s: (-s["year"], s["origin"], -s["share_pct"]))
    ]
    headings = ("Use", "Share", "Year", "Where", "Of what, by whom", "Sources")
    return section("Shares of use", table(headings, rows, "wide"))


def quantity(row: Row) -> str:
    """Return the quantity of a material in a platform in the unit that the source states, with its basis."""
    if row["unit"] is None:
        return "present"
    low, high = row["quantity_low"], row["quantity_high"]
    figure = f"{row['quantity']:,g}" if low is None else f"{low:,g} to {high:,g}"
    bound = "" if row["bound"] == "exact" else f"{spaced(row['bound'])} "
    return f"{bound}{figure} {row['unit']}, {spaced(row['quantity_of'])}"


def _platforms(record: Record, column: str, key: str, sources: Sources) -> Markup:
    def drawn(rows: list[Row]) -> Markup:
        return table(("Platform", "Part", "Function", "Quantity", "Pedigree", "Sources"), map(cells, rows), "wide")

    def cells(part: Row) -> list[object]:
        said = part["component"], part["function"], quantity(part), spaced(part["pedigree"])
        return [record.platform_link(part["platform_id"]), *said, sources.cite(part["source_ids"])]

    found = record.by("platform_materials", column, key)
    parts = ({**part, "kind": record.one("platforms", "platform_id", part["platform_id"])["kind"]} for part in found)
    return section("In weapons and platforms", *folds(parts, "kind", "part", drawn))


def _codes(record: Record, key: str, sources: Sources) -> Markup:
    links = record.by("code_materials", "material_id", key)
    links = sorted(links, key=lambda c: (c["role"] != "subject", c["role"], c["code"]))
    rows = []
    for row in links[:MOST_CODES]:
        entry = record.one("control_codes", "code", row["code"])
        names = joined((entry["name_en"], entry["name_zh"]), Markup("<br>"))
        code = html_link(f"catalogue.html#item-{quote(row['code'])}", row["code"])
        rows.append([code, spaced(row["role"]), names, sources.cite(row["source_ids"])])
    left = len(links) - MOST_CODES
    more = md("The first {}; {} more are in {}.", MOST_CODES, left, table_link("code_materials")) if left > 0 else ""
    return section("Codes", more, table(("Code", "Role of the material", "Item", "Sources"), rows, "wide"))
