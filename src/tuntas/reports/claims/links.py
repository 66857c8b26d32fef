"""Which figures of one sentence the grammar ties together, before anything is known of them.

Three ties: a count and a percentage in apposition (*88.491 jiwa atau 98,26 persen*), a part and
its whole (*88.491 dari 90.060*), and a whole that opens a sentence (*Dari 90.060 wajib KTP, …*).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tuntas.reports.claims.lexicon import T
from tuntas.reports.claims.tokens import Token

FIGURES = frozenset({T.COUNT, T.PERCENT})
UNITS = frozenset(
    {T.PERSON, T.CARD, T.HOUSEHOLD, T.PLACE_UNIT, T.THING, T.GROUP, T.MALE, T.FEMALE, T.EKTP}
)
MEASURES = frozenset(
    {
        T.OBLIGED, T.RECORDED, T.RECORDING, T.UNRECORDED, T.PRINTED, T.UNPRINTED, T.HELD, T.UNHELD,
        T.UNIQUE, T.DONE, T.NOT_YET, T.RECORDING_TARGET,
    }
)  # fmt: skip
_SMALL = frozenset({T.LINK, T.ABOUT, T.TOTAL, T.PLACE, T.HERE, T.DATE, T.EARLIER, T.OTHERS})
_BEFORE_WHOLE = UNITS | MEASURES | _SMALL | {T.TARGET, T.WORD, T.OTHER_TOPIC}
_WITHIN_PAIR = UNITS | MEASURES | _SMALL | {
    T.WORD, T.OR, T.OPEN, T.COMMA, T.COLON, T.REST, T.PARTLY, T.BOUND, T.MARK, T.TARGET,
    T.OTHER_TOPIC, T.RATE,
}  # fmt: skip
_POINTS_BACK = ("itu", "tersebut", "tadi")
_LONGEST_PAIR_GAP = 14
_MOST_WORDS = 4


@dataclass
class Links:
    """Ties between tokens of one sentence, by their positions.

    Attributes:
        partner: percentage ↔ count in apposition, in both directions.
        whole: part (count or percentage) → the count it is a part of.
        wholes: every count that *dari* introduces.
        opening: a whole with no part before it; the following parts may belong to it.
    """

    partner: dict[int, int] = field(default_factory=dict)
    whole: dict[int, int] = field(default_factory=dict)
    wholes: set[int] = field(default_factory=set)
    opening: int | None = None


def link(tokens: Sequence[Token]) -> Links:
    """The ties in *tokens*.

    >>> from tuntas.reports.claims.tokens import read_tokens
    >>> found = link(read_tokens("88.491 dari 90.060 jiwa atau 98,26 persen"))
    >>> found.whole, found.partner
    ({0: 2}, {5: 0, 0: 5})
    """
    links = Links()
    for index, token in enumerate(tokens):
        if token.kind is T.COUNT:
            _tie_to_part(tokens, index, links)
    for index, token in enumerate(tokens):
        if token.kind is T.PERCENT:
            _tie_to_count(tokens, index, links)
    return links


def _tie_to_part(tokens: Sequence[Token], index: int, links: Links) -> None:
    of = _introducing_of(tokens, index)
    if of is None:
        return
    links.wholes.add(index)
    part = _part_before(tokens, of)
    if part is not None and part not in links.wholes:
        links.whole[part] = index
    elif links.opening is None and part is None:
        links.opening = index


def _introducing_of(tokens: Sequence[Token], index: int) -> int | None:
    """Position of the *dari* that makes the count at *index* a whole."""
    after = next((t.kind for t in tokens[index + 1 :] if t.kind not in UNITS), None)
    if after is T.BECOMES:
        return None
    words = 0
    for position in range(index - 1, -1, -1):
        kind = tokens[position].kind
        if kind is T.OF:
            before = tokens[position - 1].kind if position else None
            return None if before in (T.CHANGE, T.BOUND) else position
        words += kind is T.WORD
        if tokens[position].text.lower() in _POINTS_BACK or kind is T.DONE:
            return None  # "dari wajib KTP itu sudah 88.491": what was named before, not this
        if kind not in _BEFORE_WHOLE or words > _MOST_WORDS:
            return None
    return None


def _part_before(tokens: Sequence[Token], of: int) -> int | None:
    words = 0
    for position in range(of - 1, -1, -1):
        kind = tokens[position].kind
        if kind in FIGURES:
            return position
        words += kind is T.WORD
        near_comma = kind in (T.COMMA, T.OPEN) and position == of - 1
        allowed = kind in UNITS | MEASURES | _SMALL or kind in (T.WORD, T.CLOSE) or near_comma
        if not allowed or words > _MOST_WORDS:
            return None
    return None


def _tie_to_count(tokens: Sequence[Token], index: int, links: Links) -> None:
    left, left_is_near = _left_partner(tokens, index, links)
    right = _right_partner(tokens, index, links)
    chosen = left if left is not None and (left_is_near or right is None) else right
    if chosen is not None and chosen not in links.partner:
        links.partner[index] = chosen
        links.partner[chosen] = index


def _left_partner(tokens: Sequence[Token], index: int, links: Links) -> tuple[int | None, bool]:
    before = _figure_from(tokens, index, -1)
    if before is None:
        return None, False
    gap = tokens[before + 1 : index]
    part = next((p for p, whole in links.whole.items() if whole == before), None)
    if before in links.wholes:
        before = part if part is not None and tokens[part].kind is T.COUNT else -1
    if before < 0 or tokens[before].kind is not T.COUNT or not _is_pair_gap(gap):
        return None, False
    return before, _connects_last(gap)


def _is_pair_gap(gap: Sequence[Token]) -> bool:
    kinds = [T.OR if _says([t], "yakni", "yaitu") else t.kind for t in gap]
    if len(gap) > _LONGEST_PAIR_GAP or any(kind not in _WITHIN_PAIR for kind in kinds):
        return False
    if T.OR in kinds or T.OPEN in kinds:
        return True
    elsewhere = {T.WORD, T.PLACE, T.HERE, T.DATE, T.EARLIER, T.REST}.intersection(kinds)
    return not elsewhere and (T.COMMA in kinds or _says(gap, "mencapai", "dengan", "sebesar"))


def _connects_last(gap: Sequence[Token]) -> bool:
    kinds = [t.kind for t in gap if t.kind not in (T.LINK, T.ABOUT, T.BOUND, T.DONE, T.TOTAL)]
    return bool(kinds) and kinds[-1] in (T.OR, T.OPEN)


def _right_partner(tokens: Sequence[Token], index: int, links: Links) -> int | None:
    start, after = index, _figure_from(tokens, index, +1)
    if after is not None and links.whole.get(index) == after:
        # "98,26 persen dari 90.060 wajib KTP atau 88.491 jiwa"
        start = after
        after = _figure_from(tokens, start, +1)
    if after is None or tokens[after].kind is not T.COUNT or after in links.wholes:
        return None
    gap = tokens[start + 1 : after]
    kinds = [token.kind for token in gap]
    named = (
        _says(gap[:1] if kinds[:1] != [T.COMMA] else gap[1:2], "yakni", "yaitu")
        or (_says(gap[:1], "dengan", "dan") and not {T.TOTAL, T.REST}.isdisjoint(kinds))
        or _leaves(gap)
    )
    if len(gap) > _LONGEST_PAIR_GAP or any(
        kind not in _WITHIN_PAIR and not (named and kind in (T.LIST, T.AND)) for kind in kinds
    ):
        return None
    connector = next((i for i, kind in enumerate(kinds) if kind in (T.OR, T.OPEN)), None)
    early = connector is not None and connector <= 6 and T.COMMA not in kinds[: connector - 1]
    return after if early or named else None


def _leaves(gap: Sequence[Token]) -> bool:
    """ "… 99,40 persen, tersisa 554 jiwa": who is left over by that very percentage."""
    kinds = [token.kind for token in gap]
    plain = all(kind in (T.LINK, T.ABOUT, T.REST, T.DONE, T.HERE) for kind in kinds[1:])
    # "target 99,5 persen, kurang 92 jiwa" speaks of those missing to the target.
    short = any("kurang" in token.text.lower() for token in gap)
    return kinds[:1] == [T.COMMA] and T.REST in kinds and plain and not short


def _says(gap: Sequence[Token], *words: str) -> bool:
    return any(token.text.lower() in words for token in gap)


def _figure_from(tokens: Sequence[Token], index: int, step: int) -> int | None:
    position = index + step
    while 0 <= position < len(tokens):
        if tokens[position].kind in FIGURES:
            return position
        position += step
    return None
