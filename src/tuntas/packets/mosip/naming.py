"""How MOSIP names a registration, its file, and what lies inside.

>>> made = rid("10001", "10077", 69, "20220128223618")
>>> made, file_name(made)
('10001100770006920220128223618', '10001100770006920220128223618-10001_10077-20220128223618.zip')
>>> field_of("document/kk"), field_of("signature")
('proofOfDocumentKk', 'proofOfSignature')
"""

from __future__ import annotations

import re
from typing import Final

from tuntas.packets.errors import NotMosip

SUBPACKETS: Final = ("id", "evidence", "optional")
SOURCE: Final = "REGISTRATION_CLIENT"
PROCESS: Final = "NEW"
PROVIDER: Final = "Tuntas"
PROVIDER_VERSION: Final = "1"
IDENTITY: Final = "ID.json"
AUDIT: Final = "audit.json"
META: Final = "packet_meta_info.json"
DATA_HASH: Final = "packet_data_hash.txt"
OPERATIONS_HASH: Final = "packet_operations_hash.txt"
BIOMETRICS: Final = "individualBiometrics"
CBEFF: Final = f"{BIOMETRICS}_bio_CBEFF"
_RID: Final = re.compile(r"\d{29}")
_PART: Final = re.compile(r"[A-Z]+(?:_[A-Z]+)*/[A-Z_]+/(\d{29})_(id|evidence|optional)\.(zip|json)")


def rid(centre: str, machine: str, number: int, moment: str) -> str:
    """centre, machine: five digits each; moment: ``yyyyMMddHHmmss``, UTC. Raises NotMosip."""
    made = f"{centre}{machine}{number % 100_000:05}{moment}"
    if len(centre) != 5 or len(machine) != 5 or not _RID.fullmatch(made):
        raise NotMosip
    return made


def file_name(registration: str) -> str:
    """Of the packet of a registration. Raises NotMosip."""
    if not _RID.fullmatch(registration):
        raise NotMosip
    where = f"{registration[:5]}_{registration[5:10]}"
    return f"{registration}-{where}-{registration[15:]}.zip"


def entry(registration: str, name: str, kind: str, source: str, process: str) -> str:
    return f"{source}/{process}/{registration}_{name}.{kind}"


def of_entry(path: str) -> tuple[str, str, str]:
    """(registration, sub-packet, ``zip`` or ``json``) of an entry. Raises NotMosip."""
    found = _PART.fullmatch(path)
    if found is None:
        raise NotMosip
    return found[1], found[2], found[3]


def field_of(part: str) -> str:
    """The field of ID.json that one of our papers becomes."""
    words = re.split(r"[/.-]", part)
    return "proofOf" + "".join(word.capitalize() for word in words)


def stem(name: str) -> str:
    """A file as the hash sequences name it: without its ending."""
    return name.rpartition(".")[0] or name
