"""Three ends of one port: who says whether a recording is one person.

``embedded``: this program, packet by packet. ``siak``: the ministry's centre; what it says comes
back as snapshots (`enrolment.observing`), what was sealed here goes out as a list. ``abis``: this
program's gallery answers for somebody else's centre. Which one holds is a dated setting with its
document, never a switch in code.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.centre.errors import UnknownEnd
from tuntas.centre.models import EndInForce


class End(StrEnum):
    EMBEDDED = "embedded"
    SIAK = "siak"
    ABIS = "abis"


def end_on(day: date) -> End:
    """The end in force on a day; the embedded centre where nothing else was set."""
    rows = EndInForce.objects.filter(starts__lte=day).order_by("-starts", "-id")
    return End(rows.values_list("end", flat=True).first() or End.EMBEDDED)


def set_end(*, actor: Principal, end: str, starts: date, document: str, now: datetime) -> None:
    """From day *starts* on the port ends at *end*, by *document*. Raises UnknownEnd."""
    if end not in list(End):
        raise UnknownEnd
    with transaction.atomic():
        EndInForce.objects.create(end=end, starts=starts, document=document, recorded_at=now)
        write_act(
            actor=actor.ref,
            verb="centre.set_end",
            subjects=[],
            detail={"end": end, "starts": starts.isoformat(), "document": document},
            at=now,
        )
