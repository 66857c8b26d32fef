"""The frame of every page, composed from the rooms: office, day, person, places to go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from tuntas.accounts import access
from tuntas.accounts import queries as accounts
from tuntas.accounts.principals import Principal
from tuntas.ledger import clock
from tuntas.web.shell import NavItem, Shell, address, links
from tuntas.wilayah import queries as wilayah

NAV = (
    NavItem(_("Beranda"), "coverage:home", "see_figures"),
    NavItem(_("Wilayah"), "coverage:districts", "see_figures"),
    NavItem(_("Daftar belum rekam"), "coverage:unrecorded", "see_names"),
    NavItem(_("Cari"), "residents:search", "see_names"),
    NavItem(_("Impor"), "residents:imports", "import_register"),
    NavItem(_("Laporan"), "reports:governor", "see_figures"),
)
ACCOUNT = (
    NavItem(_("Akun saya"), "accounts:profile"),
    NavItem(_("Akun"), "accounts:list", "manage_accounts"),
    NavItem(_("Catatan tindakan"), "audit:log", "read_audit"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the shell is composed when a template first looks at it."""
    return {"shell": SimpleLazyObject(lambda: compose(request, access.principal_of(request)))}


def compose(request: HttpRequest, principal: Principal) -> Shell:
    """What *principal* sees around a page; a visitor sees the office's name only."""
    office = wilayah.office().name if wilayah.has_office() else ""
    sign_in_url = address("accounts:sign_in") or ""
    if principal.is_anonymous:
        return Shell(office=office, sign_in_url=sign_in_url, demo=settings.DEMO)
    now = clock.now()
    return Shell(
        office=office,
        today=now.date(),
        now=now,
        person=principal.name,
        role=", ".join(accounts.role_titles(principal.roles)),
        nav=links(NAV, principal.abilities, request.path),
        account=links(ACCOUNT, principal.abilities, request.path),
        sign_in_url=sign_in_url,
        sign_out_url=address("accounts:sign_out") or "",
        demo=settings.DEMO,
        clock_url=_clock_url(principal),
        abilities=principal.abilities,
    )


def _clock_url(principal: Principal) -> str:
    if not settings.DEMO or not principal.can("move_clock"):
        return ""
    return address("coverage:move_clock") or ""
