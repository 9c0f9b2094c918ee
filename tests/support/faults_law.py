"""Faults of meaning in rules, their periods and the parties that they list."""

from tests.support.faults import BAN
from tests.support.faults_register import breaks
from tests.support.project import key
from tests.support.sheets import Sheets
from validation.rules import attested, documents, items, law, parties, together


@breaks(together.cells_follow, "measure_periods", "state", '"in_force", but by cause it is ended')
def repealed_in_force(s: Sheets) -> int:
    return s.edit("measure_periods", key(cause="takes_effect"), cause="repealed")


@breaks(law.coverage_ends, "coverage", "last_day", "the last day of the record")
def coverage_past_the_record(s: Sheets) -> int:
    return s.edit("coverage", key(layer="dual_use", material_id="Li"), last_day="2026-11-01")


@breaks(law.coverage_ends, "coverage", "last_day", "the notices of the layer dual_use are followed to 2026-09-29")
def coverage_short_of_the_record(s: Sheets) -> int:
    return s.edit("coverage", key(layer="dual_use", material_id="Li"), last_day="2026-09-01")


@breaks(law.waiting_is_planned, "measure_periods", "state", 'suspended by "cn-2025-72", of which no plan stands')
def suspension_that_no_plan_ends(s: Sheets) -> int:
    s.drop("measure_plans", key(measure_id="cn-2024-46-2a", instrument_id="cn-2025-72"))
    return s.find("measure_periods", key(measure_id="cn-2024-46-2a", state="suspended"))[0]


@breaks(attested.confirmed_by_sources, "measure_periods", "first_day", "from 2026-11-10 lies after 2026-09-29")
def planned_state_as_a_period(s: Sheets) -> int:
    running = key(measure_id="cn-2024-46-1", state="in_force")
    return s.edit("measure_periods", running, first_day="2026-11-10", last_confirmed="2026-11-10")


@breaks(documents.numbered_as_id, "instruments", "number", "is not number 46, as the id says")
def number_of_another_notice(s: Sheets) -> int:
    return s.edit("instruments", key(instrument_id="cn-2024-46"), number="Announcement 64/2024")


@breaks(documents.numbered_as_id, "instruments", "issued", "2023-12-03 is not of 2024, as the id says")
def issued_in_another_year(s: Sheets) -> int:
    return s.edit("instruments", key(instrument_id="cn-2024-46"), issued="2023-12-03")


@breaks(documents.kind_as_id, "instruments", "kind", '"announcement" is not what cn-decree means')
def decree_called_announcement(s: Sheets) -> int:
    return s.edit("instruments", key(instrument_id="cn-decree-792-2024"), kind="announcement")


@breaks(documents.kind_as_id, "instruments", "issuer_ids", "state_council is not among the issuers")
def decree_of_the_ministry(s: Sheets) -> int:
    return s.edit("instruments", key(instrument_id="cn-decree-792-2024"), issuer_ids="mofcom")


@breaks(documents.days_of_periods, "measure_periods", "first_day", 'but "cn-2023-23" takes effect on 2023-08-01')
def in_force_a_day_late(s: Sheets) -> int:
    s.edit("measure_periods", key(measure_id="cn-2023-23-1", state="announced_not_effective"), last_day="2023-08-01")
    return s.edit("measure_periods", key(measure_id="cn-2023-23-1", state="in_force"), first_day="2023-08-02")


@breaks(documents.days_of_periods, "measure_periods", "by_instrument_id", "is another document than its own")
def begun_by_another_document(s: Sheets) -> int:
    row = key(measure_id="cn-2023-23-1", state="in_force")
    return s.edit("measure_periods", row, by_instrument_id="cn-2023-27")


@breaks(documents.repealed_rules_end, "instruments", "repealed", "none of its rules ends or is carried over that day")
def repealed_on_another_day(s: Sheets) -> int:
    return s.edit("instruments", key(instrument_id="cn-2023-23"), repealed="2024-12-11", note="")


@breaks(together.cells_follow, "list_editions", "effective", "but by instrument_id it is 2026-01-01")
def list_in_force_a_day_late(s: Sheets) -> int:
    return s.edit("list_editions", key(edition_id="licence-2026"), effective="2026-01-02")


@breaks(documents.lists_of_documents, "list_editions", "number", '"19/2025", but "cn-2025-91" is')
def list_of_another_number(s: Sheets) -> int:
    return s.edit("list_editions", key(edition_id="licence-2026"), number="19/2025")


@breaks(documents.titles_say_effect, "measures", "effect", '"licence" is not what the title says')
def ban_called_licence(s: Sheets) -> int:
    return s.edit("measures", BAN, effect="licence")


@breaks(together.cells_follow, "measures", "duty_pct", '"52", but by title it is 25')
def digits_of_a_rate_exchanged(s: Sheets) -> int:
    return s.edit("measures", key(duty_pct="25"), duty_pct="52")


@breaks(documents.titles_say_effect, "measures", "end_use", '"wmd", but the title speaks of military')
def another_end_use(s: Sheets) -> int:
    return s.edit("measures", BAN, end_use="wmd")


@breaks(documents.titles_say_effect, "measures", "destinations", '"JPN", but the title speaks of USA')
def another_destination(s: Sheets) -> int:
    return s.edit("measures", BAN, destinations="JPN")


@breaks(documents.layers_fit, "measures", "layer", '"dual_use", but duty is of trade administration')
def duty_on_dual_use_goods(s: Sheets) -> int:
    return s.edit("measures", key(effect="duty"), layer="dual_use")


@breaks(
    documents.items_of_title, "measure_items", "material_id", '"Ga" is not what the title of "cn-tariff-2010-2" names'
)
def duty_on_another_metal(s: Sheets) -> int:
    return s.edit("measure_items", key(measure_id="cn-tariff-2010-2"), material_id="Ga")


@breaks(documents.basis_read_as_cited, "instruments", "legal_basis_read", "words that name the basis are cited")
def preamble_cited_and_read_in_part(s: Sheets) -> int:
    return s.edit("instruments", key(instrument_id="cn-2017-40"), legal_basis_read="part")


@breaks(documents.place_in_collection, "measure_periods", "source_ids", '"gh-2026-weiqi" holds many texts')
def collection_without_place(s: Sheets) -> int:
    return s.edit("measure_periods", BAN, source_ids="gh-2026-weiqi")


@breaks(law.effect_on_its_day, "measure_plans", "planned_first", '"cn-2025-61" takes effect on 2025-10-09')
def one_day_of_a_document_of_two(s: Sheets) -> int:
    s.edit("instruments", key(instrument_id="cn-2025-61"), effective="2025-10-09")
    return s.find("measure_plans", key(measure_id="cn-2025-61-1-1", state="in_force"))[0]


@breaks(documents.told_within_window, "instruments", "issued_latest", "but a source cited is of 2014-07-18")
def issued_after_the_press_told(s: Sheets) -> int:
    return s.edit("instruments", key(instrument_id="cn-2014-reequota-2"), issued_latest="2014-07-31")


@breaks(items.least_is_within, "control_codes", "parameters_en", "over 5, which the printed name includes")
def limit_left_out(s: Sheets) -> int:
    return s.edit("control_codes", key(code="1C111.b.6.b"), parameters_en="More than 5 percent aluminium powder")


@breaks(parties.grounds_by_own_words, "listing_grounds", "printed_words", "also stand for the ground on line")
def ground_by_the_words_of_another(s: Sheets) -> int:
    ground = key(instrument_id="cn-uel-2025-4", entity_id="", ground="discriminatory_measures")
    return s.edit("listing_grounds", ground, printed_words="违反了正常市场交易原则")


@breaks(together.cells_follow, "listings", "list", '"watch", but by measure_id it is control')
def banned_party_on_the_watch_list(s: Sheets) -> int:
    return s.edit("listings", key(measure_id="cn-2026-11-1"), list="watch")


@breaks(parties.counted_as_stated, "instruments", "title_en", "19 parties are listed under it, not 20")
def party_lost(s: Sheets) -> int:
    s.drop("listings", key(measure_id="cn-2026-11-1", position="7"))
    return s.find("instruments", key(instrument_id="cn-2026-11"))[0]


@breaks(parties.counted_as_stated, "listings", "entity_id", "sits in DEU, but the notice lists 20 Japanese entities")
def party_of_another_country(s: Sheets) -> int:
    line, row = s.find("listings", key(measure_id="cn-2026-11-1", position="7"))
    s.edit("entities", key(entity_id=row["entity_id"]), country="DEU")
    return line


@breaks(parties.places_once, "listings", "position", 'place 8 of "cn-2026-11-1" is that of line')
def two_parties_in_one_place(s: Sheets) -> int:
    lines = [s.find("listings", key(measure_id="cn-2026-11-1", position=n))[0] for n in ("7", "8")]
    s.edit("listings", key(measure_id="cn-2026-11-1", position="7"), position="8")
    return max(lines)


@breaks(together.cells_follow, "listings", "position", "but by source_ids it is 7")
def place_denied_by_the_locator(s: Sheets) -> int:
    return s.edit("listings", key(measure_id="cn-2026-11-1", position="7"), position="21")


@breaks(parties.printed_names_agree, "listings", "name_en_printed", "the name of the party")
def printed_name_of_another(s: Sheets) -> int:
    other = s.find("listings", key(measure_id="cn-2026-11-1", position="8"))[1]["name_en_printed"]
    return s.edit("listings", key(measure_id="cn-2026-11-1", position="7"), name_en_printed=other)
