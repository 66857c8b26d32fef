"""`tuntas accounts`: the first administrator, and accounts from the machine itself.

Whoever runs these commands already holds the office's data folder; the log says
that the program acted at the terminal.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup, table

if TYPE_CHECKING:
    from tuntas.accounts.models import User

DAY = click.DateTime(["%Y-%m-%d"])
BASE = click.option(
    "--url",
    default="http://127.0.0.1:8000",
    show_default=True,
    help=bilingual("alamat kantor di peramban", "the office's address in the browser"),
)


@click.group("accounts", help=bilingual("Akun dan administrator.", "Accounts."))
def accounts() -> None:
    pass


@accounts.command(
    "first-admin",
    help=bilingual(
        "Tautan sekali pakai untuk pengelola akun pertama (15 menit).",
        "A one-time link for the first administrator (15 minutes).",
    ),
)
@BASE
@answering
def first_admin(url: str) -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.accounts import actions

    link = _link(url, actions.issue_first_administrator_link(now=timezone.now()))
    return Answer(
        {"link": link, "minutes": 15},
        bilingual(
            f"Buka dalam 15 menit, satu kali pakai:\n{link}",
            f"Open within 15 minutes, once:\n{link}",
        ),
    )


@accounts.command("list", help=bilingual("Semua akun dengan perannya.", "All accounts."))
@answering
def list_accounts() -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.accounts import queries

    rows = [_row(user, timezone.localdate().isoformat()) for user in queries.accounts()]
    header = [bilingual("akun", "account"), bilingual("nama", "name"), bilingual("peran", "roles")]
    lines = [(row["username"], row["name"], "; ".join(_grants(row))) for row in rows]
    return Answer({"accounts": rows}, table(header, lines))


@accounts.command("add", help=bilingual("Tambah akun; mencetak tautan.", "Add an account."))
@click.argument("username")
@click.option("--name", required=True, help=bilingual("nama lengkap", "full name"))
@click.option("--nip", default="")
@BASE
@answering
def add(username: str, name: str, nip: str, url: str) -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.accounts import actions
    from tuntas.accounts.principals import system

    now, actor = timezone.now(), system("terminal")
    user = actions.add_account(actor=actor, username=username, full_name=name, nip=nip, now=now)
    link = _link(url, actions.issue_password_link(actor=actor, user=user, now=now))
    return Answer({"username": user.username, "ref": user.ref, "link": link}, link)


@accounts.command("grant", help=bilingual("Beri peran di suatu wilayah.", "Grant a role."))
@click.argument("username")
@click.argument("role")
@click.argument("region")
@click.option("--from", "valid_from", type=DAY, help=bilingual("hari pertama", "first day"))
@click.option("--to", "valid_to", type=DAY, help=bilingual("hari tanpa peran", "day without it"))
@answering
def grant(
    username: str,
    role: str,
    region: str,
    valid_from: datetime | None,
    valid_to: datetime | None,
) -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.accounts import actions
    from tuntas.accounts.errors import NotFound
    from tuntas.accounts.principals import system
    from tuntas.accounts.roles import Role
    from tuntas.wilayah import queries as wilayah

    if role not in set(Role):
        raise click.BadParameter(", ".join(Role), param_hint="ROLE")
    area = wilayah.region_by_code(region)
    if area is None:
        raise NotFound
    given = actions.grant_role(
        actor=system("terminal"),
        user=_user(username),
        role=Role(role),
        region_id=area.id,
        valid_from=valid_from.date() if valid_from else None,
        valid_to=valid_to.date() if valid_to else None,
        now=timezone.now(),
    )
    payload = {"grant": given.ref, "username": username, "role": role, "region": area.code}
    return Answer(payload, f"{username}: {role}, {area.code} {area.name} ({given.ref})")


@accounts.command("revoke", help=bilingual("Cabut peran hari ini.", "Revoke a role today."))
@click.argument("grant_ref")
@answering
def revoke(grant_ref: str) -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.accounts import actions, queries
    from tuntas.accounts.errors import NotFound
    from tuntas.accounts.principals import system

    found = queries.grant_by_ref(grant_ref)
    if found is None:
        raise NotFound
    actions.revoke_grant(actor=system("terminal"), grant=found, now=timezone.now())
    return Answer({"grant": grant_ref, "ends": found.valid_to}, str(found.valid_to))


@accounts.command(
    "reset",
    help=bilingual(
        "Tautan kata sandi baru; membuka kunci; bila diminta menghapus faktor kedua.",
        "A new password link; ends a lockout; drops the second factor when asked.",
    ),
)
@click.argument("username")
@click.option("--second-factor", is_flag=True)
@click.option("--temporary", is_flag=True, help=bilingual("kata sandi lisan", "a spoken password"))
@BASE
@answering
def reset(username: str, second_factor: bool, temporary: bool, url: str) -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.accounts import actions
    from tuntas.accounts.principals import system

    now, actor, user = timezone.now(), system("terminal"), _user(username)
    if second_factor:
        actions.reset_second_factor(actor=actor, user=user, now=now)
    if temporary:
        password = actions.give_temporary_password(actor=actor, user=user, now=now)
        return Answer({"username": username, "password": password}, password)
    link = _link(url, actions.issue_password_link(actor=actor, user=user, now=now))
    return Answer({"username": username, "link": link}, link)


def _link(base: str, token: str) -> str:
    from django.urls import reverse

    return base.rstrip("/") + reverse("accounts:one_time_link", args=[token])


def _user(username: str) -> User:
    from tuntas.accounts import queries
    from tuntas.accounts.errors import NotFound

    user = queries.user_by_name(username)
    if user is None:
        raise NotFound
    return user


def _row(user: User, today: str) -> dict[str, object]:
    grants = [
        {
            "ref": grant.ref,
            "role": grant.role,
            "region": grant.region.code,
            "from": grant.valid_from.isoformat(),
            "to": grant.valid_to.isoformat() if grant.valid_to else None,
        }
        for grant in user.grants.all()
    ]
    return {
        "username": user.username,
        "ref": user.ref,
        "name": user.officer.full_name,
        "active": user.is_active,
        "demo": user.demo,
        "grants": [g for g in grants if g["to"] is None or str(g["to"]) > today],
    }


def _grants(row: dict[str, object]) -> list[str]:
    held = row["grants"]
    assert isinstance(held, list)
    return [f"{grant['role']} {grant['region']}" for grant in held]
