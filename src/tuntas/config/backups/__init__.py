"""Copies of an office's store: one file that holds everything except keys."""

from tuntas.config.backups.archive import Manifest, NotABackup
from tuntas.config.backups.make import make
from tuntas.config.backups.put_back import put_back

__all__ = ["Manifest", "NotABackup", "make", "put_back"]
