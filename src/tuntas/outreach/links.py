"""What a link is: who may hold one, what they are asked, what they may answer. No names here.

>>> lists_names("village_head"), lists_names("pps")
(True, False)
>>> token_digest("x") == token_digest("x") != token_digest("y")
True
"""

from __future__ import annotations

import hmac
from datetime import date
from hashlib import sha256
from typing import Final

from tuntas.outreach.outcomes import Outcome

WITH_LIST: Final = frozenset({"camat", "village_head", "hamlet_head"})
"""Who sees names of the register; PPK and PPS bring their own."""

OF_A_DISTRICT: Final = frozenset({"camat", "ppk"})

ANSWERS: Final = (
    Outcome.TOLD,
    Outcome.WILL_COME,
    Outcome.ALREADY_HAS,
    Outcome.AWAY_WORK,
    Outcome.AWAY_SCHOOL,
    Outcome.ABSENT,
    Outcome.REFUSED,
    Outcome.ILL_AT_HOME,
    Outcome.DIED,
    Outcome.MOVED,
    Outcome.UNKNOWN_HERE,
)
"""What may be answered, in the order of the page."""

# Reasons that may show in the question; every other, health first of all, asks the plain one.
QUESTIONS: Final = {
    "MENINGGAL_BELUM_LAPOR": "died",
    "PINDAH_BELUM_LAPOR": "moved",
    "LUAR_NEGERI": "moved",
    "TIDAK_DIKENAL": "known",
    "SUDAH_REKAM_LUAR": "has",
}


def lists_names(role: str) -> bool:
    """Whether a holder with *role* is shown names of the register."""
    return role in WITH_LIST


def question(reason: str) -> str:
    """Which question is asked about somebody with this reason: died, moved, known, has, come.

    >>> question("ODGJ"), question(""), question("TIDAK_DIKENAL")
    ('come', 'come', 'known')
    """
    return QUESTIONS.get(reason, "come")


def token_digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def alias(digest: str, person_ref: str) -> str:
    """How one link calls a person: it tells nothing to the holder of another.

    >>> alias("a", "p") != alias("b", "p"), len(alias("a", "p"))
    (True, 16)
    """
    return hmac.new(digest.encode(), person_ref.encode(), sha256).hexdigest()[:16]


def answered_on(told: str, today: date, longest_days: int = 7) -> date:
    """The day an answer was given, as a phone tells it; a phone's clock is not believed far.

    >>> answered_on("2023-06-13", date(2023, 6, 14)), answered_on("1970-01-01", date(2023, 6, 14))
    (datetime.date(2023, 6, 13), datetime.date(2023, 6, 14))
    """
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return today
    return day if 0 <= (today - day).days <= longest_days else today
