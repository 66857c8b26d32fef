"""Who may sign what on a date."""

from __future__ import annotations

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    name = "tuntas.authority"
