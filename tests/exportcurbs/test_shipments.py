"""Shipments: facts, flows, parties, what was known when; each test names the notice that says so."""

import exportcurbs as ec
import pytest


def ids(rows):
    return {row["measure_id"] for row in rows}


@pytest.mark.parametrize(("purity", "regime"), [(99.5, "none"), (99.99, "licence"), (99.999, "licence")])
def test_the_purity_of_antimony_oxide_decides(purity, regime):
    # 33/2024, antimony no. 3: 99.99 percent or more.
    answer = ec.status("antimony-oxide", "DEU", "2025-06-01", facts={"purity_pct": purity})
    assert answer.regime == answer.strictest == regime


def test_a_fact_not_given_leaves_a_rule_in_part_and_is_asked_for():
    answer = ec.status("antimony-oxide", "DEU", "2025-06-01")
    assert (answer.regime, answer.strictest) == ("none", "licence")
    (row,) = [r for r in answer.would_change if r["property"] == "purity_pct"]
    assert (row["property"], row["operator"], row["value"]) == ("purity_pct", "ge", "99.99")
    assert (row["if_met"], row["if_not"], row["if_not_strictest"]) == ("licence", "none", "none")
    assert "would change it: purity_pct at least 99.99 percent: licence if met, none if not" in str(answer)


def test_all_of_several_conditions_are_needed():
    # 39/2023: purity over 99.9 percent, strength over 30 MPa and density over 1.73 together.
    facts = {"purity_pct": 99.95, "flexural_strength_mpa": 35, "density_g_cm3": 1.8}
    assert ec.status("graphite-artificial", "DEU", "2024-06-01", facts=facts).regime == "licence"
    assert (
        ec.status("graphite-artificial", "DEU", "2024-06-01", facts=facts | {"density_g_cm3": 1.7}).strictest == "none"
    )
    del facts["density_g_cm3"]
    assert ec.status("graphite-artificial", "DEU", "2024-06-01", facts=facts).strictest == "licence"


def test_what_another_entry_leaves_over_is_whole_where_the_facts_rule_the_other_out():
    # 10/2025: 6C001.a holds bismuth that 1C229 (99.99 percent, little silver) does not.
    answer = ec.status("bismuth-metal", "DEU", "2025-06-01", facts={"purity_pct": 99.0, "silver_ppm": 50})
    assert (answer.regime, ids(answer.measures)) == ("licence", {"cn-2025-10-1"})


def test_an_exemption_counts_only_where_the_facts_say_so():
    # Questions and answers of the ministry on 18/2025: rotors with embedded magnets are generally outside.
    assert ec.status("magnet-ndfeb-dy", "DEU", "2025-12-01").regime == "licence"
    answer = ec.status("magnet-ndfeb-dy", "DEU", "2025-12-01", facts={"deeply_processed": "rotor_stator_assembly"})
    assert answer.regime == "none"
    assert "deeply_processed" in {row["property"] for row in ec.status("Dy", "DEU", "2025-12-01").would_change}


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2, 50])
def test_more_content_is_never_freer(share):
    # 61/2025 para. 1(1): 0.1 percent and more.
    def regime(pct):
        ask = ("magnet-smco", "DEU", "2025-12-15")
        facts = {"content_share_pct": pct, "made_with": "other"}
        return ec.status(*ask, flow="foreign_made", known_on="2025-10-20", facts=facts).regime

    assert regime(share) == ("licence" if share >= 0.1 else "none")


def test_a_foreign_magnet_with_chinese_content():
    # 61/2025 paras. 1(1) and 8: from 1 December 2025; 70/2025 of 7 November suspends it to 10 November 2026.
    ask, facts = ("magnet-ndfeb-dy", "USA"), {"content_share_pct": 0.2}
    before = ec.status(*ask, "2025-10-20", flow="foreign_made", facts=facts)
    assert before.regime == "none"
    planned = {(r["measure_id"], str(r["first_day"]), r["state"]) for r in before.scheduled}
    assert ("cn-2025-61-1-1", "2025-12-01", "in_force") in planned
    after = ec.status(*ask, "2025-12-15", flow="foreign_made", facts=facts)
    assert after.regime == "none"
    held = {r["measure_id"]: (r["state"], str(r["until"])) for r in after.suspended}
    assert held["cn-2025-61-1-1"] == ("suspended_before_effect", "2026-11-10")
    assert "until 2026-11-10 by its own text" in str(after)


def test_what_was_known_of_holmium_in_october_2025():
    # 57/2025 of 9 October for 8 November 2025; 70/2025 of 7 November suspends it before effect.
    then = ec.status("holmium-metal", "DEU", "2025-10-20", known_on="2025-10-20")
    assert then.regime == "none"
    assert [(r["measure_id"], str(r["first_day"])) for r in then.scheduled] == [("cn-2025-57-1", "2025-11-08")]
    ahead = ec.status("holmium-metal", "DEU", "2025-11-20", known_on="2025-10-20")
    assert (ahead.regime, ahead.basis) == ("licence", "presumed")
    hindsight = ec.status("holmium-metal", "DEU", "2025-11-20")
    assert hindsight.regime == "none"
    assert [(r["measure_id"], r["state"]) for r in hindsight.suspended] == [("cn-2025-57-1", "suspended_before_effect")]


@pytest.mark.parametrize("item", ["Ga", "Ho", "graphite", "1E902", "antimony-oxide"])
@pytest.mark.parametrize("day", ["2023-08-15", "2024-09-20", "2025-02-04", "2025-10-09", "2025-11-10", "2026-02-01"])
def test_on_the_day_itself_no_more_is_known_than_with_hindsight(item, day):
    known, hindsight = ec.status(item, "USA", day, known_on=day), ec.status(item, "USA", day)
    assert (known.regime, known.strictest, ids(known.measures)) == (
        hindsight.regime,
        hindsight.strictest,
        ids(hindsight.measures),
    )


def test_nothing_is_known_before_its_notice():
    # 18/2025 is of 4 April 2025.
    assert ec.status("Dy", "DEU", "2025-06-01", known_on="2025-04-03").regime == "none"
    assert ec.status("Dy", "DEU", "2025-06-01", known_on="2025-04-04").regime == "licence"


def test_an_answer_past_the_record_tells_the_schedule():
    # 72/2025: to 27 November 2026 by its text; nothing is planned after.
    answer = ec.status("Ga", "USA", "2027-01-01")
    assert (answer.regime, answer.basis, answer.measures) == ("unknown", "unknown", [])
    # 23/2023, seen from the day of its notice.
    planned = ec.status("Ga", "USA", "2023-07-03").scheduled
    assert [(r["measure_id"], str(r["first_day"])) for r in planned] == [("cn-2023-23-1", "2023-08-01")]


def test_re_export_is_asked_apart():
    # 61/2025 para. 1(3): in force from 9 October to 6 November 2025; 1/2026 para. 2 on Japan.
    assert ec.status("dysprosium-metal", "KOR", "2025-10-20", flow="re_export_abroad").regime == "licence"
    assert ec.status("dysprosium-metal", "KOR", "2025-11-07", flow="re_export_abroad").regime == "none"
    answer = ec.status("gallium-metal", "JPN", "2026-03-01", "military", flow="re_export_abroad")
    assert (answer.regime, ids(answer.measures)) == ("prohibited", {"cn-2026-1-2a"})
    assert ec.status("copper-refined", "JPN", "2026-03-01", "military", flow="re_export_abroad").regime == "none"


@pytest.mark.parametrize(
    ("share", "regime"), [(49, "licence"), (50, "denial_in_principle"), (60, "denial_in_principle")]
)
def test_half_owned_by_a_listed_party(share, regime):
    # 61/2025 para. 2: held 50 percent or more by a party on the control list; L3Harris is on it since 2 January 2025.
    ask = ("dysprosium-oxide", "USA", "2025-10-20")
    answer = ec.status(*ask, flow="re_export_abroad", facts={"owned_by": {"l3harris": share}})
    assert answer.regime == regime
    (row,) = answer.listed
    assert (row["owner_pct"], row["list"], row["state"]) == (share, "control", "in_force")
    assert f"owned to {share} percent by l3harris: on the control list" in str(answer)
    # The listing itself names the party alone: from China its subsidiary is not listed.
    assert ec.status(*ask, facts={"owned_by": {"l3harris": share}}).regime == "licence"


def test_one_attested_rule_makes_a_party_sure_and_since_is_told():
    # Lockheed Martin: the unreliable entity list of 2023 and 1/2025 of 2 January 2025.
    answer = ec.status("Ga", "USA", "2025-06-01", entity="lockheed-martin")
    assert str(answer.since) == "2023-02-16"
    assert answer.regime == "prohibited"
    jaxa = ec.status("Ga", "JPN", "2026-08-01", entity="jaxa")
    assert (str(jaxa.since), jaxa.basis) == ("2026-02-24", "confirmed")


def test_re_export_to_a_listed_party_is_barred_by_the_same_notice():
    # 23/2026 of 22 June 2026: foreign parties may not pass Chinese dual-use items on.
    answer = ec.status("samarium-oxide", "USA", "2026-07-01", entity="mp-materials", flow="re_export_abroad")
    assert (answer.regime, ids(answer.measures), str(answer.since)) == ("prohibited", {"cn-2026-23-2"}, "2026-06-22")


def test_a_suspended_listing_says_what_is_still_applied_for():
    # 13/2025 stopped on 10 November 2025: exporters still apply to the ministry.
    answer = ec.status("W", "USA", "2025-12-01", entity="leidos")
    assert answer.regime == "licence"
    assert any("still apply" in text for row in answer.listed for text in row["needs"])
    assert "still apply" in str(answer)


def test_the_watch_list_tells_its_conditions():
    # 12/2026: single licences only, risk report, pledge, no time limit.
    answer = ec.status("Dy", "JPN", "2026-03-01", entity="tdk")
    assert (answer.regime, str(answer.since)) == ("licence_strict", "2026-02-24")
    told = " ".join(text for row in answer.listed for text in row["needs"])
    assert "risk report" in told
    assert "pledge" in told


def test_a_blanket_is_told_only_where_a_code_of_the_goods_is_reached():
    # 46/2024 para. 1 and 1/2026 reach dual-use items: no neodymium.
    assert ec.status("neodymium-metal", "USA", "2025-06-01", "military").part == []
    assert ids(ec.status("gallium-metal", "USA", "2025-06-01", "military").measures) == {"cn-2024-46-1"}


def test_practice_is_told_with_its_question_and_not_before_the_rule():
    # 1/2026 is of 6 January 2026: what trade portals said of January to April cannot speak of the fifth.
    before, after = (ec.status("Dy", "JPN", day) for day in ("2026-01-05", "2026-03-01"))
    assert before.practice == []
    assert "jpn2026-civil-trade-09" in {c["claim_id"] for c in after.practice}
    assert all(c["question"].endswith("?") for c in after.practice)
    assert "Is civil trade with Japan affected since January 2026? Trade portals" in str(after)


def test_the_attesting_source_is_named():
    # 18/2025 on the last day of the record.
    answer = ec.status("Dy", "DEU", ec.as_of)
    assert answer.basis == "confirmed"
    assert {a["measure_id"] for a in answer.attested_by} == {"cn-2025-18-1"}
    for source in answer.attested_by:
        assert str(source["to"]) == ec.as_of
        assert f"{source['title']} ({source['publisher']})" in str(answer)


def test_an_answer_names_the_lists_that_were_read():
    assert ec.status("Cu", "JPN", "2026-03-01").layers_read == ["dual_use"]
    assert ec.status("Cu", "JPN", "2024-06-01").layers_read == []
    assert ec.status("rare_earth_magnet_technology", "USA", "2025-03-01").layers_read == ["technology_catalogue"]
    assert "UN measures are not in the record" in str(ec.status("Co", "PRK", "2015-06-01"))


def test_conditions_and_clause_stand_with_the_measure():
    answer = ec.status("dysprosium-metal", "KOR", "2025-10-20", flow="re_export_abroad")
    (measure,) = answer.measures
    assert measure["clause"] == "para. 1(3)"
    assert any("humanitarian" in text for text in measure["not_if"])


def test_a_trade_licence_stands_beside_dual_use_law():
    # Licence catalogues name antimony oxide; 33/2024 does not reach it under 99.99 percent.
    answer = ec.status("antimony-oxide", "DEU", "2024-10-01", facts={"purity_pct": 99.5})
    assert (answer.regime, answer.trade["has_licence"], answer.needs_any_permit) == ("none", True, True)
    assert "beside it, trade administration: quota not known, licence yes" in str(answer)


def test_a_layer_that_is_not_followed_is_said_so():
    answer = ec.status("copper-refined", "DEU", "2026-03-01")
    assert (answer.trade["followed"], answer.needs_any_permit) == (False, None)
    assert "trade administration: not followed" in str(answer)


def test_a_code_shows_the_trade_layer_of_its_goods():
    # Licence of 94/2014 on rare earths.
    assert ec.status("1C905.b", "DEU", "2025-06-01").trade["has_licence"] is True


def test_a_duty_is_that_of_the_goods():
    # Tariff plans of 2008 and 2011: neodymium oxide 15 percent, metal 25 percent.
    for goods, duty in (("neodymium-oxide", 15), ("neodymium-metal", 25)):
        assert ec.status(goods, "JPN", "2012-06-01").trade["duty_pct"] == duty
    assert ec.status("Nd", "JPN", "2012-06-01").trade["duty_pct"] is None
