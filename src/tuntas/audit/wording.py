"""Verbs of the log in words. Each room words its own in ``verbs.py``; this gathers them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("tuntas.") and module_has_submodule(config.module, "verbs"):
            words |= import_module(f"{config.name}.verbs").VERBS
    return words


def in_words(verb: str) -> str:
    """*verb* as a person says it; a verb of an older program as it stands in the log."""
    return str(_words().get(verb, verb))
