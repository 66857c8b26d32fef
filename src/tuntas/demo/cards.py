"""What the centre says of the recorded, as its snapshots arrive.

Unique some days after the recording, printed when the person is obliged, handed over later;
some codes are misspelt, some fall back for a while, some nobody has seen before.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from tuntas.demo.acts import LAST, NEVER, Act, Verb, day, status_day
from tuntas.demo.lives import Lives

UNIQUE: Final = "PRINT_READY_RECORD"
PRINTED: Final = "CARD_PRINTED"
IN_HAND: Final = "CARD_ISSUED"
CAPTURED: Final = "BIO_CAPTURED"
SENT: Final = "SENT_FOR_ENROLLMENT"
UNRECORDED: Final = "UNREGISTERED"
NOT_OBLIGED: Final = "BELUM_WAJIB"

_MISSPELT: Final = {PRINTED: "card_shippped", UNIQUE: "Print Ready"}
_UNHEARD_OF: Final = "PACKET_RETRY"
_SHARE_MISSPELT: Final = 0.02
_SHARE_UNHEARD_OF: Final = 0.004
_SHARE_STUCK: Final = 0.012


def opening_statuses(*, lives: Lives, rng: np.random.Generator) -> list[str]:
    """Status of each person of the opening, as the register's export has it."""
    n = lives.opening_size
    recorded = lives.captured_on[:n] < 0
    obliged = lives.due_from[:n] <= 0
    draw = rng.random(n)
    obliged_status = np.select(
        [draw < 0.006, draw < 0.009, draw < 0.022, draw < 0.028],
        [CAPTURED, SENT, UNIQUE, PRINTED],
        IN_HAND,
    )
    status = np.where(
        recorded,
        np.where(obliged, obliged_status, UNIQUE),
        np.where(obliged, UNRECORDED, NOT_OBLIGED),
    )
    return [str(text) for text in status]


def follow(*, lives: Lives, rng: np.random.Generator) -> list[Act]:
    """Snapshots about those recorded during the story, and cards of the sixteen-year-olds."""
    acts: list[Act] = []
    recorded = np.flatnonzero((lives.captured_on >= -1) & (lives.captured_on < NEVER))
    # Newcomers bring their card; those obliged at the opening have their status from the file.
    early = (lives.captured_on < 0) & (lives.due_from > 0)
    here = (lives.captured_on >= 0) & (lives.captured_on != lives.here_from)
    for person in recorded[(early | here)[recorded]]:
        acts.extend(_snapshots(lives, int(person), rng))
    return acts


def _snapshots(lives: Lives, person: int, rng: np.random.Generator) -> list[Act]:
    captured, due = int(lives.captured_on[person]), int(lives.due_from[person])
    gone = min(int(lives.gone_from[person]), int(lives.due_until[person]), LAST + 1)
    # Somebody switched off and on again is here to the end.
    gone = LAST + 1 if lives.back_from[person] < NEVER else gone
    waits = rng.integers(1, 22, 3)
    if captured >= 0 and rng.random() < _SHARE_STUCK:
        return _seen(person, [(captured + 3, SENT)], gone)
    unique = captured + int(waits[0])
    printed = max(unique, due) + int(waits[1])
    course = [(unique, UNIQUE), (printed, PRINTED), (printed + int(waits[2]), IN_HAND)]
    odd = rng.random()
    if captured < 0:
        course = course[1:]
    elif odd < _SHARE_UNHEARD_OF:
        course = [(captured, _UNHEARD_OF), *course]
    if odd > 1 - _SHARE_MISSPELT:
        course = [(on, _MISSPELT.get(text, text)) for on, text in course]
    return _seen(person, course, gone)


def _seen(person: int, course: list[tuple[int, str]], gone: int) -> list[Act]:
    """One act a snapshot: of two states that came between two snapshots, only the later is seen."""
    latest = {status_day(on): text for on, text in course}
    return [
        Act(day(on), day(on), Verb.STATUS_SEEN, person, text=text)
        for on, text in sorted(latest.items())
        if on < gone
    ]
