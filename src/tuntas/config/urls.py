"""Addresses: each room brings its own; the order is that of the rooms, lowest first."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

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
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(import_module(f"tuntas.{room}.urls")))
    for room in ROOMS
    if find_spec(f"tuntas.{room}.urls")
]
