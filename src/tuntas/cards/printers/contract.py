"""What every card printer can be asked, whoever made it. Adapters copy the folder's pattern.

A printer is given one card (front and back as PDF) and answers with a ticket. What became of the
ticket is asked afterwards, as often as it takes. An adapter never guesses: what it cannot know
is `Progress.UNKNOWN`, and then a person looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Condition(StrEnum):
    """How the printer stands now."""

    READY = "ready"
    OFFLINE = "offline"
    NO_RIBBON = "no_ribbon"
    OVERHEATED = "overheated"
    UNKNOWN = "unknown"


class Progress(StrEnum):
    """What became of a card that was given to the printer."""

    PRINTING = "printing"
    DONE = "done"
    NOT_PRINTED = "not_printed"
    """Refused before the card moved: the blank is whole."""
    FAILED_PRINT = "failed_print"
    FAILED_ENCODE = "failed_encode"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ticket:
    """By what the printer knows the card; chip: the number read from it, where one was read."""

    name: str
    progress: Progress
    chip: str = ""


class Printer(Protocol):
    """A printer. Nothing here raises: a device that fails is a condition or a progress."""

    def condition(self) -> Condition: ...

    def submit(self, card: bytes, *, job: str, serial: str) -> Ticket:
        """Give it a card. *job*: 32 hex digits, the same again for the same card."""
        ...

    def ask(self, ticket: str) -> Progress: ...


def words() -> dict[str, tuple[str, str]]:
    """Each condition and progress in words: (Indonesian, English), saying what to do next."""
    return {
        "ready": ("siap", "ready"),
        "offline": (
            "tidak terhubung: periksa listrik dan kabelnya",
            "offline: check power and cable",
        ),
        "no_ribbon": ("pita habis: ganti pitanya", "out of ribbon: change it"),
        "overheated": (
            "terlalu panas: istirahatkan, cetak di printer lain",
            "overheated: let it rest, use another printer",
        ),
        "unknown": ("tidak diketahui: lihat sendiri", "not known: look for yourself"),
        "printing": ("sedang mencetak", "printing"),
        "done": ("tercetak", "printed"),
        "not_printed": ("tidak tercetak, blangko utuh", "not printed, the blank is whole"),
        "failed_print": ("gagal cetak", "failed print"),
        "failed_encode": ("gagal encode", "failed encode"),
    }
