"""A notice that came out, entered as CONTRIBUTING says: nothing is left to mend, and what is forgotten is told.

The notice is invented: it licenses a form of tellurium at once and its alloy from a later day, and pauses an older ban
from a day that lies after the record.
"""

from collections.abc import Callable

import pytest

from tests.support.project import key
from tests.support.sheets import Sheets

NOTICE, SOURCE, SECOND, TRACKER = "cn-2026-99", "mofcom-2026-ann99", "reuters-2026-ann99", "regs-2026-cnmeasures"
DAY, LATER, PAUSE = "2026-10-08", "2026-12-01", "2026-12-10"
RULE = {"instrument_id": NOTICE, "effect": "licence", "flow": "export_from_china", "destinations": "ALL"}
RULE |= {"end_use": "any", "end_user": "any", "item_scope": "listed", "layer": "dual_use", "existence": "published"}
FORCE = {"state": "in_force", "cause": "takes_effect", "by_instrument_id": NOTICE}
BOTH = f"{SOURCE}[para. 1]|{SECOND}"
OLDER = "cn-2024-46-1"


def sources(s: Sheets) -> None:
    publisher = s.find("publishers", key(publisher_class="press"))[1]["publisher_id"]
    said = {"title": "A notice", "published": DAY, "language": "zh", "host": "issuer", "read_as": "full_text"}
    said |= {"redistribution": "facts_only", "accessed": DAY, "states": "text"}
    s.append("sources", source_id=SOURCE, publisher_id="mofcom", url="https://notice.example/99", **said)
    second = {**said, "language": "en", "states": "dates"}
    s.append("sources", source_id=SECOND, publisher_id=publisher, url="https://press.example/99", **second)
    s.edit("sources", key(source_id=TRACKER), tracks_notices_to=DAY, published=DAY, accessed=DAY)


def coverage(s: Sheets) -> None:
    end = s.find("coverage", key(layer="dual_use", material_id="", group_id="", code=""))[1]["last_day"]
    for row in [r for r in s.rows("coverage") if r["last_day"] == end]:
        s.edit("coverage", lambda r, row=row: r == row, last_day=DAY)


def document(s: Sheets) -> None:
    days = {"issued": DAY, "published_day": DAY}  # its two measures take effect on two days
    said = {"number": "Announcement 99/2026", "title_en": "Licences for tellurium", "issuer_ids": "mofcom"}
    s.append("instruments", instrument_id=NOTICE, kind="announcement", role="both", source_ids=BOTH, **said, **days)


def measures(s: Sheets) -> None:
    for n, what in ((1, "tellurium oxide"), (2, "tellurium alloy")):
        s.append("measures", measure_id=f"{NOTICE}-{n}", title=f"Licence for {what}", source_ids=BOTH, **RULE)


def codes(s: Sheets) -> None:
    own = {"scheme": "dual_use", "goods_or_technology": "goods", "name_basis": "read", "source_ids": SOURCE}
    s.append("control_codes", code="6C909", form="other", name_en="Tellurium", name_zh="碲相关物项", **own)
    for code, form, name, chinese in (
        ("6C909.a", "oxide", "oxide", "碲氧化"),
        ("6C909.b", "alloy", "alloys", "碲的合"),
    ):
        said = {"name_en": f"Tellurium {name}", "name_zh": f"{chinese}物"}
        s.append("control_codes", code=code, parent="6C909", form=form, **said, **own)


def materials(s: Sheets) -> None:
    for code in ("6C909.a", "6C909.b"):
        said = {"material_id": "Te", "role": "subject", "source_ids": SOURCE}
        s.append("code_materials", scheme="dual_use", code=code, **said)


def items(s: Sheets) -> None:
    for n, code in ((1, "6C909.a"), (2, "6C909.b")):
        said = {"scheme": "dual_use", "inclusion": "included", "basis": "printed", "source_ids": SOURCE}
        s.append("measure_items", measure_id=f"{NOTICE}-{n}", code=code, **said)


def goods(s: Sheets) -> None:
    for code, form in (("6C909.a", "oxide"), ("6C909.b", "alloy")):
        name, own = f"tellurium-{form}-invented", {"source_ids": SOURCE}
        s.append("goods", goods_id=name, form=form, name_en=f"Invented tellurium {form}", ordinary="no", **own)
        s.append("goods_materials", goods_id=name, material_id="Te", role="heads", **own)
        s.append("goods_codes", goods_id=name, scheme="dual_use", code=code, first_day=DAY, extent="whole", **own)


def periods(s: Sheets) -> None:
    s.append("measure_periods", measure_id=f"{NOTICE}-1", first_day=DAY, last_confirmed=DAY, source_ids=BOTH, **FORCE)
    waits = {"state": "announced_not_effective", "cause": "announced", "by_instrument_id": NOTICE}
    days = {"first_day": DAY, "last_day": "2026-11-30", "last_confirmed": DAY}
    s.append("measure_periods", measure_id=f"{NOTICE}-2", source_ids=BOTH, **days, **waits)


def plans(s: Sheets) -> None:
    known = {"instrument_id": NOTICE, "known_day": DAY, "known_basis": "published", "source_ids": BOTH}
    waits = {"state": "announced_not_effective", "planned_first": DAY, "planned_last": "2026-11-30"}
    s.append("measure_plans", measure_id=f"{NOTICE}-2", number="1", **waits, **known)
    s.append("measure_plans", measure_id=f"{NOTICE}-2", number="2", state="in_force", planned_first=LATER, **known)
    number = str(1 + sum(row["measure_id"] == OLDER for row in s.rows("measure_plans")))
    pause = {"state": "suspended", "planned_first": PAUSE, "planned_last": "2027-12-09"}
    s.append("measure_plans", measure_id=OLDER, number=number, **pause, **known)


STEPS = (sources, coverage, document, measures, codes, materials, items, goods, periods, plans)


def entered(*left_out: Callable[[Sheets], None]) -> Sheets:
    sheets = Sheets()
    for step in STEPS:
        if step not in left_out:
            step(sheets)
    return sheets


def test_a_notice_entered_in_order_leaves_nothing_to_mend():
    assert entered().problems() == []


@pytest.mark.parametrize(
    ("forgotten", "told", "cure"),
    [
        (
            coverage,
            "the notices of the layer dual_use are followed to 2026-10-08",
            "in all its rows that end on 2026-09-29",
        ),
        (materials, '"6C909.a" has the form oxide, but no material', "code_materials.csv"),
        (items, f'"{NOTICE}-1" covers listed items but has none', "measure_items.csv"),
        (goods, '"dual_use/6C909.a" is about Te but reaches no goods', "goods_codes.csv"),
        (periods, f'"{NOTICE}-1" has no period', "measure_periods.csv"),
        (plans, f'"{NOTICE}-2" is announced_not_effective by "{NOTICE}", of which no plan', "measure_plans.csv"),
    ],
)
def test_what_is_forgotten_is_told_with_its_cure(forgotten: Callable[[Sheets], None], told: str, cure: str):
    assert any(told in p.found and cure in p.instead for p in entered(forgotten).problems())


def test_a_state_after_the_record_belongs_to_the_plans():
    sheets = entered()
    soon = {"first_day": "2026-10-20", "last_confirmed": "2026-10-20"}
    sheets.edit("measure_periods", key(measure_id=f"{NOTICE}-1"), **soon)
    own = [p for p in sheets.problems() if p.path.endswith("measure_periods.csv") and "effect on" not in p.found]
    assert [p.instead for p in own] == ["move the row to datasets/curated/law/measure_plans.csv: it is still planned"]


def test_a_second_day_of_effect_is_one_that_the_notice_planned():
    sheets = entered()
    sheets.edit("sources", key(source_id=TRACKER), tracks_notices_to=LATER, published=LATER, accessed=LATER)
    begun = {"first_day": LATER, "last_confirmed": LATER, "source_ids": BOTH, **FORCE}
    sheets.append("measure_periods", measure_id=f"{NOTICE}-2", **begun)
    assert [p.found for p in sheets.problems() if p.column == "first_day"] == []
    sheets.edit("measure_plans", key(measure_id=f"{NOTICE}-2", number="2"), planned_first="2026-11-30")
    assert [p.found for p in sheets.problems() if p.column == "planned_first"] == [
        f'"{NOTICE}-2" is in_force from 2026-11-30 by its plans, but announced_not_effective in measure_periods'
    ]
