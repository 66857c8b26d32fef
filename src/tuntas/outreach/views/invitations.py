"""Inviting: who of the left is asked, papers and messages for it, and the QR at the station."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.accounts.principals import Principal
from tuntas.enrolment import queries as enrolment
from tuntas.ledger import clock
from tuntas.letters import actions as letters
from tuntas.letters.errors import LettersError, Unprintable
from tuntas.outreach import access, announcing, reasons, slips, wording
from tuntas.outreach.actions import campaigns, invitations
from tuntas.outreach.channels import Channel, may_disturb
from tuntas.outreach.errors import OutreachError
from tuntas.outreach.forms_slots import BY_NAME, InviteForm, places_in
from tuntas.outreach.models import Invitation, Slot
from tuntas.outreach.queries import candidates
from tuntas.outreach.queries import slots as reading
from tuntas.outreach.views.links import announced
from tuntas.outreach.views.slots import note_view
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

MOST_SHOWN = 200


@require("manage_outreach", "see_names")
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The left of an area by hamlet and reason, to be ticked and invited in this order."""
    principal = principal_of(request)
    slot = access.slot_for(principal, ref)
    if request.method == "POST":
        return _invite(request, principal, slot)
    form = _form(request, principal, slot)
    rows = candidates.candidates(
        slot, form.wanted(), clock.today(), principal.village_ids("see_names")
    )
    shown = rows[:MOST_SHOWN]
    note_view(principal, "outreach.choose_invited", [row.person.ref for row in shown])
    context = {
        "slot": slot,
        "line": reading.line(ref),
        "form": form,
        "rows": [
            (row, wording.reason(row.reason), _village(row.person.village_id)) for row in shown
        ],
        "total": len(rows),
        "channels": BY_NAME,
    }
    return render(request, "outreach/choose.html", context)


@require("manage_outreach")
@require_GET
@never_cache
def messages_of(request: HttpRequest, ref: str) -> HttpResponse:
    """Prepared messages: one link each that opens the sender's own WhatsApp; we send nothing."""
    principal = principal_of(request)
    slot = access.slot_for(principal, ref)
    on = clock.today()
    quiet = not may_disturb(Channel.WHATSAPP, clock.now().time(), on)
    rows = [] if quiet else _to_message(slot)
    note_view(principal, "outreach.print_invitations", [row.person.ref.hex for row, _ in rows])
    context = {"slot": slot, "rows": rows, "quiet": quiet}
    return render(request, "outreach/messages.html", context)


@require("manage_outreach")
@require_POST
def sent(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The invitations that were ticked, or all that wait, were handed on."""
    principal = principal_of(request)
    access.slot_for(principal, ref)
    ticked = set(request.POST.getlist("kode"))
    codes = [row.code for row in reading.invited_to(ref) if not ticked or row.code in ticked]
    try:
        n = invitations.mark_sent(
            actor=principal, codes=codes, on=clock.today(), now=timezone.now()
        )
    except OutreachError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("%(n)s undangan ditandai terkirim.") % {"n": n})
    return redirect("outreach:slot", ref=ref)


@require("manage_outreach")
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Take one invitation back, or note that somebody does not want to be called again."""
    principal = principal_of(request)
    access.slot_for(principal, ref)
    row = next(
        (one for one in reading.invited_to(ref) if one.code == request.POST.get("kode")), None
    )
    if row is None:
        raise Http404
    now = timezone.now()
    try:
        invitations.withdraw_invitation(actor=principal, code=row.code, now=now)
    except OutreachError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("outreach:slot", ref=ref)
    if request.POST.get("apa") == "jangan_hubungi":
        campaigns.opt_out(actor=principal, person_ref=row.person.ref.hex, on=clock.today(), now=now)
    messages.success(request, _("Undangan ditarik; tempatnya kosong lagi."))
    return redirect("outreach:slot", ref=ref)


@require("manage_outreach")
@require_GET
@never_cache
def paper(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The invitations by name as PDF, four to a sheet."""
    principal = principal_of(request)
    slot = access.slot_for(principal, ref)
    rows = reading.invited_to(ref)
    if not rows:
        raise Http404
    said = announced(slot)
    occasion = slips.Occasion(
        wilayah.office().name, slot.place, said.day, said.hours, announcing.BRING[0]
    )
    try:
        made = slips.pdf(occasion, [_slip(request, row) for row in rows])
    except Unprintable as refusal:
        messages.error(request, sentence(refusal))
        return redirect("outreach:slot", ref=ref)
    note_view(principal, "outreach.print_invitations", [row.person.ref.hex for row in rows])
    name = f'attachment; filename="undangan-{slot.on.isoformat()}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})


@require("manage_outreach", "draft_letters")
@require_POST
def letter(request: HttpRequest, ref: str) -> HttpResponseBase:
    """One click: the camat's call letter with the names, or the office's invitation to the desa."""
    principal = principal_of(request)
    slot = access.slot_for(principal, ref)
    call = request.POST.get("jenis") == "call_letter"
    rows = reading.invited_to(ref)
    village = wilayah.tree().areas.get(slot.village_id)
    if village is None or not rows:
        messages.error(request, _("Undang dulu orangnya; surat panggilan menyebut nama mereka."))
        return redirect("outreach:slot", ref=ref)
    district = wilayah.region(village.parent_id) if village.parent_id else None
    try:
        drafted = letters.draft(
            actor=principal,
            kind="call_letter" if call else "invitation",
            said=_call(slot, village.name, rows) if call else _invitation(slot, village.name),
            on=clock.today(),
            now=timezone.now(),
            district=district.code if call and district else "",
        )
    except LettersError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("outreach:slot", ref=ref)
    return redirect("letters:letter", ref=drafted)


@require("record")
@require_GET
def scanned(request: HttpRequest, code: str) -> HttpResponseBase:
    """The QR of an invitation at the station: the capture of this person begins."""
    row = access.invitation_for(principal_of(request), code, ability="record")
    if row.slot.state == Slot.State.CANCELLED or row.state == Invitation.State.CANCELLED:
        messages.info(request, _("Undangan ini sudah dibatalkan, tetapi orangnya boleh direkam."))
    local = enrolment.mode_on(clock.today()) == "local"
    return redirect("enrolment:begin" if local else "enrolment:record", ref=row.person.ref.hex)


# --- parts --------------------------------------------------------------------------------


def _form(request: HttpRequest, principal: Principal, slot: Slot) -> InviteForm:
    village = wilayah.tree().areas.get(slot.village_id)
    asked = (
        request.GET if "wilayah" in request.GET else {"wilayah": village.code if village else ""}
    )
    on = clock.today()
    return InviteForm(
        asked,
        places=places_in(principal.village_ids("see_names")),
        reasons=[(code, sentence(row)) for code, row in reasons.reasons(on).items()],
        cohorts=candidates.cohorts(on),
    )


def _invite(request: HttpRequest, principal: Principal, slot: Slot) -> HttpResponseBase:
    refs = request.POST.getlist("orang")
    known = candidates.visible(refs, principal.village_ids("see_names"))
    channel = request.POST.get("cara", Channel.LETTER.value)
    if channel not in dict(BY_NAME) or not known:
        messages.error(request, _("Tandai dulu siapa yang diundang."))
        return redirect(request.get_full_path())
    try:
        told = invitations.invite(
            actor=principal,
            slot_ref=slot.ref,
            person_refs=known,
            channel=channel,
            on=clock.today(),
            now=timezone.now(),
        )
    except OutreachError as refusal:
        messages.error(request, sentence(refusal))
        return redirect(request.get_full_path())
    _say(request, told)
    return redirect("outreach:slot", ref=slot.ref)


def _say(request: HttpRequest, told: invitations.Invited) -> None:
    messages.success(request, _("%(n)s orang diundang.") % {"n": len(told.invited)})
    for refs, words in (
        (told.already, _("%(n)s sudah diundang sebelumnya.")),
        (told.opted_out, _("%(n)s tidak mau dihubungi dan tidak diundang.")),
        (told.full, _("%(n)s tidak kebagian tempat: buka jadwal lain.")),
        (told.not_left, _("%(n)s sudah direkam.")),
    ):
        if refs:
            messages.info(request, words % {"n": len(refs)})


def _to_message(slot: Slot) -> list[tuple[Invitation, str]]:
    said, office = announced(slot), wilayah.office().name
    rows = [
        row
        for row in reading.invited_to(slot.ref)
        if row.state in (Invitation.State.PREPARED, Invitation.State.SENT)
    ]
    silent = reading.silent([row.person.ref.hex for row in rows], Channel.WHATSAPP)
    return [
        (
            row,
            announcing.whatsapp(
                announcing.for_one(
                    said, name=row.person.name.title(), office=office, number=row.rank
                )
            ),
        )
        for row in rows
        if row.person.ref.hex not in silent
    ]


def _slip(request: HttpRequest, row: Invitation) -> slips.Slip:
    person = row.person
    return slips.Slip(
        person.name,
        str(person.birth_on.year) if person.birth_on else "–",
        person.dusun,
        row.rank,
        request.build_absolute_uri(reverse("outreach:scanned", args=[row.code])),
    )


def _call(slot: Slot, village: str, rows: list[Invitation]) -> dict[str, Any]:
    return {
        "village": village,
        "place": slot.place,
        "on": slot.on.isoformat(),
        "hours": announced(slot).hours,
        "bring": list(announcing.BRING),
        "people": [
            {
                "name": row.person.name,
                "birth_year": str(row.person.birth_on.year) if row.person.birth_on else "",
                "hamlet": row.person.dusun,
            }
            for row in rows
        ],
    }


def _invitation(slot: Slot, village: str) -> dict[str, Any]:
    return {
        "to": f"Warga Desa {village} yang namanya tercantum pada undangan perorangan",
        "occasion": "Perekaman KTP-el",
        "place": slot.place,
        "on": slot.on.isoformat(),
        "hours": announced(slot).hours,
        "bring": list(announcing.BRING),
    }


def _village(village_id: int) -> str:
    area = wilayah.tree().areas.get(village_id)
    return area.name if area else ""
