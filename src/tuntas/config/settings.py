"""Settings of one running office.

Everything an office may change comes from environment variables or from the
data folder; nothing here holds a secret. `tuntas serve` sets the variables;
a person seldom has to.

| variable | meaning | default |
|---|---|---|
| TUNTAS_HOME | the data folder: store, keys, log, collected static files | ./data |
| TUNTAS_DATABASE | ``postgresql://…``, or the path of an SQLite file | SQLite in the data folder |
| TUNTAS_HOSTS | host names the office answers to, comma-separated | loopback |
| TUNTAS_TLS | ``1`` when the server speaks TLS: secure cookies and HSTS | unset |
| TUNTAS_DEMO | ``1`` while a demo is built; afterwards its folder says so itself | unset |
| TUNTAS_BIND_HOST | where the server listens; demo accounts need loopback | 127.0.0.1 |
| TUNTAS_DEBUG | ``1`` while developing: templates and static files are read anew | unset |
| TUNTAS_TIME_ZONE | the office's clock on the wall | Asia/Makassar (WITA) |
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from tuntas.config import databases, logs, peragaan, secrets

DATA_DIR = secrets.private_folder(Path(os.environ.get("TUNTAS_HOME", "data")).resolve())
DEMO = peragaan.is_demo(DATA_DIR)
DEBUG = os.environ.get("TUNTAS_DEBUG") == "1"
BIND_HOST = os.environ.get("TUNTAS_BIND_HOST", "127.0.0.1")
TLS = os.environ.get("TUNTAS_TLS") == "1"
SECRET_KEY = secrets.secret_key(DATA_DIR)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "tuntas.web",
    "tuntas.audit",
    "tuntas.wilayah",
    "tuntas.accounts",
    "tuntas.authority",
    "tuntas.ledger",
    "tuntas.letters",
    "tuntas.residents",
    "tuntas.enrolment",
    "tuntas.centre",
    "tuntas.cards",
    "tuntas.coverage",
    "tuntas.outreach",
    "tuntas.missions",
    "tuntas.reports",
]

# Each one earns its place on every request; the home page has 10 ms of CPU in all.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tuntas.config.sessions.idle_timeout",
    "tuntas.web.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tuntas.wilayah.middleware.regions_read_once",
    "tuntas.accounts.middleware.PrincipalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "tuntas.config.urls"
WSGI_APPLICATION = "tuntas.config.wsgi.application"
_app_templates = "django.template.loaders.app_directories.Loader"
_template_loader: Any = (
    # Django would keep compiled templates also while they are being edited.
    _app_templates if DEBUG else ("django.template.loaders.cached.Loader", [_app_templates])
)
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [_template_loader],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tuntas.config.shell.shell",
            ],
        },
    },
]

DATABASES = databases.from_environment(DATA_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# The door.
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours: a clerk who mistypes waits a quarter of an hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# A quarter of an hour it is: who keeps trying, or tries for a colleague, does not prolong it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["username", "csrfmiddlewaretoken"]
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "tuntas.accounts.views.door.locked_out"
OTP_TOTP_ISSUER = "Tuntas"

# Sessions live in the database only: a cache beside it would let a session that was ended in one
# process go on in another. See config/sessions.py for the sliding end.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60
SESSION_COOKIE_NAME = "tuntas_session"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ALLOWED_HOSTS = os.environ.get("TUNTAS_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tuntas.web.views.csrf_failure"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

# Language and numbers: Indonesian first.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "web" / "locale"]
TIME_ZONE = os.environ.get("TUNTAS_TIME_ZONE", "Asia/Makassar")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = DATA_DIR / "files"

LOGGING = logs.to_file(DATA_DIR / "log")
