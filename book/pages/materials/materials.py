"""One page per material: names, controls, uses, platforms, numbers, codes, each with its sources."""

from collections.abc import Iterable

from book.pages.ask.answers import regime_words, trade_words
from book.pages.common.markup import esc, index_entries, item_link, pipe_table
from book.pages.common.record import Record
from book.pages.common.text import Documents, Row
from book.pages.common.words import basis_name, group_name, origin_name, unit_name
from book.pages.trade.numbers import when

CLASSES = {"ree_class_china": "China", "ree_class_usgs": "USGS", "ree_class_eu": "the EU"}
MOST_CODES = 60
# What a reader may call a group in a search.
SEARCHED = {"rare_earths": ("rare earths", "稀土", "レアアース")}


def material_page(record: Record, material: Row) -> str:
    """Return the page of one material."""
    key = material["material_id"]
    documents = record.documents(f"material-{key.replace('_', '-').lower()}")
    symbol = f" ({esc(material['symbol'])})" if material["symbol"] else ""
    ask = f'<a href="status.html#material={key}">What does an export of it need on a day that you pick?</a>'
    lines = [
        f"# {esc(material['name_en'])}{symbol}",
        "",
        *_index(material),
        *_names(record, material, documents),
        ask,
        "",
    ]
    lines += _sections(record, "material_id", key, documents)
    return "\n".join([*lines, *_codes(record, key, documents), *record.foot(documents)])


def group_page(record: Record, group: str) -> str:
    """Return the page of what sources say of a group of materials as a whole."""
    documents = record.documents(f"material-{group.replace('_', '-')}")
    members = sorted(row["material_id"] for row in record.by("material_groups", "group_id", group))
    links = ", ".join(record.material_link(m) for m in members)
    told = "What sources say of these materials together; their own pages have the rest:"
    lines = [f"# {esc(group_name(group))} (group)", "", *index_entries(SEARCHED.get(group, ())), f"{told} {links}.", ""]
    lines += _sections(record, "group_id", group, documents)
    return "\n".join([*lines, *record.foot(documents)])


def _spaced(word: str) -> str:
    return esc(word.replace("_", " "))


def _sections(record: Record, column: str, key: str, documents: Documents) -> list[str]:
    """Return the sections that a material (column material_id) and a group (group_id) have alike."""
    parts = (_controls, _uses, _shares, _platforms, _numbers)
    return [line for part in parts for line in part(record, column, key, documents)]


def _index(material: Row) -> list[str]:
    """Return the entries of the index: a search for a name in any language finds this page first."""
    return index_entries(material[c] for c in ("name_en", "name_zh", "name_ja") if material[c])


def _names(record: Record, material: Row, documents: Documents) -> Iterable[str]:
    names = [
        f"{label} {esc(material[c])}" for c, label in (("name_zh", "Chinese"), ("name_ja", "Japanese")) if material[c]
    ]
    number = [f"atomic number {material['atomic_number']}"] if material["atomic_number"] else []
    told = ", ".join([esc(material["name_en"]), *names, *number])
    yield f"- **Names:** {told} {documents.cite(material['source_ids'])}"
    sorts = [f"{esc(material[c])} by {who}" for c, who in CLASSES.items() if material[c]]
    if sorts:
        yield f"- **Rare earth:** {', '.join(sorts)}"
    if material["critical_lists"]:
        yield f"- **On the lists of critical materials of:** {', '.join(material['critical_lists'])}"
    groups = sorted(record.groups.get(material["material_id"], ()))
    if groups:
        yield f"- **In the groups:** {', '.join(record.material_link(g) for g in groups)}"
    found = record.by("material_status", "material_id", material["material_id"])
    last = max((r["last_day"] for r in found), default=None)
    now = {(r["destination"], r["end_use"]): r for r in found if r["last_day"] == last}
    answers = [
        f"to {esc(record.destinations([to]))}: {_answer(now, to if (to, 'civil') in now else 'ROW')}"
        for to in ("ROW", "USA", "JPN")
        if ("ROW", "civil") in now
    ]
    yield f"- **Needed on {record.release.as_of}:** {'; '.join(answers) or 'unknown'}{_reach(now) if answers else ''}"
    if material["note"]:
        yield f"- **Note:** {esc(material['note'])}"
    yield ""


def _answer(now: dict[tuple[str, str], Row], to: str) -> str:
    """Return what exports to a destination need, civil and military."""
    civil, military = (regime_words(now[to, use]) for use in ("civil", "military"))
    return civil if civil == military else f"{civil}, for military use {military}"


def _reach(now: dict[tuple[str, str], Row]) -> str:
    """Return what the answers leave out: goods that no rule names, and the trade layer."""
    layer = trade_words(now["ROW", "civil"]) if ("ROW", "civil") in now else []
    beside = f" Beside the dual-use rules: {', '.join(layer)}." if layer else ""
    named = any(row["regime"] not in ("none", "unknown") for row in now.values())
    only = (
        ". The strictest rule over the goods in which it is mostly traded; other goods of it may need more or less."
        if named
        else "."
    )
    return only + beside


def _part(
    title: str, headings: tuple[str, ...], rows: list[list[str]], kind: str = "wide", told: str = ""
) -> list[str]:
    """Return a section with a table, nothing for no rows."""
    if not rows:
        return []
    return [f"## {title}", "", *([told, ""] if told else []), *pipe_table(headings, rows, kind)]


def _controls(record: Record, column: str, key: str, documents: Documents) -> list[str]:
    links = record.by("code_materials", column, key) if column == "material_id" else []
    codes = {c["code"] for c in links if c["role"] == "subject"}
    measures = record.measures_of({key, *record.groups.get(key, ()), *codes})
    rows = [record.measure_cells(m, documents) for m in measures]
    told = "The rules that name it, its group or one of its codes, or that decided its status somewhere on some day."
    return _part("Controls", ("Rule", "States", "Notices and sources"), rows, "rules", told)


def _uses(record: Record, column: str, key: str, documents: Documents) -> list[str]:
    rows = [
        [
            f"{record.use(u)}: {esc(u['product'])}",
            esc(u["function"]),
            ", ".join(_spaced(v) for v in dict.fromkeys((u["sector"], u["defence"])) if v),
            esc(u["substitutes"]) or _spaced(u["substitutability"] or ""),
            documents.cite(u["source_ids"]),
        ]
        for u in record.by("material_uses", column, key)
    ]
    return _part("What it is used for", ("Use and product", "Function", "Sector", "Substitutes", "Sources"), rows)


def _shares(record: Record, column: str, key: str, documents: Documents) -> list[str]:
    rows = [
        [
            record.use(s),
            f"{s['share_pct']:g} %",
            str(s["year"]),
            esc(record.places([s["geography"]])),
            esc(f"{s['basis'].replace('_', ' ')}; {origin_name(s['origin'])}"),
            documents.cite(s["source_ids"]),
        ]
        for s in sorted(record.by("use_shares", column, key), key=lambda s: (-s["year"], s["origin"], -s["share_pct"]))
    ]
    return _part("Shares of use", ("Use", "Share", "Year", "Where", "Of what, by whom", "Sources"), rows)


def quantity(row: Row) -> str:
    """Return the quantity of a material in a platform, with its basis."""
    if row["unit"] is None:
        return "present"
    low, high = row["quantity_low"], row["quantity_high"]
    figure = f"{row['quantity']:,g}" if low is None else f"{low:,g} to {high:,g}"
    ends = dict.fromkeys(f"{m:,.1f}" for m in (row["mass_kg_low"], row["mass_kg_high"]) if m is not None)
    mass = f" ({' to '.join(ends)} kg)" if ends and row["unit"] != "kg" else ""
    bound = "" if row["bound"] == "exact" else f"{_spaced(row['bound'])} "
    return f"{bound}{figure} {row['unit']}{mass}, {_spaced(row['quantity_of'])}"


def _platforms(record: Record, column: str, key: str, documents: Documents) -> list[str]:
    rows = [
        [
            record.platform_link(p["platform_id"]),
            esc(p["component"]),
            esc(p["function"]),
            esc(quantity(p)),
            _spaced(p["pedigree"]),
            documents.cite(p["source_ids"]),
        ]
        for p in record.by("platform_materials", column, key)
    ]
    return _part("In weapons and platforms", ("Platform", "Part", "Function", "Quantity", "Pedigree", "Sources"), rows)


def _numbers(record: Record, column: str, key: str, documents: Documents) -> list[str]:
    """Return the newest preferred figure of each indicator and reporter."""
    newest: dict[tuple[str, str], Row] = {}
    for row in record.by("observations", column, key):
        place = row["indicator_id"], row["reporter"]
        if row["is_preferred"] and (place not in newest or _age(row) > _age(newest[place])):
            newest[place] = row
    rows = []
    for (indicator, reporter), o in sorted(newest.items()):
        product = ", ".join(v for v in (o["form"], f"HS {o['hs_code']}" if o["hs_code"] else None) if v)
        partner = f", partner {record.places([o['partner']])}" if o["partner"] not in ("WLD", reporter) else ""
        flag = f"<br>({o['flag']})" if o["flag"] else ""
        rows.append(
            [
                esc(record.one("indicators", "indicator_id", indicator)["title"])
                + (f" ({esc(product)})" if product else ""),
                esc(record.places([reporter]) + partner),
                f"{o['value']:,g}{flag}" if abs(o["value"]) < 1e6 else f"{o['value']:,.0f}{flag}",
                esc(", ".join(_unit(o, v) for v in ("unit", "basis", "price_terms", "statistic") if o[v])),
                when(o),
                documents.cite(o["source_ids"]),
            ]
        )
    told = "The newest preferred figure of each indicator and reporter; all: [`observations`](table-observations.md)."
    headings = ("What", "Where", "Value", "Unit and basis", "Period", "Sources")
    return _part("Numbers", headings, rows, "wide numbers", told)


def _unit(row: Row, column: str) -> str:
    return unit_name(row[column]) if column == "unit" else basis_name(row[column])


def _age(row: Row) -> tuple[str, str, str, str, str]:
    rest = (row["partner"] or "", row["form"] or "", row["hs_code"] or "")
    return str(row["period_end"]), str(row["period_start"]), *rest


def _codes(record: Record, key: str, documents: Documents) -> list[str]:
    links = sorted(
        record.by("code_materials", "material_id", key), key=lambda c: (c["role"] != "subject", c["role"], c["code"])
    )
    rows = []
    for link in links[:MOST_CODES]:
        entry = record.one("control_codes", "code", link["code"])
        rows.append(
            [
                item_link(link["code"]),
                _spaced(link["role"]),
                esc(entry["name_en"] or "") + (f"<br>{esc(entry['name_zh'])}" if entry["name_zh"] else ""),
                documents.cite(link["source_ids"]),
            ]
        )
    more = len(links) - MOST_CODES
    told = (
        f"The first {MOST_CODES}; {more} more are in [`code_materials`](table-code_materials.md)." if more > 0 else ""
    )
    return _part("Codes", ("Code", "Role of the material", "Item", "Sources"), rows, "wide", told)
