"""Static files of the rooms, gathered once per version into the data folder.

WhiteNoise serves them with names that carry their content's hash, so a browser keeps them for
good. Gathering takes a moment; it is skipped while the sources are as they were.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> bool:
    """Gather the files when they differ from last time; True when it did."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / "gathered.txt"
    wanted = fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    call_command("collectstatic", interactive=False, clear=root.exists(), verbosity=0)
    stamp.write_text(wanted)
    return True


def fingerprint() -> str:
    """Names, sizes and times of every static file of the program."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
