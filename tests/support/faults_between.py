"""Faults that a rule between tables finds: references, episodes, law."""

from tests.support.faults_register import breaks
from tests.support.project import key
from tests.support.sheets import Sheets
from validation.rules import attested, episodes, goods, items, law, parties, references, shared, together


@breaks(references.references_stand, "measures", "instrument_id", '"cn-2099-1" is an unknown instrument')
def unknown_instrument(s: Sheets) -> int:
    return s.edit("measures", key(measure_id="cn-2024-46-1"), instrument_id="cn-2099-1")


@breaks(references.pairs_stand, "measure_items", "code", '"dual_use/3C0001" is unknown')
def unknown_code(s: Sheets) -> int:
    return s.edit("measure_items", key(measure_id="cn-2024-46-2a", code="3C001"), code="3C0001")


@breaks(references.places_stand, "observations", "reporter", '"XYZ" is an unknown country')
def unknown_reporter(s: Sheets) -> int:
    return s.edit("observations", key(reporter="CHN"), reporter="XYZ")


@breaks(references.names_stand, "reading_checks", "checked_table", '"itmes" is no table')
def unknown_table(s: Sheets) -> int:
    return s.edit("reading_checks", key(checked_table="items"), checked_table="itmes")


@breaks(references.names_stand, "reading_checks", "column_name", '"name_cn" is no column of "items"')
def unknown_column(s: Sheets) -> int:
    return s.edit("reading_checks", key(checked_table="items"), column_name="name_cn")


@breaks(references.names_stand, "coding_rules", "value", '"tarif" is no value of "trigger"')
def unknown_value(s: Sheets) -> int:
    return s.edit("coding_rules", key(variable="trigger", value="tariff"), value="tarif")


@breaks(references.days_in_reach, "events", "date", "2038-09-07 lies before 1950-01-01 or after")
def event_to_come(s: Sheets) -> int:
    return s.edit("events", key(date="2010-09-07"), date="2038-09-07")


@breaks(shared.all_used, "publishers", "publisher_id", 'no source names "nobody"')
def unused_publisher(s: Sheets) -> int:
    return s.copy_row("publishers", lambda r: True, publisher_id="nobody")


@breaks(shared.voice_once, "publishers", "origin_group", '"cern-indico", but cern of the same name counts')
def copy_that_counts_as_a_voice(s: Sheets) -> int:
    return s.edit("publishers", key(publisher_id="cern-indico"), origin_group="cern-indico")


@breaks(shared.corrections_match, "corrections", "row_id", 'no row "nowhere"')
def correction_of_nothing(s: Sheets) -> int:
    return s.edit("corrections", lambda r: True, row_id="nowhere")


@breaks(shared.retired_once_stood, "retired", "table", '"mesures" is unknown')
def retired_from_no_table(s: Sheets) -> int:
    return s.append("retired", table="mesures", column_name="effect", since="1.0.0", why="it was renamed")


@breaks(shared.retired_once_stood, "retired", "column_name", '"efect" is unknown')
def retired_from_no_column(s: Sheets) -> int:
    return s.append("retired", table="measures", column_name="efect", value="ban", since="1.0.0", why="it was renamed")


@breaks(items.entries_or_gaps, "items", "serial", "serial 315 of licence-2026 dual_use export is neither recorded nor")
def entry_lost(s: Sheets) -> int:
    s.drop("items", key(edition_id="licence-2026", section="dual_use", serial="315"))
    return s.find("items", key(edition_id="licence-2026", section="dual_use", serial="316"))[0]


@breaks(items.entries_or_gaps, "items", "serial", "serial 506 of licence-2026 dual_use export is recorded, but line")
def entry_recorded_and_missing(s: Sheets) -> int:
    s.edit("list_gaps", key(edition_id="licence-2026", section="dual_use", serial_first="505"), serial_last="506")
    return s.find("items", key(edition_id="licence-2026", section="dual_use", serial="506"))[0]


@breaks(together.cells_follow, "list_editions", "issued", '"1990-01-01", but by instrument_id it is')
def list_older_than_its_document(s: Sheets) -> int:
    return s.edit("list_editions", key(edition_id="licence-2026"), issued="1990-01-01")


@breaks(items.no_code_above_itself, "control_codes", "parent", '"cryptography-1" stands above itself')
def code_above_itself(s: Sheets) -> int:
    return s.edit("control_codes", key(scheme="class", code="cryptography-1"), parent="cryptography-1")


@breaks(law.periods_in_sequence, "measure_periods", "state", '"suspended" cannot be the first state')
def suspended_at_first(s: Sheets) -> int:
    return s.edit("measure_periods", key(measure_id="cn-2024-46-1"), state="suspended")


@breaks(
    attested.confirmed_by_sources, "measure_periods", "last_confirmed", "the last day that a tracking source attests"
)
def confirmed_tomorrow(s: Sheets) -> int:
    running = key(state="in_force", last_day="")
    return s.edit("measure_periods", running, last_confirmed="2026-11-20")


@breaks(law.items_of_listed, "measures", "item_scope", "covers listed items but has none")
def listed_without_items(s: Sheets) -> int:
    return s.edit("measures", key(measure_id="cn-2024-46-1"), item_scope="listed")


@breaks(law.role_fits, "instruments", "role", '"other", but its measures and periods say')
def role_says_otherwise(s: Sheets) -> int:
    return s.edit("instruments", key(instrument_id="cn-2024-46"), role="other")


@breaks(law.coverage_after_inferred, "coverage", "first_day", "has goods that only the list of")
def covered_before_the_list(s: Sheets) -> int:
    s.edit("coverage", key(layer="dual_use", material_id="W"), basis="first_control_stated")
    return s.edit("coverage", key(layer="dual_use", material_id="W"), first_day="1999-01-01")


@breaks(law.begins_after_documents, "measure_periods", "first_day", 'lies before "cn-2024-46" was issued (2024-12-03)')
def in_force_before_issue(s: Sheets) -> int:
    return s.edit("measure_periods", key(measure_id="cn-2024-46-1", first_day="2024-12-03"), first_day="2024-12-02")


@breaks(law.begins_after_documents, "measure_periods", "first_day", 'lies before "cn-2026-1" was issued')
def suspended_before_that_notice(s: Sheets) -> int:
    return s.edit("measure_periods", key(measure_id="cn-2024-46-2a", state="suspended"), by_instrument_id="cn-2026-1")


@breaks(law.basis_is_older, "instruments", "legal_basis", '"cn-2026-1" was issued on')
def basis_from_the_future(s: Sheets) -> int:
    return s.edit("instruments", key(instrument_id="cn-2024-46"), legal_basis="cn-2026-1")


@breaks(parties.listings_under_rules, "listings", "measure_id", '"cn-2024-46-1" is not a rule for listed parties')
def listed_under_a_general_rule(s: Sheets) -> int:
    return s.copy_row("listings", lambda r: True, measure_id="cn-2024-46-1")


@breaks(episodes.day_of_document, "events", "date", "2024-12-04 is no day of")
def event_a_day_after_its_document(s: Sheets) -> int:
    return s.edit("events", key(instrument_id="cn-2024-46", date="2024-12-03"), date="2024-12-04")


@breaks(episodes.roles_in_order, "events", "role", "comes before its trigger")
def onset_before_trigger(s: Sheets) -> int:
    trigger = key(episode_ids="japan-2010", role="trigger")
    return s.copy_row("events", trigger, event_id="2010-09-06-x", role="onset", date="2010-09-06")


@breaks(episodes.begun, "episodes", "episode_id", 'no event is the onset of "us-2024"')
def episode_never_begun(s: Sheets) -> int:
    for row in list(s.rows("events")):
        if "us-2024" in row["episode_ids"] and row["role"] in ("onset", "threat"):
            s.edit("events", key(event_id=row["event_id"]), role="context")
    return s.find("episodes", key(episode_id="us-2024"))[0]


@breaks(episodes.only_context_before, "events", "role", '"reaction" on 2010-01-01, before "japan-2010" begins')
def reaction_before_its_episode(s: Sheets) -> int:
    any_event = key(episode_ids="japan-2010", role="reaction")
    return s.edit("events", any_event, date="2010-01-01", event_id="2010-01-01-x")


@breaks(episodes.codings_settled, "episodes", "trigger", "but the codings settled on")
def coded_otherwise(s: Sheets) -> int:
    return s.edit("episodes", key(episode_id="japan-2010"), trigger="tariff")


@breaks(episodes.all_coded, "episodes", "episode_id", '"us-2024" is not coded in "issue"')
def variable_not_coded(s: Sheets) -> int:
    s.drop("codings", key(episode_id="us-2024", variable="issue"))
    return s.find("episodes", key(episode_id="us-2024"))[0]


@breaks(episodes.two_sides, "questions", "question_id", '1 claim(s) on "jpn2010-official-ban"')
def one_side(s: Sheets) -> int:
    first = s.find("claims", key(question_id="jpn2010-official-ban"))[1]["claim_id"]
    s.drop("claims", lambda r: r["question_id"] == "jpn2010-official-ban" and r["claim_id"] != first)
    return s.find("questions", key(question_id="jpn2010-official-ban"))[0]


@breaks(parties.aliases_lead_to_one, "entity_aliases", "alias", '"Leidos" also leads to "leidos"')
def alias_of_another_party(s: Sheets) -> int:
    return s.edit("entity_aliases", key(alias="JAXA"), alias="Leidos")


@breaks(law.plans_come_about, "measure_plans", "planned_first", "suspended_before_effect in measure_periods")
def suspension_without_plan(s: Sheets) -> int:
    s.drop("measure_plans", key(measure_id="cn-2025-57-1", state="suspended_before_effect"))
    s.edit(
        "measure_periods",
        key(measure_id="cn-2025-57-1", state="suspended_before_effect"),
        by_instrument_id="cn-2025-57",
    )
    return s.find("measure_plans", key(measure_id="cn-2025-57-1", state="announced_not_effective"))[0]


@breaks(parties.grounds_of_listings, "listing_grounds", "instrument_id", '"cn-2025-18" lists nobody')
def grounds_of_a_rule_on_goods(s: Sheets) -> int:
    return s.edit("listing_grounds", key(instrument_id="cn-2026-27"), instrument_id="cn-2025-18")


@breaks(episodes.led_by_an_actor, "events", "event_id", "has no actor")
def event_of_nobody(s: Sheets) -> int:
    line, row = s.find("events", key(role="trigger"))
    s.drop("event_actors", key(event_id=row["event_id"]))
    return line


@breaks(episodes.led_by_an_actor, "events", "act_of", '"sender", but none of its side acts')
def act_of_the_other_side(s: Sheets) -> int:
    line, row = s.find("events", key(episode_ids="japan-2010", act_of="target", role="reaction"))
    s.edit("events", key(event_id=row["event_id"]), act_of="sender", role="context")
    return line


@breaks(episodes.led_by_an_actor, "events", "act_of", "singles out no destination")
def third_where_all_are_meant(s: Sheets) -> int:
    return s.edit("events", key(episode_ids="rare-earths-2025", act_of="target"), act_of="third")


@breaks(episodes.told_in_brief, "episodes", "episode_id", '"us-2024" has no brief for was_it_law')
def brief_without_law(s: Sheets) -> int:
    s.drop("briefs", key(episode_id="us-2024", line="was_it_law"))
    return s.find("episodes", key(episode_id="us-2024"))[0]


@breaks(attested.clauses_by_texts, "measures", "source_ids", '"gh-2026-xyna" lists names and carries no clause')
def clause_from_a_list_of_names(s: Sheets) -> int:
    return s.edit("measures", key(measure_id="cn-2026-30-1"), source_ids="gh-2026-xyna")


@breaks(attested.cited_sources_state, "sources", "states", 'a period cites "mofcom-2025-ann70"')
def source_that_says_not_what_it_states(s: Sheets) -> int:
    return s.edit("sources", key(source_id="mofcom-2025-ann70"), states="")


@breaks(items.editions_have_rows, "list_editions", "edition_id", '"techcat-2001" has neither entries nor a gap')
def edition_without_entries_or_gap(s: Sheets) -> int:
    s.drop("list_gaps", key(edition_id="techcat-2001"))
    return s.find("list_editions", key(edition_id="techcat-2001"))[0]


@breaks(goods.numbered_in_order, "measure_plans", "number", "the numbers are [1, 2, 4]")
def plan_left_out(s: Sheets) -> int:
    return s.edit("measure_plans", key(measure_id="cn-2023-23-1", number="3"), number="4") - 2


@breaks(parties.listings_and_rules, "measures", "end_user", '"cn-2025-1-1" is for listed parties but lists none')
def list_notice_that_lists_nobody(s: Sheets) -> int:
    s.drop("listings", key(measure_id="cn-2025-1-1"))
    return s.find("measures", key(measure_id="cn-2025-1-1"))[0]


@breaks(goods.conditions_of_parts, "goods_code_conditions", "property", "reaches these goods whole")
def condition_of_the_whole(s: Sheets) -> int:
    line, row = s.find("goods_code_conditions", lambda r: True)
    reach = {name: row[name] for name in ("goods_id", "scheme", "code", "first_day")}
    s.edit("goods_codes", key(**reach), extent="whole", condition_en="")
    return line


@breaks(goods.alternatives_to_something, "measure_conditions", "any_of", 'has the letter "z"')
def alternative_to_nothing(s: Sheets) -> int:
    return s.edit("measure_conditions", lambda r: r["effect"] == "required" and r["any_of"] == "", any_of="z")


@breaks(episodes.actors_by_one_name, "event_actors", "actor", '"MOFCOM" is also "mofcom"')
def actor_in_capitals(s: Sheets) -> int:
    return s.edit("event_actors", key(actor="mofcom"), actor="MOFCOM")
