"""treatments() as it is asked: by material, destination, act, day and grade."""

import exportcurbs
import pandas as pd
import pytest


def first_days(**how: object) -> dict[str, str]:
    found = exportcurbs.treatments(**how, act=["new", "widened"], end_use="civil", dtypes="numpy")
    return found.groupby("goods_id")["day"].min().astype(str).to_dict()


def test_staggered_treatment_of_four_materials():
    days = first_days(item=["Ga", "Ge", "Sb", "graphite"], destination="DEU", since="2023-01-01")
    assert {days["gallium-metal"], days["germanium-metal"]} == {"2023-08-01"}
    assert days["graphite-natural-flake"] == "2023-12-01"
    assert days["antimony-metal"] == "2024-09-15"
    assert "graphite-natural-other" not in days


def test_a_country_has_its_own_rows_or_those_of_the_rest():
    found = exportcurbs.treatments("Ga", ["USA", "FRA"], end_use="civil", dtypes="numpy")
    own = {c: set(rows["instrument_id"]) for c, rows in found.groupby("country")}
    assert own["USA"] - own["FRA"] == {"cn-2024-46", "cn-2025-72"}
    assert set(found["destination"][found["country"] == "FRA"]) == {"ROW"}
    assert exportcurbs.bibliography(found)


def test_trade_administration_stands_apart():
    law = exportcurbs.treatments("dysprosium-metal", end_use="civil", dtypes="numpy")
    both = exportcurbs.treatments("dysprosium-metal", end_use="civil", trade=True, dtypes="numpy")
    assert "duty" not in {e for own in law["effects"] for e in own}
    assert {"duty", "licence"} <= {e for own in both["effects"] for e in own}


def test_a_lowest_grade_says_what_it_costs():
    whole = exportcurbs.treatments("rare_earths", dtypes="numpy")
    with pytest.warns(UserWarning, match="min_grade 'B' drops: rows"):
        some = exportcurbs.treatments("rare_earths", dtypes="numpy", min_grade="B")
    assert (some[["evidence_grade", "day_grade"]] <= "B").all(axis=None)
    assert some.attrs["dropped"]["rows"] == len(whole) - len(some)
    with pytest.warns(UserWarning, match="treated .*controls"):
        panel = exportcurbs.load("panel_material_month", dtypes="numpy", min_grade="B")
    # The rare earths of 2009 to 2025 are free by a row of coverage of their own: an A/B subset keeps such controls.
    free = panel[(panel["days_none"] > 27) & (panel["days_part_only"] == 0)]
    assert {"Nd", "Pr", "La"} <= set(free["material_id"])
    whole = exportcurbs.load("panel_material_month", dtypes="numpy")
    assert len(panel) + panel.attrs["dropped"]["rows"] == len(whole)
    # What loses a treated month goes with all its months: none that is left passes for a control, or starts later.
    unit, licensed = ["material_id", "destination", "end_use"], "days_at_least_licence"
    first, left = (f[f[licensed] > 0].groupby(unit)["month"].min() for f in (whole, panel))
    assert left.equals(first[left.index])
    assert not set(panel.set_index(unit).index) - set(left.index) & set(first.index)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"act": "ended"}, "act: unknown 'ended'; write one of: new, widened"),
        ({"item": "unobtainium"}, "item: unknown"),
        ({"destination": "EU"}, "destination: unknown 'EU'"),
        ({"since": "2023"}, "since: unknown"),
        ({"min_grade": "E"}, "min_grade: no grade 'E'"),
    ],
)
def test_what_is_not_known_is_told(how: dict[str, str], message: str):
    with pytest.raises(ValueError, match=message):
        exportcurbs.treatments(**how)


def test_an_empty_answer_is_a_table():
    found = exportcurbs.treatments("gold", dtypes="numpy")
    assert isinstance(found, pd.DataFrame) and list(found)[:3] == ["goods_id", "scheme", "code"]
