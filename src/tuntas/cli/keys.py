"""``tuntas keys``: the centre's and recovery's keys, made once, listed, rotated."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup, table

if TYPE_CHECKING:
    from tuntas.centre.keyring import Keyring

GROUPS = 6


@click.group("keys", help=bilingual("Kunci pusat dan pemulihan.", "Keys of centre and recovery."))
def keys() -> None:
    pass


@keys.command(
    "init", help=bilingual("Buat kunci dan daftarkan perangkat ini.", "Make the keys, once.")
)
@click.option("--device-name", default="", help=bilingual("nama perangkat ini", "this machine"))
@click.option(
    "--leave-open",
    is_flag=True,
    help=bilingual(
        "simpan rahasia pusat di mesin ini (hanya kantor satu mesin)",
        "keep the centre's secret on this machine (an office of one machine only)",
    ),
)
@answering
def init(device_name: str, leave_open: bool) -> Answer:
    """Secrets come from the environment, or are made and shown once."""
    django_setup()
    from django.utils import timezone

    from tuntas.accounts.principals import system
    from tuntas.centre.actions import init_keys
    from tuntas.enrolment import station
    from tuntas.ledger import clock

    ring = keyring()
    centre, recovery = _secret("TUNTAS_CENTRE_SECRET"), _secret("TUNTAS_RECOVERY_SECRET")
    made = init_keys(
        actor=system("terminal"),
        keyring=ring,
        centre_secret=centre,
        recovery_secret=recovery,
        device=station.vault().device().public,
        device_name=device_name or bilingual("mesin ini", "this machine"),
        on=clock.today(),
        now=timezone.now(),
    )
    if leave_open:
        ring.leave_open(centre)
    shown = {
        name: secret
        for name, secret in (("centre", centre), ("recovery", recovery))
        if not os.environ.get(f"TUNTAS_{name.upper()}_SECRET")
    }
    return Answer(
        {"centre": made.centre, "recovery": made.recovery, "device": made.device, "secrets": shown},
        _what_to_keep(str(made.centre), str(made.recovery), shown, leave_open),
    )


@keys.command("list", help=bilingual("Kunci dan siapa yang dapat membuka.", "The keys."))
@answering
def list_keys() -> Answer:
    django_setup()
    from tuntas.centre import queries

    ring = keyring()
    opened = {one.public for one in ring.readers()}
    rows = [
        {
            "role": row.role,
            "public": row.public,
            "starts": row.starts,
            "ends": row.ends,
            "here": ring.has(row.role, row.public),
            "opens": row.public in opened,
        }
        for row in queries.registered_keys()
    ]
    text = table(
        [
            bilingual("peran", "role"),
            bilingual("kunci", "key"),
            bilingual("mulai", "from"),
            bilingual("akhir", "until"),
            bilingual("berkas", "file"),
            bilingual("terbuka", "open"),
        ],
        [
            (
                row["role"],
                f"…{str(row['public'])[-12:]}",
                row["starts"],
                row["ends"] or "–",
                _yes(row["here"]),
                _yes(row["opens"]),
            )
            for row in rows
        ],
    )
    return Answer({"keys": rows}, text)


@keys.command("rotate", help=bilingual("Ganti kunci mulai hari ini.", "A new key from today on."))
@click.option("--role", type=click.Choice(["centre", "recovery"]), default="centre")
@answering
def rotate(role: str) -> Answer:
    """The secret of the centre's key in force locks the new one too."""
    django_setup()
    from django.utils import timezone

    from tuntas.accounts.principals import system
    from tuntas.centre.actions import rotate_keys
    from tuntas.centre.errors import Locked
    from tuntas.ledger import clock

    ring = keyring()
    secret = ring.secret() if role == "centre" else os.environ.get("TUNTAS_RECOVERY_SECRET", "")
    if role == "centre" and not secret:
        raise Locked
    shown = {} if secret else {role: _secret("TUNTAS_RECOVERY_SECRET")}
    path = rotate_keys(
        actor=system("terminal"),
        keyring=ring,
        role=role,
        secret=secret or shown[role],
        on=clock.today(),
        now=timezone.now(),
    )
    said = bilingual(
        f"Kunci baru: {path}. Paket lama tetap dibuka kunci lama; jangan hapus berkasnya.",
        f"New key: {path}. Old packets are still opened by the old key; keep its file.",
    )
    return Answer({"key": path, "secrets": shown}, "\n".join([said, *_secrets(shown)]))


def keyring() -> Keyring:
    """The office's keyring."""
    from pathlib import Path

    from django.conf import settings

    from tuntas.centre.keyring import Keyring

    return Keyring(Path(settings.DATA_DIR) / "keys")


def _secret(name: str) -> str:
    """What the environment says, or a new secret that a person can write down."""
    drawn = "-".join(secrets.token_hex(2) for _ in range(GROUPS))
    return os.environ.get(name) or drawn


def _what_to_keep(centre: str, recovery: str, shown: dict[str, str], leave_open: bool) -> str:
    lines = [
        bilingual(f"Kunci pusat: {centre}", f"Centre: {centre}"),
        bilingual(f"Kunci pemulihan: {recovery}", f"Recovery: {recovery}"),
        *_secrets(shown),
        bilingual(
            "Pindahkan berkas kunci pemulihan ke luar mesin ini dan simpan rahasianya terpisah. "
            "Tanpa kedua kunci, paket tidak dapat dibuka siapa pun.",
            "Move the recovery key off this machine and keep its secret apart from it. Without "
            "both keys nobody can open a packet.",
        ),
    ]
    if leave_open:
        lines.append(
            bilingual(
                "Rahasia pusat disimpan di mesin ini: siapa mencuri mesin ini memegang keduanya.",
                "The centre's secret stays on this machine: whoever steals it holds both.",
            )
        )
    else:
        lines.append(
            bilingual(
                "Sebelum `tuntas serve`, setel TUNTAS_CENTRE_SECRET dengan rahasia pusat.",
                "Before `tuntas serve`, set TUNTAS_CENTRE_SECRET to the centre's secret.",
            )
        )
    return "\n".join(lines)


def _secrets(shown: dict[str, str]) -> list[str]:
    return [
        bilingual(
            f"Rahasia {name}, tampil sekali ini saja: {secret}",
            f"Secret of {name}, shown this once: {secret}",
        )
        for name, secret in shown.items()
    ]


def _yes(here: object) -> str:
    return bilingual("ya", "yes") if here else bilingual("tidak", "no")
