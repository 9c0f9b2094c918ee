"""The engine: the answers for codes and materials, day by day, as spells."""

from collections.abc import Iterable, Iterator

from exportcurbs.law.answers import CodeSpell, Subject, spells
from exportcurbs.law.materials import Goods, MaterialSpell, material_spells
from exportcurbs.law.regimes import REGIME_OF, STATUS_LAYERS, rules_for
from exportcurbs.law.rules import Code, Days, Rule, RuleBook, ancestors

Asked = tuple[tuple[str, ...], tuple[str, ...], Days]


class Engine:
    """Answer for codes and materials from a rule book; an answer once computed is kept.

    A destination is one that a rule names, or ROW: `book.place` gives it.
    """

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.binding = tuple(r for r in book.rules.values() if r.layer in STATUS_LAYERS and r.effect in REGIME_OF)
        self.blanket = tuple(r for r in self.binding if r.item_scope == "all_dual_use")
        self.of_code: dict[Code, list[Rule]] = {}
        self.of_material: dict[str, list[Rule]] = {}
        self._trade: dict[str, list[Rule]] = {}
        for rule in self.binding:
            for code in rule.codes:
                self.of_code.setdefault(code, []).append(rule)
            for material in rule.materials:
                self.of_material.setdefault(material, []).append(rule)
        for rule in book.rules.values():
            for material in rule.materials if rule.layer == "trade_administration" else ():
                self._trade.setdefault(material, []).append(rule)
        self._codes: dict[tuple[Code, str, str], tuple[CodeSpell, ...]] = {}
        self._materials: dict[tuple[str, str, str], tuple[MaterialSpell, ...]] = {}
        self._computed: dict[Asked, tuple[CodeSpell, ...]] = {}

    def code_spells(self, code: Code, destination: str, end_use: str) -> tuple[CodeSpell, ...]:
        """Return the spells of a code for a destination and an end use."""
        key = code, destination, end_use
        if key not in self._codes:
            asked = self._asked(self.of_code.get(code, []), code[0], destination, end_use)
            self._codes[key] = self._spells((*asked, self._read(code)))
        return self._codes[key]

    def material_spells(self, material: str, destination: str, end_use: str) -> tuple[MaterialSpell, ...]:
        """Return the spells of a material for a destination and an end use."""
        key = material, destination, end_use
        if key not in self._materials:
            goods = list(self._goods(material, destination, end_use))
            trade = [r for r in self._trade.get(material, ()) if r.reaches(destination, "any")]
            followed = self.book.covered("trade_administration", material)
            self._materials[key] = material_spells(goods, trade, followed, self.book.as_of)
        return self._materials[key]

    def of_end_use(self, end_use: str) -> tuple[Rule, ...]:
        """Return the export rules that speak of one end use."""
        found = (r for r in self.book.rules.values() if r.end_use == end_use and r.flow == "export_from_china")
        return tuple(found)

    def _goods(self, material: str, destination: str, end_use: str) -> Iterator[Goods]:
        """Yield the goods of a material: its codes, and what rules name where no code of its own carries them."""
        codes = self.book.subjects.get(material, ())
        for code in codes:
            yield str(self.book.codes[code]["form"]), self.code_spells(code, destination, end_use)
        rules = self.of_material.get(material, [])
        if any(r.flow == "export_from_china" for r in rules) or not codes:
            asked = self._asked(rules, "material", destination, end_use)
            yield "any", self._spells((*asked, self.book.covered("dual_use", material)))

    def _read(self, code: Code) -> Days:
        """Return the days on which silence about a code is absence."""
        subjects = (*self.book.materials.get(code, ()), *ancestors(code, self.book.codes), None)
        return tuple(sorted({days for s in subjects for days in self.book.covered("dual_use", s)}))

    def _asked(
        self, rules: Iterable[Rule], scheme: str, destination: str, end_use: str
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the rules that reach a destination and end use, and which of them make a controlled item."""
        use = rules_for(end_use)
        direct = [r for r in rules if r.reaches(destination, use)]
        licences = [r for r in direct if r.effect == "licence" and r.layer == "dual_use"]
        blanket = [r for r in self.blanket if licences and scheme == "dual_use" and r.reaches(destination, use)]
        ids = tuple(sorted(r.measure_id for r in (*direct, *blanket)))
        return ids, tuple(sorted(r.measure_id for r in licences))

    def _spells(self, asked: Asked) -> tuple[CodeSpell, ...]:
        """Return the spells for a set of rules: many codes share one."""
        if asked not in self._computed:
            ids, licences, read = asked
            rules = self.book.rules
            subject = Subject(tuple(rules[i] for i in ids), tuple(rules[i] for i in licences), read)
            self._computed[asked] = spells(subject, self.book.as_of)
        return self._computed[asked]
