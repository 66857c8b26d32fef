"""The frame of every page, composed from the rooms: office, business day, person, places to go."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from tuntas.accounts import queries as accounts
from tuntas.accounts.access import principal_of
from tuntas.ledger import clock
from tuntas.web.shell import NavItem, Shell, address, groups, links
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah.errors import NoOffice

PLACES = (
    NavItem(_("Beranda"), "coverage:home", ("see_figures",)),
    NavItem(_("Belum rekam"), "residents:left_list", ("see_names", "see_left_minimal")),
    NavItem(_("Tugas"), "outreach:tasks", ("enter_outcomes", "manage_outreach")),
    NavItem(_("Pelayanan"), "missions:week", ("plan_missions", "work_missions")),
    NavItem(_("Kartu"), "cards:queue", ("print_cards",)),
    NavItem(_("Cari"), "residents:search", ("see_person",)),
    NavItem(_("Laju"), "coverage:pace", ("see_figures",)),
    NavItem(_("Laporan"), "reports:governor", ("see_figures",)),
)
DESK = (
    (
        _("Penjangkauan"),
        (
            NavItem(_("Jadwal"), "outreach:slots", ("manage_outreach", "enter_outcomes")),
            NavItem(_("Tautan desa"), "outreach:links", ("manage_outreach",)),
            NavItem(_("Kelompok"), "outreach:cohorts", ("manage_outreach",)),
            NavItem(_("Daftar dari luar"), "residents:lists", ("match_lists",)),
            NavItem(_("Yang disisihkan"), "outreach:proposals", ("approve_aside", "propose_aside")),
        ),
    ),
    (
        _("Perekaman"),
        (
            NavItem(_("Sesi perekaman"), "enrolment:sessions", ("record",)),
            NavItem(_("Pengecualian menunggu"), "enrolment:waiting", ("cosign",)),
            NavItem(_("Tanda belum pasti"), "enrolment:marks", ("record",)),
            NavItem(_("Status perekaman"), "enrolment:status", ("see_person",)),
            NavItem(_("Pusat"), "centre:desk", ("adjudicate",)),
        ),
    ),
    (
        _("Kartu"),
        (
            NavItem(_("Serah kartu"), "cards:hand_over", ("hand_over",)),
            NavItem(
                _("Stok blangko"), "cards:stock", ("manage_stock", "witness_stock", "print_cards")
            ),
        ),
    ),
    (
        _("Angka"),
        (
            NavItem(_("Angka resmi"), "coverage:official", ("see_figures",)),
            NavItem(_("Wajib baru per bulan"), "coverage:becoming_due", ("see_figures",)),
            NavItem(_("Papan dinding"), "coverage:wallboard", ("see_figures",)),
            NavItem(_("Periksa klaim"), "reports:claims", ("see_figures",)),
        ),
    ),
    (
        _("Kantor"),
        (
            NavItem(_("Surat"), "letters:desk", ("draft_letters", "sign_letters")),
            NavItem(_("Siapa berwenang"), "authority:board", ("draft_letters", "manage_authority")),
            NavItem(_("Berkas"), "residents:imports", ("import_register",)),
            NavItem(_("Usulan keluar"), "residents:exits", ("approve_exit",)),
            NavItem(_("Mode perekaman"), "enrolment:mode", ("authorise_mode",)),
            NavItem(_("Wilayah"), "wilayah:index", ("edit_wilayah",)),
            NavItem(_("Akun petugas"), "accounts:accounts", ("manage_accounts",)),
            NavItem(_("Catatan tindakan"), "audit:log", ("read_audit",)),
        ),
    ),
)
OWN = (NavItem(_("Akun saya"), "accounts:own"),)


def shell(request: HttpRequest) -> dict[str, object]:
    """Context processor; composed only when a template asks, so a fragment pays nothing."""
    return {"shell": SimpleLazyObject(lambda: _compose(request))}


def _compose(request: HttpRequest) -> Shell:
    principal = principal_of(request)
    try:
        office = wilayah.office().name
        now = clock.now()
    except (NoOffice, DatabaseError):
        # Before set-up, and on the pages that tell of a broken store.
        return Shell(demo=settings.DEMO)
    if principal.is_anonymous:
        return Shell(
            office=office,
            today=now.date(),
            now=now,
            sign_in_url=address("accounts:sign_in") or "",
            demo=settings.DEMO,
        )
    return Shell(
        office=office,
        today=now.date(),
        now=now,
        person=principal.name,
        role=", ".join(accounts.role_titles(principal.roles)),
        nav=links(PLACES, principal.abilities, request.path),
        desk=groups(DESK, principal.abilities, request.path),
        account=links(OWN, principal.abilities, request.path),
        sign_out_url=address("accounts:sign_out") or "",
        demo=settings.DEMO,
        clock_url=(address("demo:clock") or "") if principal.can("move_clock") else "",
    )
