"""What a figure measures: the nearest cue in its clause, by a cost that can be read.

A cue beside the figure costs nothing; each word between costs one, a comma three; another figure,
a *sedangkan* or a reason (*karena …*) ends the search. The cheaper side wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tuntas.reports.claims.lexicon import T
from tuntas.reports.claims.links import FIGURES, UNITS, Links
from tuntas.reports.claims.tokens import Token


class Role(StrEnum):
    """What a figure counts, or is the share of."""

    OBLIGED = "obliged"
    RECORDED = "recorded"
    UNRECORDED = "unrecorded"
    PRINTED = "printed"
    UNPRINTED = "unprinted"
    HELD = "held"
    UNHELD = "unheld"
    UNIQUE = "unique"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Cue:
    """A role and how far away the words stood that gave it.

    *firm* is False for words that name the role only in the right company (*sisanya*, *sudah*).
    """

    role: Role
    cost: float
    firm: bool = True


_FIRM = {
    T.OBLIGED: Role.OBLIGED,
    T.RECORDING_TARGET: Role.OBLIGED,
    T.RECORDED: Role.RECORDED,
    T.UNRECORDED: Role.UNRECORDED,
    T.PRINTED: Role.PRINTED,
    T.UNPRINTED: Role.UNPRINTED,
    T.HELD: Role.HELD,
    T.UNHELD: Role.UNHELD,
    T.UNIQUE: Role.UNIQUE,
    T.EXCLUDED: Role.EXCLUDED,
}
# kind → role, extra cost
_LOOSE = {
    T.RECORDING: (Role.RECORDED, 2.0),
    T.REST: (Role.UNRECORDED, 1.0),
    T.NOT_YET: (Role.UNRECORDED, 0.0),
    T.DONE: (Role.RECORDED, 0.0),
}
_COST = {
    T.COMMA: 3.0, T.AND: 5.0, T.OR: 1.0, T.WORD: 1.0, T.OPEN: 1.0, T.CLOSE: 1.0, T.MARK: 0.5,
    T.CHANGE: 1.0, T.TARGET: 1.0, T.OF: 1.0, T.PLACE_UNIT: 1.0, T.OTHER_TOPIC: 4.0,
}  # fmt: skip
_FARTHEST = 20.0
_PREDICATES = frozenset(
    {T.RECORDED, T.UNRECORDED, T.PRINTED, T.UNPRINTED, T.HELD, T.UNHELD, T.UNIQUE}
)
_ENDS_CLAUSE = frozenset({T.COMMA, T.BUT, T.AND, T.MARK, T.CLOSE, T.REST, T.COLON})


def read_role(tokens: Sequence[Token], index: int, links: Links) -> Cue | None:
    """The role of the figure at *index*, by its own words alone.

    >>> from tuntas.reports.claims.links import link
    >>> from tuntas.reports.claims.tokens import read_tokens
    >>> tokens = read_tokens("masih ada 1.569 jiwa wajib KTP yang belum merekam")
    >>> read_role(tokens, 2, link(tokens)).role.value
    'unrecorded'
    """
    left, right = _look_left(tokens, index, links), _look_right(tokens, index, links)
    not_a_whole = tokens[index].kind is T.PERCENT or index in links.whole
    candidates = [
        cue for cue in (left, right) if cue and not (not_a_whole and cue.role is Role.OBLIGED)
    ]
    noun_is_unit = bool(right and right.role is Role.OBLIGED)
    if left and noun_is_unit and left.role is not Role.OBLIGED and left.cost <= 1 and left.firm:
        # "yang belum merekam 3.717 wajib KTP": the noun is only the unit.
        return left
    return min(candidates, key=lambda cue: cue.cost, default=None)


def _look_left(tokens: Sequence[Token], index: int, links: Links) -> Cue | None:
    cost, company = 0.0, _company(index, links)
    for position in range(index - 1, -1, -1):
        kind = tokens[position].kind
        if kind in (T.BUT, T.REASON, T.LIST) or (kind is T.OF and index in links.wholes):
            return None
        if kind in FIGURES:
            if position not in company:
                return None
            cost += 0.5
        elif kind in _FIRM:
            return Cue(_FIRM[kind], cost)
        elif kind is T.GROUP and _is_voter_list(tokens[position]) and cost <= 8:
            return Cue(Role.OBLIGED, cost)
        elif kind in _LOOSE:
            cue = _loose_left(tokens, position, index, cost)
            if cue:
                return cue
            cost += 1
        else:
            cost += _COST.get(kind, 0.0)
        if cost > _FARTHEST:
            return None
    return None


def _is_voter_list(token: Token) -> bool:
    """ "DPT 92.601 pemilih": among voters, those on the list are the obliged."""
    return token.text.lower().startswith(("dpt", "dp4", "dps", "daftar pemilih"))


def _loose_left(tokens: Sequence[Token], position: int, index: int, cost: float) -> Cue | None:
    kind = tokens[position].kind
    if kind in (T.NOT_YET, T.DONE):
        between = tokens[position + 1 : index]
        follows = all(t.kind in (T.LINK, T.COLON, T.ABOUT, T.PERSON) for t in between)
        reaches = any(t.text.lower() in ("mencapai", "capai", "sampai") for t in between)
        if not follows or (reaches and kind is T.NOT_YET):
            return None
    role, extra = _LOOSE[kind]
    named = kind is T.DONE and any(t.kind is T.RECORDING for t in tokens[:position])
    return Cue(role, cost + extra, firm=named or kind is T.RECORDING)


def _look_right(tokens: Sequence[Token], index: int, links: Links) -> Cue | None:
    cost, company, found = 0.0, _company(index, links), None
    for position in range(index + 1, len(tokens)):
        kind = tokens[position].kind
        if kind in FIGURES:
            if position not in company:
                return found
        elif _closes(tokens, position, company):
            return found
        elif _names_role(tokens, position):
            if _belongs_to_next(tokens, position, company):
                return found
            if kind is not T.OBLIGED or index in links.wholes:
                return _right_cue(tokens, position, cost) if found is None else _override(
                    found, tokens, position, index in links.wholes)  # fmt: skip
            found = found or Cue(Role.OBLIGED, cost)
        elif kind in (T.NOT_YET, T.DONE):
            return found
        cost += _COST.get(kind, 0.0)
        if cost > _FARTHEST / 2:
            return found
    return found


def _closes(tokens: Sequence[Token], position: int, company: set[int]) -> bool:
    """Whether the clause ends here, so that what follows speaks of something else."""
    kind = tokens[position].kind
    if kind is T.COMMA:
        return not _goes_on(tokens, position, company)
    if kind is T.OF:
        return not _leads_to(tokens, position, company)
    return kind in (T.BUT, T.AND, T.LIST, T.REASON, T.COLON)


def _names_role(tokens: Sequence[Token], position: int) -> bool:
    kind = tokens[position].kind
    if kind in (T.NOT_YET, T.DONE):
        after = tokens[position + 1].kind if position + 1 < len(tokens) else T.MARK
        return after in _ENDS_CLAUSE
    return kind in _FIRM or kind is T.RECORDING


def _right_cue(tokens: Sequence[Token], position: int, cost: float) -> Cue:
    kind = tokens[position].kind
    if kind in _FIRM:
        return Cue(_FIRM[kind], cost)
    role, extra = _LOOSE[kind]
    return Cue(role, cost + 2 * extra, firm=False)


def _override(found: Cue, tokens: Sequence[Token], position: int, is_whole: bool) -> Cue:
    """After "1.569 jiwa wajib KTP", a predicate says which of them: "yang belum merekam"."""
    if is_whole or tokens[position].kind not in _PREDICATES:
        return found
    return _right_cue(tokens, position, found.cost)


def _company(index: int, links: Links) -> set[int]:
    """Figures that may stand between this one and its cue."""
    partner = links.partner.get(index)
    near = {partner, links.whole.get(index)}
    if partner is not None:
        near.add(links.whole.get(partner))
    return {position for position in near if position is not None}


def _goes_on(tokens: Sequence[Token], comma: int, company: set[int]) -> bool:
    following = tokens[comma + 1 : comma + 2]
    if not following:
        return False
    return following[0].text.lower() == "yang" or following[0].kind in (T.OR, T.PARTLY) or (
        following[0].kind in (T.OF, T.DONE) and _leads_to(tokens, comma + 1, company)
    )  # fmt: skip


def _leads_to(tokens: Sequence[Token], position: int, company: set[int]) -> bool:
    for later in range(position + 1, len(tokens)):
        if tokens[later].kind in FIGURES:
            return later in company
    return False


def _belongs_to_next(tokens: Sequence[Token], position: int, company: set[int]) -> bool:
    """Whether the cue at *position* leads straight to another figure."""
    for later in range(position + 1, len(tokens)):
        kind = tokens[later].kind
        if kind in FIGURES:
            return later not in company
        if kind not in (T.LINK, T.COLON, T.ABOUT, T.PERSON, T.TOTAL) or kind in UNITS - {T.PERSON}:
            return False
    return False
