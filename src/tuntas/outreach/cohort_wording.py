"""Groups in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tuntas.outreach.cohorts import Choice
from tuntas.web import numerals


def words(choice: Choice) -> str:
    """A group in the reader's language."""
    if choice.event is not None:
        language = numerals.supported(get_language())
        return _("17 tahun sebelum %(event)s, %(day)s") % {
            "event": choice.event.name,
            "day": numerals.short_date(choice.event.on, language),
        }
    kind = choice.kind
    assert kind is not None, "a group is a kind or an event"
    return kind.en if get_language() == "en" else kind.id
