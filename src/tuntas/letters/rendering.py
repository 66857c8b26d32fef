"""A letter as PDF: typed data handed to a typst template as JSON, never joined into markup.

The same data, template and typst give the same bytes: no clock, no system fonts, no network.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import segno
import typst

from tuntas.letters.errors import Unprintable
from tuntas.letters.press import Press

FOLDER: Final = Path(str(files("tuntas.letters").joinpath("typst")))


def pdf(*, kind: str, version: int, language: str, letter: Mapping[str, Any]) -> bytes:
    """The letter as PDF.

    *letter*: ``head`` (lines, place), ``number``, ``date`` (ISO or empty for a draft),
    ``signer`` (name, nip, title, capacity, on_behalf_of_title, form), ``verify`` (address or
    empty), ``data`` (the fields of its kind), ``draft`` (bool).

    Raises:
        Unprintable
    """
    said = dict(letter)
    said["qr"] = qr(letter["verify"]) if letter.get("verify") else ""
    try:
        made = _compiler().compile(
            str(FOLDER / f"{kind}-{version}.typ"),
            sys_inputs={"letter": json.dumps(said, ensure_ascii=False), "language": language},
        )
    except (typst.TypstError, ValueError) as refused:
        raise Unprintable from refused
    if not isinstance(made, bytes):
        raise Unprintable
    return made


def qr(address: str) -> str:
    """A QR code of *address* as SVG, error correction M."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=2)
    return drawn.getvalue().decode()


@cache
def _compiler() -> Press:
    # One compiler keeps its fonts and parsed templates: a letter costs milliseconds, not tens.
    return Press(FOLDER)
