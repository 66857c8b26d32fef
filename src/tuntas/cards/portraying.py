"""What a person's card says, out of the register; which layout, and whether it is a specimen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from tuntas.cards import layout
from tuntas.cards.layout import Face
from tuntas.cards.models import FaceTemplate
from tuntas.residents.models import Person
from tuntas.residents.vocabulary import Marital
from tuntas.wilayah import queries as wilayah

SEX = {"L": "LAKI-LAKI", "P": "PEREMPUAN"}
MARITAL = {
    Marital.NEVER: "BELUM KAWIN",
    Marital.MARRIED: "KAWIN",
    Marital.UNREGISTERED: "KAWIN BELUM TERCATAT",
    Marital.DIVORCED: "CERAI HIDUP",
    Marital.WIDOWED: "CERAI MATI",
}
FOREVER = "SEUMUR HIDUP"


def face_of(person: Person, *, serial: str, on: date) -> Face:
    """The whole card: its words, portrait and signature of the recording while they are kept."""
    # The engines that open pictures, for whoever prints; the stock of blanks does without.
    from tuntas.centre import likeness, premises

    held = likeness.likeness(premises.workshop(), person.ref.hex)
    return replace(
        words_of(person),
        issued_on=_day(on),
        serial=serial,
        photo=layout.raster(held.portrait) if held.portrait else "",
        signature=layout.strokes(held.signature),
    )


def words_of(person: Person) -> Face:
    """What the register says of a person, as a card writes it."""
    village = wilayah.region(person.village_id)
    district = wilayah.region(village.parent_id) if village and village.parent_id else None
    regency = wilayah.office_region()
    province = wilayah.region(regency.parent_id) if regency.parent_id else None
    return Face(
        province=_titled("Provinsi", province.name if province else ""),
        regency=_titled("Kabupaten", regency.name),
        nik=person.nik or "",
        name=person.name,
        birth=", ".join(part for part in (person.birth_place, _day(person.birth_on)) if part),
        sex=SEX.get(person.sex, "-"),
        blood="-",
        address=person.address or "-",
        rt_rw="/".join(part for part in (person.rt, person.rw) if part) or "-",
        village=(village.name if village else "-").upper(),
        district=(district.name if district else "-").upper(),
        religion=person.religion.upper() or "-",
        marital=MARITAL.get(Marital(person.marital), "-") if person.marital else "-",
        occupation=person.occupation.upper() or "-",
        citizenship=person.citizenship or "WNI",
        valid=_valid(person),
        issued_place=regency.name,
        issued_on="",
        serial="",
        ground=layout.ground_of(person.birth_on),
    )


def sheet(face: Face) -> bytes:
    """One card as PDF: a specimen, unless this office installed its face with leave.

    Raises:
        LayoutBroken
    """
    template = authorised()
    if template is None:
        return layout.pdf([face], specimen=True)
    return layout.pdf([face], specimen=False, template=template)


def authorised() -> Path | None:
    """The installed template, if the file is the very one that leave was given for.

    The demo prints specimens, whatever is installed.
    """
    row = FaceTemplate.objects.order_by("-id").first()
    path = template_path()
    if settings.DEMO or row is None or not row.digest or not path.is_file():
        return None
    return path if sha256(path.read_bytes()).hexdigest() == row.digest else None


def template_path() -> Path:
    """Where an office's own template lies."""
    return Path(settings.DATA_DIR) / "cards" / "template" / "card.typ"


def _titled(title: str, name: str) -> str:
    return name if name.casefold().startswith(title.casefold()) else f"{title} {name}".strip()


def _day(on: date | None) -> str:
    return f"{on:%d-%m-%Y}" if on else ""


def _valid(person: Person) -> str:
    """For life; a foreigner's as long as the permit (UU 24/2013 article 64)."""
    if person.citizenship == "WNA" and person.permit_until:
        return _day(person.permit_until)
    return FOREVER
