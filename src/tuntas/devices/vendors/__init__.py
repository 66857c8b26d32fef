"""A maker of devices is a folder with three files; see `docs/devices.md` and `contoh/`.

`vendor.json` who it is and which devices are meant, `anchors.pem` the certificates that vouch for
its devices, `device.py` what is peculiar to it: sentences for its own errors (WORDS), and a change
to requests where its service asks for one (adjust).

>>> load("contoh").provider_ids
('CONTOH-ID',)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from tuntas.devices.contract import Identity
from tuntas.devices.errors import DeviceError, VendorUnknown, Words
from tuntas.devices.sbi import fields, trust
from tuntas.devices.sbi.agent import Adjust
from tuntas.devices.sbi.trust import Anchor

HERE: Final = Path(__file__).parent
EXAMPLE: Final = "contoh"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Vendor:
    """provider_ids: as digital ids carry them. models: those tried here; empty: all of them."""

    name: str
    title: str
    provider_ids: tuple[str, ...]
    models: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    words: Mapping[int, Words]
    adjust: Adjust

    def makes(self, identity: Identity) -> bool:
        known = not self.models or identity.model in self.models
        return identity.provider_id in self.provider_ids and known


def names(folder: Path = HERE) -> tuple[str, ...]:
    """The makers there are folders for; the example vouches for nobody in an office.

    >>> "contoh" in names()
    False
    """
    there = sorted(file.parent.name for file in folder.glob("*/vendor.json"))
    return tuple(name for name in there if name != EXAMPLE)


def load(name: str, folder: Path = HERE) -> Vendor:
    """The maker in folder *name*. Raises VendorUnknown."""
    if not _NAME.fullmatch(name):
        raise VendorUnknown
    try:
        about = fields.of(fields.parse((folder / name / "vendor.json").read_bytes()))
        pem = (folder / name / "anchors.pem").read_bytes()
        device = import_module(f"{__name__}.{name}.device")
        environments = [str(one) for one in about.array("environments", 4)]
        return Vendor(
            name,
            about.text("title"),
            tuple(str(one) for one in about.array("provider_ids", 16)),
            tuple(str(one) for one in about.array("models", 64)),
            trust.anchors(pem, environments),
            device.WORDS,
            device.adjust,
        )
    except (OSError, ImportError, AttributeError, DeviceError):
        raise VendorUnknown from None
