"""One page with every measure under an address that stays: rule in words, items, states, notices, sources."""

from collections.abc import Iterator

from exportcurbs.law.words import states_in_words

from book.pages.common.markup import code, esc
from book.pages.common.rules import rule_in_words
from book.pages.common.text import Documents, Row, counted, records, stamp
from book.pages.common.words import called, group_name
from book.pages.episodes.episodes import Tables
from build.compile import Compiled

MOST_ITEMS = 60


def measures_page(compiled: Compiled) -> str:
    """Return the page of all measures, by document, oldest first."""
    told = Told(compiled)
    instruments = sorted(
        told.rows["instruments"], key=lambda i: (str(i["issued"] or i["effective"]), i["instrument_id"])
    )
    owned: dict[str, list[Row]] = {}
    for measure in told.rows["measures"]:
        owned.setdefault(measure["instrument_id"], []).append(measure)
    silent = [i for i in instruments if i["instrument_id"] not in owned]
    lines = [
        "# Measures",
        "",
        f"Every rule on record: {counted(len(told.rows['measures']), 'measure')} of {counted(len(owned), 'document')}, "
        f"oldest first. Each has an address that stays: `measures.html#measure-` and its id.",
        "",
    ]
    for instrument in (i for i in instruments if i["instrument_id"] in owned):
        lines += told.document(instrument, "##")
        for measure in sorted(owned[instrument["instrument_id"]], key=lambda m: m["measure_id"]):
            lines += told.measure(measure)
    lines += ["## Documents without rules of their own", ""]
    lines += ["They change the days of other rules, list what is controlled, or stand for context.", ""]
    for instrument in silent:
        lines += told.document(instrument, "")
    return "\n".join([*lines, stamp(compiled.release), ""])


class Told:
    """The rows of the law, told."""

    def __init__(self, compiled: Compiled) -> None:
        self.tables = Tables.of(compiled)
        self.documents = Documents.of(compiled)
        wanted = "instruments measures measure_periods measure_items control_codes materials goods"
        self.rows = {name: records(compiled.frames[name]) for name in wanted.split()}
        self._numbers = {i["instrument_id"]: called(i) for i in self.rows["instruments"]}
        self._codes = {(c["scheme"], c["code"]): c for c in self.rows["control_codes"]}
        self._materials = {m["material_id"]: m for m in self.rows["materials"]}
        self._goods = {g["goods_id"]: g for g in self.rows["goods"]}
        self._periods: dict[str, list[Row]] = {}
        for period in sorted(self.rows["measure_periods"], key=lambda p: p["first_day"]):
            self._periods.setdefault(period["measure_id"], []).append(period)
        self._items: dict[str, list[Row]] = {}
        for item in self.rows["measure_items"]:
            self._items.setdefault(item["measure_id"], []).append(item)

    def document(self, row: Row, heading: str) -> list[str]:
        """Return number, titles, day and sources of a document, under its anchor."""
        title = ": ".join(esc(row[k]) for k in ("number", "title_en") if row[k])
        native = f"{esc(row['title_zh'])}. " if row["title_zh"] else ""
        day = f"Issued {row['issued']}. " if row["issued"] else ""
        opening = [f"(instrument-{row['instrument_id']})=", f"{heading} {title}" if heading else f"**{title}**", ""]
        return [*opening, f"{native}{day}Sources: {self.documents.linked(row['source_ids'])}.", ""]

    def measure(self, row: Row) -> list[str]:
        """Return one measure under its anchor."""
        own = row["measure_id"]
        places = self.tables.places(row["destinations"])
        cited = dict.fromkeys([*row["source_ids"], *(s for p in self._periods[own] for s in p["source_ids"])])
        lines = [f"(measure-{own})=", f"### {esc(row['title'])}", ""]
        lines += [f"- **Id:** {code(own)}" + (f", {esc(row['clause'])}" if row["clause"] else "")]
        lines += [f"- **Rule:** {rule_in_words(row, places)}", f"- **States:** {'; '.join(self._states(own))}"]
        if self._items.get(own):
            lines += [f"- **Items:** {'; '.join(self._covered(own))}"]
        lines += [f"- **Evidence grade:** {row['evidence_grade']}"] if row.get("evidence_grade") else []
        lines += [f"- **Note:** {esc(row['note'])}"] if row["note"] else []
        return [*lines, f"- **Sources:** {self.documents.linked(cited)}", ""]

    def _states(self, measure_id: str) -> list[str]:
        return states_in_words(self._periods[measure_id], self._notice)

    def _notice(self, period: Row) -> str:
        by = period["by_instrument_id"]
        return f" (by [{esc(self._numbers[by])}](#instrument-{by}))" if by else ""

    def _covered(self, measure_id: str) -> Iterator[str]:
        items = self._items[measure_id]
        for item in items[:MOST_ITEMS]:
            named = self._codes.get((item["scheme"], item["code"])) or self._materials.get(item["material_id"])
            named = named or self._goods.get(item["goods_id"]) or {}
            subject = item["code"] or item["material_id"] or item["group_id"] or item["goods_id"]
            names = ", ".join(esc(named[k]) for k in ("name_en", "name_zh") if named.get(k))
            names = names or (esc(group_name(item["group_id"])) if item["group_id"] else "")
            basis = "" if item["basis"] == "printed" else f" ({item['basis']})"
            yield ("without " if item["inclusion"] == "excluded" else "") + f"{code(subject)} {names}{basis}".strip()
        if len(items) > MOST_ITEMS:
            yield f"and {len(items) - MOST_ITEMS:,} more in [measure_items](table-measure_items.md)"
