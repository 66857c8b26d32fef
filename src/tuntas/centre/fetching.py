"""Fetching what a reference URL names: only from hosts that were allowed, and never much."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Collection
from typing import Any, Final
from urllib.parse import urlsplit

from tuntas.centre.abis import CannotFetch, Expired

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_BYTES: Final = 32 * 1024 * 1024
TIMEOUT_S: Final = 10
GONE: Final = frozenset({401, 403, 410})


def fetch(url: str, hosts: Collection[str], *, token: str = "") -> bytes:
    """The content at *url*, whose host is one of *hosts*. Raises CannotFetch, Expired.

    token: a JWT that the share wants in its cookie, as MOSIP's does.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.hostname not in hosts:
        raise CannotFetch
    opener = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
    cookie = {"Cookie": f"Authorization={token}"} if token else {}
    try:
        asked = urllib.request.Request(url, headers=cookie)
        with opener.open(asked, timeout=TIMEOUT_S) as said:
            content = bytes(said.read(MOST_BYTES + 1))
    except urllib.error.HTTPError as refused:
        with refused:
            raise (Expired if refused.code in GONE else CannotFetch) from refused
    except OSError as refused:
        raise CannotFetch from refused
    if len(content) > MOST_BYTES:
        raise CannotFetch
    return content


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect could lead to a host that nobody allowed."""

    def redirect_request(self, *said: Any) -> None:
        return None
