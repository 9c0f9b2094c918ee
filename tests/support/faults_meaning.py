"""Faults of meaning: rows that are well formed and deny what another cell or row says."""

from tests.support.faults_between import breaks
from tests.support.project import Row, key
from tests.support.sheets import Sheets
from validation.rules import (
    attested,
    claims,
    documents,
    episodes,
    goods,
    items,
    law,
    parties,
    references,
    series,
    shared,
    together,
)

BAN = key(measure_id="cn-2024-46-1")
CATALOGUE = {"edition_id": "licence-2026", "section": "dual_use", "direction": "export"}


def first(row: Row) -> bool:
    return True


@breaks(references.names_are_one, "entities", "name_zh", "also stands on line")
def name_of_another_party(s: Sheets) -> int:
    lines = [line for line, row in enumerate(s.rows("entities"), start=2) if row["name_zh"]]
    taken = s.rows("entities")[lines[0] - 2]["name_zh"]
    other = s.rows("entities")[lines[1] - 2]["entity_id"]
    return s.edit("entities", key(entity_id=other), name_zh=taken)


@breaks(references.rows_differ, "claims", "claim_id", "says what line")
def claim_twice(s: Sheets) -> int:
    _, row = s.find("claims", first)
    return s.copy_row("claims", first, claim_id=f"{row['question_id']}-99")


@breaks(references.nothing_above_itself, "applications", "parent_id", "leads back to")
def application_above_itself(s: Sheets) -> int:
    _, row = s.find("applications", lambda r: r["parent_id"] != "")
    line = s.edit("applications", key(application_id=row["parent_id"]), parent_id=row["application_id"])
    return line


@breaks(references.spans_in_order, "supply_incidents", "last_day", "lies before")
def incident_that_ends_first(s: Sheets) -> int:
    return s.edit("supply_incidents", lambda r: r["last_day"] != "", last_day="1999-12-31")


@breaks(references.spans_in_order, "trade_flows", "period_start", "2024-01-01 lies before HTS2026")
def flow_by_a_later_edition(s: Sheets) -> int:
    return s.edit("trade_flows", key(hs_edition="HTS2024"), hs_edition="HTS2026")


@breaks(documents.layers_fit, "measures", "layer", "its destinations are more than North Korea")
def sanction_of_everybody(s: Sheets) -> int:
    return s.edit("measures", key(layer="un_sanctions"), destinations="ALL")


@breaks(documents.layers_fit, "measures", "layer", "end_user is listed")
def licence_for_the_listed(s: Sheets) -> int:
    return s.edit("measures", key(measure_id="cn-2014-94-1"), end_user="listed")


@breaks(shared.followed, "sources", "tracks_notices_to", "no source follows China's notices")
def nobody_follows(s: Sheets) -> int:
    for row in [r for r in s.rows("sources") if r["tracks_notices_to"]]:
        s.edit("sources", key(source_id=row["source_id"]), tracks_notices_to="")
    return 0


@breaks(shared.reading_fits, "sources", "host", '"repost" keeps a copy, but nothing was read')
def unread_repost(s: Sheets) -> int:
    return s.edit("sources", key(host="repost", read_as="excerpt"), read_as="not_seen")


@breaks(shared.reading_fits, "sources", "read_as", "known through a quotation, but not whose")
def quoted_by_nobody(s: Sheets) -> int:
    return s.edit("sources", key(host="issuer", read_as="excerpt", quoted_by_id=""), read_as="quoted_by")


@breaks(shared.reading_fits, "sources", "accessed", "is blank, but the copy was read")
def read_on_no_day(s: Sheets) -> int:
    return s.edit("sources", lambda r: r["read_as"] == "excerpt" and not r["tracks_notices_to"], accessed="")


@breaks(shared.quoted_before, "sources", "quoted_by_id", "this document of 2025-12-31")
def quoted_by_an_older_document(s: Sheets) -> int:
    old = next(r["source_id"] for r in s.rows("sources") if r["published"][:4] == "2010" and len(r["published"]) == 10)
    quoted = key(read_as="quoted_by", published="2025-12-31")
    if not any(quoted(r) for r in s.rows("sources")):
        s.edit(
            "sources", lambda r: r["read_as"] == "quoted_by" and r["published"][:4] == "2025", published="2025-12-31"
        )
    return s.edit("sources", quoted, quoted_by_id=old)


@breaks(shared.year_of_id, "sources", "published", "is not of 2024, as the id says")
def published_in_another_year(s: Sheets) -> int:
    return s.edit("sources", key(source_id="mofcom-2024-ann46"), published="2021-12-03")


@breaks(shared.address_of_publisher, "sources", "publisher_id", "other documents under")
def address_of_another_publisher(s: Sheets) -> int:
    usgs = [r for r in s.rows("sources") if "pubs.usgs.gov" in r["url"] and r["host"] == "issuer"]
    return s.edit("sources", key(source_id=usgs[0]["source_id"]), publisher_id="nikkei")


@breaks(shared.address_once, "sources", "url", "is also the address of line")
def address_twice(s: Sheets) -> int:
    issuer = [r for r in s.rows("sources") if r["url"] and r["host"] == "issuer"]
    return s.edit("sources", key(source_id=issuer[-1]["source_id"]), url=issuer[0]["url"])


@breaks(shared.paper_once, "sources", "title", "of these authors also stands in line")
def paper_twice(s: Sheets) -> int:
    return s.copy_row(
        "sources", lambda r: r["author"] != "" and r["host"] == "issuer", source_id="x-2025-twice", url=""
    )


@breaks(shared.language_of_title, "sources", "language", '"en", but the title holds Cjk letters')
def chinese_title_in_english(s: Sheets) -> int:
    return s.edit("sources", lambda r: r["language"] == "zh" and not r["title"].isascii(), language="en")


@breaks(together.cells_follow, "use_shares", "mapping", '"exact", but by printed_item it is wider or inferred')
def rest_that_names_more(s: Sheets) -> int:
    return s.edit("use_shares", key(printed_item="Superalloys and other end uses"), mapping="exact")


@breaks(together.cells_go_together, "material_uses", "sector", "rows of the same printed_item")
def sector_of_the_same_words(s: Sheets) -> int:
    product = "control rods and fuel of reactors, by Allodis"
    return s.edit("material_uses", key(material_id="Dy", product=product), sector="energy")


@breaks(together.cells_follow, "countries", "name", '"Japan", but by iso3 it is Korea')
def country_of_another_code(s: Sheets) -> int:
    return s.edit("countries", key(iso3="KOR"), name="Japan")


@breaks(together.cells_follow, "countries", "baci_code", '"740", but by iso3 it is 392')
def baci_code_of_the_states_number(s: Sheets) -> int:
    return s.edit("countries", key(iso3="JPN"), baci_code="740", cow_code="392")


@breaks(together.cells_follow, "materials", "name_en", '"Terbium", but by symbol it is Dysprosium')
def element_by_another_name(s: Sheets) -> int:
    return s.edit("materials", key(material_id="Dy"), name_en="Terbium")


@breaks(items.classes_of_groups, "materials", "ree_class_china", '"light", but the group light_rare_earths says')
def heavy_rare_earth_called_light(s: Sheets) -> int:
    return s.edit("materials", key(material_id="Dy"), ree_class_china="light")


@breaks(items.classes_of_groups, "materials", "ree_class_eu", '"light", but Ga is no rare earth')
def class_of_no_rare_earth(s: Sheets) -> int:
    return s.edit("materials", key(material_id="Ga"), ree_class_eu="light")


@breaks(items.codes_in_order, "items", "code", "stands between")
def codes_of_two_entries_exchanged(s: Sheets) -> int:
    (_, one), (_, other) = (s.find("items", key(**CATALOGUE, serial=n)) for n in ("315", "415"))
    s.edit("items", key(**CATALOGUE, serial="315"), code=other["code"], name_zh="甲")
    return s.edit("items", key(**CATALOGUE, serial="415"), code=one["code"], name_zh="乙")


@breaks(items.entry_in_locator, "item_customs_codes", "serial", "but the locator says export/dual_use/")
def customs_code_of_another_entry(s: Sheets) -> int:
    row = {**CATALOGUE, "note": "", "basis": "catalogue"}
    _, found = s.find("item_customs_codes", key(**row))
    other = "316" if found["serial"] != "316" else "317"
    return s.edit("item_customs_codes", key(**row), serial=other)


@breaks(together.cells_follow, "items", "scheme", '"nuclear", but by section it is dual_use')
def entry_of_another_scheme(s: Sheets) -> int:
    return s.edit("items", key(**CATALOGUE, serial="315"), scheme="nuclear")


@breaks(items.names_of_codes, "items", "name_zh", "is the name of")
def entry_by_the_name_of_another(s: Sheets) -> int:
    other = next(r for r in s.rows("control_codes") if r["code"].startswith("9A") and r["name_zh"])
    return s.edit("items", key(**CATALOGUE, serial="315"), name_zh=other["name_zh"])


@breaks(together.cells_follow, "hs6_links", "relation", '"split", but by older_codes it is same')
def link_that_splits_nothing(s: Sheets) -> int:
    return s.edit("hs6_links", key(relation="same"), relation="split")


@breaks(together.cells_follow, "control_codes", "form", '"technology", but by goods_or_technology it is software')
def software_in_the_form_of_technology(s: Sheets) -> int:
    return s.edit("control_codes", key(goods_or_technology="software"), form="technology")


@breaks(goods.codes_have_materials, "control_codes", "form", '"3C001.a" has the form metal, but no material')
def metal_of_no_material(s: Sheets) -> int:
    s.drop("code_materials", key(scheme="dual_use", code="3C001.a"))
    return s.find("control_codes", key(scheme="dual_use", code="3C001.a"))[0]


@breaks(items.materials_named, "code_materials", "material_id", '"Ga" is not what the words name: Lu')
def subject_of_another_name(s: Sheets) -> int:
    return s.edit("code_materials", key(code="1C906", role="subject"), material_id="Ga")


@breaks(together.cells_follow, "item_customs_codes", "hs_edition", '"HS2017", but by tariff_year it is HS2022')
def older_edition_of_the_system(s: Sheets) -> int:
    return s.edit("item_customs_codes", key(tariff_year="2026"), hs_edition="HS2017")


@breaks(together.cells_follow, "item_customs_codes", "tariff_year", '"2024", but by edition_id it is 2026')
def tariff_of_another_year(s: Sheets) -> int:
    return s.edit("item_customs_codes", key(tariff_year="2026"), tariff_year="2024")


@breaks(together.cells_follow, "item_customs_codes", "system", '"CN10", but by basis it is HS6')
def ten_digits_classified(s: Sheets) -> int:
    return s.edit("item_customs_codes", key(system="CN10"), basis="classified")


@breaks(items.equivalents_fit, "code_equivalents", "foreign_code", "but the locator says")
def equivalent_elsewhere(s: Sheets) -> int:
    return s.edit("code_equivalents", key(relation="same_terms", basis="text_compared"), foreign_code="9A999")


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


@breaks(episodes.days_of_ids, "events", "date", "2010-09-08 is not 2010-09-07, as the id says")
def event_a_day_off(s: Sheets) -> int:
    return s.edit("events", key(event_id="2010-09-07-chn-collision"), date="2010-09-08")


@breaks(episodes.days_of_ids, "events", "actor", "is not chn, as the id says")
def event_by_another_actor(s: Sheets) -> int:
    s.drop("event_actors", key(event_id="2010-09-07-chn-collision"))
    return s.edit("events", key(event_id="2010-09-07-chn-collision"), actor="TWN")


@breaks(episodes.window_holds_day, "events", "date", "lies outside")
def day_outside_its_window(s: Sheets) -> int:
    days = {"date_earliest": "2010-09-08", "date_latest": "2010-09-09"}
    return s.edit("events", key(event_id="2010-09-07-chn-collision"), **days)


@breaks(episodes.within_episode, "events", "role", 'after "japan-2010" ended (2010-11-24)')
def escalation_after_the_end(s: Sheets) -> int:
    later = "2011-01-07-chn-collision"
    cells = {"event_id": later, "date": "2011-01-07", "role": "escalation", "act_of": "sender"}
    return s.copy_row("events", key(event_id="2010-09-07-chn-collision"), **cells)


@breaks(episodes.episodes_of_events, "episodes", "first_day", "but its first trigger, threat or onset is of 2010-09-07")
def episode_begun_early(s: Sheets) -> int:
    return s.edit("episodes", key(episode_id="japan-2010"), first_day="2010-09-06")


@breaks(episodes.issued_by_actor, "events", "instrument_id", "is of mofcom, not meti")
def notice_of_another_ministry(s: Sheets) -> int:
    return s.edit("events", key(instrument_id="cn-2024-46"), actor="meti")


@breaks(episodes.issued_by_actor, "events", "kind", '"entity_listing", but "cn-2024-46" is a announcement')
def listing_by_no_list(s: Sheets) -> int:
    return s.edit("events", key(instrument_id="cn-2024-46"), kind="entity_listing")


@breaks(together.cells_follow, "claims", "question_id", "but by claim_id it is")
def claim_on_another_question(s: Sheets) -> int:
    return s.edit("claims", key(claim_id="jpn2010-official-ban-01"), question_id="jpn2010-end")


@breaks(claims.questions_of_episodes, "questions", "episode_id", "but questions that begin with jpn2010- are of")
def question_on_another_episode(s: Sheets) -> int:
    return s.edit("questions", key(question_id="jpn2010-end"), episode_id="japan-2026")


@breaks(claims.values_as_worded, "claims", "value_num", "does not stand in the position")
def number_worded_otherwise(s: Sheets) -> int:
    return s.edit("claims", key(claim_id="dual-use-item-count-02"), value_num="864")


@breaks(claims.values_as_worded, "claims", "value_num", "0, but the position begins with Yes")
def yes_counted_as_no(s: Sheets) -> int:
    return s.edit("claims", lambda r: r["position"].startswith("Yes") and r["value_type"] == "yes_no", value_num="0")


@breaks(claims.values_as_worded, "claims", "value_date", "does not stand in the position")
def day_worded_otherwise(s: Sheets) -> int:
    return s.edit("claims", key(value_type="date"), value_date="2010-02-02")


@breaks(claims.places_in_book, "coding_rules", "position", "33 is not the place of one of the")
def value_lost_from_the_book(s: Sheets) -> int:
    return s.edit("coding_rules", key(variable="trigger", position="3"), position="33")


@breaks(together.cells_follow, "codings", "value", "but by note it is")
def settled_on_a_third_value(s: Sheets) -> int:
    row = key(episode_id="japan-2010", variable="trigger")
    return s.edit("codings", row, value="tariff")


@breaks(series.steps_are_explained, "observations", "value", "beside")
def figure_in_kilograms(s: Sheets) -> int:
    row = key(indicator_id="production_mine", group_id="rare_earths", reporter="AUS", statistic="sum")
    _, found = s.find("observations", lambda r: row(r) and r["period_start"] == "2018-01-01")
    return s.edit("observations", lambda r: r is found, value=f"{1000 * float(found['value']):.0f}")


@breaks(series.dimensions_fit, "observations", "unit", '"usd", but production_mine is measured in t')
def dollars_of_ore(s: Sheets) -> int:
    return s.edit("observations", key(indicator_id="production_mine"), unit="usd")


@breaks(series.dimensions_fit, "observations", "statistic", "a sum in percent")
def sum_of_shares(s: Sheets) -> int:
    return s.edit("observations", key(unit="percent", statistic="mean"), statistic="sum")


@breaks(series.sides_and_periods, "observations", "partner", '"USA" is the reporter itself')
def trade_with_itself(s: Sheets) -> int:
    return s.edit("observations", key(indicator_id="import_quantity", reporter="USA"), partner="USA")


@breaks(series.sides_and_periods, "observations", "period_end", "is neither whole months nor at most a week")
def year_without_its_last_day(s: Sheets) -> int:
    return s.edit("observations", key(period_end="2018-12-31"), period_end="2018-12-30")


@breaks(series.sides_and_periods, "observations", "hs_edition", '"HS2022" for a figure of')
def edition_to_come(s: Sheets) -> int:
    return s.edit("observations", key(hs_edition="HS2017"), hs_edition="HS2022")


@breaks(series.preferred_once, "observations", "period_start", "lies within the preferred period to")
def periods_that_overlap(s: Sheets) -> int:
    year = {"indicator_id": "production_mine", "reporter": "AUS", "statistic": "sum", "period_start": "2018-01-01"}
    days = {"period_start": "2018-07-01", "period_end": "2019-06-30"}
    return s.copy_row("observations", key(**year), **days)


@breaks(series.shares_add_up, "use_shares", "share_pct", "and the shares of the whole add up to")
def shares_of_more_than_all(s: Sheets) -> int:
    row = {"material_id": "Sb", "year": "2021", "geography": "USA"}
    return s.edit("use_shares", key(application_id="flame_retardants", **row), share_pct="98")


@breaks(series.discrepancies_stand, "discrepancies", "found", "is no figure of that series")
def disagreement_over_no_figure(s: Sheets) -> int:
    return s.edit("discrepancies", lambda r: r["what"].startswith("revision by usgs"), found="123456")


@breaks(together.cells_follow, "applications", "category", "but by parent_id it is magnets")
def category_of_its_own(s: Sheets) -> int:
    return s.edit("applications", lambda r: r["parent_id"] == "permanent_magnets", category="optics")


@breaks(together.cells_follow, "material_uses", "defence", '"civil", but by sector it is defence')
def weapon_called_civil(s: Sheets) -> int:
    return s.edit("material_uses", key(sector="defence"), defence="civil")
