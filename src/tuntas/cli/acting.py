"""On whose behalf a command acts: an account of the office, with its abilities and area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuntas.cli.output import Refused

if TYPE_CHECKING:
    from tuntas.accounts.principals import Principal


def acting(username: str, ability: str) -> Principal:
    """The principal of an active account that holds *ability* today.

    Raises:
        Refused: no such account, or it may not do this.
    """
    from django.utils import timezone

    from tuntas.accounts.queries import principal, user_by_name

    user = user_by_name(username)
    if user is None or not user.is_active:
        raise Refused(
            "AKUN-20",
            id="Akun ini tidak ada atau tidak aktif. Lihat daftarnya: tuntas accounts list.",
            en="There is no such active account. See the list: tuntas accounts list.",
        )
    actor = principal(user, today=timezone.localdate())
    if not actor.can(ability):
        raise Refused(
            "AKUN-21",
            id=f"Akun ini tidak berwenang untuk ini ({ability}). Minta peran kepada administrator.",
            en=f"This account may not do this ({ability}). Ask the administrator for the role.",
        )
    return actor
