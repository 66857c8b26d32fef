"""`tuntas serve`: an office on this machine, web and worker together."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from tuntas.cli.output import Answer, Refused, answering, bilingual, django_setup, say
from tuntas.config import supervise
from tuntas.config.peragaan import is_demo

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("serve", help=bilingual("Jalankan kantor: web dan pekerja.", "Run an office."))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--tls-cert", type=FILE, help=bilingual("sertifikat TLS", "TLS certificate"))
@click.option("--tls-key", type=FILE, help=bilingual("kunci TLS", "TLS key"))
@click.option(
    "--name",
    "names",
    multiple=True,
    help=bilingual("nama yang diketik orang di peramban", "a name people type in the browser"),
)
@click.option("--reload", is_flag=True, help=bilingual("untuk pengembang", "for developers"))
@answering
def serve(
    host: str,
    port: int,
    tls_cert: Path | None,
    tls_key: Path | None,
    names: tuple[str, ...],
    reload: bool,
) -> Answer:
    address = supervise.Address(host, port, tls_cert, tls_key)
    check_door(address, names)
    prepare(address, names, reload=reload)
    code = run(address, reload=reload)
    return Answer({"served": address.url}, ok=code == 0)


def check_door(address: supervise.Address, names: tuple[str, ...] = ()) -> None:
    """Refuse an open door: other interfaces need TLS and the names people may use.

    Raises:
        Refused: with the reason and what to do.
    """
    if bool(address.cert) != bool(address.key):
        raise click.UsageError("--tls-cert, --tls-key")
    if supervise.is_taken(address):
        raise _port_taken(address)
    if is_loopback(address.host):
        return
    if is_demo(Path(os.environ.get("TUNTAS_HOME", "data"))):
        raise _demo_is_local()
    if not address.cert:
        raise _needs_tls(address.host)
    if not names and _is_wildcard(address.host):
        raise _needs_name(address.host)


def prepare(address: supervise.Address, names: tuple[str, ...] = (), *, reload: bool) -> None:
    """Bring the store up to date and gather static files, before anybody is let in."""
    own = () if is_loopback(address.host) or _is_wildcard(address.host) else (address.host,)
    os.environ["TUNTAS_HOSTS"] = ",".join(dict.fromkeys((*LOOPBACK_NAMES, *own, *names)))
    os.environ.update(address.environ())
    if reload:
        os.environ["TUNTAS_DEBUG"] = "1"
    django_setup()
    if not reload:
        from tuntas.config.static import collect

        collect()


def run(
    address: supervise.Address,
    *,
    reload: bool = False,
    told: Callable[[supervise.Address], None] | None = None,
    beside: Callable[[], Sequence[supervise.Child]] = tuple,
) -> int:
    """Run web and worker until told to stop; returns the exit code.

    Args:
        told: called once the office answers; by default ``announce``.
        beside: makes processes that begin and end with the office, such as the demo's scanner.
    """
    source = Path(__file__).resolve().parent.parent if reload else None
    return supervise.run(
        address,
        announce=lambda: (told or announce)(address),
        on_restart=_say_restart,
        watch=source,
        beside=beside,
    )


def is_loopback(host: str) -> bool:
    """Whether *host* can only be reached from this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_wildcard(host: str) -> bool:
    return host in ("0.0.0.0", "::", "")


def announce(address: supervise.Address) -> None:
    """Say where the office is and how it is stopped."""
    from django.contrib.auth import get_user_model

    say(f"Tuntas berjalan di {address.url}", f"Tuntas is running at {address.url}")
    say("Ctrl-C untuk berhenti.", "Ctrl-C to stop.")
    if not get_user_model()._default_manager.exists():
        say(
            "Belum ada akun. Buat administrator pertama: tuntas accounts first-admin",
            "No accounts yet. Make the first administrator: tuntas accounts first-admin",
        )


def _say_restart(module: str) -> None:
    say(f"{module} dijalankan lagi.", f"{module} was started again.")


def _port_taken(address: supervise.Address) -> Refused:
    return Refused(
        "port_taken",
        id=f"Alamat {address.host}:{address.port} sudah dipakai program lain. "
        "Hentikan program itu atau pilih --port lain.",
        en=f"Another program already uses {address.host}:{address.port}. "
        "Stop it or choose another --port.",
    )


def _needs_tls(host: str) -> Refused:
    return Refused(
        "needs_tls",
        id=f"Tuntas tidak membuka pintu di {host} tanpa TLS, karena kata sandi dan data penduduk "
        "akan lewat terbuka di jaringan. Berikan --tls-cert dan --tls-key, atau pakai 127.0.0.1.",
        en=f"Tuntas does not open its door on {host} without TLS: passwords and people's data "
        "would cross the network in clear. Give --tls-cert and --tls-key, or use 127.0.0.1.",
    )


def _needs_name(host: str) -> Refused:
    return Refused(
        "needs_name",
        id=f"Di {host}, sebutkan nama kantor dengan --name, misalnya --name tuntas.kantor.lan; "
        "permintaan dengan nama lain ditolak.",
        en=f"On {host}, give the office's name with --name, such as --name tuntas.kantor.lan; "
        "requests for other names are refused.",
    )


def _demo_is_local() -> Refused:
    return Refused(
        "demo_is_local",
        id="Akun demo hanya boleh dipakai di komputer ini. Pakai --host 127.0.0.1.",
        en="Demo accounts work on this machine only. Use --host 127.0.0.1.",
    )
