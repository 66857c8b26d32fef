"""The links between the pages of cards, each only for whom it opens."""

from __future__ import annotations

from typing import Any

from django import template

from tuntas.accounts.access import principal_of

register = template.Library()


@register.inclusion_tag("cards/_rooms.html", takes_context=True)
def card_rooms(context: dict[str, Any]) -> dict[str, Any]:
    """Which pages whoever looks may open."""
    principal = principal_of(context["request"])
    prints = principal.can("print_cards") and principal.can("see_names")
    hands = principal.can("hand_over") and principal.can("see_person")
    return {
        "queue": prints,
        "hand_over": hands,
        "cases": principal.can("print_cards") or principal.can("hand_over"),
        "shortage": principal.can("manage_stock") or principal.can("witness_stock"),
    }
