"""Papers and photos that prove a reason: kept below the office's private files, by their digest."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from django.conf import settings

from tuntas.letters import files

_NAME: Final = re.compile(r"[0-9a-f]{64}")
_KINDS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)


def keep(content: bytes) -> str:
    """Keep a PDF, JPEG or PNG of at most 10 MB durably; its digest, which is its name.

    Raises:
        tuntas.letters.errors.ScanUnusable
    """
    return files.keep(folder(), files.checked(content))


def is_kept(digest: str) -> bool:
    """Whether a file with this digest is here."""
    return bool(_NAME.fullmatch(digest)) and (folder() / digest).is_file()


def read(digest: str) -> tuple[bytes, str]:
    """The content and its media type.

    Raises:
        FileNotFoundError
    """
    if not _NAME.fullmatch(digest):
        raise FileNotFoundError
    content = (folder() / digest).read_bytes()
    return content, next(kind for begins, kind in _KINDS if content.startswith(begins))


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "penjangkauan"
