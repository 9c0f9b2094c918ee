"""Trade data beside the law: partners, editions of the HS, months and years; nothing is lost in silence."""

import exportcurbs
import pandas as pd
import pyarrow as pa
import pytest

REGIMES = ("none", "licence", "licence_strict", "denial_in_principle", "prohibited", "unknown")
DAYS = [f"days_{regime}" for regime in REGIMES]


def joined(rows: list[tuple[object, ...]], **how: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    return exportcurbs.join_trade(
        pd.DataFrame(rows, columns=["t", "i", "j", "k", "v"]), code="baci", **({"hs": "HS2022"} | how)
    )


def test_a_baci_table_keeps_every_row_and_says_what_did_not_match():
    # 842 United States, 757 Switzerland, 699 India, 490 Taiwan; 58 Belgium-Luxembourg, 156 China; 0 no code at all.
    rows = [(2024, 156, j, 811292, 1.0) for j in (842, 392, 757, 699, 490, 58, 156)]
    rows += [(2024, 842, 392, 811292, 1.0), (2024, 156, 392, 12, 1.0), (2031, 156, 392, 811292, 1.0)]
    with pytest.warns(UserWarning, match="5 rows are unmatched"):
        frame, lost = exportcurbs.join_trade(
            pd.DataFrame(rows, columns=["t", "i", "j", "k", "v"]), code="baci", hs="HS2007"
        )
    assert len(frame) == len(rows) and frame["v"].sum() == len(rows)
    assert frame["iso3"].fillna("").tolist()[:7] == ["USA", "JPN", "CHE", "IND", "TWN", "", ""]
    assert frame["destination"].fillna("").tolist()[:5] == ["USA", "JPN", "ROW", "ROW", "ROW"]
    assert frame["unmatched"].notna().tolist() == [False] * 5 + [True] * 5
    assert frame.loc[frame["unmatched"].notna(), DAYS].isna().all(axis=None)
    assert dict(zip(lost["column"] + lost["what"], lost["rows"], strict=True)) == {
        "j58": 1,
        "j156": 1,
        "i842": 1,
        "k12": 1,
        "t2031": 1,
    }
    assert (frame[DAYS].sum(axis=1)[:5] == 366).all()


def test_a_line_of_an_older_edition_is_what_all_its_codes_of_today_share():
    # 811292 held hafnium and rhenium before 2022, and other metals still: only a part was under licence.
    frame, _ = joined([(2024, 156, 392, 811292, 1.0), (2024, 156, 392, 250410, 1.0)], hs="HS2007")
    assert frame["hs6_2022"].tolist() == ["811231|811241|811292", "250410"]
    assert frame["hs_relation"].tolist() == ["split", "same"]
    assert frame["days_at_least_licence"].tolist() == [0, 0]
    assert frame["days_part_only"].tolist() == [366, 366]
    # A live animal is no business of the list, which was read from December 2024.
    frame, _ = joined([(2025, 156, 392, 10110, 1.0)], hs="HS2007")
    assert frame[["hs_relation", "days_none", "days_part_only"]].to_numpy().tolist() == [["none", 365, 0]]


def test_what_is_no_code_of_the_edition_is_unmatched_here_and_in_exposure():
    # 010121 came with HS 2012, 852520 went with HS 2007, 999999 is what reporters do not specify.
    rows = [(2025, 156, 392, code, 1.0) for code in (999999, 10121, 852520)]
    with pytest.warns(UserWarning, match="3 rows are unmatched"):
        frame, lost = joined(rows, hs="HS2007")
    assert set(lost["reason"]) == {"no code of HS2007"} and frame[DAYS].isna().all(axis=None)
    trade = pd.DataFrame(rows, columns=["t", "i", "j", "k", "v"]).assign(q=1.0)
    found = exportcurbs.exposure(trade, edition="HS2007", mend=True)
    assert found.table.empty
    assert found.unmatched["reason"].unique().tolist() == ["no code of its HS edition"]
    assert found.unmatched["what"].tolist() == ["010121 in HS2007", "852520 in HS2007", "999999 in HS2007"]


def test_a_line_without_rules_has_one_answer_here_and_in_exposure():
    # The list was read from December 2024: a live animal is unknown before, then none.
    partners = {"DEU": 276, "PRK": 408}
    rows = [(year, 156, code, 10110, 1.0) for year in (2023, 2024, 2025) for code in partners.values()]
    frame, _ = joined(rows, hs="HS2007")
    trade = pd.DataFrame(rows, columns=["t", "i", "j", "k", "v"]).assign(q=1.0)
    found = exportcurbs.exposure(trade, edition="HS2007", mend=True).table.query("regime == 'licence'")
    days = frame[DAYS].sum(axis=1)
    told = frame.assign(share=frame["days_unknown"] / days, year=frame["t"].astype(str)).set_index(["iso3", "year"])
    both = told.join(found.set_index(["importer", "year"]).rename_axis(["iso3", "year"]))
    assert both["at_most"].tolist() == pytest.approx(both["share"].tolist())
    assert both["at_most"].tolist() == pytest.approx([1, 1, 335 / 366, 1, 0, 1])
    assert (both["upper"] == 0).all()


@pytest.mark.parametrize("kind", ["pandas", "arrow"])
def test_months_agree_with_the_panel_in_every_kind_of_table(kind: str):
    panel = exportcurbs.load("panel_hs6_month", dtypes="numpy")
    panel = panel[(panel["end_use"] == "civil") & (panel["destination"] != "ROW")].sample(300, random_state=20260929)
    asked = pd.DataFrame(
        {"partner": panel["destination"].to_numpy(), "hs6": panel["hs6"].to_numpy(), "month": panel["month"].to_numpy()}
    )
    given = pa.Table.from_pandas(asked) if kind == "arrow" else asked
    found, lost = exportcurbs.join_trade(given, hs="HS2022")
    assert type(found) is type(given) and not len(lost)
    for name in (*DAYS, "strictest"):
        assert list(found[name].to_pylist() if kind == "arrow" else found[name]) == panel[name].tolist(), name


def test_months_may_be_dates_or_numbers_and_partners_of_comtrade():
    rows = {
        "partner": [842, 840, 699, 356],
        "hs6": ["811292"] * 4,
        "month": ["2024-12", "202412", "2024-12-31", 202412],
    }
    frame, lost = exportcurbs.join_trade(pd.DataFrame(rows).astype({"month": str}), code="m49", hs="HS2022")
    assert frame["iso3"].tolist() == ["USA", "USA", "IND", "IND"] and not len(lost)
    assert (frame[DAYS].sum(axis=1) == 31).all()
    assert frame["strictest"].tolist() == ["denial_in_principle"] * 2 + ["licence"] * 2
    assert frame.attrs["citation"] == lost.attrs["citation"] == exportcurbs.cite()
    assert frame.attrs["measure_ids"] == ["cn-2024-46-2a", "cn-2024-51-1"]
    assert "cn-2024-46-2a" in exportcurbs.bibliography(frame)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"code": "cepii"}, "code: unknown 'cepii'; write one of: baci, m49, iso3"),
        ({"hs": ""}, "hs: it is not said of which HS edition"),
        ({"hs": "HS1996"}, "hs: unknown 'HS1996'"),
        ({"partner": "importer"}, "partner: there is no column 'importer'"),
        ({"end_use": "wmd"}, "end_use: unknown 'wmd'; write one of: civil, military"),
    ],
)
def test_what_cannot_be_read_is_told(how: dict[str, str], message: str):
    frame = pd.DataFrame({"partner": ["JPN"], "hs6": ["811292"], "month": ["2024-12"]})
    with pytest.raises(ValueError, match=message):
        exportcurbs.join_trade(frame, **({"hs": "HS2022"} | how))
