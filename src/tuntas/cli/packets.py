"""``tuntas packets``: check what is sealed, and exchange packets with MOSIP."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup, language
from tuntas.packets.errors import PacketError

SECRET = "TUNTAS_MOSIP_SECRET"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LARGEST = 128 * 1024 * 1024


@click.group("packets", help=bilingual("Paket perekaman.", "Sealed packets."))
def packets() -> None:
    pass


@packets.command("verify", help=bilingual("Periksa paket.", "Check packets."))
@click.argument("files", nargs=-1, type=FILE)
@click.option("--key", type=FILE, help=bilingual("kunci RSA pembuka (MOSIP)", "RSA key (MOSIP)"))
@click.option("--machine", type=FILE, help=bilingual("kunci publik mesin", "machine's public key"))
@answering
def verify(files: tuple[Path, ...], key: Path | None, machine: Path | None) -> Answer:
    """FILES: packets of ours or MOSIP's; without any, everything this office keeps.

    Exit 0 when all holds, 1 and a line for each thing that does not, 2 for wrong usage.
    """
    if (key is None) != (machine is None):
        raise click.UsageError(bilingual("--key perlu --machine.", "--key needs --machine."))
    django_setup()
    if files:
        found = [one for path in files for one in _of_file(path, key, machine)]
        n = len(files)
    else:
        n, found = _kept()
    lines = [f"{one['where']}: {one['message']}" for one in found]
    lines += [] if found else [bilingual(f"{n} paket, semua cocok.", f"{n} packets, all holds.")]
    payload = {"verify": "failed" if found else "ok", "packets": n, "problems": found}
    return Answer(payload, "\n".join(lines), ok=not found)


def _kept() -> tuple[int, list[dict[str, str]]]:
    from tuntas.centre import premises, queries
    from tuntas.packets.checking import check

    custody = premises.workshop().custody
    found = check(custody, queries.device_keys())
    n = len(list(custody.names())) + len(list(custody.gone()))
    return n, [_problem(one.where, one.code, one.id, one.en) for one in found]


def _of_file(path: Path, key: Path | None, machine: Path | None) -> Iterator[dict[str, str]]:
    try:
        if zipfile.is_zipfile(path):
            _check_mosip(path, key, machine)
        else:
            yield from _check_ours(path)
    except PacketError as refused:
        yield _problem(path.name, refused.code, refused.id, refused.en)


def _check_mosip(path: Path, key: Path | None, machine: Path | None) -> None:
    from tuntas.packets.mosip import envelope, reading

    content = _bytes(path)
    if key is None or machine is None:
        reading.look(content)
        return
    owner = envelope.Owner(envelope.private_key(key.read_bytes(), os.environ.get(SECRET, "")))
    reading.read(content, owner=owner, machine=envelope.public_key(machine.read_bytes()))


def _check_ours(path: Path) -> Iterator[dict[str, str]]:
    from tuntas.centre import queries
    from tuntas.packets import checking, sealing

    packet = sealing.parse(_bytes(path))
    public = queries.device_keys().get(packet.header.device)
    if public is None:
        yield _problem(path.name, *checking.UNKNOWN)
    elif not sealing.genuine(packet, public):
        yield _problem(path.name, *checking.FORGED)


@packets.command("export", help=bilingual("Tulis paket untuk sistem lain.", "Write a packet."))
@click.argument("packet")
@click.option("--format", "form", type=click.Choice(["mosip"]), required=True)
@click.option("--as", "username", required=True, help=bilingual("akun", "account"))
@click.option("--purpose", required=True, help=bilingual("keperluan", "what for"))
@click.option(
    "--for",
    "certificate",
    type=FILE,
    required=True,
    help=bilingual("sertifikat penerima, PEM", "recipient's certificate, PEM"),
)
@click.option(
    "--machine-key",
    type=FILE,
    required=True,
    help=bilingual("kunci RSA mesin ini, PEM", "this machine's RSA key, PEM"),
)
@click.option("--centre-id", required=True, help=bilingual("5 angka", "5 digits"))
@click.option("--machine-id", required=True, help=bilingual("5 angka", "5 digits"))
@click.option(
    "--to",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help=bilingual("folder", "folder"),
)
@answering
def export(
    packet: str,
    form: str,
    username: str,
    purpose: str,
    certificate: Path,
    machine_key: Path,
    centre_id: str,
    machine_id: str,
    folder: Path,
) -> Answer:
    """The custodian's secret (TUNTAS_CENTRE_SECRET) opens the packet; the log says who asked."""
    django_setup()
    from django.utils import timezone

    from tuntas.centre import actions, premises
    from tuntas.centre.actions.exchange import Sender
    from tuntas.cli.acting import acting
    from tuntas.packets import durable
    from tuntas.packets.mosip import envelope

    key = envelope.private_key(machine_key.read_bytes(), os.environ.get(SECRET, ""))
    made = actions.export_mosip(
        actor=acting(username, "export_names"),
        packet=packet,
        shop=premises.workshop(),
        sender=Sender(centre_id, machine_id, key),
        recipient=envelope.Recipient.of(certificate.read_bytes()),
        purpose=purpose,
        now=timezone.now(),
    )
    path = folder / made.file_name
    durable.write(path, made.content)
    return Answer(
        {"rid": made.rid, "file": path, "format": form, "bytes": len(made.content)},
        bilingual(f"Ditulis: {path}", f"Written: {path}"),
    )


@packets.command("import", help=bilingual("Terima paket MOSIP.", "Take a MOSIP packet in."))
@click.argument("file", type=FILE)
@click.option("--as", "username", required=True, help=bilingual("akun", "account"))
@click.option(
    "--key", type=FILE, required=True, help=bilingual("kunci RSA pembuka, PEM", "RSA key, PEM")
)
@click.option(
    "--machine",
    type=FILE,
    required=True,
    help=bilingual("kunci publik mesin, PEM", "machine's public key, PEM"),
)
@click.option("--person", default="", help=bilingual("ref orangnya", "the person's ref"))
@click.option("--dry-run", is_flag=True, help=bilingual("periksa saja", "check only"))
@answering
def import_(
    file: Path, username: str, key: Path, machine: Path, person: str, dry_run: bool
) -> Answer:
    """Checked, sealed by this machine, and left to the centre; twice is once."""
    django_setup()
    from django.utils import timezone

    from tuntas.centre import actions
    from tuntas.cli.acting import acting
    from tuntas.enrolment import station
    from tuntas.ledger import clock
    from tuntas.packets.mosip import envelope, reading

    actor = acting(username, "record")
    owner = envelope.Owner(envelope.private_key(key.read_bytes(), os.environ.get(SECRET, "")))
    public, content = envelope.public_key(machine.read_bytes()), _bytes(file)
    if dry_run:
        found = reading.read(content, owner=owner, machine=public)
        said = {"rid": found.rid, "made_at": found.made_at, "parts": sorted(found.content)}
        return Answer(said, bilingual(f"{found.rid}: utuh.", f"{found.rid}: whole."))
    taken = actions.import_mosip(
        actor=actor,
        content=content,
        owner=owner,
        machine=public,
        vault=station.vault(),
        person_ref=person,
        on=clock.today(),
        now=timezone.now(),
    )
    told: Mapping[str, object] = {"rid": taken.rid, "packet": taken.packet, "new": taken.new}
    here = (
        bilingual("diterima", "taken in") if taken.new else bilingual("sudah ada", "here already")
    )
    return Answer(told, f"{taken.rid} → {taken.packet}: {here}")


def _bytes(path: Path) -> bytes:
    """The file, unless it is larger than any packet. Raises PacketError."""
    if path.stat().st_size > LARGEST:
        raise PacketError
    return path.read_bytes()


def _problem(where: str, code: str, id: str, en: str) -> dict[str, str]:
    return {"where": where, "code": code, "message": en if language() == "en" else id}
