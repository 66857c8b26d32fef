"""Addresses: each room brings its own; the order is that of the rooms, lowest first."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

ROOMS = (
    "web",
    "accounts",
    "wilayah",
    "residents",
    "enrolment",
    "outreach",
    "coverage",
    "reports",
    "audit",
    # Moves the business clock, so it has no address in a real office.
    *(["demo"] if settings.DEMO else []),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(import_module(f"tuntas.{room}.urls")))
    for room in ROOMS
    if find_spec(f"tuntas.{room}.urls")
]

handler400 = "tuntas.web.views.bad_request"
handler403 = "tuntas.web.views.forbidden"
handler404 = "tuntas.web.views.not_found"
handler500 = "tuntas.web.views.server_error"
