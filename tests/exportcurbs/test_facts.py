"""Facts known by hand from the notices; each names the notice that says so."""

import datetime

import exportcurbs
import pyarrow.parquet as pq
import pytest

Row = dict[str, object]
DAY = datetime.timedelta(days=1)


def rows(name: str) -> list[Row]:
    return pq.read_table(exportcurbs.path(name)).to_pylist()


def measures(instrument: str, **cells: str) -> list[Row]:
    found = [r for r in rows("measures") if r["instrument_id"] == instrument]
    return [r for r in found if all(r[c] == value for c, value in cells.items())]


def spells(measure: object) -> list[tuple[object, str, str | None]]:
    """Return state, first and last day of a measure in order."""
    own = sorted((r for r in rows("measure_periods") if r["measure_id"] == measure), key=lambda r: r["first_day"])
    return [(r["state"], str(r["first_day"]), str(r["last_day"]) if r["last_day"] else None) for r in own]


def codes(measure: object) -> set[object]:
    """Return the dual-use codes that a measure includes."""
    own = [r for r in rows("measure_items") if r["measure_id"] == measure and r["scheme"] == "dual_use"]
    return {r["code"] for r in own if r["inclusion"] == "included"}


def touches(code: object, wanted: str) -> bool:
    """Whether an item row speaks of a code or of one above or below it."""
    return code == wanted or str(code).startswith(f"{wanted}.") or wanted.startswith(f"{code}.")


def in_force_days(wanted: str) -> set[datetime.date]:
    """Return the days to as_of on which a licence rule for all destinations covers a code."""
    as_of = datetime.date.fromisoformat(exportcurbs.as_of)
    days: set[datetime.date] = set()
    for rule in rows("measures"):
        general = rule["destinations"] == ["ALL"] and rule["end_use"] == "any" and rule["end_user"] == "any"
        licence = rule["effect"] == "licence" and rule["flow"] == "export_from_china" and rule["layer"] == "dual_use"
        if not (general and licence and any(touches(code, wanted) for code in codes(rule["measure_id"]))):
            continue
        for state, first, last in spells(rule["measure_id"]):
            end = min(datetime.date.fromisoformat(last), as_of) if last else as_of
            begin = datetime.date.fromisoformat(first)
            if state == "in_force":
                days |= {begin + n * DAY for n in range((end - begin).days + 1)}
    return days


def test_46_of_2024_has_five_rules():
    # MOFCOM announcement 46/2024 of 3 December 2024: no. 1 military, no. 2 gallium and others, no. 3 both by re-export.
    rules = {str(r["measure_id"]): (r["effect"], r["flow"], r["end_use"]) for r in measures("cn-2024-46")}
    assert rules == {
        "cn-2024-46-1": ("ban", "export_from_china", "military"),
        "cn-2024-46-2a": ("denial_in_principle", "export_from_china", "any"),
        "cn-2024-46-2b": ("strict_review", "export_from_china", "any"),
        "cn-2024-46-3a": ("ban", "re_export_abroad", "military"),
        "cn-2024-46-3b": ("denial_in_principle", "re_export_abroad", "any"),
    }
    assert {tuple(r["destinations"]) for r in measures("cn-2024-46")} == {("USA",)}


def test_the_military_ban_on_the_united_states_was_never_suspended():
    # Announcement 72/2025 suspends no. 2 of announcement 46/2024 only.
    for measure in ("cn-2024-46-1", "cn-2024-46-3a"):
        assert {state for state, _, _ in spells(measure)} == {"in_force"}
        assert spells(measure)[0][1] == "2024-12-03"
        assert spells(measure)[-1][2] is None


@pytest.mark.parametrize("measure", ["cn-2024-46-2a", "cn-2024-46-2b"])
def test_the_ban_on_gallium_to_the_united_states_is_suspended(measure: str):
    # Announcement 72/2025 of 9 November 2025: suspended from that day until 27 November 2026.
    assert ("suspended", "2025-11-09", "2026-11-27") in spells(measure)
    assert [last for state, _, last in spells(measure) if state == "in_force"][-1] == "2025-11-08"


def test_46_of_2024_names_gallium_germanium_antimony_superhard_and_graphite():
    # Announcement 46/2024 no. 2: gallium, germanium, antimony and superhard materials; graphite under stricter review.
    assert {"3C001", "3C002", "3C003", "2B901", "2C901", "2E901"} <= codes("cn-2024-46-2a")
    assert codes("cn-2024-46-2b") == {"1C108"}


def test_1_of_2026_has_four_rules_on_japan():
    # MOFCOM announcement 1/2026 of 6 January 2026: all dual-use items for Japan's military or what serves it.
    rules = measures("cn-2026-1")
    assert sorted((r["flow"], r["end_use"]) for r in rules) == [
        ("export_from_china", "military"),
        ("export_from_china", "military_capability"),
        ("re_export_abroad", "military"),
        ("re_export_abroad", "military_capability"),
    ]
    assert {(r["effect"], tuple(r["destinations"]), r["item_scope"]) for r in rules} == {
        ("ban", ("JPN",), "all_dual_use")
    }
    for rule in rules:
        assert spells(rule["measure_id"])[0][:2] == ("in_force", "2026-01-06")
        assert {state for state, _, _ in spells(rule["measure_id"])} == {"in_force"}


def test_23_of_2023_on_gallium_and_germanium():
    # Announcement 23/2023 of 3 July 2023, in force from 1 August 2023; announcement 51/2024 takes it over.
    assert spells("cn-2023-23-1") == [
        ("announced_not_effective", "2023-07-03", "2023-07-31"),
        ("in_force", "2023-08-01", "2024-11-30"),
        ("ended", "2024-12-01", None),
    ]
    assert codes("cn-2023-23-1") == {"3C001", "3C002"}


@pytest.mark.parametrize("measure", ["cn-2023-23-1", "cn-2023-39-1", "cn-2024-33-1"])
def test_51_of_2024_carries_earlier_controls_over(measure: str):
    # Announcement 51/2024: the list takes effect on 1 December 2024; earlier notices end with the day before.
    last = max((r for r in rows("measure_periods") if r["measure_id"] == measure), key=lambda r: r["first_day"])
    assert (last["state"], last["cause"], last["by_instrument_id"]) == ("ended", "carried_over", "cn-2024-51")
    assert str(last["first_day"]) == "2024-12-01"
    held = codes("cn-2024-51-1")
    lost = {c for c in codes(measure) if not any(c == h or str(c).startswith(f"{h}.") for h in held)}
    assert lost == set()


def test_the_list_of_2024_covers_them_from_the_day_after():
    # Announcement 51/2024, in force from 1 December 2024.
    assert ("in_force", "2024-12-01", None) in spells("cn-2024-51-1")
    assert {"3C001", "3C002", "3C003", "1C108"} <= codes("cn-2024-51-1")


def test_57_of_2025_was_never_in_force():
    # Announcement 57/2025 of 9 October 2025 on five rare earths; suspended before effect by announcement 70/2025.
    (rule,) = measures("cn-2025-57")
    assert spells(rule["measure_id"]) == [
        ("announced_not_effective", "2025-10-09", "2025-11-06"),
        ("suspended_before_effect", "2025-11-07", "2026-11-10"),
    ]
    assert codes(rule["measure_id"]) == {"1C909", "1C910", "1C911", "1C912", "1C913"}


def test_61_of_2025_was_in_force_for_29_days_where_it_governs_re_export():
    # Announcement 61/2025 of 9 October 2025: 1(3) at once, 1(1) and 1(2) from 1 December; suspended by 70/2025.
    assert ("in_force", "2025-10-09", "2025-11-06") in spells("cn-2025-61-1-3")
    assert spells("cn-2025-61-1-3")[-1] == ("suspended", "2025-11-07", "2026-11-10")
    for measure in ("cn-2025-61-1-1", "cn-2025-61-1-2"):
        assert "in_force" not in {state for state, _, _ in spells(measure)}
    assert "export_from_china" not in {r["flow"] for r in measures("cn-2025-61")}


def test_21_of_2025_was_paused_in_three_steps():
    # Control list notice 21/2025 of 4 April 2025; pauses of 14 May, 12 August and 10 November 2025.
    (rule,) = measures("cn-2025-21")
    assert spells(rule["measure_id"])[0] == ("in_force", "2025-04-04", "2025-05-13")
    steps = [first for state, first, _ in spells(rule["measure_id"]) if state == "suspended"]
    assert steps == ["2025-05-14", "2025-08-12", "2025-11-10"]


def test_22_of_2025_was_paused_and_stopped():
    # Control list notice 22/2025 of 9 April 2025; paused 14 May, stopped 12 August 2025.
    (rule,) = measures("cn-2025-22")
    assert spells(rule["measure_id"])[-2:] == [("suspended", "2025-05-14", "2025-08-11"), ("ended", "2025-08-12", None)]


def test_the_technology_catalogue_controls_no_goods():
    # The catalogue of prohibited and restricted technologies governs transfers of technology, never goods.
    rules = {r["measure_id"] for r in rows("measures") if r["layer"] == "technology_catalogue"}
    items = [r for r in rows("measure_items") if r["measure_id"] in rules]
    assert items
    goods = [r for r in items if r["scheme"] == "dual_use" or r["material_id"] or r["group_id"]]
    assert goods == []


def test_numbers_of_listings():
    # The notices of the export control list (153 parties to as_of), the watch list of 2026 (40) and the notice of 2023
    # on two companies of the unreliable entity list (six executives).
    listings = rows("listings")
    assert sum(r["list"] == "control" for r in listings) == 153
    assert sum(r["list"] == "watch" for r in listings) == 40
    executives = [r for r in listings if r["listed_as"] == "executive"]
    rules = {r["measure_id"]: str(r["instrument_id"]) for r in rows("measures")}
    assert len([r for r in executives if "-2023-" in rules[r["measure_id"]]]) == 6


def test_two_firms_of_gifu_are_two_entities():
    # Two names of one notice that are not variants: KAWAJU Gifu Engineering and Kawajyu Gifu Manufacturing.
    gifu = {r["entity_id"]: str(r["name_en"]).lower() for r in rows("entities") if "gifu" in str(r["name_en"]).lower()}
    engineering = {e for e, name in gifu.items() if name.startswith("kawaju") and "engineering" in name}
    manufacturing = {e for e, name in gifu.items() if name.startswith("kawajyu") and "manufacturing" in name}
    assert len(engineering) == len(manufacturing) == 1
    assert engineering.isdisjoint(manufacturing)
    assert engineering | manufacturing <= {r["entity_id"] for r in rows("listings")}


@pytest.mark.parametrize(
    ("code", "start"),
    [
        ("3C001", "2023-08-01"),  # gallium: announcement 23/2023
        ("3C002", "2023-08-01"),  # germanium: announcement 23/2023
        ("3C003", "2024-09-15"),  # antimony: announcement 33/2024
        ("1C108", "2023-12-01"),  # graphite: announcement 39/2023
    ],
)
def test_control_has_no_hole(code: str, start: str):
    begin, as_of = datetime.date.fromisoformat(start), datetime.date.fromisoformat(exportcurbs.as_of)
    wanted = {begin + n * DAY for n in range((as_of - begin).days + 1)}
    held = in_force_days(code)
    assert wanted <= held, sorted(wanted - held)[:3]
    if code != "1C108":  # forms of graphite were controlled before, since 2006
        assert begin - DAY not in held
