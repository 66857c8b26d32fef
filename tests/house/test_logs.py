"""The log says where, never about whom."""

from __future__ import annotations

import logging
import shutil
import sys
from pathlib import Path

import pytest

from tuntas.config.logs import UNWRITABLE, DiscreetFile, WithoutPersons, masked

NIK = "9905014107990001"


def _formatted(message: str, error: BaseException | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("tuntas", logging.ERROR, "file", 1, message, None, info)
    return WithoutPersons("%(message)s").format(record)


def _raised() -> BaseException:
    try:
        try:
            raise KeyError(f"Key (nik)=({NIK}) already exists")
        except KeyError as cause:
            raise ValueError("Siti Rahma Djafar") from cause
    except ValueError as error:
        return error


def test_a_number_as_long_as_a_nik_is_masked() -> None:
    assert _formatted(f"row {NIK} refused") == "row 9905********0001 refused"


def test_a_longer_or_shorter_number_stands() -> None:
    assert masked("12345678901234567 123456789012345") == "12345678901234567 123456789012345"


def test_a_trace_keeps_frames_and_types_and_drops_messages() -> None:
    text = _formatted("fault", _raised())

    assert "in _raised" in text
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "Siti" not in text
    assert NIK not in text


def test_an_error_outside_any_handler_has_no_trace() -> None:
    assert sys.exc_info() == (None, None, None)
    assert _formatted("plain") == "plain"


def test_a_token_in_an_address_is_masked() -> None:
    token = "T0ken_-" * 6 + "x"

    assert masked(f"Unprocessable Entity: /d/{token}/jawab/") == (
        "Unprocessable Entity: /d/***/jawab/"
    )
    # Longer and shorter names of files and refs stay readable.
    assert "f" * 64 in masked(f"/berkas/{'f' * 64}")
    assert "a" * 32 in masked(f"/orang/{'a' * 32}/")


def test_a_log_that_cannot_be_written_says_so_once_and_tells_nothing_of_anybody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    handler = DiscreetFile(folder / "tuntas.log", delay=True, encoding="utf-8")
    shutil.rmtree(folder)
    for _ in range(2):
        handler.handle(logging.LogRecord("tuntas", logging.ERROR, "f", 1, "of %s", (NIK,), None))
    handler.close()

    assert capfd.readouterr().err.strip() == UNWRITABLE
