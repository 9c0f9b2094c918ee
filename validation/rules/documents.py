"""Rules on documents and measures: what ids, titles, days and lists say of each other."""

import re
from collections.abc import Iterator

from validation.citations import source_key
from validation.definitions.agreements import EFFECTS, ONLY, SERIES
from validation.definitions.tables import Row
from validation.problems import Problem, shown
from validation.rules.common import Faults, Tables, at, each, elements, rule
from validation.rules.shared import READ

# A numbered document: what its id begins with, the year, the number. The ids of tariff plans end with a month.
NUMBERED = re.compile(r"cn-(?:uel-|setc-|gacc-|order-[a-z]+-)?(?P<year>\d{4})-(?P<number>\d+)")
DECREE = re.compile(r"cn-decree-(?P<number>\d+)-(?P<year>\d{4})")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
YEARLY = ("allocation", "tariff_plan")  # issued in the year before that in their id
PREAMBLE = re.compile(r"\[(?:preamble|art\. 1)\]")  # where a document names its legal basis
ENDING = ("repealed", "carried_over", "expired", "stopped")
OWN = ("announced", "takes_effect")  # causes that the own document of a rule brings about
ADMINISTERED = ("trade_administration", "un_sanctions")
TEXT = re.compile(r"mofcom-\d{4}-ann\d+")  # the text of an announcement
TRADE = ("quota", "duty", "state_trading")


@each("instruments")
def numbered_as_id(row: Row, tables: Tables) -> Faults:
    """Yield documents whose number or year is not that of their id."""
    name = row["instrument_id"] or ""
    numbered = NUMBERED.fullmatch(name) or DECREE.fullmatch(name)
    if numbered and row["number"] and numbered["number"] not in re.findall(r"\d+", row["number"]):
        found = f"{shown(row['number'])} is not number {numbered['number']}, as the id says"
        yield "number", found, "correct the number or the id"
    column = "issued" if row["issued"] else "issued_latest"
    year = int(numbered["year"]) if numbered else int((YEAR.findall(name) or ["0"])[0])
    yearly = numbered is None and (row["kind"] in YEARLY or row["role"] == "allocation")
    if row[column] and year and not row[column].year <= year <= row[column].year + yearly:
        yield column, f"{row[column]} is not of {year}, as the id says", "correct day or id"


@each("instruments")
def kind_as_id(row: Row, tables: Tables) -> Faults:
    """Yield documents whose kind or issuer is not that of the series in their id."""
    for start in (s for s in SERIES if (row["instrument_id"] or "").startswith(f"{s}-")):
        kinds, issuer = SERIES[start]
        if kinds and row["kind"] is not None and row["kind"] not in kinds:
            yield "kind", f"{shown(row['kind'])} is not what {start} means", f"write {' or '.join(kinds)}"
        if issuer and row["issuer_ids"] and issuer not in row["issuer_ids"]:
            found = f"{issuer} is not among the issuers, though the id begins with {start}"
            yield "issuer_ids", found, f"add {issuer}, or correct the id"


@each("measure_periods")
def days_of_periods(row: Row, tables: Tables) -> Faults:
    """Yield periods that do not begin on the day of the document that begins them, or on one that it plans."""
    name, first, cause, measure = row["by_instrument_id"], row["first_day"], row["cause"], row["measure_id"]
    document, own = tables["instruments"].row(name), tables["measures"].row(measure)["instrument_id"]
    if document and cause and own and (name == own) != (cause in OWN):
        whose = "its own document" if name == own else "another document than its own"
        found = f"{shown(name)} is {whose}, but the cause is {shown(cause)}"
        yield "by_instrument_id", found, f"name {own if name != own else 'the later document'}"
        return
    if cause == "announced":
        days = [document["issued"], document["published_day"]]
        days = days if any(days) else [document["issued_latest"]]
    else:
        plans = tables["measure_plans"].by("measure_id", "instrument_id").get((measure, name), ())
        days = [document["effective"], *(p["planned_first"] for _, p in plans if p["state"] == row["state"])]
        days = days if document["effective"] else []
    known = dict.fromkeys(filter(None, days))
    if first and known and first not in known and not row["first_day_earliest"]:
        what = "was announced" if cause == "announced" else "takes effect"
        found = f"{first}, but {shown(name)} {what} on {' or '.join(map(str, known))}"
        yield "first_day", found, "correct a day; a document of several days has no effective"


@each("instruments")
def repealed_rules_end(row: Row, tables: Tables) -> Faults:
    """Yield documents whose rules neither end nor are carried over on the day of their repeal."""
    periods = tables["measure_periods"].by("measure_id")
    rules = [m["measure_id"] for _, m in tables["measures"].by("instrument_id").get(row["instrument_id"], ())]
    days = {p["first_day"] for rule in rules for _, p in periods.get(rule, ()) if p["cause"] in ENDING}
    if row["repealed"] and rules and row["repealed"] not in days and not row["note"]:
        found = f"{row['repealed']}, but none of its rules ends or is carried over that day"
        yield "repealed", found, "correct the day, or say in the note why they go on"


@each("list_editions")
def lists_of_documents(row: Row, tables: Tables) -> Faults:
    """Yield lists whose number is not that of the document that issues them."""
    name, document = row["instrument_id"], tables["instruments"].row(row["instrument_id"])
    own, its = (set(re.findall(r"\d+", text["number"] or "")) for text in (row, document))
    if row["number"] and document["number"] and (not own or not own <= its):
        found = f"{shown(row['number'])}, but {shown(name)} is {document['number']}"
        yield "number", found, "correct the number here or there, or the document"


@each("instruments")
def basis_read_as_cited(row: Row, tables: Tables) -> Faults:
    """Yield documents whose preamble is cited, but whose legal basis is said to be read in part or not at all."""
    if row["legal_basis_read"] != "all" and PREAMBLE.search("|".join(row["source_ids"] or ())):
        yield "legal_basis_read", "the words that name the basis are cited", "write all, or take the locator out"


@each("instruments", "measures", "measure_conditions", "measure_periods", "measure_plans", "listing_grounds")
def place_in_collection(row: Row, tables: Tables) -> Faults:
    """Yield rows of the law that cite a collection, through which other texts are known, without a place in it."""
    sources = tables["sources"]
    for cited in (s for s in row["source_ids"] or () if s == source_key(s)):
        if sources.row(cited)["states"] == "collection" and cited in sources.by("quoted_by_id"):
            yield "source_ids", f"{shown(cited)} holds many texts", "add the place in it, or cite the text alone"


@each("instruments")
def told_within_window(row: Row, tables: Tables) -> Faults:
    """Yield documents whose last possible day of issue lies after a dated source that they cite."""
    days = (tables["sources"].row(source_key(s))["published"] for s in row["source_ids"] or ())
    first = min((day for day in days if day and len(day) == 10), default=None)
    if first and row["issued_latest"] and first < str(row["issued_latest"]):
        yield (
            "issued_latest",
            f"{row['issued_latest']}, but a source cited is of {first}",
            f"write {first} or earlier",
        )


@each("instruments")
def issued_by_successor(row: Row, tables: Tables) -> Faults:
    """Yield documents of bodies that were given up, issued once their successor issued its own."""
    for issuer in row["issuer_ids"] or ():
        successor = tables["issuers"].row(issuer)["successor_id"]
        days = [
            d["issued"] for _, d in tables["instruments"].rows() if successor in (d["issuer_ids"] or ()) and d["issued"]
        ]
        if row["issued"] and days and row["issued"] > min(days):
            found = f"{shown(issuer)} was given up for {successor}, which issued its own from {min(days)} on"
            yield "issuer_ids", found, "name the body that issued it, or correct successor_id"


@each("measures")
def titles_say_effect(row: Row, tables: Tables) -> Faults:
    """Yield measures whose title speaks of another effect, flow, end use or destination."""
    title = row["title"] or ""
    if row["effect"] in EFFECTS and title and not re.search(EFFECTS[row["effect"]], title):
        found = f"{shown(row['effect'])} is not what the title says: {shown(title)}"
        yield "effect", found, "correct the effect or the title"
    for column, words in ONLY.items():
        said = [value for value, word in words.items() if re.search(word, title)]
        cells = elements(row[column])
        wrong = [c for c in cells if c in words and c not in said] if column == "end_use" and said else []
        if said and cells and (wrong or not set(said) & set(cells)) and row["end_user"] == "any":
            found = f"{shown('|'.join(cells))}, but the title speaks of {' and '.join(said)}: {shown(title)}"
            yield column, found, "correct the cell or the title"


@each("measures")
def layers_fit(row: Row, tables: Tables) -> Faults:
    """Yield measures whose body of law does not go with their effect, flow, users or scope."""
    layer, kind = row["layer"], tables["instruments"].row(row["instrument_id"])["kind"]
    if layer is None or kind is None:
        return
    both = len({r["layer"] for _, r in tables["measures"].by("instrument_id")[row["instrument_id"]]}) > 1
    for holds, found in (
        ((row["effect"] in TRADE) <= (layer in ADMINISTERED), f"{row['effect']} is of trade administration"),
        (
            (layer == "entity") == (kind == "list_notice") or (both and kind != "list_notice"),
            f"its document is of kind {kind}",
        ),
        ((kind == "tariff_plan") <= (row["effect"] == "duty"), "its document is a tariff plan"),
        ((layer == "entity") <= (row["end_user"] == "listed"), f"end_user is {row['end_user']}"),
        ((row["item_scope"] == "all_goods") <= (layer == "entity"), "item_scope is all_goods"),
        ((layer == "technology_catalogue") <= (row["flow"] == "technology_transfer"), f"flow is {row['flow']}"),
        ((layer == "un_sanctions") <= (row["destinations"] == ["PRK"]), "its destinations are more than North Korea"),
        ((row["end_user"] == "listed") <= (layer == "entity" or "listed" in str(row["title"])), "end_user is listed"),
        ((layer == "trade_administration") <= (row["flow"] == "export_from_china"), f"flow is {row['flow']}"),
    ):
        if not holds:
            yield "layer", f"{shown(layer)}, but {found}", "correct one of them"
            return


@rule
def items_of_title(tables: Tables) -> Iterator[Problem]:
    """Yield materials of a measure whose title names others and not these; technology outside its own catalogue."""
    items, words = tables["measure_items"], {}
    for material, row in tables["materials"].one_by("material_id").items():
        words[material] = re.compile(rf"\b{re.escape(str(row['name_en']).split(' (')[0].lower())}\b")
    for measure, rows in items.by("measure_id").items():
        measured = tables["measures"].row(measure)
        title, layer = str(measured["title"]).lower(), measured["layer"]
        only = all(r["material_id"] or r["group_id"] for _, r in rows)
        named = sorted(m for m, word in words.items() if only and word.search(title))
        for line, row in rows:
            if named and row["material_id"] not in (*named, None) and row["inclusion"] == "included":
                found = f"{shown(row['material_id'])} is not what the title of {shown(measure)} names"
                advice = f"name one of {', '.join(named)}, or correct the title"
                yield at(items, line, "material_id", found, advice)
            if row["scheme"] in ("technology_catalogue", "dual_use") and layer not in (row["scheme"], None):
                found = f"a code of {row['scheme']}, but {shown(measure)} is of {layer}"
                yield at(items, line, "scheme", found, "name the code of that list")


@each("instruments", "measures")
def own_text_cited(row: Row, tables: Tables) -> Faults:
    """Yield announcements, and their rules, that cite another text, or none, in the place of their own."""
    own = re.sub(r"^cn-(\d{4})-(\d+)$", r"mofcom-\1-ann\2", row["instrument_id"] or "")
    cited, source = {source_key(s) for s in row["source_ids"] or (own,)}, tables["sources"].row(own)
    due = source["read_as"] in READ or (source and any(TEXT.fullmatch(key) for key in cited))
    if due and own not in cited:
        yield "source_ids", f"{shown(own)}, the text itself, is not among them", "cite it"
