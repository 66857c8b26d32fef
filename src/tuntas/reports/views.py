"""The report to the governor, ready to be sent; and the claims check for a pasted text."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.coverage import page
from tuntas.ledger import clock
from tuntas.ledger import queries as ledger
from tuntas.letters.errors import Incomplete
from tuntas.reports import actions, queries
from tuntas.reports import governor as letter
from tuntas.reports.claims import check_text
from tuntas.reports.claims.wording import word
from tuntas.reports.marked import pieces
from tuntas.web.numerals import supported

LONGEST_TEXT = 200_000
KINDS = {
    "contradicts": "left",
    "agrees": "done",
    "implies": "",
    "repeated": "outline",
}


@require("see_figures")
@page.needs_ledger
def governor(request: HttpRequest) -> HttpResponse:
    """A text with every figure computed; always Indonesian unless English is asked for."""
    shown = page.shown(request)
    moment = shown.moment
    report = queries.governor_report(
        on=moment.on, known=moment.known, since=_since(request.GET.get("sejak", ""), moment.on)
    )
    language = "en" if request.GET.get("bahasa") == "en" else "id"
    text = letter.text(report, language)
    return render(
        request,
        "reports/governor.html",
        {
            **shown.context(),
            "report": report,
            "text": text,
            "text_language": language,
            "may_draft": principal_of(request).can("draft_letters"),
            "whatsapp_url": f"https://wa.me/?text={quote(text)}",
            "keep": {"sejak": report.since.isoformat(), "bahasa": language},
        },
    )


@require("see_figures", "draft_letters")
@require_POST
@page.needs_ledger
def governor_letter(request: HttpRequest) -> HttpResponse:
    """The same report as a draft letter, its counts taken from the ledger and never typed."""
    on = clock.today()
    language = "en" if request.POST.get("bahasa") == "en" else "id"
    try:
        ref = actions.draft_governor_letter(
            actor=principal_of(request),
            report=queries.governor_report(on=on),
            language=language,
            on=on,
            now=timezone.now(),
        )
    except Incomplete:
        messages.error(request, _("Target tahun ini belum ada. Masukkan targetnya, lalu ulangi."))
        return redirect("reports:governor")
    return redirect("letters:letter", ref=ref)


def _since(text: str, on: date) -> date | None:
    """The last letter's day; what cannot be read or lies outside is left to the default."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return None
    return asked if ledger.state().opening_on <= asked < on else None


@require("see_figures")
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: HttpRequest) -> HttpResponse:
    """Figures of a pasted text held against each other; nothing of it is kept."""
    text = request.POST.get("teks", "").replace("\r\n", "\n")
    too_long = len(text) > LONGEST_TEXT
    checked = bool(text.strip()) and not too_long
    findings = check_text(text).findings if checked else ()
    language = supported(get_language())
    rows = [
        {
            "number": number,
            "kind": _kind(finding.kind),
            "tone": KINDS[finding.kind],
            "sentence": word(finding).in_language(language),
            "printed": finding.printed,
        }
        for number, finding in enumerate(findings, start=1)
    ]
    return render(
        request,
        "reports/claims.html",
        {
            "text": text,
            "checked": checked,
            "too_long": too_long,
            "rows": rows,
            "n_wrong": sum(finding.kind == "contradicts" for finding in findings),
            "pieces": list(pieces(text, findings)) if checked else [],
        },
        status=400 if too_long else 200,
    )


def _kind(kind: str) -> str:
    return {
        "contradicts": _("bertentangan"),
        "agrees": _("cocok"),
        "implies": _("menyiratkan"),
        "repeated": _("berulang"),
    }[kind]
