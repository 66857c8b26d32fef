"""What may be written to a log: where a fault happened, never about whom.

Messages of exceptions quote rows ("Key (nik)=(…) already exists"), so a trace keeps the type of
the exception and its frames and drops the message; anything in a message that has the length of
a NIK or a KK number is masked, and so is a token in an address: whoever reads it could use it.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

LONG_NUMBER = re.compile(r"(?<!\d)(\d{4})\d{8}(\d{4})(?!\d)")
# What `secrets.token_urlsafe(32)` gives, as one part of an address.
TOKEN = re.compile(r"(?<=/)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def masked(text: str) -> str:
    """*text* with every number of sixteen digits masked, and every token in an address.

    >>> masked("row 9905014107990001 refused")
    'row 9905********0001 refused'
    >>> masked(f"Gone: /d/{'x' * 43}/jawab/")
    'Gone: /d/***/jawab/'
    """
    return LONG_NUMBER.sub(r"\1********\2", TOKEN.sub("***", text))


class WithoutPersons(logging.Formatter):
    """One line per record; a trace of frames and exception types without their messages."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))

    def formatException(self, ei: ExcInfo) -> str:
        error = ei[1]
        if error is None:
            return ""
        return "\n".join(_trace(error))


def _trace(error: BaseException) -> list[str]:
    """Frames of *error* and of what caused it, the cause first, as Python prints them."""
    lines: list[str] = []
    if (before := error.__cause__ or error.__context__) is not None:
        lines += [*_trace(before), "then"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}')
    code = getattr(error, "code", None)
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return [*lines, f"{name} [{code}]" if isinstance(code, str) else name]


class DiscreetFile(RotatingFileHandler):
    """A log file; when it cannot be written, one sentence says so."""

    has_complained = False

    def handleError(self, record: logging.LogRecord) -> None:
        # The library would print the record as it came, numbers and all, with a trace.
        if not self.has_complained:
            self.has_complained = True
            print(UNWRITABLE, file=sys.stderr)


UNWRITABLE = (
    "Catatan (log) tidak dapat ditulis. Periksa apakah folder data masih ada, dapat ditulis, dan"
    " cakram tidak penuh; lalu jalankan ulang Tuntas.\n"
    "The log cannot be written. Check that the data folder still exists, can be written and that"
    " the disk is not full; then start Tuntas again."
)


def to_file(folder: Path) -> dict[str, Any]:
    """Logging settings: everything at WARNING and above to ``tuntas.log`` in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": "tuntas.config.logs.WithoutPersons",
                "format": "{asctime} {levelname} {name} {message}",
                "style": "{",
            }
        },
        "handlers": {
            "file": {
                "class": "tuntas.config.logs.DiscreetFile",
                "filename": str(folder / "tuntas.log"),
                "maxBytes": 5_000_000,
                "backupCount": 3,
                "delay": True,
                "encoding": "utf-8",
                "formatter": "plain",
            }
        },
        "root": {"handlers": ["file"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "tuntas": {"level": "INFO"},
            # axes would write who tried to sign in; the store keeps that, the log must not.
            "axes": {"level": "CRITICAL"},
        },
    }
