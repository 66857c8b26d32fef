"""Reading accounts: who somebody is today, and the pages of the administrator."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tuntas.accounts import principals, roles
from tuntas.accounts.models import ROLE_TITLES, Grant, Officer, OneTimeLink, User
from tuntas.accounts.principals import Area, Principal
from tuntas.accounts.roles import Role
from tuntas.wilayah import queries as wilayah

REMEMBER_S = 60
"""How long a process may go on with the villages of a grant after regions were recoded."""

_Key = tuple[str, int, date]
_remembered: dict[_Key, tuple[float, Principal]] = {}


def principal(user: User, *, today: date) -> Principal:
    """Who *user* is today. Remembered until the account changes, so a request pays no query."""
    key = (user.ref, user.version, today)
    now = time.monotonic()
    kept = _remembered.get(key)
    if kept and now - kept[0] < REMEMBER_S:
        return kept[1]
    made = load_principal(user, today=today)
    if len(_remembered) > 500:
        _remembered.clear()
    _remembered[key] = (now, made)
    return made


def load_principal(user: User, *, today: date) -> Principal:
    """As :func:`principal`, straight from the database."""
    grants = list(grants_on(user, today))
    held = tuple((grant.role, grant.region_id) for grant in grants)
    abilities = roles.abilities_of(role for role, _ in held)
    return Principal(
        kind="demo" if user.demo else "user",
        ref=user.ref,
        officer_ref=user.officer.ref,
        name=user.officer.full_name,
        abilities=abilities | {"move_clock"} if user.demo and held else abilities,
        grants=held,
        areas=tuple(map(_area, grants)),
    )


def grants_on(user: User, day: date) -> QuerySet[Grant]:
    """Roles that hold on *day*, in the order in which they were granted."""
    return user.grants.filter(_in_force(day)).order_by("id")


def needs_second_factor(user: User, *, today: date) -> bool:
    """Staff do, always; demo accounts never leave their machine and do not."""
    held = grants_on(user, today).values_list("role", flat=True)
    return not user.demo and roles.needs_second_factor(held)


def second_factor(user: User) -> TOTPDevice | None:
    """The confirmed authenticator of *user*."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return found


def administrator_exists(today: date) -> bool:
    return administrators(today).exists()


def administrators(day: date) -> QuerySet[User]:
    """Active accounts that hold the administrator's role on *day*, demo accounts included."""
    held = Grant.objects.filter(_in_force(day), role=Role.ADMINISTRATOR.value)
    return User.objects.filter(is_active=True, id__in=held.values("user_id"))


def accounts(*, search: str = "") -> QuerySet[User]:
    """Accounts with their officers and grants, by name; *search* in name, user name and NIP."""
    grants = Grant.objects.select_related("region", "dusun").order_by("id")
    found = User.objects.select_related("officer").prefetch_related(Prefetch("grants", grants))
    if search:
        found = found.filter(
            Q(officer__full_name__icontains=search)
            | Q(username__icontains=search)
            | Q(officer__nip__startswith=search)
        )
    return found.order_by("officer__full_name", "id")


def demo_accounts() -> list[User]:
    """Demo accounts that can sign in, in the order of the roles' table."""
    order = {role.value: place for place, role in enumerate(Role)}
    found = accounts().filter(demo=True, is_active=True)
    return sorted(found, key=lambda u: min((order[g.role] for g in u.grants.all()), default=99))


def user_by_name(username: str) -> User | None:
    return User.objects.select_related("officer").filter(username=username.strip().lower()).first()


def grant_by_ref(ref: str) -> Grant | None:
    return Grant.objects.select_related("user__officer", "region").filter(ref=ref).first()


def officers() -> QuerySet[Officer]:
    return Officer.objects.filter(active=True).order_by("full_name")


def open_link(token: str) -> OneTimeLink | None:
    """The unused, unexpired link that *token* opens."""
    return (
        OneTimeLink.objects.select_related("user__officer")
        .filter(digest=digest(token), used_at=None, expires_at__gt=timezone.now())
        .first()
    )


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class Name(NamedTuple):
    """How a ref of the log is shown to a person; *title* says what it is."""

    text: str
    title: str


def names_of(refs: Iterable[str]) -> dict[str, Name]:
    """Names for refs of accounts and of the program; refs of anybody else are left out."""
    wanted = set(refs)
    users = User.objects.select_related("officer").filter(ref__in=wanted)
    found = {user.ref: Name(user.officer.full_name, user.username) for user in users}
    for ref in wanted - found.keys():
        if (name := principals.system_name(ref)) is not None:
            found[ref] = Name(f"Tuntas ({name})", "system")
    return found


def role_titles(held: Iterable[str]) -> list[str]:
    """Roles in words, in the order of the roles' table."""
    wanted = set(held)
    return [str(title) for role, title in ROLE_TITLES if role in wanted]


def _in_force(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


def _area(grant: Grant) -> Area:
    if _is_whole_office(grant.region_id):
        return Area(grant.role, None)
    villages = wilayah.subtree_village_ids(grant.region_id)
    hamlets = frozenset({grant.dusun_id}) if grant.dusun_id else None
    return Area(grant.role, villages, hamlets)


def _is_whole_office(region_id: int) -> bool:
    """A grant for the office's own region (or above it) also reaches people without a village."""
    if not wilayah.has_office():
        return False
    return wilayah.contains(region_id, wilayah.office_region().id)
