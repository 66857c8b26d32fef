"""Kinds, parts and states of letters in the language of the page."""

from __future__ import annotations

from django.utils.translation import get_language

from tuntas.letters.kinds import Field, Kind
from tuntas.letters.models import Letter

TONES = {
    Letter.State.DRAFT: "outline",
    Letter.State.WAITING: "",
    Letter.State.NUMBERED: "",
    Letter.State.SIGNED: "done",
    Letter.State.CANCELLED: "left",
}


def kind_title(kind: Kind) -> str:
    return kind.title_en if get_language() == "en" else kind.title_id


def label(field: Field) -> str:
    return field.label_en if get_language() == "en" else field.label_id
