"""Where a mission stands and what may follow.

>>> stage("letters", letters_signed=False), stage("letters", letters_signed=True)
('letters', 'ready')
>>> may("start", "ready"), may("start", "letters"), may("close", "reported")
(True, False, True)
"""

from __future__ import annotations

from typing import Final

ALLOWED: Final[dict[str, frozenset[str]]] = {
    "planned": frozenset({"draft_letters", "invite", "cancel", "pack"}),
    "letters": frozenset({"invite", "cancel", "pack"}),
    "ready": frozenset({"start", "invite", "cancel", "pack"}),
    "under_way": frozenset({"file_report", "invite", "pack", "add_photo"}),
    "reported": frozenset({"file_report", "close", "add_photo"}),
    "closed": frozenset(),
    "cancelled": frozenset(),
}
"""Stage → what may be done. A closed evening is corrected by a new mission, never rewritten."""


def stage(state: str, *, letters_signed: bool) -> str:
    """The stored state, except that letters once signed make the mission ready."""
    return "ready" if state == "letters" and letters_signed else state


def may(act: str, at_stage: str) -> bool:
    """Whether *act* is allowed while the mission stands at *at_stage*."""
    return act in ALLOWED[at_stage]
