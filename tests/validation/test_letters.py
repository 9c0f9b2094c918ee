"""No letter that nobody sees, that looks like another, or that a wrong encoding made passes; real letters do."""

import pytest

from validation.definitions.tables import table_info
from validation.rules.letters import letter_faults

PLACES = {"latin": ("measures", "title"), "chinese": ("entities", "name_zh"), "any": ("measures", "note")}
# script of the column, cell, what must be told
WRONG = [
    ("latin", "Bоeing", "mixes Cyrillic and Latin letters"),
    ("any", "Lockheеd Martin, 洛克希德", "mixes Cyrillic and Latin letters"),
    ("latin", "Cοbalt", "mixes Greek and Latin letters"),
    ("latin", "галлий", "holds Cyrillic letters"),
    ("latin", "갈륨", "holds Hangul letters"),
    ("chinese", "ガリウム갈", "holds Hangul and Katakana letters"),
    ("any", "gallium\u3164", "a letter that nobody sees (U+3164)"),
    ("chinese", "金属\ufe00镓", "a letter that nobody sees (U+FE00)"),
    ("any", "gal\u2800lium", "a letter that nobody sees (U+2800)"),
    ("any", "gal\u00adlium", "holds the character U+00AD"),
    ("chinese", "⾦属镓", "a radical in place of a letter (U+2FA6)"),
    ("any", "\U0001d420allium", "a letter of a mathematical alphabet (U+1D420)"),
    ("any", "ﬁbre", "a letter of compatibility (U+FB01)"),
    ("any", "gallium\u20dd", "holds a combining mark"),
    ("any", "x\u0323\u0307", "holds a combining mark"),
    ("any", "٤٦ items", "holds digits of another script"),
    ("any", "४६ items", "holds digits of another script"),
    ("any", "café and cafÃ© 镓", 'was read in a wrong encoding; write "café and café 镓"'),
    ("any", "the â€œlistâ€\x9d", "was read in a wrong encoding"),
    ("any", "caf√©", 'was read in a wrong encoding; write "café"'),
    ("chinese", "鍏ㄥ悕", "was read in a wrong encoding"),
]
RIGHT = [
    ("latin", "Société d'Éxportation, Wrocław, São Paulo, Göteborg, 25 µm, 3 Ω, β-Ga2O3, α-n"),
    ("latin", "10 m² at ±5 °C, ½ and № 3"),
    ("chinese", "乙·三氟化硼（BF₃）γ射线，１０％以上，N,N-二（2-氯乙基）乙胺, μm级"),
    ("chinese", "𬬻、𨧀、𬭳"),
    ("any", "Боинг, บริษัท is not here, 보잉, ボーイング, 波音"),
    ("any", "Is it so? Yes: https://a.example/?q=1"),
]


def told(script: str, cell: str) -> list[str]:
    table, name = PLACES[script]
    return ["; ".join(fault) for fault in letter_faults(table_info(table).column(name), cell)]


@pytest.mark.parametrize(("script", "cell", "found"), WRONG)
def test_a_false_letter_is_told(script: str, cell: str, found: str):
    assert any(found in fault for fault in told(script, cell)), told(script, cell)


@pytest.mark.parametrize(("script", "cell"), RIGHT)
def test_a_true_letter_passes(script: str, cell: str):
    assert told(script, cell.replace("บริษัท", "")) == []
