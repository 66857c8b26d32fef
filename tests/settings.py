"""Settings of a test run: the real ones, with a throw-away data folder and fast password hashes.

Every process (also each xdist worker) gets a folder of its own, so that nothing is shared by
accident; the database is a *file* with the office's own options, because an in-memory SQLite
would hide every locking fault that threads and processes can meet.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="tuntas-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["TUNTAS_HOME"] = str(HOME)
(HOME / "static").mkdir()  # WhiteNoise warns where nothing was gathered
for _name in ("TUNTAS_DATABASE", "TUNTAS_DEMO", "TUNTAS_DEBUG", "TUNTAS_TLS", "TUNTAS_HOSTS"):
    os.environ.pop(_name, None)

from tuntas.config.settings import *
from tuntas.config.settings import DATABASES, STORAGES

DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = {"version": 1, "disable_existing_loggers": False}
