"""What lies in a packet: named parts in a plain ZIP, the same bytes for the same parts.

>>> read(write({"face.jp2": b"1", "session.json": b"{}"}))
{'face.jp2': b'1', 'session.json': b'{}'}
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final

from tuntas.packets.errors import Damaged

MOST_PARTS: Final = 200
MOST_BYTES: Final = 128 * 1024 * 1024
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}(/[a-z0-9][a-z0-9_.-]{0,79})?")
_DAY: Final = (1980, 1, 1, 0, 0, 0)


def write(parts: Mapping[str, bytes]) -> bytes:
    """*parts* as a ZIP without compression: images are compressed already."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts):
            if not _NAME.fullmatch(name):
                raise Damaged
            archive.writestr(zipfile.ZipInfo(name, _DAY), parts[name])
    return out.getvalue()


def read(content: bytes) -> dict[str, bytes]:
    """The parts of *content*. Raises Damaged: no ZIP, too large, strange names, a part twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            names = {info.filename for info in listed}
            whole = sum(info.file_size for info in listed)
            odd = any(
                info.compress_type != zipfile.ZIP_STORED or not _NAME.fullmatch(info.filename)
                for info in listed
            )
            if odd or len(names) != len(listed) or len(listed) > MOST_PARTS or whole > MOST_BYTES:
                raise Damaged
            return {info.filename: archive.read(info) for info in listed}
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, EOFError) as refused:
        # RuntimeError is zipfile's own word for what is encrypted or of a version it cannot read.
        raise Damaged from refused
