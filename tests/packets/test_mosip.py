"""MOSIP's packet, out and in, against a reader and a writer of somebody else."""

from __future__ import annotations

import io
import json
import random
import zipfile
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packets import mosip_reader as stranger
from tuntas.packets.errors import BadKeyFile, NotMosip, OtherMachine, PacketError, WrongKey
from tuntas.packets.mosip import envelope, layout, naming, reading, writing, zips
from tuntas.packets.mosip.envelope import Owner, Recipient

RID = naming.rid("10001", "10077", 69, "20230620050000")
SESSION = {
    "person": "ab" * 16,
    "began_at": "2023-06-20T12:40:00+08:00",
    "place": "Loket kantor",
    "officer": "a1" * 16,
    "cosigned_by": "b2" * 16,
    "biodata": "cd" * 32,
    "corrections": "",
    "exceptions": {"finger.3": "bandaged", "eyes": "blind"},
    "parts": {
        "face": {"nonce": "1", "quality": 90, "forced_for": "", "device": "Kamera", "about": {}},
        "finger.1": {"nonce": "2", "quality": 31, "forced_for": "aus", "device": "Pemindai"},
        "signature": {"nonce": "3", "quality": 100, "forced_for": "", "device": ""},
    },
}
CONTENT = {
    "session.json": json.dumps(SESSION, sort_keys=True).encode(),
    "biometrics.xml": b"<BIR/>" * 40,
    "signature": b"goresan",
    "declaration": b"goresan lain",
    "document/kk": b"\xff\xd8\xff kartu keluarga",
    "document/surat-rt": b"%PDF-1.7 surat",
}
IDENTITY = {"fullName": [{"language": "ind", "value": "SITI"}], "residentNIK": "9905014107990001"}


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def certificate() -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "10001_10077")])
    began = datetime(2023, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    made = made.public_key(key("centre").public_key()).serial_number(1)
    made = made.not_valid_before(began).not_valid_after(began + timedelta(days=365))
    return made.sign(key("centre"), hashes.SHA256())


def recipient() -> Recipient:
    return Recipient.of(certificate().public_bytes(serialization.Encoding.PEM))


def owner() -> Owner:
    return Owner(key("centre"), certificate().fingerprint(hashes.SHA256()))


@cache
def written() -> bytes:
    told = writing.Registration(
        rid=RID, made_at="2023-06-20T05:00:00.000Z", sealed_at=SESSION["began_at"],
        identity=IDENTITY,
    )  # fmt: skip
    return writing.write(CONTENT, told=told, machine=key("machine"), recipient=recipient())


def read(content: bytes) -> reading.Registered:
    return reading.read(content, owner=owner(), machine=key("machine").public_key())


# --- out ------------------------------------------------------------------------------------


def test_a_stranger_s_reader_opens_what_was_written_and_finds_everything() -> None:
    found = stranger.read(written(), key("centre"), certificate(), key("machine").public_key())

    identity = json.loads(found["id"]["ID.json"])["identity"]
    assert identity["fullName"] == IDENTITY["fullName"]
    assert identity["individualBiometrics"] == {
        "format": "cbeff", "version": 1, "value": "individualBiometrics_bio_CBEFF",
    }  # fmt: skip
    assert found["id"]["individualBiometrics_bio_CBEFF.xml"] == CONTENT["biometrics.xml"]
    papers = json.loads(found["evidence"]["ID.json"])["identity"]
    assert papers["proofOfDocumentKk"]["format"] == "jpg"
    assert found["evidence"]["proofOfDocumentKk.jpg"] == CONTENT["document/kk"]
    assert found["evidence"]["proofOfDocumentSuratRt.pdf"] == CONTENT["document/surat-rt"]
    assert json.loads(found["id"]["audit.json"])[0]["id"] == RID


def test_meta_information_says_who_acted_and_what_is_missing_and_why() -> None:
    found = stranger.read(written(), key("centre"), certificate(), key("machine").public_key())
    meta = json.loads(found["id"]["packet_meta_info.json"])["identity"]

    operations = {row["label"]: row["value"] for row in meta["operationsData"]}
    assert operations["officerId"] == "a1" * 16
    assert operations["supervisorId"] == "b2" * 16
    assert meta["biometrics"]["applicant"]["Right Thumb"]["forceCaptured"] is True
    assert "Left Thumb" not in meta["biometrics"]["applicant"]
    missing = {one["missingBiometric"]: one for one in meta["exceptionBiometrics"]}
    assert set(missing) == {"Right MiddleFinger", "Left", "Right"}
    assert missing["Right MiddleFinger"]["exceptionType"] == "Temporary"
    assert stranger.labels(found["id"])["registrationId"] == RID


def test_the_file_is_named_after_its_registration() -> None:
    assert naming.file_name(RID) == f"{RID}-10001_10077-20230620050000.zip"


# --- in -------------------------------------------------------------------------------------


def test_what_was_written_is_read_back_to_the_byte() -> None:
    found = read(written())

    assert found.content == CONTENT
    assert found.rid == RID
    assert found.identity["residentNIK"] == "9905014107990001"


def foreign(**more: object) -> bytes:
    files = {"individualBiometrics_bio_CBEFF.xml": b"<BIR/>", "proofOfAddress.pdf": b"%PDF-1"}
    identity = {
        "IDSchemaVersion": 0.1,
        "fullName": [{"language": "eng", "value": "A"}],
        "individualBiometrics": {
            "format": "cbeff", "version": 1, "value": "individualBiometrics_bio_CBEFF",
        },
        "proofOfAddress": {"format": "pdf", "type": "DOC001", "value": "proofOfAddress"},
    }  # fmt: skip
    meta = {
        "metaData": [{"label": "registrationId", "value": RID},
                     {"label": "creationDate", "value": "2022-01-28T22:36:18.000Z"}],
        "operationsData": [{"label": "officerId", "value": "110011"}],
        "exceptionBiometrics": [
            {"type": "Finger", "missingBiometric": "Left Thumb", "reason": "x"},
        ],
        **more,
    }  # fmt: skip
    return stranger.write(RID, files, identity, key("machine"), certificate(), meta)


def test_a_packet_of_mosip_s_own_client_is_read() -> None:
    found = read(foreign())

    session = json.loads(found.content["session.json"])
    assert session["officer"] == "110011"
    assert session["person"] == ""
    assert session["exceptions"] == {"finger.6": "x"}
    assert found.content["biometrics.xml"] == b"<BIR/>"
    assert found.content["document/proofofaddress"] == b"%PDF-1"


def test_a_header_that_says_other_than_the_signed_inside_is_refused() -> None:
    other = [{"label": "creationDate", "value": "2020-01-01T00:00:00.000Z"}]

    with pytest.raises(NotMosip):
        read(foreign(metaData=other))


def test_only_for_whom_it_is_and_only_from_whom_it_says() -> None:
    with pytest.raises(WrongKey):
        reading.read(written(), owner=Owner(key("x")), machine=key("machine").public_key())
    with pytest.raises(OtherMachine):
        reading.read(written(), owner=owner(), machine=key("x").public_key())
    with pytest.raises(WrongKey):
        reading.read(
            written(), owner=Owner(key("centre"), b"1" * 32), machine=key("machine").public_key()
        )


# --- changed --------------------------------------------------------------------------------


def test_every_flipped_bit_is_noticed() -> None:
    """All bits of headers and names, and a thousand anywhere."""
    whole = written()
    dice = random.Random(4)
    headers = [
        place for start in _starts(whole) for place in range(start, min(start + 700, len(whole)), 3)
    ]
    places = (
        headers
        + list(range(len(whole) - 900, len(whole)))
        + [dice.randrange(len(whole)) for _ in range(1000)]
    )

    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1 << dice.randrange(8)
        with pytest.raises(PacketError):
            read(bytes(changed))


def _starts(whole: bytes) -> list[int]:
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return [info.header_offset for info in archive.infolist() if info.filename.endswith("json")]


def test_of_a_stranger_s_packet_no_flipped_bit_changes_what_is_read() -> None:
    whole, dice = foreign(), random.Random(5)
    before = read(whole)

    noticed = 0
    for _ in range(1500):
        changed = bytearray(whole)
        changed[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        try:
            after = read(bytes(changed))
        except PacketError:
            noticed += 1
        else:
            assert after.content == before.content
            assert after.identity == before.identity
    assert noticed > 1300


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 3))
def test_bytes_from_anywhere_are_refused_in_words(noise: bytes, how: int) -> None:
    whole = written()
    tried = [noise, whole[: len(noise)], whole + noise + b"x", b"PK\x03\x04" + noise][how]

    with pytest.raises(PacketError) as refused:
        read(tried)

    assert refused.value.id
    assert refused.value.en


@pytest.mark.parametrize(
    "names",
    [
        ["../../etc/passwd"],
        ["/etc/passwd"],
        ["a/b/c/d/e"],
        ["a\\b"],
        ["x" * 200],
        [f"{n}.json" for n in range(101)],
        ["same.json", "same.json"],
        ["folder/"],
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_names_that_lead_elsewhere_or_stand_twice_is_refused(names: list[str]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"1")

    with pytest.raises(NotMosip):
        zips.read(out.getvalue())


def test_a_bomb_is_put_down_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_BYTES", 1_000_000)
    bomb = stranger.zipped({"a.json": bytes(30_000_000)})
    lying = bytearray(bomb)
    central = bomb.rindex(b"PK\x01\x02")
    lying[central + 24 : central + 28] = (10).to_bytes(4, "little")

    for one in (bomb, bytes(lying)):
        assert len(one) < 60_000
        with pytest.raises(NotMosip):
            zips.read(one)


def _inside(**changed: object) -> bytes:
    whole = layout.write(layout.Inside({"a": 1}, {"metaData": []}, {"x.pdf": b"1"}, [{"u": 1}]))
    entries = zips.read(whole)
    for name, held in changed.items():
        entries[name.replace("__", ".")] = held  # type: ignore[assignment]
    return zips.write(entries)


@pytest.mark.parametrize(
    "changed",
    [
        {"x__pdf": b"2"},
        {"extra__pdf": b"2"},
        {"audit__json": b"[]"},
        {"packet_data_hash__txt": b"0" * 64},
        {"packet_operations_hash__txt": b"0" * 64},
        {"ID__json": b'{"identity":{"a":1,"a":1}}'},
        {"ID__json": b'{"identity":NaN}'},
        {"packet_meta_info__json": b'{"identity":{"hashSequence1":[{"value":7}]}}'},
        {"packet_meta_info__json": b"[" * 100_000},
    ],
)
def test_a_sub_packet_holds_nothing_that_its_hashes_do_not_cover(changed: dict[str, bytes]) -> None:
    layout.read(_inside())

    with pytest.raises(NotMosip):
        layout.read(_inside(**changed))


# --- keys and data shares -------------------------------------------------------------------


def test_a_data_share_is_opened_new_and_old() -> None:
    new = envelope.share(b"cbeff", recipient())
    blob = stranger.encrypt(b"cbeff", certificate())
    wrapped = blob[76:332]
    session_key = key("centre").decrypt(wrapped, stranger.oaep())
    nonce = b"n" * 12
    sealer = stranger.Cipher(
        stranger.algorithms.AES(session_key), stranger.modes.GCM(nonce)
    ).encryptor()
    data = sealer.update(b"cbeff") + sealer.finalize() + sealer.tag
    old = wrapped + stranger.SPLITTER + data + nonce

    assert envelope.shared(new, owner()) == b"cbeff"
    assert envelope.shared(old, owner()) == b"cbeff"
    for broken in (new[:-1], b"VER_R2", old[:40], b"", new[:310] + b"x" + new[311:]):
        with pytest.raises(PacketError):
            envelope.shared(broken, owner())


def test_key_files_that_do_not_serve_are_refused_in_words() -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    pem = weak.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    for made, content in (
        (envelope.private_key, pem),
        (envelope.private_key, b"no key"),
        (envelope.public_key, b"no key"),
        (Recipient.of, b"no certificate"),
    ):
        with pytest.raises(BadKeyFile):
            made(content)
