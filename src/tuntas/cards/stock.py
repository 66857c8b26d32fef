"""The stock of blanks as a double-entry ledger: what lies where, and what may move whither.

Every thing counted is in exactly one account. A movement takes from one account and gives to
another; nothing appears or vanishes: blanks come from the ministry's account and end in
``destroyed``. Blanks are moved by serial; ribbons, film, cleaning kits and old cards that come
back by number, each kind for itself. Cards and persons are never added up together.

>>> book = Book()
>>> book.move(blanks("ministry", "office", Range("S", 1, 9, 3)))
>>> book.move(blanks("office", "printer:a", Range("S", 3, 5, 3)))
>>> [(where, [str(r) for r in book.serials(where)]) for where in sorted(book.accounts())]
[('office', ['S001 – S002', 'S006 – S009']), ('printer:a', ['S003 – S005'])]
>>> book.move(blanks("office", "lent:x", Range("S", 5, 6, 3)))
Traceback (most recent call last):
tuntas.cards.errors.NotThere: Tidak semuanya ada di tempat asal: S005. Muat ulang, lalu periksa.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tuntas.cards import serials
from tuntas.cards.errors import MoveUnknown, NotThere, PlaceMissing
from tuntas.cards.serials import Range

USAGE_DAYS: Final = 14
"""Over so many days usage is taken (field practice: stock-days-left = balance / 14-day usage)."""


class Item(StrEnum):
    """What is counted. Only blanks have serials of their own."""

    BLANK = "blank"
    OLD_CARD = "old_card"
    """A card that came back and is not of this office's stock."""
    RIBBON = "ribbon"
    FILM = "film"
    CLEANING = "cleaning"


SUPPLIES: Final = (Item.RIBBON, Item.FILM, Item.CLEANING)


class Kind(StrEnum):
    """Kinds of account; those in `PLACED` are one for each place."""

    MINISTRY = "ministry"
    OTHER = "other"
    """Another office whose blanks were lent to us."""
    HOLDERS = "holders"
    """People, from whom old cards come back."""
    OFFICE = "office"
    DISTRICT = "district"
    PRINTER = "printer"
    WORK = "work"
    """In a printer, for one job."""
    PRINTED = "printed"
    """In the office, waiting to be handed over."""
    HANDED_OVER = "handed_over"
    FAILED_PRINT = "failed_print"
    FAILED_ENCODE = "failed_encode"
    DAMAGED = "damaged"
    WITHDRAWN = "withdrawn"
    LENT = "lent"
    STOLEN = "stolen"
    MISSING = "missing"
    DESTROYED = "destroyed"
    USED = "used"


PLACED: Final = frozenset({Kind.OTHER, Kind.DISTRICT, Kind.PRINTER, Kind.WORK, Kind.LENT})
SOURCES: Final = frozenset({Kind.MINISTRY, Kind.OTHER, Kind.HOLDERS})
"""Outside the stock: what comes from them was not counted here before."""
USABLE: Final = frozenset({Kind.OFFICE, Kind.DISTRICT, Kind.PRINTER})
"""A card can be printed on these today."""
INVALID: Final = (Kind.FAILED_PRINT, Kind.FAILED_ENCODE, Kind.DAMAGED, Kind.WITHDRAWN)
"""What waits to be destroyed."""
COUNTED: Final = frozenset({Kind.OFFICE, Kind.PRINTER, Kind.WORK, Kind.PRINTED, *INVALID})
"""What lies in the office and is counted by hand when a day is closed."""


def account(kind: Kind, place: str = "") -> str:
    """The account of *kind*, at *place* where there is one for each place.

    >>> account(Kind.PRINTER, "ab12"), account(Kind.OFFICE)
    ('printer:ab12', 'office')
    """
    if (kind in PLACED) != bool(place):
        raise PlaceMissing
    return f"{kind}:{place}" if place else str(kind)


_ORDER: Final = list(Kind)


def kind_of(account: str) -> Kind:
    return Kind(account.partition(":")[0])


def place_of(account: str) -> str:
    return account.partition(":")[2]


def order(account: str) -> tuple[int, str]:
    """Where *account* stands in a list: the store first, what has left last.

    >>> sorted(["damaged", "printer:b", "office", "printer:a"], key=order)
    ['office', 'printer:a', 'printer:b', 'damaged']
    """
    return _ORDER.index(kind_of(account)), account


class Move(StrEnum):
    """What can happen to stock; who must sign it is a dated rule (`rules`)."""

    RECEIVED = "received"
    BORROWED = "borrowed"
    GIVEN_BACK = "given_back"
    ISSUED = "issued"
    RETURNED = "returned"
    TAKEN = "taken"
    UNUSED = "unused"
    PRINTED = "printed"
    FAILED_PRINT = "failed_print"
    FAILED_ENCODE = "failed_encode"
    DAMAGED = "damaged"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    LENT = "lent"
    LENT_BACK = "lent_back"
    STOLEN = "stolen"
    MISSING = "missing"
    FOUND = "found"
    USED = "used"
    DESTROYED = "destroyed"
    CORRECTION = "correction"
    """The opposite of an earlier movement: nothing is edited."""


_HELD: Final = USABLE | {Kind.WORK, Kind.PRINTED}

ALLOWED: Final[Mapping[Move, tuple[frozenset[Kind], frozenset[Kind]]]] = {
    Move.RECEIVED: (frozenset({Kind.MINISTRY}), frozenset({Kind.OFFICE})),
    Move.BORROWED: (frozenset({Kind.OTHER}), frozenset({Kind.OFFICE})),
    Move.GIVEN_BACK: (frozenset({Kind.OFFICE}), frozenset({Kind.OTHER})),
    Move.ISSUED: (
        frozenset({Kind.OFFICE, Kind.DISTRICT}),
        frozenset({Kind.PRINTER, Kind.DISTRICT}),
    ),
    Move.RETURNED: (
        frozenset({Kind.PRINTER, Kind.DISTRICT}),
        frozenset({Kind.OFFICE, Kind.DISTRICT}),
    ),
    Move.TAKEN: (frozenset({Kind.PRINTER}), frozenset({Kind.WORK})),
    Move.UNUSED: (frozenset({Kind.WORK}), frozenset({Kind.PRINTER})),
    Move.PRINTED: (frozenset({Kind.WORK}), frozenset({Kind.PRINTED})),
    # A fault is also found later, when the printed card is looked at or read.
    Move.FAILED_PRINT: (frozenset({Kind.WORK, Kind.PRINTED}), frozenset({Kind.FAILED_PRINT})),
    Move.FAILED_ENCODE: (frozenset({Kind.WORK, Kind.PRINTED}), frozenset({Kind.FAILED_ENCODE})),
    Move.DAMAGED: (_HELD, frozenset({Kind.DAMAGED})),
    Move.HANDED_OVER: (frozenset({Kind.PRINTED}), frozenset({Kind.HANDED_OVER})),
    Move.WITHDRAWN: (
        frozenset({Kind.HANDED_OVER, Kind.PRINTED, Kind.HOLDERS}),
        frozenset({Kind.WITHDRAWN}),
    ),
    Move.LENT: (frozenset({Kind.OFFICE}), frozenset({Kind.LENT})),
    Move.LENT_BACK: (frozenset({Kind.LENT}), frozenset({Kind.OFFICE})),
    Move.STOLEN: (_HELD | set(INVALID), frozenset({Kind.STOLEN})),
    Move.MISSING: (_HELD | set(INVALID), frozenset({Kind.MISSING})),
    Move.FOUND: (
        frozenset({Kind.STOLEN, Kind.MISSING}),
        USABLE | {Kind.PRINTED} | set(INVALID),
    ),
    Move.USED: (frozenset({Kind.OFFICE, Kind.PRINTER}), frozenset({Kind.USED})),
    Move.DESTROYED: (frozenset(INVALID), frozenset({Kind.DESTROYED})),
}


@dataclass(frozen=True, slots=True)
class Line:
    """*quantity* of *item* from account *source* to *target*; blanks say which: *serials*."""

    item: Item
    source: str
    target: str
    quantity: int
    serials: Range | None = None

    def opposite(self) -> Line:
        return Line(self.item, self.target, self.source, self.quantity, self.serials)


def blanks(source: str, target: str, serials: Range) -> Line:
    return Line(Item.BLANK, source, target, serials.count, serials)


def check(move: Move, lines: Sequence[Line]) -> None:
    """Refuse what *move* cannot mean. Raises MoveUnknown."""
    if not lines or any(line.quantity < 1 for line in lines):
        raise MoveUnknown
    if move is Move.CORRECTION:
        return
    sources, targets = ALLOWED[move]
    for line in lines:
        if kind_of(line.source) not in sources or kind_of(line.target) not in targets:
            raise MoveUnknown
        if (line.item is Item.BLANK) is not (line.serials is not None):
            raise MoveUnknown
        if line.source == line.target:
            raise MoveUnknown
        if move in (Move.TAKEN, Move.UNUSED) and place_of(line.source) != place_of(line.target):
            raise MoveUnknown


class Book:
    """Where everything is after a sequence of lines: the recount of `tuntas verify`.

    Serials are held as spans of one prefix that lie in one account: a box of 5,000 is one span
    until it is opened.
    """

    def __init__(self) -> None:
        self._spans: dict[tuple[str, int], list[tuple[int, int, str]]] = defaultdict(list)
        self._supplies: dict[tuple[Item, str], int] = defaultdict(int)

    def move(self, line: Line) -> None:
        """Apply *line*. Raises NotThere, and then nothing has changed."""
        if line.serials is None:
            self._move_counted(line)
        else:
            self._move_serials(line.source, line.target, line.serials)

    def serials(self, where: str) -> list[Range]:
        """The blanks in account *where*, in order."""
        return serials.merge(
            Range(prefix, first, last, width)
            for (prefix, width), spans in self._spans.items()
            for first, last, account in spans
            if account == where
        )

    def accounts(self) -> set[str]:
        """Accounts that hold blanks."""
        return {account for spans in self._spans.values() for _, _, account in spans}

    def balances(self) -> dict[tuple[Item, str], int]:
        """What each account holds of each item, zeros left out."""
        held = {key: number for key, number in self._supplies.items() if number}
        for where in self.accounts():
            held[Item.BLANK, where] = serials.count(self.serials(where))
        return held

    def _move_counted(self, line: Line) -> None:
        if kind_of(line.source) not in SOURCES:
            if self._supplies[line.item, line.source] < line.quantity:
                raise NotThere(str(line.item))
            self._supplies[line.item, line.source] -= line.quantity
        self._supplies[line.item, line.target] += line.quantity

    def _move_serials(self, source: str, target: str, wanted: Range) -> None:
        spans = self._spans[wanted.prefix, wanted.width]
        start = max(bisect_right(spans, (wanted.first, 1 << 62, "")) - 1, 0)
        if start < len(spans) and spans[start][1] < wanted.first:
            start += 1
        end = start
        while end < len(spans) and spans[end][0] <= wanted.last:
            end += 1
        met = spans[start:end]
        self._refuse_elsewhere(met, source, wanted)
        kept = [(first, wanted.first - 1, held) for first, _, held in met[:1]]
        kept += [(wanted.first, wanted.last, target)]
        kept += [(wanted.last + 1, last, held) for _, last, held in met[-1:]]
        spans[start:end] = [span for span in kept if span[0] <= span[1]]

    def _refuse_elsewhere(
        self, met: Sequence[tuple[int, int, str]], source: str, wanted: Range
    ) -> None:
        at_source = [
            Range(wanted.prefix, max(first, wanted.first), min(last, wanted.last), wanted.width)
            for first, last, held in met
            if held == source
        ]
        absent = serials.without([wanted], at_source)
        if kind_of(source) in SOURCES:
            # Never seen here is as good as lying there.
            known = [Range(wanted.prefix, a, b, wanted.width) for a, b, _ in met]
            absent = serials.shared(absent, known)
        if absent:
            raise NotThere(", ".join(map(str, absent[:3])))


@dataclass(frozen=True, slots=True)
class Difference:
    """Between book and count of one account: *lacking* stands in the book and was not found,
    *surplus* was found and stands elsewhere or nowhere in the book."""

    account: str
    lacking: tuple[Range, ...]
    surplus: tuple[Range, ...]


def differences(
    book: Mapping[str, Sequence[Range]], found: Mapping[str, Sequence[Range]]
) -> list[Difference]:
    """By which serials what was found is not what the book says; empty when the day closes.

    >>> told = differences({"office": serials.read("S1..S9")}, {"office": serials.read("S1..S7")})
    >>> [(one.account, [str(r) for r in one.lacking]) for one in told]
    [('office', ['S8 – S9'])]
    """
    told = []
    for where in sorted(set(book) | set(found)):
        lacking = serials.without(book.get(where, ()), found.get(where, ()))
        surplus = serials.without(found.get(where, ()), book.get(where, ()))
        if lacking or surplus:
            told.append(Difference(where, tuple(lacking), tuple(surplus)))
    return told


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long stock lasts: *balance* divided by what *used* in `USAGE_DAYS` days was a day."""

    balance: int
    used: int

    @property
    def days(self) -> int | None:
        """Whole days left, None when nothing was used.

        >>> Lasting(500, 700).days, Lasting(500, 0).days
        (10, None)
        """
        return self.balance * USAGE_DAYS // self.used if self.used else None


def total(balances: Mapping[tuple[Item, str], int], item: Item, kinds: Iterable[Kind]) -> int:
    """What all accounts of *kinds* hold of *item*."""
    wanted = frozenset(kinds)
    return sum(
        number
        for (what, where), number in balances.items()
        if what is item and kind_of(where) in wanted
    )
