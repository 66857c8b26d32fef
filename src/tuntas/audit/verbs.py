"""Acts of the house itself in words: it is no room and has no place of its own for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "house.backup": _("mencadangkan data"),
    "house.restore": _("memulihkan cadangan"),
}
