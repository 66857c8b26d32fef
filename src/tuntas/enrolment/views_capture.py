"""The capture station: from the person's biodata to the receipt, in any order, resumable."""

from __future__ import annotations

import hashlib
import io
import json
import secrets

import numpy as np
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from PIL import Image

from tuntas.accounts import queries as accounts
from tuntas.accounts.access import principal_of, require, user_of
from tuntas.accounts.actions.second_factor import check_second_factor
from tuntas.accounts.errors import AccountsError
from tuntas.biometrics import signatures
from tuntas.biometrics.errors import BiometricError
from tuntas.enrolment import (
    actions,
    judging,
    parts,
    queries,
    scanning,
    station,
    unlocking,
    wording,
)
from tuntas.enrolment.actions.sessions import contents
from tuntas.enrolment.desk import (
    REFUSALS,
    about,
    attempt,
    named_steps,
    panel,
    session_for,
    still_to_do,
    worker,
)
from tuntas.enrolment.errors import CaptureError, QualityTooLow, ReasonNeeded
from tuntas.enrolment.forms_capture import (
    BeginForm,
    BiodataForm,
    ExceptionForm,
    GiveUpForm,
    SealForm,
    UnlockForm,
)
from tuntas.enrolment.lifecycle import MOVED_OUT
from tuntas.enrolment.models import CaptureSession
from tuntas.ledger import clock
from tuntas.residents import access
from tuntas.web.language import sentence

LARGEST = 12 * 1024 * 1024
PLACE_KEY = "tempat_rekam"


@require("record")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Warnings that matter first; then a session begins."""
    principal = principal_of(request)
    person = access.person_for(principal, ref, ability="record")
    secret = unlocking.remembered(request)
    running = CaptureSession.objects.filter(person=person, state="open").first()
    if running is not None:
        return redirect("enrolment:station", session=running.ref)
    initial = {"tempat": request.session.get(PLACE_KEY, "")}
    told = about(person)
    outside = told["hindrance"] == MOVED_OUT
    form = BeginForm(
        request.POST or None, remembered=bool(secret), outside=outside, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        secret = form.cleaned_data.get("kunci") or secret
        place = form.cleaned_data["tempat"]
        try:
            session = actions.begin_session(
                actor=principal,
                person_ref=person.ref.hex,
                place=place,
                secret=secret,
                vault=station.vault(),
                on=clock.today(),
                now=timezone.now(),
                at_home=form.cleaned_data["di_rumah"],
                asked_officer=form.cleaned_data["petugas"],
                outside=form.cleaned_data.get("luar", False),
            )
        except REFUSALS as refused:
            form.add_error(None, sentence(refused))
        else:
            request.session[PLACE_KEY] = place
            response = redirect("enrolment:station", session=session)
            unlocking.remember(request, response, secret)
            return response
    return render(
        request,
        "enrolment/begin.html",
        {**told, "form": form, "outside": outside},
        status=400 if form.errors else 200,
    )


@require("record")
@never_cache
def show(request: HttpRequest, session: str) -> HttpResponseBase:
    """The station: biodata, parts with their quality, exceptions, what is still to do."""
    principal = principal_of(request)
    held = session_for(principal, session)
    if held.state != CaptureSession.State.OPEN:
        return redirect("enrolment:receipt", session=session)
    if not unlocking.remembered(request):
        return redirect("enrolment:unlock", session=session)
    taken = station.latest(held)
    return render(
        request,
        "enrolment/station.html",
        {
            **about(held.person),
            "session": held,
            **panel(held),
            "steps": named_steps(held),
            "documents": [row for kind, row in taken.items() if kind.startswith("document.")],
            "face_taken": parts.FACE in taken,
            "signature_taken": parts.SIGNATURE in taken,
            "declared": parts.DECLARATION in taken,
            "consented": parts.CONSENT in taken,
            "consent_needed": queries.consent_needed(held.person.birth_on, clock.today()),
            "exceptions": [
                (target, wording.name(target), wording.reason(code))
                for target, code in held.exceptions.items()
            ],
            "todo": still_to_do(held),
            "biodata": BiodataForm(initial={"koreksi": held.corrections}),
            "exception": ExceptionForm(),
            "give_up": GiveUpForm(),
            "nonce_seed": secrets.token_hex(8),
        },
    )


@require("record")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest, session: str) -> HttpResponseBase:
    """After a power cut or in another browser: the work key opens the session again."""
    held = session_for(principal_of(request), session)
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = form.cleaned_data["kunci"]
        try:
            actions.open_again(session_ref=session, secret=secret, vault=station.vault())
        except REFUSALS as refused:
            form.add_error("kunci", sentence(refused))
        else:
            response = redirect("enrolment:station", session=session)
            unlocking.remember(request, response, secret)
            return response
    context = {**about(held.person), "form": form, "session": held}
    return render(request, "enrolment/unlock.html", context, status=400 if form.errors else 200)


@require("record")
@require_POST
def biodata(request: HttpRequest, session: str) -> HttpResponseBase:
    principal = principal_of(request)
    held = session_for(principal, session)
    form = BiodataForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Bacakan dulu biodatanya, lalu centang."))
    else:
        attempt(
            request,
            lambda: actions.confirm_biodata(
                actor=principal,
                session_ref=session,
                digest=_digest(held.person),
                corrections=form.cleaned_data["koreksi"],
                now=timezone.now(),
            ),
        )
    return redirect("enrolment:station", session=session)


@require("record")
@require_POST
def part(request: HttpRequest, session: str, kind: str) -> HttpResponseBase:
    """One part from the page: judged in words, and accepted when it is durable.

    A script gets JSON, a plain form the station page with a message.
    """
    principal = principal_of(request)
    held = session_for(principal, session)
    if not parts.known(kind):
        raise Http404
    try:
        judged = judging.judge(kind, _content(request, kind))
        _accept(request, held, judged)
    except REFUSALS as refused:
        return _answer(request, session, refused=sentence(refused))
    said = [wording.spoken(one) for one in judged.advice]
    return _answer(request, session, kind=kind, score=judged.score, advice=said)


@require("record")
@require_POST
def preview(request: HttpRequest, session: str, kind: str) -> JsonResponse:
    """A frame of the camera judged and forgotten: what the operator says now."""
    session_for(principal_of(request), session)
    try:
        judged = judging.judge(kind, _content(request, kind))
    except BiometricError as refused:
        return JsonResponse({"score": 0, "advice": [sentence(refused)]})
    return JsonResponse(
        {"score": judged.score, "advice": [wording.spoken(one) for one in judged.advice]}
    )


@require("record")
@never_cache
def image(request: HttpRequest, session: str, kind: str) -> HttpResponse:
    """An accepted image, for the operator's own review; only while the session is open."""
    session_for(principal_of(request), session)
    secret = unlocking.remembered(request)
    try:
        held = contents(station.vault().journal(session, secret))
        pixels = judging.picture(kind, held[kind][1])
    except (KeyError, *REFUSALS) as refused:
        raise Http404 from refused
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(out, "PNG", compress_level=1)
    return HttpResponse(out.getvalue(), content_type="image/png")


@require("record")
@require_POST
def except_(request: HttpRequest, session: str) -> HttpResponseBase:
    principal = principal_of(request)
    session_for(principal, session)
    target, code = request.POST.get("bagian", ""), request.POST.get("alasan", "")
    attempt(
        request,
        lambda: actions.except_part(
            actor=principal,
            session_ref=session,
            target=target,
            reason=code,
            now=timezone.now(),
        ),
    )
    return redirect("enrolment:station", session=session)


@require("cosign")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cosign(request: HttpRequest, session: str) -> HttpResponseBase:
    """The second person sees the exceptions, never the images, and approves."""
    principal = principal_of(request)
    held = CaptureSession.objects.select_related("person").filter(ref=session, state="open").first()
    if held is None or not principal.covers(held.person.village_id, "cosign"):
        raise Http404
    if request.method == "POST":
        try:
            actions.approve_exceptions(actor=principal, session_ref=session, now=timezone.now())
        except CaptureError as refused:
            messages.error(request, sentence(refused))
        else:
            messages.success(request, _("Pengecualian disetujui."))
            return redirect("enrolment:waiting")
    exceptions = [
        (wording.name(target), wording.reason(code)) for target, code in held.exceptions.items()
    ]
    return render(
        request,
        "enrolment/cosign.html",
        {"session": held, "exceptions": exceptions, "person": held.person},
    )


@require("cosign")
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """Sessions whose exceptions wait for a second person."""
    principal = principal_of(request)
    rows = [
        one
        for one in CaptureSession.objects.filter(state="open", cosigned_by="")
        .exclude(exceptions={})
        .select_related("person")
        .order_by("began_at")
        if principal.covers(one.person.village_id, "cosign")
    ]
    return render(request, "enrolment/waiting.html", {"rows": rows})


@require("record")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: HttpRequest, session: str) -> HttpResponseBase:
    """Look at everything once more, then seal; refused in words while something is missing."""
    principal = principal_of(request)
    held = session_for(principal, session)
    if held.state != CaptureSession.State.OPEN:
        return redirect("enrolment:receipt", session=session)
    user = user_of(request)
    second = accounts.needs_second_factor(user, today=clock.today())
    form = SealForm(request.POST or None, second_factor=second)
    if request.method == "POST" and form.is_valid():
        try:
            if second:
                check_second_factor(user=user, code=form.cleaned_data["kode"])
            actions.seal_session(
                actor=principal,
                session_ref=session,
                secret=form.cleaned_data["kunci"],
                vault=station.vault(),
                on=clock.today(),
                now=timezone.now(),
            )
        except (AccountsError, *REFUSALS) as refused:
            form.add_error(None, sentence(refused))
        else:
            messages.success(request, _("Perekaman disegel. Angka belum rekam berkurang satu."))
            return redirect("enrolment:receipt", session=session)
    return render(
        request,
        "enrolment/seal.html",
        {
            **about(held.person),
            "session": held,
            "form": form,
            "steps": named_steps(held),
            "todo": still_to_do(held),
        },
        status=400 if form.errors else 200,
    )


@require("record")
@never_cache
def receipt(request: HttpRequest, session: str) -> HttpResponseBase:
    """*Tanda terima perekaman*: what the resident takes home, with an opaque code."""
    held = session_for(principal_of(request), session)
    if held.state == CaptureSession.State.ABANDONED:
        return render(request, "enrolment/given_up.html", {"session": held, "person": held.person})
    if held.state != CaptureSession.State.SEALED:
        return redirect("enrolment:station", session=session)
    context = {**about(held.person), "session": held, "qr": _qr(held.receipt)}
    return render(request, "enrolment/receipt.html", context)


@require("record")
@require_POST
def give_up(request: HttpRequest, session: str) -> HttpResponseBase:
    principal = principal_of(request)
    held = session_for(principal, session)
    form = GiveUpForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasannya, paling sedikit lima huruf."))
        return redirect("enrolment:station", session=session)
    attempt(
        request,
        lambda: actions.abandon_session(
            actor=principal,
            session_ref=session,
            reason=form.cleaned_data["alasan"],
            vault=station.vault(),
            now=timezone.now(),
        ),
    )
    return redirect("residents:person", ref=held.person.ref.hex)


# --- what the views share -----------------------------------------------------------------


def _content(request: HttpRequest, kind: str) -> bytes:
    """The upload ``isi``, or a pen's path as JSON in ``jejak``: [[x, y, seconds, stroke], …]."""
    path = request.POST.get("jejak")
    if path:
        return _trajectory(path).pack()
    upload = request.FILES.get("isi")
    content = upload.read(LARGEST + 1) if upload else b""
    if not content or len(content) > LARGEST:
        raise BiometricError
    return content


def _trajectory(text: str) -> signatures.Trajectory:
    try:
        rows = np.asarray(json.loads(text), np.float64).reshape(-1, 4)
        strokes = np.flatnonzero(np.diff(rows[:, 3], prepend=-1)).tolist()
    except (ValueError, TypeError) as refused:
        raise BiometricError from refused
    return signatures.Trajectory(rows[:, :3], tuple(strokes))


def _accept(request: HttpRequest, session: CaptureSession, judged: judging.Judged) -> None:
    """Below the least quality a reason is needed, after as many attempts as the office asks."""
    least = station.least_quality(judged.kind, clock.today())
    reason = request.POST.get("alasan", "").strip()
    if judged.score < least and not reason:
        first = judged.advice[0] if judged.advice else ("Ambil lagi.", "Capture it again.")
        raise QualityTooLow(*first)
    if judged.score < least and len(reason) < 5:
        raise ReasonNeeded
    doing = worker(request, session)
    scanning.refuse_fingers_twice(doing, [judged])
    scanning.refuse_eye_twice(doing, [judged])
    scanning.keep(
        doing,
        judged,
        device=request.POST.get("alat", "halaman"),
        forced_for=reason if judged.score < least else "",
        nonce=request.POST.get("nonce", ""),
    )


def _answer(
    request: HttpRequest,
    session: str,
    *,
    refused: str = "",
    kind: str = "",
    score: int = 0,
    advice: list[str] | None = None,
) -> HttpResponseBase:
    if "application/json" in request.headers.get("Accept", ""):
        told = {"refused": refused, "kind": kind, "score": score, "advice": advice or []}
        return JsonResponse(told, status=422 if refused else 200)
    if refused:
        messages.error(request, refused)
    else:
        said = _("%(part)s diterima, mutu %(score)s.") % {
            "part": wording.name(kind).capitalize(),
            "score": score,
        }
        messages.success(request, said)
    return redirect("enrolment:station", session=session)


def _digest(person: access.Person) -> str:
    """Of the biodata that were read and confirmed; the values themselves are not copied."""
    said = (
        person.nik,
        person.name,
        person.sex,
        person.birth_place,
        str(person.birth_on),
        person.marital,
        person.address,
    )
    return hashlib.sha256("\n".join(str(one) for one in said).encode()).hexdigest()


def _qr(receipt_code: str) -> str:
    import segno

    drawn = io.BytesIO()
    segno.make(f"TUNTAS:{receipt_code}", error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, scale=4, border=2
    )
    return drawn.getvalue().decode()
