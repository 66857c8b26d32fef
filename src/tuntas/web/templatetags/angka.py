"""Template filters and tags for figures, dates and small charts: ``{% load angka %}``."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tuntas.web import charts, numerals

register = template.Library()


def _language() -> str:
    return numerals.supported(get_language())


def _local_day(value: date | datetime) -> date:
    """The day in the office's zone: an instant at 17.00 UTC is already tomorrow in WITA."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def angka(value: int | None) -> str:
    """``90060`` → ``90.060``; nothing known → an en dash."""
    return "–" if value is None else numerals.whole(int(value), _language())


@register.filter
def persen(value: Decimal | str | float | None, places: int | None = None) -> str:
    """``Decimal("98.26")`` → ``98,26``, with the places it came with unless *places* is given."""
    return "–" if value in (None, "") else numerals.decimal(value, places, _language())


@register.filter
def selisih(value: int | None) -> str:
    """``-11`` → ``−11``, ``4`` → ``+4``."""
    return "–" if value is None else numerals.change(int(value), _language())


@register.filter
def tanggal(value: date | datetime | None) -> str:
    return "–" if value is None else numerals.long_date(_local_day(value), _language())


@register.filter
def tanggal_pendek(value: date | datetime | None) -> str:
    return "–" if value is None else numerals.short_date(_local_day(value), _language())


@register.filter
def hari_tanggal(value: date | datetime | None) -> str:
    return "–" if value is None else numerals.weekday_date(_local_day(value), _language())


@register.filter
def bulan(value: date | datetime | None) -> str:
    return "–" if value is None else numerals.month_year(_local_day(value), _language())


@register.filter
def jam(value: datetime | None) -> str:
    """``21.40 WITA`` in the office's zone."""
    return "–" if value is None else numerals.clock_time(timezone.localtime(value), _language())


@register.filter
def waktu_wita(value: datetime | None) -> str:
    """``20 Juni 2023 21.40 WITA``: the name of the zone follows the office's own."""
    return "–" if value is None else f"{tanggal(value)} {jam(value)}"


@register.filter
def sensor_nik(value: str | None) -> str:
    return numerals.masked_nik(str(value or ""))


@register.simple_tag
def batang(value: int, maximum: int, tone: str = "left") -> SafeString:
    """A bar for a table cell; the number stands beside it, so it is hidden from readers."""
    return mark_safe(charts.bar(value, maximum, tone=tone))


@register.simple_tag
def sparkline(values: list[int], label: str) -> SafeString:
    return mark_safe(charts.sparkline(values, label=label))
