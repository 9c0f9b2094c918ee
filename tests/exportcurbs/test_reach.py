"""How far rules reach: through entries, goods, materials and customs lines, into other flows, and into a material."""

import exportcurbs as ec
import pytest

RE_EXPORT = {"flow": "re_export_abroad"}
WEEKS = "2025-11-05"  # 61/2025 1(3) was in force for these weeks
DYSPROSIUM = {"facts": {"contains_element": "dysprosium"}}
SILVER = {"facts": {"shape": "solid_not_powder", "content_pct": 80.5, "silver_content_pct": 2.0}}


def told(*asked, **known):
    answer = ec.status(*asked, **known)
    return answer.regime, answer.strictest


@pytest.mark.parametrize(
    ("item", "place", "day", "use", "known", "answer"),
    [
        # What an entry takes in part a rule on all dual-use items takes in part, in every flow.
        ("cerium-powder", "JPN", "2026-06-17", "military", {}, ("none", "prohibited")),
        ("cerium-powder", "JPN", "2026-06-17", "military", RE_EXPORT, ("none", "prohibited")),
        ("carbon-carbon-composite", "USA", "2026-09-23", "military", RE_EXPORT, ("none", "prohibited")),
        ("gallium-metal", "USA", "2026-09-23", "military", RE_EXPORT, ("prohibited", "prohibited")),
        # An entry of another list that shares something with a dual-use entry shares its rules.
        ("class/cryptography-4", "USA", "2025-02-04", "military", {}, ("unknown", "prohibited")),
        # Annex 1 of 61/2025 names dysprosium oxide: mixed oxides under the same entry are another goods.
        ("dysprosium-oxide", "KOR", WEEKS, "civil", RE_EXPORT, ("licence", "licence")),
        ("rare-earth-oxide-mixed", "KOR", WEEKS, "civil", RE_EXPORT, ("none", "none")),
        # It names metals: an entry of metals and what stands below it.
        ("1C906.a.1", "JPN", WEEKS, "civil", RE_EXPORT, ("licence", "licence")),
        ("1C906.a", "JPN", WEEKS, "civil", RE_EXPORT, ("none", "licence")),
        ("1C906", "JPN", WEEKS, "civil", RE_EXPORT, ("none", "licence")),
        # It names magnets of dysprosium, and a NdFeB magnet may be one.
        ("magnet-ndfeb", "KOR", WEEKS, "civil", RE_EXPORT, ("none", "licence")),
        ("magnet-ndfeb", "KOR", WEEKS, "civil", RE_EXPORT | DYSPROSIUM, ("licence", "licence")),
        # No nuclear list was read for goods abroad: uranium is never free.
        ("uranium-ore", "DEU", "2026-07-10", "civil", RE_EXPORT, ("unknown", "unknown")),
        ("hydrogen-heavy-water", "DEU", "2026-07-10", "civil", RE_EXPORT, ("unknown", "unknown")),
        ("graphite-spherical", "DEU", "2025-06-01", "civil", RE_EXPORT, ("none", "none")),
    ],
)
def test_a_rule_reaches_what_it_names(item, place, day, use, known, answer):
    assert told(item, place, day, use, **known) == answer


@pytest.mark.parametrize("code", ["2B201", "2B225", "2B350.b", "2B350.c", "8A901", "9A501"])
def test_chapters_of_un_measures_reach_entries_by_their_printed_lines(code):
    """The printed lines may stand at the entries below it."""
    assert told(code, "PRK", "2025-02-04") == ("prohibited", "prohibited")
    assert told(code, "DEU", "2025-02-04") == ("licence", "licence")


@pytest.mark.parametrize(
    ("goods", "facts", "answer"),
    [
        ("magnet-ndfeb", {}, "unknown"),
        ("magnet-ndfeb", DYSPROSIUM, "licence"),
        ("tungsten-silver", SILVER, "licence"),
        ("terbium-targets", {"facts": {"target_of": "terbium-cobalt alloy"}}, "licence"),
        ("tungsten-powder", {}, "prohibited"),
    ],
)
def test_chapters_of_un_measures_reach_goods_by_their_own_lines(goods, facts, answer):
    """An entry may hold lines of chapter 81 and others; facts about the goods do not move it into the chapter."""
    assert ec.status(goods, "PRK", "2025-11-08", **facts).regime == answer


@pytest.mark.parametrize(
    ("item", "day", "regime", "at_least", "strictest"),
    [
        ("Tb", "2023-12-01", "none", "none", "unknown"),
        ("Sm", "2016-12-30", "none", "none", "unknown"),
        ("baryte", "2025-06-01", "none", "none", "unknown"),
        ("Th", "2025-07-16", "unknown", "licence", "licence"),
        ("Be", "2024-10-20", "unknown", "licence", "licence"),
        ("graphite", "2017-01-01", "unknown", "licence", "licence"),
    ],
)
def test_a_material_is_as_strict_as_is_known_of_all_that_it_heads(item, day, regime, at_least, strictest):
    answer = ec.status(item, "KOR", day)
    assert (answer.regime, answer.at_least, answer.strictest) == (regime, at_least, strictest)
    assert ("what other goods need is not known" in str(answer)) == (strictest == "unknown" != regime)


def test_a_ban_is_a_notice_without_a_list():
    """That no earlier ban on helium was found is presumed; from January 2026 on a source says it."""
    days = ("2024-11-30", "2025-12-31", "2026-01-01", "2026-07-10")
    found = [ec.status("helium-gas", "KOR", day) for day in days]
    sure = [("unknown", "unknown"), ("none", "presumed"), ("none", "confirmed"), ("prohibited", "confirmed")]
    assert [(a.regime, a.basis) for a in found] == sure


@pytest.mark.parametrize("name", ["baryte", "dichlorosilane", "feldspar"])
def test_an_id_of_a_material_and_of_goods_means_the_material(name):
    material, goods = (ec.status(item, "DEU", "2025-06-01") for item in (name, f"goods/{name}"))
    assert name in {row["goods_id"] for row in material.goods}
    assert [row["role"] for row in goods.goods] == ["goods"]
    assert goods.strictest == "none"


@pytest.mark.parametrize(
    ("line", "place", "day", "answer", "coverage"),
    [
        ("2804290010", "KOR", "2026-07-10", ("prohibited", "prohibited"), "whole"),
        ("2804.2900.10", "KOR", "2026-07-09", ("none", "none"), "none"),
        ("2804290090", "KOR", "2026-07-10", ("none", "prohibited"), "part"),
        ("280429", "KOR", "2026-07-10", ("none", "prohibited"), "part"),
        # An order of 2017 prints liquefied natural gas for North Korea as ten digits.
        ("2711110000", "PRK", "2025-06-01", ("prohibited", "prohibited"), "whole"),
        ("8112929090", "USA", "2024-12-10", ("denial_in_principle", "denial_in_principle"), "whole"),
        ("2804290010", "KOR", "2020-01-01", ("unknown", "unknown"), None),
    ],
)
def test_ten_printed_digits_are_read_apart_from_their_six(line, place, day, answer, coverage):
    found = ec.status(line, place, day)
    assert (found.regime, found.strictest) == answer
    assert found.coverage == coverage
