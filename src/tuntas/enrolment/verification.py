"""Whether each receipt belongs to the recording that carries its nonce."""

from __future__ import annotations

from collections.abc import Iterator

from tuntas.audit.chain import Problem
from tuntas.enrolment import tracks
from tuntas.enrolment.models import EnrolmentFact, RecordingReceipt
from tuntas.ledger.facts import Fact
from tuntas.ledger.verification import UNREADABLE, unreadable


def verify_receipts() -> Iterator[Problem]:
    """A problem for each receipt without its recording, and each recording without its receipt."""
    made: dict[tuple[int, int], tuple[object, ...]] = {}
    facts = EnrolmentFact.objects.filter(kind__in=("recorded", "marked"))
    for row in facts.values_list(*Fact._fields):
        fact = Fact(*row)
        try:
            told = fact.told()
        except UNREADABLE:
            yield unreadable(f"{tracks.TABLE} {fact.id}")
            continue
        if "nonce" in told:
            made[fact.person_id, fact.id] = (told["nonce"], told["content"], fact.seq)
    receipts = RecordingReceipt.objects.values_list(
        "person_id", "fact_id", "nonce", "content_digest", "seq"
    )
    for person_id, fact_id, *said in receipts:
        if made.pop((person_id, fact_id), None) != tuple(said):
            yield _problem(fact_id)
    for _, fact_id in made:
        yield _problem(fact_id)


def _problem(fact_id: int) -> Problem:
    return Problem(
        f"enrolment_recordingreceipt fact {fact_id}",
        "tanda terima tidak cocok dengan perekamannya",
        "the receipt does not match its recording",
    )
