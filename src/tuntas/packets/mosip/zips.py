"""Zips from strangers: read with a limit on everything, and written so that bytes follow content.

>>> read(write({"a.json": b"{}", "b/c.zip": b"1"}))
{'a.json': b'{}', 'b/c.zip': b'1'}
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from tuntas.packets.errors import NotMosip

MOST_ENTRIES: Final = 100
MOST_BYTES: Final = 128 * 1024 * 1024
"""Of everything in one zip, unpacked."""
_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*){0,3}")
_LONGEST_NAME: Final = 160
_DAY: Final = (1980, 1, 1, 0, 0, 0)
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def write(entries: Mapping[str, bytes]) -> bytes:
    """*entries* in their order; the same bytes for the same entries. Raises NotMosip: a name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            if not _fits(name):
                raise NotMosip
            archive.writestr(zipfile.ZipInfo(name, _DAY), content)
    return out.getvalue()


def read(content: bytes) -> dict[str, bytes]:
    """Every entry of *content*, in order.

    Raises:
        NotMosip: no zip, a name that leads elsewhere or stands twice, encrypted, or more of it
            than a recording can be, whatever the zip says of its own sizes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            names = {info.filename for info in listed}
            odd = any(not _fits(info.filename) or not _plain(info) for info in listed)
            if odd or len(names) != len(listed) or len(listed) > MOST_ENTRIES:
                raise NotMosip
            return _unpacked(archive, listed)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, RuntimeError, EOFError) as refused:
        # RuntimeError: encrypted, or packed in a way that nobody reads.
        raise NotMosip from refused


def _unpacked(archive: zipfile.ZipFile, listed: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    for info in listed:
        with archive.open(info) as source:
            found[info.filename] = source.read(left + 1)
        left -= len(found[info.filename])
        if left < 0:
            raise NotMosip
    return found


def _plain(info: zipfile.ZipInfo) -> bool:
    return info.compress_type in _METHODS and not info.flag_bits & 0x1 and not info.is_dir()


def _fits(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and ".." not in name and bool(_NAME.fullmatch(name))
