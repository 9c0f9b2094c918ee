"""Silence: the days on which a list that could hold a subject was read, so that no rule found means none."""

from collections.abc import Iterable

from exportcurbs.law.codes import Code
from exportcurbs.law.goods import Goods
from exportcurbs.law.periods import FOREVER
from exportcurbs.law.rules import RuleBook

# First and last day, and whether a row of its own speaks of the subject, or only the whole list.
Read = tuple[tuple[int, int, bool], ...]
# Lists of which no entry was read but those recorded: goods on them are free only where a row says so, and so are
# goods of a class that the list of dual-use items did not take over.
APART = ("nuclear", "chemical", "precursor")
DUAL_USE, UN = "dual_use", "PRK"


class Silence:
    """The days read of every subject: all lists that could hold it must have been read."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.whole = self._spans(DUAL_USE, None, own=False)
        self._un = self._spans("un_sanctions", None, own=False)
        self._kept: dict[Code | str, Read] = {}

    def of(self, subject: Code | str, place: str) -> Read:
        """Return the days read of goods (by id), of a code, or of a customs line of which no goods are known."""
        if subject not in self._kept:
            if isinstance(subject, str):
                self._kept[subject] = self._of_goods(self.book.goods.by_id[subject])
            else:
                self._kept[subject] = self.whole if subject[0] == "line" else self._of_code(subject)
        own = self._kept[subject]
        return _met([own, self._un]) if place == UN else own

    def _of_goods(self, goods: Goods) -> Read:
        """Return the days on which the list was read for every head, and other lists for the entries of goods."""
        lists = [_joined((self._spans(DUAL_USE, m), self.whole)) for m in sorted(goods.heads)] or [self.whole]
        apart = APART if any(link.code[0] == DUAL_USE for link in goods.links) else (*APART, "class")
        lists += [self._spans(DUAL_USE, link.code) for link in goods.links if link.code[0] in apart]
        # A ban under the Foreign Trade Law is a notice of its own: there is no list, and none found is presumed.
        bans = [self._spans("foreign_trade_ban", m) for m in sorted(goods.heads)]
        return _met([*lists, *(((1, FOREVER, False), *own) for own in bans if own)])

    def _of_code(self, code: Code) -> Read:
        """Return the days read of a code: a class or an entry of another list needs a row of its own."""
        codes = self.book.codes
        if code[0] == "technology_catalogue" or (code[0] == "class" and not codes.tangible(code)):
            return self._catalogue(code)
        own = _joined(self._spans(DUAL_USE, c) for c in codes.ancestors(code))
        if code[0] != DUAL_USE:
            return own
        heads = [self._spans(DUAL_USE, m) for m in sorted(codes.heads.get(code, ()))]
        lists = [_joined((own, _met(heads) if heads else (), self.whole))]
        shared = {c for a in codes.ancestors(code) for c, _ in codes.overlaps.get(a, ())}
        lists += [self._catalogue(c) for c in sorted(shared) if not codes.tangible(c)]
        return _met(lists)

    def layers(self, subject: Code | str, place: str, day: int) -> set[str]:
        """Return the lists that were read on a day of those that could hold a subject."""
        codes = self.book.codes
        catalogue = not isinstance(subject, str) and subject[0] != DUAL_USE and not codes.tangible(subject)
        found = {"un_sanctions": self._un} if place == UN else {}
        found["technology_catalogue" if catalogue else DUAL_USE] = self.of(subject, "ROW")
        return {layer for layer, read in found.items() if any(a <= day <= b for a, b, _ in read)}

    def _catalogue(self, code: Code) -> Read:
        codes = self.book.codes
        return _joined(
            self._spans("technology_catalogue", a) for c in sorted(codes.family(code)) for a in codes.ancestors(c)
        )

    def _spans(self, layer: str, subject: str | Code | None, *, own: bool = True) -> Read:
        return tuple((first, last, own) for first, last in self.book.covered(layer, subject))


def _joined(lists: Iterable[Read]) -> Read:
    return tuple(sorted({span for own in lists for span in own}))


def _met(lists: list[Read]) -> Read:
    """Return the days that all lists have in common."""
    found = lists[0]
    for other in lists[1:]:
        pairs = ((a, b) for a in found for b in other)
        common = {(max(a[0], b[0]), min(a[1], b[1]), a[2] and b[2]) for a, b in pairs}
        found = tuple(sorted(s for s in common if s[0] <= s[1]))
    return found
