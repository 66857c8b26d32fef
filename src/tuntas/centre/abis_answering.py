"""One ABIS message, answered: the same over HTTP and over a queue.

Biometrics are fetched from hosts that were allowed, with the token that the share asks for, and
opened with this ABIS' own key where they are encrypted (`packets.mosip.envelope`).
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from tuntas.biometrics.errors import GalleryBusy, GalleryLocked
from tuntas.centre import abis, abis_gallery, fetching
from tuntas.centre.abis import CannotFetch
from tuntas.centre.errors import Locked, NoKeys
from tuntas.centre.workshop import Workshop
from tuntas.packets.errors import PacketError
from tuntas.packets.mosip import envelope
from tuntas.packets.mosip.envelope import Owner

SOURCES: Final = "TUNTAS_ABIS_SOURCES"
"""Environment: hosts from which biometrics may be fetched beside this machine, comma-separated."""
KEY: Final = "TUNTAS_ABIS_KEY"
"""Environment: file with the RSA key for which a data share is encrypted."""
SECRET: Final = "TUNTAS_ABIS_KEY_SECRET"
TOKEN: Final = "TUNTAS_ABIS_SHARE_TOKEN"
"""Environment: the JWT that the share wants in its cookie."""


@dataclass(frozen=True, slots=True)
class Share:
    """Whence biometrics may come. token: for the cookie. owner: who opens encrypted ones."""

    hosts: frozenset[str] = fetching.LOOPBACK
    token: str = field(default="", repr=False)
    owner: Owner | None = field(default=None, repr=False)

    @classmethod
    def configured(cls) -> Share:
        """As the environment says. Raises tuntas.packets.errors.BadKeyFile, OSError."""
        more = {one.strip() for one in os.environ.get(SOURCES, "").split(",") if one.strip()}
        path = os.environ.get(KEY, "")
        owner = None
        if path:
            pem = Path(path).read_bytes()
            owner = Owner(envelope.private_key(pem, os.environ.get(SECRET, "")))
        return cls(fetching.LOOPBACK | more, os.environ.get(TOKEN, ""), owner)

    def fetch(self, url: str) -> bytes:
        """CBEFF behind *url*. Raises CannotFetch, Expired."""
        return opened(fetching.fetch(url, self.hosts, token=self.token), self.owner)


def answer(shop: Workshop, content: bytes, *, share: Share, now: datetime) -> dict[str, Any]:
    """The answer to one message; never raises for anything that a client can send."""
    moment = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    extract = partial(abis_gallery.extract, shop)
    try:
        with abis_gallery.references(shop, now) as store:
            said: Mapping[str, Any] = abis.answer(content, store, share.fetch, extract, now=moment)
    except (GalleryBusy, GalleryLocked, Locked, NoKeys):
        said = abis.aborted(content, now=moment)
    return dict(said)


def opened(content: bytes, owner: Owner | None) -> bytes:
    """What a share gave: CBEFF as it is, or in base64url; decrypted where it is encrypted.

    Raises:
        CannotFetch: encrypted for somebody else, or changed.
    """
    if owner is None or content.lstrip().startswith(b"<"):
        return content
    raw = _plain(content)
    if not raw.startswith(envelope.VERSION) and envelope.SPLITTER not in raw:
        return content
    try:
        return envelope.shared(raw, owner)
    except PacketError as refused:
        raise CannotFetch from refused


def _plain(content: bytes) -> bytes:
    text = content.strip()
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        return content
