"""Faults of meaning: rows that are well formed and deny what another cell or row says."""

from tests.support.faults_register import breaks
from tests.support.project import Row, key
from tests.support.sheets import Sheets
from validation.rules import documents, goods, items, references, shared, together

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
    product = "dual-junction cells of Emcore for satellites (InGaP/GaAs on germanium)"
    return s.edit("material_uses", key(material_id="Ga", product=product), sector="energy")


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
