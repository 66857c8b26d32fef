"""A reader and a writer of MOSIP packets that know nothing of the program: only the description.

Written from the description of the packet (layout, keymanager blob, hash sequences) alone, so that
two people's understanding of it meet in the tests. Imports nothing of the program.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import zipfile

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.x509 import Certificate

SPLITTER = b"#KEY_SPLITTER#"


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode()


def oaep() -> padding.OAEP:
    return padding.OAEP(
        mgf=padding.MGF1(algorithm=hashes.SHA256()), algorithm=hashes.SHA256(), label=None
    )


def decrypt(blob: bytes, key: rsa.RSAPrivateKey, certificate: Certificate) -> bytes:
    nonce, aad, rest = blob[:12], blob[12:44], blob[44:]
    assert rest[:32] == certificate.fingerprint(hashes.SHA256()), "for another certificate"
    wrapped, _, data = rest[32:].partition(SPLITTER)
    assert len(wrapped) == 256
    session_key = key.decrypt(wrapped, oaep())
    opener = Cipher(algorithms.AES(session_key), modes.GCM(nonce, data[-16:])).decryptor()
    opener.authenticate_additional_data(aad)
    return opener.update(data[:-16]) + opener.finalize()


def encrypt(plain: bytes, certificate: Certificate) -> bytes:
    nonce, aad, session_key = os.urandom(12), os.urandom(32), os.urandom(32)
    sealer = Cipher(algorithms.AES(session_key), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(aad)
    data = sealer.update(plain) + sealer.finalize() + sealer.tag
    public = certificate.public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    wrapped = public.encrypt(session_key, oaep())
    return nonce + aad + certificate.fingerprint(hashes.SHA256()) + wrapped + SPLITTER + data


def unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(
    content: bytes, key: rsa.RSAPrivateKey, certificate: Certificate, machine: rsa.RSAPublicKey
) -> dict[str, dict[str, bytes]]:
    """sub-packet → file → bytes, every promise of the layout asserted on the way."""
    entries = unzip(content)
    rid = next(iter(entries)).rsplit("/", 1)[1].split("_")[0]
    assert len(rid) == 29
    assert rid.isdigit()
    found: dict[str, dict[str, bytes]] = {}
    for name in ("id", "evidence", "optional"):
        base = f"REGISTRATION_CLIENT/NEW/{rid}_{name}"
        header, blob = json.loads(entries.pop(base + ".json")), entries.pop(base + ".zip")
        assert set(header) == {
            "process", "creationdate", "encryptedhash", "signature", "source",
            "providerversion", "id", "schemaversion", "packetname", "providername",
        }  # fmt: skip
        assert header["id"] == rid
        assert header["packetname"] == f"{rid}_{name}"
        assert unb64(header["encryptedhash"]) == hashlib.sha256(blob).digest()
        plain = decrypt(blob, key, certificate)
        machine.verify(unb64(header["signature"]), plain, padding.PKCS1v15(), hashes.SHA256())
        found[name] = unzip(plain)
        check_hashes(found[name])
    assert not entries
    return found


def check_hashes(files: dict[str, bytes]) -> None:
    meta = json.loads(files["packet_meta_info.json"])["identity"]
    stems = {name.rsplit(".", 1)[0]: held for name, held in files.items()}
    for sequence, kept in (
        ("hashSequence1", "packet_data_hash.txt"),
        ("hashSequence2", "packet_operations_hash.txt"),
    ):
        listed = [one for row in meta.get(sequence, []) for one in row["value"]]
        whole = b"".join(stems[one] for one in listed)
        if listed:
            assert files[kept].decode() == hashlib.sha256(whole).hexdigest().upper()


def labels(files: dict[str, bytes]) -> dict[str, str]:
    meta = json.loads(files["packet_meta_info.json"])["identity"]
    return {row["label"]: row["value"] for row in meta["metaData"]}


def write(
    rid: str,
    files: dict[str, bytes],
    identity: dict[str, object],
    machine: rsa.RSAPrivateKey,
    certificate: Certificate,
    meta: dict[str, object],
) -> bytes:
    """A packet as MOSIP's own client writes one: deflated, spaced JSON, one sub-packet."""
    biometric = [name for name in files if name.endswith(".xml")]
    papers = [name for name in files if name not in biometric]
    id_json = json.dumps({"identity": identity}, indent=1).encode()
    audit = json.dumps([{"uuid": "1", "eventName": "REG", "createdAt": "2022-01-28"}]).encode()
    in_order = [files[one] for one in (*biometric, *papers)] + [id_json]
    inner = {
        **files,
        "ID.json": id_json,
        "audit.json": audit,
        "packet_data_hash.txt": hashlib.sha256(b"".join(in_order)).hexdigest().upper().encode(),
        "packet_operations_hash.txt": hashlib.sha256(audit).hexdigest().upper().encode(),
        "packet_meta_info.json": json.dumps(
            {
                "identity": meta
                | {
                    "hashSequence1": [
                        {"label": "biometricSequence", "value": [n[:-4] for n in biometric]},
                        {
                            "label": "demographicSequence",
                            "value": [n[:-4] for n in papers] + ["ID"],
                        },
                    ],
                    "hashSequence2": [{"label": "otherFiles", "value": ["audit"]}],
                }
            }
        ).encode(),
    }
    plain = zipped(inner)
    blob = encrypt(plain, certificate)
    header = {
        "process": "NEW", "creationdate": "2022-01-28T22:36:18.000Z",
        "encryptedhash": b64(hashlib.sha256(blob).digest()),
        "signature": b64(machine.sign(plain, padding.PKCS1v15(), hashes.SHA256())),
        "source": "REGISTRATION_CLIENT", "providerversion": "v1.0", "id": rid,
        "schemaversion": "0.1", "packetname": f"{rid}_id", "providername": "PacketWriterImpl",
    }  # fmt: skip
    base = f"REGISTRATION_CLIENT/NEW/{rid}_id"
    return zipped({base + ".zip": blob, base + ".json": json.dumps(header, indent=2).encode()})


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in entries.items():
            archive.writestr(name, held)
    return out.getvalue()
