"""A letter as PDF: typed data handed to a typst template as JSON, never joined into markup.

The same data, template and typst give the same bytes: no clock, no system fonts, no network.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import segno

from tuntas.letters.press import set_paper

FOLDER: Final = Path(str(files("tuntas.letters").joinpath("typst")))


def pdf(*, kind: str, version: int, language: str, letter: Mapping[str, Any]) -> bytes:
    """The letter as PDF.

    *letter*: ``head`` (lines, place), ``number``, ``date`` (ISO or empty for a draft),
    ``signer`` (name, nip, title, capacity, on_behalf_of_title, form), ``verify`` (address or
    empty), ``data`` (the fields of its kind), ``draft`` (bool).

    Raises:
        tuntas.letters.errors.Unprintable
    """
    said = dict(letter)
    said["qr"] = qr(letter["verify"]) if letter.get("verify") else ""
    return set_paper(FOLDER / f"{kind}-{version}.typ", letter=said, language=language)


def qr(address: str) -> str:
    """A QR code of *address* as SVG, error correction M."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=2)
    return drawn.getvalue().decode()
