"""Faults of content: cells, keys, references and the laws of the rule book."""

import datetime

from tests.support import faults_corrections
from tests.support.faults import BAN, FAULTS, Fault, fault
from tests.support.project import Project, Row, key

DAY = datetime.timedelta(days=1)
SUSPENSION = key(measure_id="cn-2024-46-2a", state="suspended")
DIRECT = key(item_scope="listed", layer="dual_use", end_user="any")


def day(text: str, shift: int = 0) -> str:
    return (datetime.date.fromisoformat(text) + shift * DAY).isoformat()


@fault("measures", "title", "is blank", "this column is required: the rule in a few words")
def blank_required_cell(project: Project) -> int:
    return project.edit("measures", BAN, title="")


def date_fault(name: str, cell: str, instead: str) -> None:
    def broken(project: Project) -> int:
        return project.edit("sources", lambda row: row["accessed"] != "", accessed=cell)

    FAULTS[name] = Fault(broken, "sources", "accessed", f'"{cell}" is not a date', instead)


date_fault("month_13", "2026-13-01", "write YYYY-MM-DD with a month and day that exist")
date_fault("30_february", "2026-02-30", "write YYYY-MM-DD with a month and day that exist")
date_fault("american_date", "1/2/2026", "write YYYY-MM-DD")
date_fault("compact_date", "20260102", "write YYYY-MM-DD")
date_fault("week_date", "2026-W01-1", "write YYYY-MM-DD")


for scheme, address in {
    "script": "javascript:alert(1)",
    "data": "data:text/html,x",
    "file": "file:///etc/passwd",
    "ftp": "ftp://example.org/x",
}.items():

    def _addressed(project: Project, address: str = address) -> int:
        return project.edit("sources", lambda row: row["url"] != "", url=address)

    FAULTS[f"address_{scheme}"] = Fault(
        _addressed,
        "sources",
        "url",
        f'"{address}" is not well formed',
        "write an address that begins with https:// or http://",
    )


@fault("sources", "published", '"1/2/2026" is not well formed', "write YYYY, YYYY-MM or YYYY-MM-DD")
def impossible_partial_date(project: Project) -> int:
    return project.edit("sources", lambda row: len(row["published"]) == 4, published="1/2/2026")


@fault("materials", "atomic_number", '"sixty" is not a whole number', "write digits only")
def number_in_words(project: Project) -> int:
    return project.edit("materials", key(material_id="Dy"), atomic_number="sixty")


@fault("coverage", "last_day", "coverage ends before it begins", "swap or correct the days")
def coverage_ends_before_it_begins(project: Project) -> int:
    _, row = project.find("coverage", lambda row: True)
    return project.edit("coverage", lambda row: True, last_day=day(row["first_day"], -1))


@fault("measure_periods", "last_day", "the period ends before it begins", "swap or correct the days", problems=0)
def period_ends_before_it_begins(project: Project) -> int:
    _, row = project.find("measure_periods", SUSPENSION)
    return project.edit("measure_periods", SUSPENSION, last_day=day(row["first_day"], -1))


@fault("measures", "measure_id", 'the key "cn-2024-46-1" is already on line', "remove the row or correct its key")
def duplicate_key(project: Project) -> int:
    return project.copy_row("measures", BAN)


@fault("listings", "entity_id", "is already on line", "remove the row or correct its key")
def duplicate_key_of_two_columns(project: Project) -> int:
    return project.copy_row("listings", lambda row: True)


def _source(project: Project) -> str:
    """Return a key that no other is like, once its last letter is gone."""
    _, row = project.find("measures", project.cited_elsewhere("measures"))
    return row["source_ids"].split("|")[0].split("[")[0]


@fault("measures", "source_ids", "is an unknown source", 'did you mean "')
def unknown_source(project: Project) -> int:
    wrong = _source(project) + "x"
    return project.edit("measures", project.cited_elsewhere("measures"), source_ids=wrong)


@fault("measures", "source_ids", '"mofcom[para. [2]]" is not a source', "write key[locator], without further brackets")
def locator_with_brackets(project: Project) -> int:
    return project.edit("measures", project.cited_elsewhere("measures"), source_ids="mofcom[para. [2]]")


@fault("measures", "source_ids", "stands twice", "name each element once")
def source_twice(project: Project) -> int:
    key_ = _source(project)
    return project.edit("measures", project.cited_elsewhere("measures"), source_ids=f"{key_}|{key_}")


@fault("measures", "source_ids", "is blank", "this column is required")
def no_source(project: Project) -> int:
    return project.edit("measures", project.cited_elsewhere("measures"), source_ids="")


@fault("measures", "source_ids", "has an empty or padded element", "join elements by | without spaces")
def padded_list(project: Project) -> int:
    key_ = _source(project)
    return project.edit("measures", project.cited_elsewhere("measures"), source_ids=f"{key_} | x")


@fault("measures", "instrument_id", '"cn-2024-64" is an unknown instrument', "did you mean", problems=0)
def dangling_reference(project: Project) -> int:
    return project.edit("measures", BAN, instrument_id="cn-2024-64")


@fault("entity_aliases", "alias", '"Leidos" also leads to "leidos"', "or write the longer name")
def alias_of_another_party(project: Project) -> int:
    return project.edit("entity_aliases", key(alias="JAXA"), alias="Leidos")


@fault("listing_grounds", "instrument_id", '"cn-2025-18" lists nobody', "name the notice that lists")
def grounds_of_a_rule_on_goods(project: Project) -> int:
    return project.edit("listing_grounds", key(instrument_id="cn-2026-27"), instrument_id="cn-2025-18")


@fault("listings", "entity_id", '"no-such-party-anywhere" is an unknown entity', "add it to", problems=1)
def dangling_entity(project: Project) -> int:
    return project.copy_row("listings", lambda row: True, entity_id="no-such-party-anywhere")


@fault("measure_items", "code", '"dual_use/3C0001" is unknown', 'did you mean "3C001"?')
def dangling_code(project: Project) -> int:
    return project.edit("measure_items", key(measure_id="cn-2024-46-2a", code="3C001"), code="3C0001")


@fault("measures", "destinations", '"USB" is an unknown country', "did you mean")
def dangling_destination(project: Project) -> int:
    return project.edit("measures", BAN, destinations="USB")


@fault("measures", "effect", '"bann" is not in the list', 'did you mean "ban"?')
def value_outside_list(project: Project) -> int:
    return project.edit("measures", BAN, effect="bann")


@fault("measures", "effect", '"xyzzy" is not in the list', "write one of: ban, denial_in_principle, ")
def value_far_outside_list(project: Project) -> int:
    return project.edit("measures", BAN, effect="xyzzy")


@fault("instruments", "issuer_ids", '"MOFCOM" is an unknown issuer', 'did you mean "mofcom"')
def list_element_in_capitals(project: Project) -> int:
    return project.edit("instruments", key(instrument_id="cn-2024-46"), issuer_ids="MOFCOM|gacc")


@fault("measures", "destinations", '"Usa" is not well formed', "write three-letter codes joined by |", problems=2)
def list_element_malformed(project: Project) -> int:
    return project.edit("measures", BAN, destinations="JPN|Usa")


@fault("measures", "note", '"xxxxx', "write at most 2,000")
def endless_cell(project: Project) -> int:
    return project.edit("measures", BAN, note="x" * 2001)


@fault("measures", "measure_id", '"cn-2024-46-9" has no period', "add its days to datasets/curated/")
def measure_without_periods(project: Project) -> int:
    return project.copy_row("measures", BAN, measure_id="cn-2024-46-9")


@fault("measures", "item_scope", "covers listed items but has none", "add rows to datasets/curated/", problems=0)
def measure_without_items(project: Project) -> int:
    return project.edit("measures", BAN, item_scope="listed")


@fault("measure_items", "measure_id", "covers all_dual_use and takes no item rows", "remove them or set item_scope")
def items_of_a_sweeping_measure(project: Project) -> int:
    return project.copy_row("measure_items", key(measure_id="cn-2024-46-2a"), measure_id="cn-2024-46-1")


@fault("instruments", "role", '"sets_measures", but no measure, period or plan names "cn-2099-9"', "add its rows")
def instrument_without_measures(project: Project) -> int:
    return project.copy_row("instruments", key(role="sets_measures"), instrument_id="cn-2099-9")


@fault("instruments", "role", '"other", but its measures and periods say', "write sets_measures")
def role_denies_measures(project: Project) -> int:
    return project.edit("instruments", key(instrument_id="cn-2024-46"), role="other")


def _running(row: Row) -> bool:
    return row["last_day"] == "" and row["state"] == "in_force"


@fault("measure_periods", "last_confirmed", "the last day that a tracking source attests", "or an earlier day")
def confirmed_past_as_of(project: Project) -> int:
    return project.edit("measure_periods", _running, last_confirmed=day(project.as_of(), 1))


@fault(
    "measure_periods",
    "last_confirmed",
    '"gh-2026-ecmonitor-entities" lists names and states nothing',
    "write 2026-08-05",
)
def confirmed_by_a_list_of_names(project: Project) -> int:
    return project.edit("measure_periods", key(measure_id="cn-2025-1-1"), last_confirmed="2026-08-24")


@fault("measure_periods", "source_ids", "tells the status of many rules", "regs-2026-cnmeasures[entry]")
def status_without_its_entry(project: Project) -> int:
    _, row = project.find("measure_periods", key(measure_id="cn-2026-34-1"))
    cited = row["source_ids"].replace("[2026-34]", "")
    return project.edit("measure_periods", key(measure_id="cn-2026-34-1"), source_ids=cited)


@fault("measure_periods", "last_confirmed", "outside the period", "write a day from first_day to last_day")
def confirmed_before_it_began(project: Project) -> int:
    _, row = project.find("measure_periods", _running)
    return project.edit("measure_periods", _running, last_confirmed=day(row["first_day"], -1))


@fault("measure_periods", "first_day", "overlaps the row before it", "or later", problems=2)
def overlapping_periods(project: Project) -> int:
    _, row = project.find("measure_periods", SUSPENSION)
    return project.edit("measure_periods", SUSPENSION, first_day=day(row["first_day"], -1))


@fault("measure_periods", "first_day", "leaves 1 day(s) without a state", "or add the missing period")
def gap_between_periods(project: Project) -> int:
    _, row = project.find("measure_periods", SUSPENSION)
    return project.edit("measure_periods", SUSPENSION, first_day=day(row["first_day"], 1))


@fault("measure_periods", "last_day", "an ended measure stays ended", "empty the cell")
def ended_with_a_last_day(project: Project) -> int:
    ended = key(state="ended", last_day="")
    return project.edit("measure_periods", ended, last_day=day(project.as_of(), 900))


@fault("measure_periods", "state", '"suspended" cannot be the first state', "write announced_not_effective or in_force")
def suspended_from_the_start(project: Project) -> int:
    return project.edit("measure_periods", key(measure_id="cn-2024-46-1"), state="suspended")


@fault(
    "listings", "measure_id", '"cn-2024-46-1" is not a rule for listed parties', "name the export rule of the notice"
)
def listing_of_a_general_rule(project: Project) -> int:
    return project.copy_row("listings", lambda row: True, measure_id="cn-2024-46-1")


@fault("sources", "source_id", 'no row cites "nobody-cites-this"', "cite it or remove it")
def unused_source(project: Project) -> int:
    return project.copy_row("sources", lambda row: True, source_id="nobody-cites-this")


@fault("publishers", "publisher_id", 'no source names "nobody-names-this"', "name it or remove it")
def unused_publisher(project: Project) -> int:
    return project.copy_row("publishers", lambda row: True, publisher_id="nobody-names-this")


@fault("control_codes", "parent", '"cryptography-1" stands above itself', "write the code above it, or empty the cell")
def code_above_itself(project: Project) -> int:
    return project.edit("control_codes", key(scheme="class", code="cryptography-1"), parent="cryptography-1")


# Those of corrections, too.
__all__ = ["BAN", "FAULTS", "Fault", "faults_corrections"]
