"""One page per material: names, controls, uses, platforms, numbers, codes, each with its sources."""

from collections.abc import Iterable

from book.pages.raw import item_link
from book.pages.record import Record
from book.pages.text import Documents, Row, esc, pipe_table

CLASSES = {"ree_class_china": "China", "ree_class_usgs": "USGS", "ree_class_eu": "the EU"}
MOST_CODES = 60


def material_page(record: Record, material: Row) -> str:
    """Return the page of one material."""
    key = material["material_id"]
    documents = record.documents(f"material-{key.replace('_', '-').lower()}")
    parts = (
        _uses(record, key, documents),
        _shares(record, key, documents),
        _platforms(record, key, documents),
        _controls(record, key, documents),
        _numbers(record, key, documents),
        _codes(record, key, documents),
    )
    told = [line for part in parts for line in part]
    symbol = f" ({esc(material['symbol'])})" if material["symbol"] else ""
    ask = f'<a href="status.html#material={key}">What does an export of it need on a day that you pick?</a>'
    lines = [f"# {esc(material['name_en'])}{symbol}", "", *_names(record, material, documents), ask, ""]
    return "\n".join([*lines, *told, *record.foot(documents)])


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
        yield f"- **Groups:** {esc(', '.join(g.replace('_', ' ') for g in groups))}"
    if material["note"]:
        yield f"- **Note:** {esc(material['note'])}"
    yield ""


def _part(
    title: str, headings: tuple[str, ...], rows: list[list[str]], kind: str = "wide", told: str = ""
) -> list[str]:
    """Return a section with a table, nothing for no rows."""
    if not rows:
        return []
    return [f"## {title}", "", *([told, ""] if told else []), *pipe_table(headings, rows, kind)]


def _controls(record: Record, key: str, documents: Documents) -> list[str]:
    codes = {c["code"] for c in record.by("code_materials", "material_id", key) if c["role"] == "subject"}
    measures = record.measures_of({key, *record.groups.get(key, ()), *codes})
    rows = [record.measure_cells(m, documents) for m in measures]
    told = "The rules that name it, its group or one of its codes, or that decided its status somewhere on some day."
    return _part("Controls", ("Measure", "Rule", "States", "Notices", "Sources"), rows, "measures", told)


def _uses(record: Record, key: str, documents: Documents) -> list[str]:
    rows = [
        [
            esc(record.one("applications", "application_id", u["application_id"])["title"]),
            esc(u["product"]),
            esc(u["function"]),
            esc(", ".join(v.replace("_", " ") for v in (u["sector"], u["defence"]) if v)),
            esc(u["substitutes"] or (u["substitutability"] or "").replace("_", " ")),
            documents.cite(u["source_ids"]),
        ]
        for u in record.by("material_uses", "material_id", key)
    ]
    return _part("What it is used for", ("Use", "Product", "Function", "Sector", "Substitutes", "Sources"), rows)


def _shares(record: Record, key: str, documents: Documents) -> list[str]:
    rows = [
        [
            esc(record.one("applications", "application_id", s["application_id"])["title"]),
            f"{s['share_pct']:g} %",
            str(s["year"]),
            esc(record.places([s["geography"]])),
            esc(f"{s['basis'].replace('_', ' ')}; {s['origin']}"),
            documents.cite(s["source_ids"]),
        ]
        for s in sorted(
            record.by("use_shares", "material_id", key), key=lambda s: (-s["year"], s["origin"], -s["share_pct"])
        )
    ]
    return _part("Shares of use", ("Use", "Share", "Year", "Where", "Of what, by whom", "Sources"), rows)


def quantity(row: Row) -> str:
    """Return the quantity of a material in a platform, with its basis."""
    if row["quantity"] is None:
        return "present"
    mass = f" ({row['quantity_kg']:,.1f} kg)" if row["quantity_kg"] and row["unit"] != "kg" else ""
    return f"{row['quantity']:,g} {row['unit']}{mass}, {row['basis'].replace('_', ' ')}"


def _platforms(record: Record, key: str, documents: Documents) -> list[str]:
    rows = [
        [
            record.platform_link(p["platform_id"]),
            esc(p["component"]),
            esc(p["function"]),
            esc(quantity(p)),
            esc(p["pedigree"].replace("_", " ")),
            documents.cite(p["source_ids"]),
        ]
        for p in record.by("platform_materials", "material_id", key)
    ]
    return _part("In weapons and platforms", ("Platform", "Part", "Function", "Quantity", "Pedigree", "Sources"), rows)


def _numbers(record: Record, key: str, documents: Documents) -> list[str]:
    """Return the newest preferred figure of each indicator and reporter."""
    newest: dict[tuple[str, str], Row] = {}
    for row in record.by("observations", "material_id", key):
        place = row["indicator_id"], row["reporter"]
        if row["is_preferred"] == "yes" and (place not in newest or _age(row) > _age(newest[place])):
            newest[place] = row
    rows = []
    for (indicator, reporter), o in sorted(newest.items()):
        product = ", ".join(v for v in (o["form"], f"HS {o['hs_code']}" if o["hs_code"] else None) if v)
        partner = f", partner {record.places([o['partner']])}" if o["partner"] not in ("WLD", reporter) else ""
        days = sorted({str(o["period_start"]), str(o["period_end"])})
        flag = f" ({o['flag']})" if o["flag"] else ""
        rows.append(
            [
                esc(record.one("indicators", "indicator_id", indicator)["title"])
                + (f" ({esc(product)})" if product else ""),
                esc(record.places([reporter]) + partner),
                f"{o['value']:,g}{flag}" if abs(o["value"]) < 1e6 else f"{o['value']:,.0f}{flag}",
                esc(", ".join(v.replace("_", " ") for v in (o["unit"], o["basis"], o["statistic"]) if v)),
                " to ".join(days),
                documents.cite(o["source_ids"]),
            ]
        )
    told = "The newest preferred figure of each indicator and reporter; all: [`observations`](table-observations.md)."
    headings = ("What", "Where", "Value", "Unit and basis", "Days", "Sources")
    return _part("Numbers", headings, rows, "wide numbers", told)


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
                esc(link["role"].replace("_", " ")),
                esc(entry["name_en"] or "") + (f"<br>{esc(entry['name_zh'])}" if entry["name_zh"] else ""),
                documents.cite(link["source_ids"]),
            ]
        )
    more = len(links) - MOST_CODES
    told = (
        f"The first {MOST_CODES}; {more} more are in [`code_materials`](table-code_materials.md)." if more > 0 else ""
    )
    return _part("Codes", ("Code", "Role of the material", "Item", "Sources"), rows, "wide", told)
