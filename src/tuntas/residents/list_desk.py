"""What the pages of lists share: the list of an address, and the log of what was shown."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone

from tuntas.accounts.access import principal_of
from tuntas.audit.actions import write_view
from tuntas.residents.access import list_for
from tuntas.residents.errors import ListNotFound
from tuntas.residents.models import PersonList


def list_of(request: HttpRequest, ref: str) -> PersonList:
    """The list, or a page that says there is none."""
    try:
        return list_for(principal_of(request), ref)
    except ListNotFound as error:
        raise Http404 from error


def log_view(request: HttpRequest, verb: str, count: int, purpose: str = "") -> None:
    with transaction.atomic():
        write_view(
            actor=principal_of(request).ref,
            verb=verb,
            subjects=[],
            count=count,
            purpose=purpose,
            at=timezone.now(),
        )
