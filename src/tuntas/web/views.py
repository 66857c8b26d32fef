"""Language choice, the pages for things that go wrong, and the gallery of parts."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuntas.web import charts
from tuntas.web.language import chosen

LANGUAGE_COOKIE_AGE_S = 365 * 24 * 3600


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to where the reader was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen(request.POST.get("bahasa")),
        max_age=LANGUAGE_COOKIE_AGE_S,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """No request context here: whatever broke may break again while the page is composed."""
    return render(None, "web/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "web/csrf.html", status=403)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every part with sample figures, for whoever changes the stylesheet; DEBUG only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "web/gallery.html", _samples())


def _samples() -> dict[str, object]:
    days = [900, 881, 862, 828, 782, 753, 720, 650, 554]
    points = [
        charts.Point(date(2023, 6, 12) + timedelta(days=n), left, marked=n in (2, 7))
        for n, left in enumerate(days)
    ]
    return {
        "burn_down": charts.burn_down(
            points,
            key="contoh",
            title=_("Menuju nol, 12–20 Juni 2023"),
            desc=_("Turun dari 900 menjadi 554 orang."),
            targets=[charts.Target(554, _("target 99,40 % = paling banyak 554"))],
            notes=[charts.Note(date(2023, 6, 14), "Motabi Kambungu")],
        ),
        "fall": charts.fall(
            [charts.Period(str(12 + n), (19 + 5 * n, n % 4, n % 3, 0, 3)) for n in range(9)],
            [
                charts.Cause(_("Direkam"), 0),
                charts.Cause(_("Dikeluarkan"), 1),
                charts.Cause(_("Tidak lagi wajib"), 2),
                charts.Cause(_("Pindah"), 3),
                charts.Cause(_("Wajib baru"), 4, enters=True),
            ],
            key="jatuh",
            title=_("Yang keluar dan masuk daftar"),
        ),
        "numerators": charts.numerators(
            [
                charts.Numerator(_("Sudah rekam"), 91786, "99,40 %"),
                charts.Numerator(_("Tunggal (PRR)"), 90920, "98,46 %"),
                charts.Numerator(_("Tercetak"), 89011, "96,40 %"),
                charts.Numerator(_("Di tangan pemilik"), 93002, "100,72 %"),
            ],
            obliged=92340,
            obliged_label=_("wajib KTP 92.340"),
            key="empat",
            title=_("Empat angka"),
        ),
        "sample_steps": [_("Berkas"), _("Pemetaan"), _("Pratinjau"), _("Selesai")],
    }
