"""Everything that writes recordings: the act itself, the capture session, the keys it needs."""

from tuntas.enrolment.actions.keys import add_device, add_reader, end_reader, revoke_device
from tuntas.enrolment.actions.recording import (
    Many,
    Receipt,
    RecordRequest,
    authorise_mode,
    card_happened,
    observe,
    observe_statuses,
    record_many,
    record_person,
    void_recording,
    what_it_says,
)
from tuntas.enrolment.actions.sealing import seal_session
from tuntas.enrolment.actions.sessions import (
    abandon_session,
    accept_part,
    approve_exceptions,
    begin_session,
    confirm_biodata,
    distrust_device,
    except_part,
    open_again,
)

__all__ = [
    "Many",
    "Receipt",
    "RecordRequest",
    "abandon_session",
    "accept_part",
    "add_device",
    "add_reader",
    "approve_exceptions",
    "authorise_mode",
    "begin_session",
    "card_happened",
    "confirm_biodata",
    "distrust_device",
    "end_reader",
    "except_part",
    "observe",
    "observe_statuses",
    "open_again",
    "record_many",
    "record_person",
    "revoke_device",
    "seal_session",
    "void_recording",
    "what_it_says",
]
