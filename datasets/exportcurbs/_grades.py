"""The grade of an answer: the weakest of the rows that it rests on."""

from collections import defaultdict
from collections.abc import Iterable

from exportcurbs._reader import Reader
from exportcurbs.law.answers import Spell
from exportcurbs.law.codes import Code
from exportcurbs.law.engine import LINE, Subject
from exportcurbs.law.periods import days_of, gathered
from exportcurbs.law.reach import Limb

NOTHING, INFERRED = "D", "C"
Span = tuple[int, int, str]


class Weakest:
    """Grades of measures with their periods, of the rows that bind them to a subject, and of coverage."""

    def __init__(self, data: Reader) -> None:
        self.engine, self.book = data.law, data.law.book
        self._measures: dict[str, str] = {r["measure_id"]: r["evidence_grade"] for r in data.rows("measures")}
        periods = data.rows("measure_periods")
        self._periods = gathered((r["measure_id"], (*days_of(r), r["evidence_grade"])) for r in periods)
        self._items = {
            (r["measure_id"], (r["scheme"], r["code"])): r["evidence_grade"] for r in data.rows("measure_items")
        }
        self._links = {
            (r["goods_id"], (r["scheme"], r["code"]), r["first_day"].toordinal()): r["evidence_grade"]
            for r in (data.rows("goods_codes") if "goods_codes" in data.tables() else ())
        }
        self._read: dict[str | Code | None, list[Span]] = defaultdict(list)
        for row in data.rows("coverage"):
            span = *days_of(row), row["evidence_grade"]
            code = (row["scheme"], row["code"]) if row.get("code") else None
            for subject in self.book.named(row) or (code,):
                self._read[subject].append(span)
        self._paths: dict[Subject, dict[str, str]] = {}
        self._kept: dict[tuple[object, ...], str] = {}
        self._silent: dict[tuple[str, Code], tuple[Subject | None, ...]] = {}

    def of_goods(self, goods_id: str, spell: Spell) -> str:
        """Return the grade of an answer for goods."""
        heads = self.book.goods.by_id[goods_id].heads
        return self._grade((goods_id,), spell, tuple((m, None) for m in sorted(heads)))

    def of_code(self, code: Code, spell: Spell) -> str:
        """Return the grade of an answer for a code."""
        return self._grade((code,), spell, (self._above(code),))

    def of_material(self, material: str, spell: Spell) -> str:
        """Return the grade of an answer for a material: of the goods that it heads."""
        goods = tuple(g.goods_id for g in self.book.goods.headed_by.get(material, ()))
        return self._grade(goods, spell, ((material, None),))

    def of_line(self, subjects: Iterable[Subject], spell: Spell) -> str:
        """Return the grade of an answer for a customs line that holds some subjects: C at best, as it is inferred."""
        own = tuple(s for s in subjects if s[0] != LINE)
        return max(INFERRED, self._grade(own, spell, ((None,),)))

    def _above(self, code: Code) -> tuple[Subject | None, ...]:
        """Return what a coverage row that speaks of a code may name, the most special first."""
        key = "above", code
        if key not in self._silent:
            codes = self.book.codes
            family = [a for c in sorted(codes.family(code)) for a in codes.ancestors(c)]
            self._silent[key] = (*codes.ancestors(code), *family, *sorted(codes.heads.get(code, ())), None)
        return self._silent[key]

    def _grade(
        self, subjects: tuple[Subject, ...], spell: Spell, silent: tuple[tuple[Subject | None, ...], ...]
    ) -> str:
        if spell.regime == "unknown":
            return NOTHING
        key, rules = (subjects, spell.measures, spell.part), (*spell.measures, *spell.part)
        if key not in self._kept:
            self._kept[key] = max((self.of_rule(subjects, m) for m in rules), default="A")
        found = max(self._kept[key], *(self._dated(m, spell.first, spell.last) for m in rules), "A")
        return found if spell.measures else max(found, *(self._silence(own, spell) for own in silent))

    def _dated(self, measure: str, first: int, last: int) -> str:
        """Return the grade of the rows that say the state of a rule on some days."""
        key = measure, first, last
        if key not in self._kept:
            self._kept[key] = max((g for a, b, g in self._periods[measure] if a <= last and first <= b), default="A")
        return self._kept[key]

    def of_rule(self, subjects: Iterable[Subject], measure: str) -> str:
        """Return the grade of what a rule says of some subjects, apart from that of its days."""
        paths = (self._path(s).get(measure) for s in subjects)
        return max(self._measures[measure], min((p for p in paths if p), default="A"))

    def _path(self, subject: Subject) -> dict[str, str]:
        """Return for each measure that reaches a subject the best grade of the rows that bind it."""
        if subject not in self._paths:
            found: dict[str, str] = {}
            for limb in self.engine.own_limbs(subject):
                grade = self._of_limb(subject, limb)
                found[limb.rule.measure_id] = min(grade, found.get(limb.rule.measure_id, NOTHING))
            self._paths[subject] = found
        return self._paths[subject]

    def _of_limb(self, subject: Subject, limb: Limb) -> str:
        grades = ["A"]
        if limb.link and isinstance(subject, str):
            grades.append(self._links[subject, limb.link.code, limb.link.first])
        if limb.via:
            family = self.book.codes.family(limb.via)
            near = (self._items.get((limb.rule.measure_id, a)) for c in family for a in self.book.codes.ancestors(c))
            grades.append(next((g for g in near if g), "A"))
        return max(grades)

    def _silence(self, subjects: Iterable[str | Code | None], spell: Spell) -> str:
        """Return the grade of the first coverage row, from the most special, that holds the days."""
        for subject in subjects:
            own = [g for first, last, g in self._read.get(subject, ()) if first <= spell.first and spell.last <= last]
            if own:
                return min(own)
        return NOTHING
