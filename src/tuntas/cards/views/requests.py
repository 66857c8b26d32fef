"""Cases: who asks for another card, with what documents; the register of suket and biodata."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require, require_any
from tuntas.cards import actions, queries, substitutes, wording
from tuntas.cards.causes import CASES, Cause, lacking, required
from tuntas.cards.models import Request
from tuntas.cards.views import showing
from tuntas.ledger import clock
from tuntas.letters import queries as letters
from tuntas.residents import access
from tuntas.web.language import sentence

State = Request.State


class RequestForm(forms.Form):
    """What a request says; the documents stand beside it, by cause."""

    catatan = forms.CharField(
        label=gettext_lazy("Catatan"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Nomor surat polisi, atau apa yang berubah. Tanpa NIK atau nama."),
    )
    perlu = forms.DateField(
        label=gettext_lazy("Diperlukan paling lambat"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    mendesak = forms.CharField(
        label=gettext_lazy("Mendesak karena"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Hanya bila perlu didahulukan saat blangko langka."),
    )
    lama = forms.BooleanField(
        label=gettext_lazy("Kartu lama sudah ditarik sekarang"), required=False
    )
    seri = forms.CharField(
        label=gettext_lazy("Nomor seri kartu lama"), max_length=40, required=False
    )


class SubstituteForm(forms.Form):
    """Why a paper is issued, and in which language."""

    jenis = forms.ChoiceField(
        label=gettext_lazy("Surat"),
        choices=[
            ("suket", gettext_lazy("Surat keterangan pengganti KTP-el")),
            ("biodata", gettext_lazy("Biodata penduduk")),
        ],
    )
    alasan = forms.CharField(
        label=gettext_lazy("Sebab atau keperluan"), min_length=5, max_length=120
    )


@require_any("print_cards", "hand_over")
def cases(request: HttpRequest) -> HttpResponse:
    """Open requests with what is missing, and the latest that ended."""
    principal = principal_of(request)
    ability = "print_cards" if principal.can("print_cards") else "hand_over"
    mine = [
        one
        for one in queries.requests(State.OPEN)
        if principal.covers(one.person.village_id, ability)
    ]
    showing.look(principal, "cases", [one.person for one in mine])
    return render(
        request,
        "cards/cases.html",
        {
            "rows": [_case(one) for one in mine],
            "ended": [
                (one, wording.cause(one.cause))
                for one in queries.requests(State.DONE, State.CANCELLED).order_by("-ended_on")[:20]
                if principal.covers(one.person.village_id, ability)
            ],
        },
    )


@require("hand_over", "see_person")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody asks for another card: cause, checklist of documents, the old card."""
    principal, on = principal_of(request), clock.today()
    person = access.person_for(principal, ref, ability="hand_over")
    cause = _cause(request.POST.get("sebab") or request.GET.get("sebab", ""))
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.request_card(
                actor=principal,
                person_ref=person.ref.hex,
                cause=cause,
                documents=request.POST.getlist("dokumen"),
                note=said["catatan"],
                needed_by=said["perlu"],
                urgent_for=said["mendesak"],
                old_card_taken=said["lama"],
                old_serial=said["seri"],
                on=on,
                now=timezone.now(),
            )
        except showing.REFUSALS as refused:
            form.add_error(None, sentence(refused))
        else:
            return redirect("cards:cases")
    return render(
        request,
        "cards/ask.html",
        {
            "person": person,
            "form": form,
            "cause": cause,
            "causes": [(one.value, wording.cause(one)) for one in CASES],
            "documents": [(one, wording.document(one)) for one in required(cause, on)],
            "lost": cause is Cause.LOST,
        },
        status=400 if form.errors else 200,
    )


@require("hand_over")
@require_POST
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """Documents brought later, or the request withdrawn."""
    principal = principal_of(request)
    found = queries.requests(State.OPEN).filter(ref=ref).first()
    if found is None or not principal.covers(found.person.village_id, "hand_over"):
        raise Http404
    if request.POST.get("apa") == "batal":
        showing.attempt(
            request,
            lambda: actions.cancel_request(
                actor=principal,
                ref=ref,
                reason=request.POST.get("alasan", ""),
                on=clock.today(),
                now=timezone.now(),
            ),
            _("Permohonan dibatalkan."),
        )
    else:
        showing.attempt(
            request,
            lambda: actions.add_documents(
                actor=principal,
                ref=ref,
                documents=request.POST.getlist("dokumen"),
                now=timezone.now(),
            ),
            _("Dokumen dicatat."),
        )
    return redirect("cards:cases")


@require_any("print_cards", "hand_over")
def register(request: HttpRequest) -> HttpResponse:
    """The register of suket and biodata."""
    principal, on = principal_of(request), clock.today()
    ability = "print_cards" if principal.can("print_cards") else "hand_over"
    mine = [
        one for one in queries.substitutes() if principal.covers(one.person.village_id, ability)
    ][:200]
    showing.look(principal, "substitutes", [one.person for one in mine])
    return render(
        request,
        "cards/substitutes.html",
        {
            "rows": [(one, _letter(one.letter), one.valid_until < on) for one in mine],
            "rule": substitutes.rule_on("suket", on),
            "stock": queries.usable(),
            "may_letters": principal.can("draft_letters") or principal.can("sign_letters"),
        },
    )


@require("hand_over", "draft_letters")
@require_http_methods(["GET", "HEAD", "POST"])
def substitute(request: HttpRequest, ref: str) -> HttpResponse:
    """A paper in place of the card, for one person."""
    principal, on = principal_of(request), clock.today()
    person = access.person_for(principal, ref, ability="hand_over")
    form = SubstituteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            letter = actions.issue_substitute(
                actor=principal,
                kind=form.cleaned_data["jenis"],
                person_ref=person.ref.hex,
                reason=form.cleaned_data["alasan"],
                on=on,
                now=timezone.now(),
            )
        except showing.REFUSALS as refused:
            form.add_error(None, sentence(refused))
        else:
            return redirect("letters:letter", ref=letter)
    return render(
        request,
        "cards/substitute.html",
        {
            "person": person,
            "form": form,
            "rule": substitutes.rule_on("suket", on),
            "allowed": substitutes.allowed("suket", on, stock=queries.usable()),
            "stock": queries.usable(),
        },
        status=400 if form.errors else 200,
    )


def _case(one: Request) -> dict[str, Any]:
    cause = Cause(one.cause)
    missing = lacking(cause, frozenset(one.documents), one.on)
    return {
        "request": one,
        "cause": wording.cause(cause),
        "missing": [(each.code, wording.document(each)) for each in missing],
        "where": showing.where(one.person.village_id),
    }


def _cause(said: str) -> Cause:
    return Cause(said) if said in CASES else Cause.LOST


def _letter(ref: str) -> Any:
    return letters.letter(ref)
