"""Files that prove something: taken from a form, shown to who may see the person."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.letters import files
from tuntas.outreach import evidence


def kept(upload: Any) -> str:
    """Digest of an uploaded file, empty without one; of a huge upload the rest is not read.

    Raises:
        tuntas.letters.errors.ScanUnusable
    """
    return evidence.keep(upload.read(files.LARGEST + 1)) if upload else ""


def shown(principal: Principal, digest: str, person_ref: str) -> HttpResponse:
    """The file as a download, and a line in the log of looks."""
    try:
        content, kind = evidence.read(digest)
    except FileNotFoundError:
        raise Http404 from None
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb="outreach.evidence",
            subjects=[person_ref],
            count=1,
            purpose="",
            at=timezone.now(),
        )
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="bukti-{digest[:8]}"'
    response["Cache-Control"] = "no-store"
    return response
