"""What stands on a card, as PDF: ISO/IEC 7810 ID-1, 85.60 × 53.98 mm, front and back.

Typed data are handed to a typst template as JSON, never joined into markup. The face that comes
with the program is a specimen and says so across itself; an office that is authorised installs
its own (``docs/cards.md``). No official signs a KTP-el: the only signature is the holder's.

>>> made = pdf([SPECIMEN], specimen=True)
>>> made.startswith(b"%PDF-")
True
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import segno

from tuntas.cards.errors import LayoutBroken
from tuntas.letters.errors import Unprintable
from tuntas.letters.press import set_paper

WIDTH_MM: Final = 85.60
HEIGHT_MM: Final = 53.98
OWN: Final = Path(str(files("tuntas.cards").joinpath("typst"))) / "card-1.typ"
RED, BLUE = "#b3202c", "#1f4e9e"


@dataclass(frozen=True, slots=True)
class Face:
    """One card in words, as it is printed. photo, signature: SVG, empty when there is none."""

    province: str
    regency: str
    nik: str
    name: str
    birth: str
    sex: str
    blood: str
    address: str
    rt_rw: str
    village: str
    district: str
    religion: str
    marital: str
    occupation: str
    citizenship: str
    valid: str
    issued_place: str
    issued_on: str
    serial: str
    ground: str = RED
    photo: str = ""
    signature: str = ""


def pdf(faces: Sequence[Face], *, specimen: bool, template: Path = OWN) -> bytes:
    """Front and back of each card, two pages a card.

    Raises:
        LayoutBroken: an installed template does not compile.
    """
    told = {"specimen": specimen, "cards": [_told(face) for face in faces]}
    try:
        return set_paper(template, cards=told)
    except Unprintable as refused:
        raise LayoutBroken from refused


def ground_of(birth_on: date | None) -> str:
    """Colour behind the portrait: red for an odd year of birth, blue for an even one.

    >>> ground_of(date(1999, 7, 1)) == RED, ground_of(date(2006, 6, 20)) == BLUE
    (True, True)
    """
    return RED if birth_on is None or birth_on.year % 2 else BLUE


def raster(png: bytes) -> str:
    """A picture as the SVG that a template takes."""
    told = base64.b64encode(png).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 78 100">'
        f'<image width="78" height="100" preserveAspectRatio="xMidYMid slice" '
        f'href="data:image/png;base64,{told}"/></svg>'
    )


def strokes(paths: Sequence[Sequence[tuple[float, float]]]) -> str:
    """A signature as SVG, from the pen's strokes in any unit.

    >>> strokes([[(0, 0), (10, 5)]]).count("polyline")
    1
    """
    xs = [x for path in paths for x, _ in path]
    ys = [y for path in paths for _, y in path]
    if not xs:
        return ""
    left, top = min(xs), min(ys)
    wide, high = max(max(xs) - left, 1e-6), max(max(ys) - top, 1e-6)
    lines = "".join(
        '<polyline points="{}" fill="none" stroke="#12263a" stroke-width="{:.3f}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'.format(
            " ".join(f"{x - left:.2f},{y - top:.2f}" for x, y in path), max(wide, high) / 60
        )
        for path in paths
    )
    pad = max(wide, high) / 30
    box = f"{-pad:.2f} {-pad:.2f} {wide + 2 * pad:.2f} {high + 2 * pad:.2f}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{lines}</svg>'


def _told(face: Face) -> dict[str, Any]:
    return {**asdict(face), "qr": _qr(face.serial)}


def _qr(text: str) -> str:
    """Only the serial: whoever scans a card's back learns nothing of its holder."""
    drawn = io.BytesIO()
    segno.make(f"TUNTAS-KARTU:{text}", error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, border=1, dark="#12263a", light=None
    )
    return drawn.getvalue().decode()


SPECIMEN: Final = Face(
    province="Provinsi Gorontalo",
    regency="Kabupaten Gorontalo Utara",
    nik="9905014107990001",
    name="SITI CONTOH",
    birth="KWANDANG, 01-07-1999",
    sex="PEREMPUAN",
    blood="-",
    address="JL. PANTAI",
    rt_rw="001/002",
    village="ILANGATA",
    district="ANGGREK",
    religion="ISLAM",
    marital="BELUM KAWIN",
    occupation="PELAJAR/MAHASISWA",
    citizenship="WNI",
    valid="SEUMUR HIDUP",
    issued_place="Gorontalo Utara",
    issued_on="20-06-2023",
    serial="SPESIMEN-000001",
)
