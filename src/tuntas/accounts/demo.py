"""Where demo accounts work: on the machine that runs the demo, and nowhere else.

They sign in without a password, so each condition is checked on every request, not
only at the sign-in: the demo is on, the server listens on loopback, the request
comes from loopback, is addressed to loopback and did not pass a proxy.
"""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

PROXY_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")


def is_at_home(request: HttpRequest) -> bool:
    """Whether demo accounts may be used in *request*."""
    return bool(
        settings.DEMO
        and is_loopback(settings.BIND_HOST)
        and is_loopback(request.META.get("REMOTE_ADDR", ""))
        and is_loopback(split_domain_port(request.get_host())[0])
        and not any(header in request.headers for header in PROXY_HEADERS)
    )


def is_loopback(host: str) -> bool:
    """Whether *host* names this machine only.

    >>> [is_loopback(h) for h in ("127.0.0.1", "::1", "[::1]", "localhost", "0.0.0.0", "")]
    [True, True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
