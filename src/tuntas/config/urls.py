"""Addresses: each room brings its own; the order is that of the rooms, lowest first."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tuntas.web.urls")),
    path("", include("tuntas.accounts.urls")),
    path("", include("tuntas.wilayah.urls")),
    path("", include("tuntas.authority.urls")),
    path("", include("tuntas.letters.urls")),
    path("", include("tuntas.residents.urls")),
    path("", include("tuntas.enrolment.urls")),
    path("", include("tuntas.centre.urls")),
    path("", include("tuntas.cards.urls")),
    path("", include("tuntas.coverage.urls")),
    path("", include("tuntas.outreach.urls")),
    path("", include("tuntas.missions.urls")),
    path("", include("tuntas.reports.urls")),
    path("", include("tuntas.audit.urls")),
]
if settings.DEMO:
    # Moves the business clock, so it has no address in a real office.
    urlpatterns.append(path("", include("tuntas.demo.urls")))

handler400 = "tuntas.web.views.bad_request"
handler403 = "tuntas.web.views.forbidden"
handler404 = "tuntas.web.views.not_found"
handler500 = "tuntas.web.views.server_error"
