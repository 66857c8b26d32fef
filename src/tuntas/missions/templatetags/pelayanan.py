"""Hours and codes of a plan in the words of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from tuntas.missions import wording
from tuntas.web import numerals

register = template.Library()


@register.filter
def pukul(minute: int) -> str:
    """Minutes of the day as a clock: 570 is 09.30."""
    mark = ":" if numerals.supported(get_language()) == "en" else "."
    return f"{minute // 60 % 24:02}{mark}{minute % 60:02}"


@register.filter
def sesi(kind: str) -> str:
    return str(wording.SESSIONS.get(kind, kind))


@register.filter
def kata(words: Mapping[str, Any], code: str) -> str:
    """The words of a code, or the code where nobody gave it words."""
    return str(words.get(code, code))


@register.filter
def orang(people: float) -> str:
    """Expected people, to one decimal."""
    return numerals.decimal(people, 1, numerals.supported(get_language()))
