"""Rules on documents: numbers, kinds and issuers as their ids say, days as periods and lists say that rest on them."""

import re
from collections.abc import Iterator

from validation.problems import Problem, shown
from validation.rules.common import Row, Rule, Tables, at, by, elements, one_by

# A numbered document: what its id begins with, the year, the number. The ids of tariff plans end with a month.
NUMBERED = re.compile(r"cn-(?:uel-|setc-|gacc-|order-[a-z]+-)?(?P<year>\d{4})-(?P<number>\d+)")
DECREE = re.compile(r"cn-decree-(?P<number>\d+)-(?P<year>\d{4})")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# What ids that begin so say of kind and issuer.
KINDS = {
    "cn-decree": ("regulation",),
    "cn-law": ("law",),
    "cn-uel": ("list_notice",),
    "cn-tariff": ("tariff_plan",),
    "cn-order": ("order", "catalogue", "regulation"),
}
ISSUERS = {
    "cn-decree": "state_council",
    "cn-law": "npcsc",
    "cn-uel": "uel_mechanism",
    "cn-tariff": "cntc",
    "cn-gacc": "gacc",
    "cn-setc": "setc",
    "cn-order-mofcom": "mofcom",
    "cn-order-moftec": "moftec",
}
YEARLY = ("allocation", "tariff_plan")  # issued in the year before that in their id


def numbered_as_id(tables: Tables) -> Iterator[Problem]:
    """Yield documents whose number or year is not that of their id."""
    instruments = tables["instruments"]
    for line, row in instruments.rows():
        name = row["instrument_id"] or ""
        told = NUMBERED.fullmatch(name) or DECREE.fullmatch(name)
        if told and row["number"] and told["number"] not in re.findall(r"\d+", row["number"]):
            found = f"{shown(row['number'])} is not number {told['number']}, as the id says"
            yield at(instruments, line, "number", found, "correct the number or the id")
        issued = row["issued"] or row["issued_latest"]
        year = int(told["year"]) if told else int((YEAR.findall(name) or ["0"])[0])
        if issued and year and not issued.year <= year <= issued.year + (told is None and _yearly(row)):
            column = "issued" if row["issued"] else "issued_latest"
            yield at(instruments, line, column, f"{issued} is not of {year}, as the id says", "correct day or id")


def _yearly(row: Row) -> bool:
    return row["kind"] in YEARLY or row["role"] == "allocation"


def kind_as_id(tables: Tables) -> Iterator[Problem]:
    """Yield documents whose kind or issuer is not that of the series in their id."""
    instruments = tables["instruments"]
    for line, row in instruments.rows():
        name = row["instrument_id"] or ""
        for start, kinds in KINDS.items():
            if name.startswith(f"{start}-") and row["kind"] is not None and row["kind"] not in kinds:
                found = f"{shown(row['kind'])} is not what {start} means"
                yield at(instruments, line, "kind", found, f"write {' or '.join(kinds)}")
        for start, issuer in ISSUERS.items():
            if name.startswith(f"{start}-") and issuer not in elements(row["issuer_ids"]) and row["issuer_ids"]:
                found = f"{issuer} is not among the issuers, though the id begins with {start}"
                yield at(instruments, line, "issuer_ids", found, f"add {issuer}, or correct the id")


def days_of_periods(tables: Tables) -> Iterator[Problem]:
    """Yield periods that do not begin on the day of the document that begins them."""
    periods, documents = tables["measure_periods"], one_by(tables["instruments"], "instrument_id")
    owner = {m: row["instrument_id"] for m, row in one_by(tables["measures"], "measure_id").items()}
    for line, row in periods.rows():
        name, first, own = row["by_instrument_id"], row["first_day"], owner.get(row["measure_id"])
        if (
            name in documents
            and row["cause"]
            and own
            and (name == own) != (row["cause"] in ("announced", "takes_effect"))
        ):
            told = "its own document" if name == own else "another document than its own"
            found = f"{shown(name)} is {told}, but the cause is {shown(row['cause'])}"
            yield at(periods, line, "by_instrument_id", found, f"name {own if name != own else 'the later document'}")
            continue
        document = documents.get(name) or {}
        announced = row["cause"] == "announced"
        days = [document.get(c) for c in (("issued", "published_day") if announced else ("effective",))]
        days += [document.get("issued_latest")] if announced and not any(days) else []
        known = [str(day) for day in days if day]
        if first and known and str(first) not in known and not row["first_day_earliest"]:
            what = "was announced" if announced else "takes effect"
            found = f"{first}, but {shown(name)} {what} on {' or '.join(known)}"
            yield at(periods, line, "first_day", found, "correct the day here or there, or the document")


def repealed_rules_end(tables: Tables) -> Iterator[Problem]:
    """Yield documents whose rules neither end nor are carried over on the day of their repeal."""
    instruments, measures = tables["instruments"], by(tables["measures"], "instrument_id")
    periods = by(tables["measure_periods"], "measure_id")
    for line, row in instruments.rows():
        rules = [m["measure_id"] for _, m in measures.get(row["instrument_id"], ())]
        days = {p["first_day"] for rule in rules for _, p in periods.get(rule, ()) if p["cause"] in ENDING}
        if row["repealed"] and rules and row["repealed"] not in days and not row["note"]:
            found = f"{row['repealed']}, but none of its rules ends or is carried over that day"
            yield at(instruments, line, "repealed", found, "correct the day, or say in the note why they go on")


ENDING = ("repealed", "carried_over", "expired", "stopped")


def lists_of_documents(tables: Tables) -> Iterator[Problem]:
    """Yield lists whose number or days are not those of the document that issues them."""
    editions, documents = tables["list_editions"], one_by(tables["instruments"], "instrument_id")
    for line, row in editions.rows():
        document = documents.get(row["instrument_id"])
        if document is None:
            continue
        for column in ("issued", "effective"):
            if row[column] and document[column] and row[column] != document[column]:
                found = f"{row[column]}, but {shown(row['instrument_id'])} has {document[column]}"
                yield at(editions, line, column, found, "correct the day here or there, or the document")
        number = document["number"]
        told = re.findall(r"\d+", row["number"] or "")
        if row["number"] and number and (not told or not set(told) <= set(re.findall(r"\d+", number))):
            found = f"{shown(row['number'])}, but {shown(row['instrument_id'])} is {number}"
            yield at(editions, line, "number", found, "correct the number here or there, or the document")


RULES: tuple[Rule, ...] = (numbered_as_id, kind_as_id, days_of_periods, repealed_rules_end, lists_of_documents)
