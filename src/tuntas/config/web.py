"""The web process: granian in front of Django. Started by the supervisor, not by hand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from tuntas.config.lifeline import end_with_parent

# One process: the ledger's arrays are loaded once, and SQLite likes one writer. Threads beyond
# the number of people who click at the same moment only fight for the interpreter.
THREADS = 8


def options(environ: dict[str, str]) -> dict[str, Any]:
    """What granian is told, from the variables the supervisor sets."""
    cert, key = environ.get("TUNTAS_TLS_CERT"), environ.get("TUNTAS_TLS_KEY")
    return {
        "address": environ["TUNTAS_BIND_HOST"],
        "port": int(environ["TUNTAS_BIND_PORT"]),
        "interface": Interfaces.WSGI,
        "workers": 1,
        "blocking_threads": THREADS,
        "websockets": False,
        "log_access": False,
        "log_enabled": False,
        "workers_kill_timeout": 5,
        "ssl_cert": Path(cert) if cert else None,
        "ssl_key": Path(key) if key else None,
    }


def main() -> None:
    end_with_parent()
    Granian("tuntas.config.wsgi:application", **options(dict(os.environ))).serve()


if __name__ == "__main__":
    main()
