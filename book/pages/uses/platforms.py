"""One page per weapon or platform: the materials in it, and the chain from each to the notices."""

from book.pages.ask.answers import REGIME_WORDS
from book.pages.common.markup import esc, pipe_table
from book.pages.common.record import Record
from book.pages.common.text import Documents, Row, counted, stamp
from book.pages.common.words import origin_name
from book.pages.materials.materials import quantity

MOST_GOODS = 8
MOST_HEADINGS = 30
REGIMES = {"regime": "civil use", "regime_usa_military": "US military", "regime_jpn_military": "Japanese military"}


def platforms_page(record: Record) -> str:
    """Return the index of the platforms."""
    rows = []
    for p in sorted(record.rows("platforms"), key=lambda p: (p["kind"], p["name"])):
        found = record.by("platform_materials", "platform_id", p["platform_id"])
        keys = sorted({r["material_id"] or r["group_id"] for r in found})
        ruled = {
            c["material_id"] for c in record.by("supply_chains", "platform_id", p["platform_id"]) if c["measure_id"]
        }
        words = ", ".join(record.material_link(k) for k in keys) or "no source ties one to it"
        rows.append(
            [
                record.platform_link(p["platform_id"]),
                esc(p["kind"].replace("_", " ")),
                words,
                str(len(ruled)) if keys else "",
            ]
        )
    lines = [
        "# Weapons and platforms",
        "",
        "What sources say is in each, and how many of its materials a Chinese rule reaches. Most quantities come from "
        "few origins; each page names them. What is not listed may be in a platform all the same.",
        "",
        *pipe_table(("Platform", "Kind", "Materials", "Under a rule"), rows, "wide"),
        stamp(record.release),
        "",
    ]
    return "\n".join(lines)


def platform_page(record: Record, platform: Row) -> str:
    """Return the page of one platform."""
    key = platform["platform_id"]
    documents = record.documents(f"platform-{key.replace('_', '-')}")
    sides = (("operators", "used by"), ("manufacturer_countries", "made in"))
    told = [f"{words} {record.destinations(platform[c])}" for c, words in sides if platform[c]]
    kind = platform["kind"].replace("_", " ")
    lines = [f"# {esc(platform['name'])}", "", f"{esc('; '.join([kind.capitalize(), *told]))}. "]
    lines[-1] += documents.cite(platform["source_ids"])
    lines += ["", *([esc(platform["note"]), ""] if platform["note"] else [])]
    lines += _materials(record, key, documents) + _chain(record, key, documents)
    return "\n".join([*lines, *record.foot(documents)])


def _materials(record: Record, key: str, documents: Documents) -> list[str]:
    rows = [
        [
            record.material_link(p["material_id"] or p["group_id"]),
            esc("; ".join(v for v in (p["component"], p["function"]) if v)),
            esc(quantity(p)),
            esc(f"{origin_name(p['origin'])}; {p['pedigree'].replace('_', ' ')} ") + documents.cite(p["source_ids"]),
            esc(p["note"]),
        ]
        for p in record.by("platform_materials", "platform_id", key)
    ]
    if not rows:
        return ["No source that ties a material to it was found.", ""]
    headings = ("Material", "Part and function", "Quantity", "Origin, pedigree, sources", "Note")
    return ["## What is in it", "", *pipe_table(headings, rows, "platform")]


def _chain(record: Record, key: str, documents: Documents) -> list[str]:
    """Return the way from each material through its codes to the rules, with what they ask on the last day."""
    links = record.by("supply_chains", "platform_id", key)
    lines: list[str] = []
    for material in sorted({c["material_id"] for c in links}):
        own = [c for c in links if c["material_id"] == material]
        # no heading: the book's search would put the platforms before the page of the material
        lines += [f"**{record.material_link(material)}**", ""]
        goods = {c["goods_id"]: c for c in own}
        shown = ", ".join(esc(record.one("goods", "goods_id", g)["name_en"]) for g in sorted(goods)[:MOST_GOODS])
        rest = f" and {len(goods) - MOST_GOODS} more" if len(goods) > MOST_GOODS else ""
        customs = sorted({h for c in own for h in c["hs6"]})
        lines += [f"- **{counted(len(goods), 'form')} of goods:** {shown}{rest}"]
        lines += [f"- **Customs headings:** {', '.join(customs)}"] if len(customs) <= MOST_HEADINGS else []
        lines += [f"- **On {record.release.as_of}, {words}:** {_regimes(goods, c)}" for c, words in REGIMES.items()]
        lines += [""]
    if not lines:
        return []
    told = (
        "The goods are those that the material heads or that contain it; what goes into the platform need not be one."
    )
    return ["## From the material to the notice", "", told, "", *lines, *_rules(record, links, documents)]


def _regimes(goods: dict[str, Row], column: str) -> str:
    found = {c[column] for c in goods.values()}
    return ", ".join(words for regime, words in REGIME_WORDS.items() if regime in found)


def _rules(record: Record, links: list[Row], documents: Documents) -> list[str]:
    reached: dict[str, dict[str, set[str]]] = {}
    for link in links:
        if link["measure_id"]:
            found = reached.setdefault(link["measure_id"], {})
            found.setdefault(link["material_id"], set()).add(link["goods_id"])
    rows = []
    for measure_id, materials in sorted(reached.items()):
        measure = record.one("measures", "measure_id", measure_id)
        rule, *cells = record.measure_cells(measure, documents)
        rows.append([rule, ", ".join(f"{m} ({len(materials[m])})" for m in sorted(materials)), *cells])
    if not rows:
        return ["No rule reaches its goods.", ""]
    headings = ("Rule", "Materials (goods)", "States", "Notices and sources")
    return ["### The rules", "", *pipe_table(headings, rows, "chain")]
