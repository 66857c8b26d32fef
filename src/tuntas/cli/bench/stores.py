"""A store of its own for one bench, thrown away afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def store() -> Iterator[Path]:
    """An empty, migrated SQLite store with the office's durability; its folder.

    Django's settings are read once a process: a bench runs in a process of its own
    (:func:`tuntas.cli.bench.run_apart`).
    """
    from tuntas.cli.output import django_setup

    with tempfile.TemporaryDirectory(prefix="tuntas-bench-") as folder:
        os.environ["TUNTAS_HOME"] = folder
        os.environ.pop("TUNTAS_DATABASE", None)
        django_setup()
        yield Path(folder)
