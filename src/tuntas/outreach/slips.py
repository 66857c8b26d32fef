"""Invitations by name on paper: four to a sheet, each with its QR and number in the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from tuntas.letters.press import set_paper
from tuntas.letters.rendering import qr

FOLDER: Final = Path(str(files("tuntas.outreach").joinpath("typst")))


@dataclass(frozen=True, slots=True)
class Slip:
    """One invitation; *address* opens the capture session of this person for an operator."""

    name: str
    birth_year: str
    hamlet: str
    number: int
    address: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """What stands on every slip of a slot."""

    office: str
    place: str
    day: str
    hours: str
    bring: str


def pdf(occasion: Occasion, slips: Sequence[Slip]) -> bytes:
    """The slips as PDF, in the order given.

    Raises:
        tuntas.letters.errors.Unprintable
    """
    said = asdict(occasion) | {"slips": [asdict(slip) | {"qr": qr(slip.address)} for slip in slips]}
    return set_paper(FOLDER / "slips-1.typ", slips=said)
