"""One page per weapon or platform: the materials in it, and the chain from each to the notices."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import partial

import exportcurbs as ec
from exportcurbs._plurals import counted
from exportcurbs._reader import Row
from exportcurbs.law.periods import gathered, grouped

from book.pages.ask.glance import needs
from book.pages.ask.words import FREE, REGIME_WORDS, partly
from book.pages.common.chart_style import SERIES
from book.pages.common.charts import Chart, Figures, select, worded
from book.pages.common.markup import Markup, dropdown, facts, joined, md, section, table
from book.pages.common.measures import GRADED, measure_cells
from book.pages.common.names import origin_name, spaced, subject, words_of
from book.pages.common.plots import levels
from book.pages.common.record import Record
from book.pages.common.sources import Sources
from book.pages.common.template import block_from
from book.pages.materials.materials import quantity

MOST_GOODS, MOST_HEADINGS, LEAST = 8, 30, 2
PEDIGREES = words_of("pedigree")
COUNTED = words_of("what a quantity is of")
ASKED = (("ROW", "civil"), ("USA", "military"))
SHOWN = {"regime": "civil use", "regime_usa_military": "US military", "regime_jpn_military": "Japanese military"}


def platforms_page(record: Record) -> Markup:
    """Return the index of the platforms, those with the most materials first."""
    rows = []
    for p in record.rows("platforms"):
        keys = sorted(set(map(subject, record.by("platform_materials", "platform_id", p["platform_id"]))))
        chains = record.by("supply_chains", "platform_id", p["platform_id"])
        ruled = {c["material_id"] for c in chains if c["measure_id"]}
        chained = {c["material_id"] for c in chains}
        materials = joined(map(record.material_link, keys)) or "no source ties one to it"
        name = record.platform_link(p["platform_id"]) if keys else p["name"]
        under = f"{len(ruled)} of {len(chained)} materials" if chained else ""
        rows.append((-len(keys), p["name"], [name, spaced(p["kind"]), materials, under]))
    return record.page(
        "Weapons and platforms",
        "What sources say is in each, most materials first, and how many of them a Chinese rule reaches in some form "
        "of goods; members of a group count one by one. Most quantities come from few origins; each page names them. "
        "What is not listed may be in a platform all the same.",
        table(("Platform", "Kind", "Materials", "Reached by a rule"), [row for *_, row in sorted(rows)], "wide"),
    )


def platform_pages(record: Record) -> Iterator[tuple[str, Markup]]:
    """Yield name and text of the page of every platform in which a source tells of a material."""
    held = {row["platform_id"] for row in record.rows("platform_materials")}
    for platform in (p for p in record.rows("platforms") if p["platform_id"] in held):
        yield f"platform-{platform['platform_id']}", platform_page(record, platform)


def platform_page(record: Record, platform: Row) -> Markup:
    """Return the page of one platform."""
    key = platform["platform_id"]
    sources = record.sources(f"platform-{key.replace('_', '-')}")
    sides = (("operators", "used by"), ("manufacturer_countries", "made in"))
    where = [f"{words} {record.destinations(platform[c])}" for c, words in sides if platform[c]]
    return record.page(
        platform["name"],
        md("{}. {}", "; ".join([spaced(platform["kind"]).capitalize(), *where]), sources.cite(platform["source_ids"])),
        _lead(record, key),
        platform["note"],
        _materials(record, key, sources),
        _chain(record, key, sources),
        sources.foot(),
    )


def _lead(record: Record, key: str) -> Markup:
    """Return in a few sentences what China controls of a platform's materials, and how much of one there is."""
    found = sorted({p["material_id"] for p in record.by("platform_materials", "platform_id", key) if p["material_id"]})
    asked = {m: [record.data.status(m, place, record.as_of, end_use=use) for place, use in ASKED] for m in found}
    whole = [m for m in found if any(a.regime not in FREE for a in asked[m])]
    part = [m for m in found if m not in whole and any(map(partly, asked[m]))]
    rows, most = _stated(record, key)
    masses = [(_mass(r), _whose(r), r["origin"], r["mass_kg_high"], _part(r)) for r in rows]
    return block_from("platform-lead", record, found=found, whole=whole, part=part, most=most, masses=masses)


def _mass(row: Row) -> str:
    words = quantity(row).rpartition(",")[0]
    return words if words.endswith((" kg", " g")) else f"{row['mass_kg_high']:,.0f} kg ({words})"


def _whose(row: Row) -> str:
    """Return whose figure it is, and of what."""
    return ", ".join(filter(None, (origin_name(row["origin"]), COUNTED.get(row["quantity_of"] or ""))))


def _materials(record: Record, key: str, sources: Sources) -> Markup:
    found = list(record.by("platform_materials", "platform_id", key))
    today = {m: _today(record, m) for m in set(map(subject, found))}
    # what is controlled first, then what is said of a group of materials, mostly of the whole platform; figures first
    found.sort(key=lambda p: (today[subject(p)][0], p["material_id"] or "", not p["unit"], p["evidence_grade"]))
    rows = [
        [
            record.material_link(subject(p)),
            f"{quantity(p)} (grade {p['evidence_grade']})",
            "; ".join(v for v in (p["component"], p["function"]) if v),
            md("{}; {} {}", origin_name(p["origin"]), PEDIGREES[p["pedigree"]], sources.cite(p["source_ids"])),
            p["note"],
        ]
        for p in found
    ]
    controlled = [[record.material_link(m), *today[m][1:]] for m in dict.fromkeys(map(subject, found))]
    shown = quantities(record, key)
    chart = Figures(record, f"generated/platform-{key}").show(shown) if shown else ""
    return section(
        "What is in it",
        chart,
        md("Quantities stand in the unit of the source. Beside each stands how well it is attested, its {}.", GRADED),
        table(("Material", "Quantity", "Part and function", "Whose figure", "Note"), rows, "platform"),
        section(
            "What is controlled",
            f"On {record.as_of}, of the goods in which the material is mostly traded; in part: of some of them, or "
            "under conditions. A question mark: presumed.",
            table(("Material", "Civil use", "To the US, military use"), controlled, "platform"),
            level=3,
        ),
    )


def _today(record: Record, key: str) -> tuple[bool, str, str]:
    """Return whether nothing is controlled as a whole, and what civil and United States military use needs."""
    found = [record.data.status(key, place, record.as_of, end_use=use) for place, use in ASKED]
    words = [
        _members(a) if "material_id" in (*a.goods, {})[0] else " since ".join(filter(None, needs(a))) for a in found
    ]
    return all(answer.regime in FREE for answer in found), words[0], words[1]


def _members(answer: ec.Status) -> str:
    """Return which members of a group need what."""
    found = grouped(answer.goods, "regime")
    own = {regime: ", ".join(member["material_id"] for member in members) for regime, members in found.items()}
    held = [f"{words} for {own[r]}" for r, words in REGIME_WORDS.items() if r in own and r not in FREE]
    return "; ".join([*held, f"{REGIME_WORDS['none']} for the others"] if "none" in found else held)


def _stated(record: Record, key: str) -> tuple[list[Row], str]:
    """Return the rows that state a mass of a material in one part, the highest first, and that material.

    Of materials and parts that of which most makers of figures speak: masses of two parts contradict nobody.
    """
    stated = [r for r in record.by("platform_materials", "platform_id", key) if r["mass_kg_high"] is not None]
    stated = [r for r in stated if r["pedigree"] != "press_repeat"] or stated  # who repeats has no figure of its own
    own = max(gathered(((subject(r), _part(r)), r) for r in stated).values(), key=_weight, default=[])
    return sorted(own, key=lambda r: -r["mass_kg_high"]), subject(own[0]) if own else ""


def _part(row: Row) -> str:
    """Return the part of a platform that a row speaks of, without what is said of it."""
    return re.split(r"[,:] | \(", row["component"])[0]


def _weight(rows: list[Row]) -> tuple[int, int, float]:
    return len({r["origin"] for r in rows}), len(rows), max(r["mass_kg_high"] for r in rows)


def quantities(record: Record, key: str) -> Chart | None:
    """Return the masses of a material in one part that sources state, side by side.

    None where only one states any, or where two would stand under the same name.
    """
    shown, most = _stated(record, key)
    origins = Counter(r["origin"] for r in shown)
    whose = [_whose(r) if origins[r["origin"]] > 1 else origin_name(r["origin"]) for r in shown]
    if len(set(whose)) < max(LEAST, len(whose)):
        return None
    same = {column: tuple(dict.fromkeys(r[column] for r in shown)) for column in ("pedigree", "component")}
    _, sql = select(record, "platform_materials", platform_id=key, **same)
    bars = [(name, r["mass_kg_high"], _mass(r), SERIES) for name, r in zip(whose, shown, strict=True)]
    names = {"name": record.one("platforms", "platform_id", key)["name"], "material": record.material(most).lower()}
    column = "material_id" if shown[0]["material_id"] else "group_id"
    asked = f"{sql} AND {column} = '{most}' AND mass_kg_high IS NOT NULL"
    said = {"platform": key, **names, "bars": "; ".join(f"{origin} {words}" for origin, _, words, _ in bars)}
    return worded("quantities", shown, asked, partial(levels, bars), high=bars[0], low=bars[-1], **said)


def _chain(record: Record, key: str, sources: Sources) -> Markup:
    """Return the way from each material through its goods to the rules, with what they ask on the last day."""
    links = record.by("supply_chains", "platform_id", key)
    if not links:
        return Markup("")
    return section(
        "From the material to the notice",
        "The goods are those that the material heads or that contain it; what goes into the platform need not be one.",
        *(_material(record, m, own) for m, own in sorted(grouped(links, "material_id").items())),
        _rules(record, links, sources),
    )


def _material(record: Record, material: str, own: list[Row]) -> Markup:
    """Return what leads from one material to the rules."""
    goods = {c["goods_id"]: c for c in own}
    customs = sorted({h for c in own for h in c["hs6"]})
    said = [(f"{counted(len(goods), 'form')} of goods", _named(record, goods))]
    said += [("Customs headings", ", ".join(customs))] if len(customs) <= MOST_HEADINGS else []
    said += [(f"On {record.as_of}, {words}", _regimes(record, goods, column)) for column, words in SHOWN.items()]
    return dropdown(record.material(material), facts(said))


def _regimes(record: Record, goods: dict[str, Row], column: str) -> str:
    """Return what the goods need, strictest first, and which goods where it is not all."""
    found = grouped(goods.values(), column)
    if len(found) == 1:
        return REGIME_WORDS[next(iter(found))]
    strictest_first = [regime for regime in reversed(REGIME_WORDS) if regime in found]
    named = {regime: _named(record, {row["goods_id"] for row in found[regime]}) for regime in strictest_first}
    return "; ".join(f"{REGIME_WORDS[regime]}: {names}" for regime, names in named.items())


def _named(record: Record, goods: Collection[str]) -> str:
    """Return the names of goods, after the first how many more there are."""
    names = [record.one("goods", "goods_id", key)["name_en"] for key in sorted(goods)[:MOST_GOODS]]
    return ", ".join(names) + (f" and {len(goods) - MOST_GOODS} more" if len(goods) > MOST_GOODS else "")


def _rules(record: Record, links: list[Row], sources: Sources) -> Markup:
    reached: dict[str, dict[str, set[str]]] = {}
    for row in links:
        if row["measure_id"]:
            reached.setdefault(row["measure_id"], {}).setdefault(row["material_id"], set()).add(row["goods_id"])
    rows = []
    for measure_id, materials in sorted(reached.items()):
        rule, *cells = measure_cells(record, record.one("measures", "measure_id", measure_id), sources)
        rows.append([rule, ", ".join(f"{m} ({len(materials[m])})" for m in sorted(materials)), *cells])
    if not rows:
        return Markup("No rule reaches its goods.")
    headings = ("Rule", "Materials (goods)", "States", "Notices and sources")
    return section("The rules", table(headings, rows, "chain"), level=3)
