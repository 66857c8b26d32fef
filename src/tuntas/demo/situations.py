"""What is really the matter with everybody who is left: known to the demo, not to the program.

Drawn from the seed and the person's number alone, so that nothing else in the story moves when
this changes. `answer` is what whoever goes there hears; `ends` is how it can truly be closed.

>>> truth_of("9905010101010001", age=70, swarmed=False, remote=False, aside="", seed=7505)
<Truth.DEAD: 'dead'>
>>> answer(Truth.DEAD, attempt=1, chance=0.5)
'died'
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class Truth(StrEnum):
    DEAD = "dead"
    MOVED = "moved"
    ABROAD = "abroad"
    DOUBLE = "double"
    ILL = "ill"
    MIND = "mind"
    """A mental illness (ODGJ)."""
    HIDDEN = "hidden"
    """Kept out of sight by the family."""
    LATELY_17 = "lately_17"
    REFUSES = "refuses"
    AWAY_SCHOOL = "away_school"
    AWAY_WORK = "away_work"
    UNKNOWN = "unknown"
    """Nobody in the village knows the name."""
    REMOTE = "remote"
    POSTPONES = "postpones"


class End(StrEnum):
    """By what event somebody truly leaves the list, or why they stay on it, explained."""

    RECORDED = "recorded"
    DIED = "died"
    MOVED_OUT = "moved_out"
    DEACTIVATED = "deactivated"
    STAYS = "stays"
    """Abroad without papers, or refusing to the end: still obliged, with a reason and an owner."""


Shares = Mapping[Truth, float]

_T = Truth
_OLD: Final[Shares] = {
    _T.ILL: 0.34,
    _T.DEAD: 0.24,
    _T.REMOTE: 0.14,
    _T.MOVED: 0.09,
    _T.UNKNOWN: 0.06,
    _T.MIND: 0.05,
    _T.HIDDEN: 0.04,
    _T.DOUBLE: 0.04,
}
_YOUNG: Final[Shares] = {
    _T.LATELY_17: 0.52,
    _T.AWAY_SCHOOL: 0.21,
    _T.REMOTE: 0.13,
    _T.POSTPONES: 0.05,
    _T.MIND: 0.03,
    _T.ILL: 0.03,
    _T.MOVED: 0.03,
}
_GROWN: Final[Shares] = {
    _T.AWAY_WORK: 0.19,
    _T.MOVED: 0.15,
    _T.POSTPONES: 0.12,
    _T.REMOTE: 0.11,
    _T.ABROAD: 0.09,
    _T.REFUSES: 0.08,
    _T.UNKNOWN: 0.07,
    _T.MIND: 0.06,
    _T.ILL: 0.05,
    _T.DEAD: 0.04,
    _T.DOUBLE: 0.02,
    _T.HIDDEN: 0.02,
}
_COMES: Final[Shares] = {_T.REMOTE: 0.5, _T.POSTPONES: 0.42, _T.REFUSES: 0.05, _T.ILL: 0.03}
_BY_PROPOSAL: Final = {
    "MENINGGAL_BELUM_LAPOR": _T.DEAD,
    "PINDAH_BELUM_LAPOR": _T.MOVED,
    "LUAR_NEGERI": _T.ABROAD,
    "TIDAK_DIKENAL": _T.UNKNOWN,
    "GANDA_NIK": _T.DOUBLE,
}

ENDS: Final = {
    _T.DEAD: End.DIED,
    _T.MOVED: End.MOVED_OUT,
    _T.ABROAD: End.STAYS,
    _T.DOUBLE: End.DEACTIVATED,
    _T.UNKNOWN: End.DEACTIVATED,
    _T.REFUSES: End.STAYS,
    _T.AWAY_WORK: End.STAYS,
}
"""Everybody else is recorded in the end."""


class Heard(NamedTuple):
    """What is heard at the first visit and later ones, and by how many the first time instead
    nobody is found."""

    first: str
    later: str
    nobody_first: float = 0.0


_HEARD: Final = {
    _T.DEAD: Heard("died", "died"),
    _T.MOVED: Heard("moved", "moved"),
    _T.ABROAD: Heard("away_work", "away_work", 0.2),
    _T.DOUBLE: Heard("already_has", "already_has", 0.2),
    _T.ILL: Heard("ill_at_home", "recorded"),
    _T.MIND: Heard("ill_at_home", "recorded", 0.3),
    _T.HIDDEN: Heard("absent", "absent", 1.0),
    _T.LATELY_17: Heard("recorded", "recorded", 0.2),
    _T.REFUSES: Heard("refused", "refused"),
    _T.AWAY_SCHOOL: Heard("away_school", "recorded"),
    _T.AWAY_WORK: Heard("away_work", "away_work", 0.2),
    _T.UNKNOWN: Heard("unknown_here", "unknown_here", 0.5),
    _T.REMOTE: Heard("recorded", "recorded", 0.25),
    _T.POSTPONES: Heard("recorded", "recorded", 0.3),
}


def truth_of(
    nik: str, *, age: int | None, swarmed: bool, remote: bool, aside: str, seed: int
) -> Truth:
    """The true situation of one person who is left.

    Args:
        age: full years on the day on which the demo opens; None: unknown.
        swarmed: the story records them in the week of June.
        remote: lives on an island or in the far west.
        aside: reason of a proposal in the story; empty: none.
    """
    if aside:
        return _BY_PROPOSAL[aside]
    years = 60 if age is None else age
    if swarmed:
        return _T.LATELY_17 if years < 18 else _drawn(_COMES, draw(nik, "truth", seed))
    shares = _YOUNG if years < 20 else _OLD if years >= 60 else _GROWN
    if remote:
        shares = {**shares, _T.REMOTE: shares.get(_T.REMOTE, 0.0) + 0.15}
    return _drawn(shares, draw(nik, "truth", seed))


def answer(truth: Truth, *, attempt: int, chance: float) -> str:
    """The outcome (`outreach.outcomes`) that whoever goes there truthfully enters.

    Args:
        attempt: 1 for the first visit, and so on.
        chance: in [0, 1), drawn for this visit.
    """
    heard = _HEARD[truth]
    if truth is _T.HIDDEN:
        # The family opens the door when the camat himself comes with a plan.
        return "absent" if attempt <= 3 else "recorded"
    if attempt == 1:
        return "absent" if chance < heard.nobody_first else heard.first
    return heard.later


def end_of(truth: Truth) -> End:
    """How it truly ends."""
    return ENDS.get(truth, End.RECORDED)


def draw(nik: str, what: str, seed: int) -> float:
    """A number in [0, 1) that depends on person, question and seed only."""
    digest = hashlib.sha256(f"{seed} {what} {nik}".encode()).digest()
    return int.from_bytes(digest[:6]) / (1 << 48)


def _drawn(shares: Shares, chance: float) -> Truth:
    left = chance * sum(shares.values())
    for truth, share in shares.items():
        left -= share
        if left < 0:
            return truth
    return truth
