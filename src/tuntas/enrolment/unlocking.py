"""The operator's work key between two requests: half in a cookie, half in the session's row.

It opens sessions that are not sealed yet. The database holds it encrypted, the browser holds
only the key to that; neither alone opens anything, and both end with the sign-in.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

COOKIE: Final = "tuntas_kunci"
SHORTEST: Final = 6
_ROW: Final = "kunci_kerja"


def remember(request: HttpRequest, response: HttpResponseBase, secret: str) -> None:
    """Keep *secret* for this browser until it signs out."""
    key, nonce = secrets.token_bytes(32), secrets.token_bytes(12)
    shut = nonce + AESGCM(key).encrypt(nonce, secret.encode(), b"")
    request.session[_ROW] = base64.b64encode(shut).decode()
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(key).decode(),
        httponly=True,
        samesite="Strict",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def remembered(request: HttpRequest) -> str:
    """The work key of this browser; empty when it must be typed."""
    try:
        shut = base64.b64decode(request.session[_ROW])
        key = base64.urlsafe_b64decode(request.COOKIES[COOKIE])
        return AESGCM(key).decrypt(shut[:12], shut[12:], b"").decode()
    except (KeyError, ValueError, binascii.Error, InvalidTag):
        return ""
