"""Letters for people: the desk with its queue, one letter, the register, and the public check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.accounts.access import principal_of, public, require, require_any
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.authority import queries as authority
from tuntas.authority import wording as authority_wording
from tuntas.ledger import clock
from tuntas.letters import access, actions, files, queries, wording
from tuntas.letters.actions.signing import Pen
from tuntas.letters.errors import Incomplete, LettersError
from tuntas.letters.forms import LetterForm, LetterheadForm, PatternForm
from tuntas.letters.kinds import KINDS
from tuntas.letters.models import Letter, Letterhead, NumberPattern, Series
from tuntas.letters.simulator import Simulator
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

State = Letter.State
RECENT = 30


@require_any("draft_letters", "sign_letters")
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, who may sign it today and what stands in the way; drafts; the latest."""
    principal, today = principal_of(request), clock.today()
    mine = access.letters_for(principal)
    allowed = set(mine.filter(state=State.WAITING).values_list("ref", flat=True))
    waiting = [
        {"letter": one, "kind": wording.kind_title(KINDS[one.kind]), **_answer(answer, principal)}
        for one, answer in queries.queue(today)
        if one.ref in allowed
    ]
    return render(
        request,
        "letters/desk.html",
        {
            "waiting": waiting,
            "drafts": _listed(mine.filter(state=State.DRAFT).order_by("-id")[:RECENT]),
            "numbered": _listed(mine.filter(state=State.NUMBERED).order_by("id")),
            "recent": _listed(
                mine.filter(state__in=[State.SIGNED, State.CANCELLED]).order_by("-id")[:RECENT]
            ),
            "kinds": [
                (code, wording.kind_title(kind)) for code, kind in KINDS.items() if kind.by_hand
            ],
            "series": Series.objects.filter(last__gt=0).order_by("-year", "code"),
            "may_draft": principal.can("draft_letters"),
            "may_manage": principal.can("manage_letters"),
        },
    )


@require("draft_letters")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Draft a letter of one kind."""
    if kind not in KINDS or not KINDS[kind].by_hand:
        raise Http404
    form = LetterForm(KINDS[kind], request.POST or None, districts=_districts(kind))
    if request.method == "POST" and form.is_valid():
        try:
            ref = actions.draft(
                actor=principal_of(request),
                kind=kind,
                said=form.said(),
                on=clock.today(),
                now=timezone.now(),
                language=form.cleaned_data["language"],
                district=form.cleaned_data.get("district", ""),
            )
        except Incomplete as refused:
            _mark(form, refused)
        else:
            messages.success(request, _("Konsep disimpan. Periksa, lalu ajukan."))
            return redirect("letters:letter", ref=ref)
    return _form(request, form, reverse("letters:desk"))


@require("draft_letters")
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, ref: str) -> HttpResponse:
    """Say a draft anew."""
    principal = principal_of(request)
    held = access.letter_for(principal, ref)
    if held.state != State.DRAFT or not KINDS[held.kind].by_hand:
        raise Http404
    form = LetterForm(KINDS[held.kind], request.POST or None, letter=held)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revise(actor=principal, ref=ref, said=form.said(), now=timezone.now())
        except Incomplete as refused:
            _mark(form, refused)
        else:
            return redirect("letters:letter", ref=ref)
    return _form(request, form, reverse("letters:letter", args=[ref]))


@require_any("draft_letters", "sign_letters")
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """One letter: where it stands, who may sign it, what can be done with it."""
    principal, today = principal_of(request), clock.today()
    held = access.letter_for(principal, ref)
    _note_view(principal, held)
    answer = _answer(queries.who_may_sign(held, today), principal)
    first = next(queries.waiting_for(principal.officer_ref, today), None)
    return render(
        request,
        "letters/letter.html",
        {
            "letter": held,
            "kind": wording.kind_title(KINDS[held.kind]),
            "tone": wording.TONES[State(held.state)],
            "my_turn": answer["mine"] and first is not None and first.ref == held.ref,
            "electronic": answer["electronic"],
            "provider": _provider() is not None,
            "may_draft": principal.can("draft_letters"),
            "may_manage": principal.can("manage_letters"),
            **answer,
        },
    )


@require_any("draft_letters", "sign_letters")
def pdf(request: HttpRequest, ref: str) -> HttpResponse:
    principal = principal_of(request)
    held = access.letter_for(principal, ref)
    _note_view(principal, held)
    try:
        made = queries.pdf(held)
    except LettersError as refused:
        messages.error(request, sentence(refused))
        return redirect("letters:letter", ref=ref)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{held.kind}-{held.ref[:8]}.pdf"'
    return response


@require_any("draft_letters", "sign_letters")
def evidence(request: HttpRequest, ref: str) -> FileResponse:
    """The filed scan, or the electronic signature."""
    principal = principal_of(request)
    held = access.letter_for(principal, ref)
    path = _folder() / held.evidence
    if not held.evidence or not path.is_file():
        raise Http404
    _note_view(principal, held)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"bukti-{held.ref[:8]}")


@require_any("draft_letters", "sign_letters")
@require_POST
def act(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything that is done to a letter; a refusal stands on its page."""
    principal = principal_of(request)
    access.letter_for(principal, ref)
    verb = request.POST.get("tindakan", "")
    if verb not in _ACTS or not principal.can(_ACTS[verb][0]):
        raise Http404
    try:
        _ACTS[verb][1](request, principal, ref, timezone.now())
    except LettersError as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Tersimpan."))
    return redirect("letters:letter", ref=ref)


@require_any("draft_letters", "manage_letters")
def register(request: HttpRequest, series: str, year: int) -> HttpResponse:
    """Every number of a series and year, cancelled ones included."""
    principal = principal_of(request)
    visible = access.letters_for(principal)
    rows = _listed(queries.register(series, year).filter(id__in=visible.values("id")))
    return render(request, "letters/register.html", {"rows": rows, "series": series, "year": year})


@require("manage_letters")
@require_http_methods(["GET", "HEAD", "POST"])
def stationery(request: HttpRequest) -> HttpResponse:
    """Letterhead and number patterns, each from a day on."""
    principal, asked = principal_of(request), request.POST.get("apa")
    every = sorted({kind.series for kind in KINDS.values()})
    head = LetterheadForm(request.POST if asked == "kop" else None)
    pattern = PatternForm(request.POST if asked == "pola" else None, series=every)
    if asked == "kop" and head.is_valid():
        told = head.cleaned_data
        actions.set_letterhead(
            actor=principal,
            lines=told["baris"].splitlines(),
            place=told["tempat"],
            unit=told["unit"],
            starts=told["berlaku"],
            now=timezone.now(),
        )
        messages.success(request, _("Kop surat disimpan."))
        return redirect("letters:stationery")
    if asked == "pola" and pattern.is_valid():
        told = pattern.cleaned_data
        try:
            actions.set_pattern(
                actor=principal,
                series=told["seri"],
                pattern=told["pola"],
                starts=told["berlaku"],
                now=timezone.now(),
            )
        except LettersError as refused:
            pattern.add_error("pola", sentence(refused))
        else:
            messages.success(request, _("Pola nomor disimpan."))
            return redirect("letters:stationery")
    bad = bool(head.errors or pattern.errors)
    context = {
        "head": head,
        "pattern": pattern,
        "heads": Letterhead.objects.order_by("-starts"),
        "patterns": NumberPattern.objects.order_by("series", "-starts"),
    }
    return render(request, "letters/stationery.html", context, status=400 if bad else 200)


@public
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """What anybody who holds the letter may know: that it is the office's, and what it is."""
    held = Letter.objects.filter(ref=ref, number__isnull=False).first()
    context: dict[str, Any] = {"letter": held}
    if held:
        context |= {
            "kind": wording.kind_title(KINDS[held.kind]),
            "cancelled": held.state == State.CANCELLED,
            "until": _until(held),
            "expired": bool((until := _until(held)) and until < clock.today()),
            "office": wilayah.office().name,
        }
    return render(request, "letters/check.html", context, status=200 if held else 404)


def _until(held: Letter) -> date | None:
    """The last day on which the letter holds, for those that end."""
    said = held.data.get("valid_until", "")
    return date.fromisoformat(said) if said else None


# --- acts ---------------------------------------------------------------------------------


def _submit(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> None:
    actions.submit(actor=actor, ref=ref, now=now)


def _sign(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> None:
    secret, upload = request.POST.get("kata_kunci", ""), request.FILES.get("berkas")
    provider = _provider()
    actions.sign(
        actor=actor,
        ref=ref,
        on=clock.today(),
        now=now,
        folder=_folder(),
        address=request.build_absolute_uri(reverse("letters:check", args=["x"])).removesuffix("x/"),
        pen=Pen(provider, secret) if provider and secret else None,
        uploaded=_content(upload) if upload else None,
    )


def _file_scan(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> None:
    scan = _content(request.FILES.get("berkas"))
    actions.file_scan(actor=actor, ref=ref, scan=scan, folder=_folder(), now=now)


def _return(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> None:
    actions.return_to_drafter(actor=actor, ref=ref, reason=request.POST.get("alasan", ""), now=now)


def _move_ahead(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> None:
    actions.move_ahead(actor=actor, ref=ref, reason=request.POST.get("alasan", ""), now=now)


def _cancel(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> None:
    actions.cancel(
        actor=actor, ref=ref, reason=request.POST.get("alasan", ""), on=clock.today(), now=now
    )


_ACTS: dict[str, tuple[str, Callable[[HttpRequest, Principal, str, datetime], None]]] = {
    "ajukan": ("draft_letters", _submit),
    "tanda-tangani": ("sign_letters", _sign),
    "arsipkan": ("draft_letters", _file_scan),
    "kembalikan": ("sign_letters", _return),
    "dahulukan": ("manage_letters", _move_ahead),
    "batalkan": ("manage_letters", _cancel),
}


# --- what pages show ----------------------------------------------------------------------


def _answer(answer: Any, principal: Principal) -> dict[str, Any]:
    """Who may sign, or what stands in the way, in words."""
    names = authority.officer_names()
    signer = answer.signer
    return {
        "possible": answer.possible,
        "signer": names.get(signer.officer, "") if signer else "",
        "capacity": authority_wording.capacity(signer) if signer else "",
        "mine": bool(signer and answer.possible and signer.officer == principal.officer_ref),
        "obstacles": [authority_wording.obstacle(one) for one in answer.obstacles],
        "remedies": [authority_wording.remedy(one) for one in answer.remedies],
        "electronic": answer.form == "tte",
    }


def _listed(letters: Any) -> list[dict[str, Any]]:
    return [
        {
            "letter": one,
            "kind": wording.kind_title(KINDS[one.kind]),
            "tone": wording.TONES[State(one.state)],
        }
        for one in letters
    ]


def _districts(kind: str) -> list[tuple[str, str]]:
    if KINDS[kind].competence != "call_letter":
        return []
    return [(area.code, area.name) for area in wilayah.districts()]


def _mark(form: LetterForm, refused: Incomplete) -> None:
    for name in refused.fields:
        form.add_error(name, _("Bagian ini perlu diisi dengan benar."))


def _form(request: HttpRequest, form: LetterForm, back: str) -> HttpResponse:
    context = {"form": form, "kind": wording.kind_title(form.kind), "back": back}
    return render(request, "letters/form.html", context, status=400 if form.errors else 200)


def _note_view(principal: Principal, held: Letter) -> None:
    """Whoever opens a letter that lists people stands in the log."""
    if not KINDS[held.kind].names:
        return
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb="letters.view",
            subjects=[held.ref],
            count=len(held.data.get("people", [])) or 1,
            purpose="surat",
            at=timezone.now(),
        )


def _content(upload: UploadedFile[bytes] | None) -> bytes:
    """At most what may be kept: the rest of a huge upload is not read."""
    return files.checked(upload.read(files.LARGEST + 1)) if upload else files.checked(b"")


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "letters"


def _provider() -> Simulator | None:
    """The demo signs with its simulator; an office uploads what the state's provider signed."""
    return Simulator(Path(settings.MEDIA_ROOT) / "tte") if settings.DEMO else None
