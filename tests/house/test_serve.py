"""`tuntas serve` opens the right door, answers, and leaves nobody behind."""

from __future__ import annotations

import http.client
import json
import os
import select
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.house.offices import House, free_port
from tuntas.cli.output import Refused
from tuntas.cli.serve import check_door
from tuntas.config.occupied import Occupied, hold
from tuntas.config.supervise import Address


@contextmanager
def _served(house: House, port: int, *more: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        house.command("serve", "--port", str(port), *more),
        env=house.environ,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _wait_for(process: subprocess.Popen[str], text: str) -> str:
    """Read what the office says until *text* comes; fails when it ends or a minute passes."""
    assert process.stderr
    said = ""
    while text not in said:
        ready, _, _ = select.select([process.stderr], [], [], 60)
        assert ready, f"nothing said for a minute after: {said}"
        chunk = os.read(process.stderr.fileno(), 4096).decode()
        assert chunk, f"the office ended: {said}"
        said += chunk
    return said


def _get(port: int, path: str = "/", host: str = "localhost") -> http.client.HTTPResponse:
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    door.request("GET", path, headers={"Host": host})
    answer = door.getresponse()
    answer.read()
    door.close()
    return answer


def test_an_office_answers_and_stops_without_orphans(house: House) -> None:
    port = free_port()
    with _served(house, port, "--json") as process:
        said = _wait_for(process, "accounts first-admin")
        family = psutil.Process(process.pid).children(recursive=True)
        answer = _get(port, "/masuk/")
        other_name = _get(port, "/", host="evil.example")
        with pytest.raises(Refused, match="port_taken"):
            check_door(Address("127.0.0.1", port))
        with pytest.raises(Occupied), hold(house.folder):
            pass

        process.send_signal(signal.SIGTERM)
        out, gone_said = process.communicate(timeout=30)

    assert f"http://127.0.0.1:{port}/" in said
    assert answer.status < 500
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Strict-Transport-Security"] is None
    assert other_name.status == 400
    assert process.returncode == 0, gone_said
    assert json.loads(out) == {"served": f"http://127.0.0.1:{port}/"}
    assert len(family) >= 2
    assert [child for child in family if child.is_running()] == []


def test_a_dead_worker_is_started_again_and_children_end_with_a_killed_supervisor(
    house: House,
) -> None:
    with _served(house, free_port()) as process:
        _wait_for(process, "Ctrl-C")
        supervisor = psutil.Process(process.pid)
        (worker,) = (
            child for child in supervisor.children() if "tuntas.config.worker" in child.cmdline()
        )

        worker.kill()
        _wait_for(process, "tuntas.config.worker")
        family = supervisor.children(recursive=True)
        process.kill()
        _, alive = psutil.wait_procs(family, timeout=20)

    assert worker not in family
    assert len(family) >= 2
    assert alive == []


@pytest.fixture
def no_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TUNTAS_DEMO", raising=False)


@pytest.mark.usefixtures("no_demo")
@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_another_interface_without_tls_is_refused(host: str) -> None:
    with pytest.raises(Refused) as refused:
        check_door(Address(host, free_port()))

    assert refused.value.code == "needs_tls"
    assert "--tls-cert" in refused.value.id
    assert "--tls-cert" in refused.value.en


@pytest.mark.usefixtures("no_demo")
def test_every_interface_needs_the_names_people_may_type() -> None:
    door = Address("0.0.0.0", free_port(), Path("cert"), Path("key"))

    with pytest.raises(Refused, match="needs_name"):
        check_door(door)
    check_door(door, names=("tuntas.kantor.lan",))


def test_a_demo_never_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNTAS_DEMO", "1")
    door = Address("0.0.0.0", free_port(), Path("cert"), Path("key"))

    with pytest.raises(Refused, match="demo_is_local"):
        check_door(door, names=("tuntas.kantor.lan",))


def test_the_command_prints_the_refusal_and_exits_with_one(house: House) -> None:
    ran = house.run("serve", "--host", "0.0.0.0", "--port", str(free_port()), "--json")

    assert ran.code == 1
    assert ran.json["error"]["code"] == "needs_tls"
    assert "Traceback" not in ran.err


def test_tls_has_secure_cookies_and_hsts(house: House, tmp_path: Path) -> None:
    cert, key = _self_signed(tmp_path)
    port = free_port()
    with _served(house, port, "--tls-cert", str(cert), "--tls-key", str(key)) as process:
        said = _wait_for(process, "Ctrl-C")

        import ssl

        trusted = ssl.create_default_context(cafile=str(cert))
        door = http.client.HTTPSConnection("localhost", port, timeout=30, context=trusted)
        door.request("GET", "/masuk/")
        answer = door.getresponse()
        answer.read()
        door.close()

    assert "https://" in said
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert all("Secure" in cookie for cookie in cookies)


def _self_signed(folder: Path) -> tuple[Path, Path]:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert_file, key_file
