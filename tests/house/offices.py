"""Offices of their own for tests: a data folder, and the real `tuntas` command in a process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class House:
    """One data folder and the environment of the commands that work on it."""

    folder: Path
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TUNTAS_", "DJANGO_"))}
        return {**kept, "TUNTAS_HOME": str(self.folder), **self.extra}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "tuntas", *arguments]

    def run(self, *arguments: str) -> Ran:
        done = subprocess.run(
            self.command(*arguments), env=self.environ, capture_output=True, text=True, check=False
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def python(self, code: str) -> str:
        """The output of *code*, run in this office with Django ready."""
        prepared = f"from tuntas.cli.output import django_setup; django_setup()\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", prepared],
            env=self.environ,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()


MakeHouse = Callable[[], House]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
