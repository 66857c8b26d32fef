"""The desk of the centre: the queue, one case side by side, packets that are held, what is kept."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.accounts.principals import Principal
from tuntas.biometrics.positions import Finger
from tuntas.centre import access, actions, pictures, premises, queries, tasks, wording
from tuntas.centre.actions.desk import may_judge
from tuntas.centre.errors import CentreError, ImageGone
from tuntas.centre.models import Candidate, Case, Job
from tuntas.ledger import clock
from tuntas.residents.access import Person
from tuntas.web.language import sentence
from tuntas.web.templatetags.angka import tanggal
from tuntas.wilayah import queries as wilayah

RECENT: Final = 20
BEYOND_SAYING: Final = 1_000_000_000
"""Rarer than one in so many: a longer number says nothing more, and calibration none so far."""
LOOK_S: Final = 3600
"""How long the pictures of a page that was noted in the log can be fetched."""
_SEAL: Final = signing.TimestampSigner(salt="centre.pictures")


@require("adjudicate")
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for people, what is held, and how people decide."""
    principal = principal_of(request)
    waiting = list(queries.waiting_cases())
    mine = queries.mine(principal, waiting)
    poor = [(job, access.person_of(principal, job.person)) for job in queries.poor_jobs()]
    actions.look_at_names(
        actor=principal,
        persons=[person.ref.hex for _job, person in poor if person],
        purpose=_("melihat siapa yang perlu direkam lagi"),
        now=timezone.now(),
    )
    return render(
        request,
        "centre/desk.html",
        {
            "waiting": [(case, case.ref in mine, case.candidates.count()) for case in waiting],
            "recent": list(queries.closed_cases(RECENT)),
            "held": [(job, *wording.HELD_FOR[job.error]) for job in queries.held_jobs()],
            "states": [
                (Job.State(state).label, n) for state, n in sorted(queries.by_state().items())
            ],
            "measures": queries.measures(),
            "poor": poor,
        },
    )


@require("adjudicate")
@never_cache
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """One case: who was recorded beside each candidate. Each look is in the log."""
    principal = principal_of(request)
    found = access.case_for(principal, ref)
    actions.look_at(
        actor=principal, case=found, purpose=_("memeriksa kemiripan"), now=timezone.now()
    )
    own = access.person_of(principal, found.job.person)
    own_opinion = found.opinions.filter(
        round=found.round, officer=principal.officer_ref, given_at__isnull=False
    ).first()
    closed = found.state == Case.State.CLOSED
    return render(
        request,
        "centre/case.html",
        {
            "case": found,
            "job": found.job,
            "person": own,
            "candidates": [_beside(principal, own, one) for one in _candidates(found)],
            "images": pictures.exist(premises.workshop(), found.job.packet),
            "seal": _SEAL.sign(f"{found.ref}.{principal.ref}"),
            "may_judge": not closed and may_judge(principal, found),
            "own_opinion": own_opinion,
            # Blind: what others said is shown when all is said.
            "opinions": found.opinions.filter(given_at__isnull=False).order_by("round", "given_at")
            if closed
            else (),
            "decisions": Case.Decision.choices,
            "remedies": wording.REMEDIES.get(found.decision, ()),
            "notes": [wording.NOTES[note] for note in found.job.notes],
            "basis": wording.BASES.get(found.job.basis, ""),
            "may_reopen": closed and found.job.state == Job.State.DECIDED,
        },
    )


@require("adjudicate")
@require_POST
def opinion(request: HttpRequest, ref: str) -> HttpResponse:
    """The own view of a case."""
    principal = principal_of(request)
    access.case_for(principal, ref)
    said = request.POST
    try:
        settled = actions.give_opinion(
            actor=principal,
            case_ref=ref,
            decision=said.get("putusan", ""),
            chosen=said.get("calon", ""),
            reason=said.get("alasan", ""),
            now=timezone.now(),
        )
    except CentreError as refused:
        messages.error(request, sentence(refused))
        return redirect("centre:case", ref=ref)
    if settled.state == Case.State.CLOSED:
        tasks.ring()
    messages.success(request, _("Pendapat Anda tersimpan."))
    return redirect("centre:desk")


@require("adjudicate")
@require_POST
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a decided case again."""
    principal = principal_of(request)
    access.case_for(principal, ref)
    try:
        actions.open_again(
            actor=principal,
            case_ref=ref,
            reason=request.POST.get("alasan", ""),
            now=timezone.now(),
        )
    except CentreError as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Kasus dibuka kembali; dua orang memutuskan dari awal."))
    return redirect("centre:case", ref=ref)


@require("adjudicate")
@require_POST
def release(request: HttpRequest, packet: str) -> HttpResponse:
    """Let a held packet go on."""
    try:
        actions.release(
            actor=principal_of(request),
            packet=packet,
            reason=request.POST.get("alasan", ""),
            now=timezone.now(),
        )
    except CentreError as refused:
        messages.error(request, sentence(refused))
    else:
        tasks.ring()
        messages.success(request, _("Paket dilepas dan akan diproses."))
    return redirect("centre:desk")


@require("adjudicate")
@require_POST
def clear(request: HttpRequest, packet: str) -> HttpResponse:
    """Take a poor recording back, so that the person can be recorded again."""
    principal = principal_of(request)
    job = queries.poor_jobs().filter(packet=packet).first()
    if job is None or access.person_of(principal, job.person) is None:
        raise Http404
    try:
        actions.clear_for_recapture(
            actor=principal, packet=packet, on=clock.today(), now=timezone.now()
        )
    except CentreError as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Orangnya kembali terhitung belum rekam; undanglah lagi."))
    return redirect("centre:desk")


@require("adjudicate")
@never_cache
def picture(request: HttpRequest, ref: str, identity: str, part: str) -> HttpResponse:
    """Face or eye of the one who was recorded (identity ``baru``) or of a candidate."""
    found = _looked_at(request, ref)
    packet = found.job.packet if identity == "baru" else _candidate(found, identity).identity
    if part not in pictures.PARTS:
        raise Http404
    try:
        content = pictures.picture(premises.workshop(), packet, part)
    except ImageGone as gone:
        raise Http404 from gone
    return HttpResponse(content, content_type="image/png")


@require("adjudicate")
@never_cache
def prints(request: HttpRequest, ref: str, identity: str, ours: int, theirs: int) -> HttpResponse:
    """Two fingers side by side with what pairs them."""
    found = _looked_at(request, ref)
    if ours not in wording.FINGERS or theirs not in wording.FINGERS:
        raise Http404
    label = str(wording.FINGERS[ours])
    try:
        drawn = pictures.prints(
            premises.workshop(),
            found.job.packet,
            _candidate(found, identity),
            Finger(ours),
            Finger(theirs),
            label,
        )
    except ImageGone as gone:
        raise Http404 from gone
    return HttpResponse(drawn, content_type="image/svg+xml")


@require("adjudicate")
def storage(request: HttpRequest) -> HttpResponse:
    """What is held of people, why, and until when."""
    return render(
        request,
        "centre/storage.html",
        {"storage": queries.storage(), "today": clock.today()},
    )


def _looked_at(request: HttpRequest, ref: str) -> Case:
    """The case, for whoever has its page before them: that look is in the log."""
    principal = principal_of(request)
    found = access.case_for(principal, ref)
    try:
        said = _SEAL.unsign(request.GET.get("k", ""), max_age=LOOK_S)
    except signing.BadSignature as refused:
        raise Http404 from refused
    if said != f"{found.ref}.{principal.ref}":
        raise Http404
    return found


def _candidates(found: Case) -> list[Candidate]:
    return list(found.candidates.order_by("rate", "-decades", "id"))


def _candidate(found: Case, identity: str) -> Candidate:
    one = found.candidates.filter(identity=identity).first()
    if one is None:
        raise Http404
    return one


def _beside(principal: Principal, own: Person | None, one: Candidate) -> dict[str, Any]:
    """A candidate with their biodata against those of the one who was recorded."""
    other = access.person_of(principal, one.person) if one.person else None
    return {
        "candidate": one,
        "kind": one.get_kind_display(),
        "person": other,
        "elsewhere": bool(one.person) and other is None,
        "rows": _biodata(own, other),
        "fingers": [
            (ours, theirs, wording.FINGERS[ours], wording.FINGERS[theirs], score)
            for ours, theirs, score in one.fingers
        ],
        "one_in": round(1 / one.rate) if one.rate > 1 / BEYOND_SAYING else 0,
    }


def _biodata(own: Person | None, other: Person | None) -> list[tuple[str, Any, Any, bool]]:
    """(what, of the one who was recorded, of the other, whether they differ)."""
    if own is None or other is None:
        return []
    pairs = (
        ("NIK", own.nik, other.nik),
        (_("Nama"), own.name, other.name),
        (_("Lahir"), tanggal(own.birth_on), tanggal(other.birth_on)),
        (_("Tempat lahir"), own.birth_place, other.birth_place),
        (_("Jenis kelamin"), own.sex, other.sex),
        (_("Nomor KK"), own.kk, other.kk),
        (_("Alamat"), own.address, other.address),
        (_("Desa"), wilayah.full_name(own.village_id), wilayah.full_name(other.village_id)),
    )
    return [(what, mine, theirs, mine != theirs) for what, mine, theirs in pairs]
