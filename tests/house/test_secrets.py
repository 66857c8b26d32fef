"""The office's own key is made once, whoever comes first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tuntas.config import secrets


@pytest.fixture(autouse=True)
def no_key_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TUNTAS_SECRET_KEY", raising=False)


def test_the_key_stays_the_same(tmp_path: Path) -> None:
    first = secrets.secret_key(tmp_path)

    assert len(first) >= 64
    assert secrets.secret_key(tmp_path) == first


def test_many_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: secrets.secret_key(tmp_path), range(64)))

    assert len(keys) == 1
    assert keys != {""}
    assert [file.name for file in (tmp_path / "keys").iterdir()] == ["django.key"]


def test_the_key_is_for_its_owner_only(tmp_path: Path) -> None:
    secrets.secret_key(tmp_path)

    assert (tmp_path / "keys" / "django.key").stat().st_mode & 0o077 == 0


def test_an_office_may_bring_its_own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNTAS_SECRET_KEY", "given")

    assert secrets.secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []
