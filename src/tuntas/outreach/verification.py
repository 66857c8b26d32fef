"""What ``tuntas verify`` asks of outreach: two persons behind whoever is aside, whole evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from django.db.models import Count

from tuntas.audit.chain import Problem
from tuntas.outreach import evidence
from tuntas.outreach.models import AsideFact, AsideProposal, Contact, Invitation, Reason, Slot
from tuntas.outreach.queries.closing import without_outcome

_APPROVED = AsideProposal.State.APPROVED


def check() -> Iterator[Problem]:
    """Every place at which outreach does not hold."""
    yield from _two_persons()
    yield from _files()
    yield from _closed_slots()
    yield from _places()


def _two_persons() -> Iterator[Problem]:
    """Each setting aside in the ledger has its proposal, approved by somebody else."""
    voided = AsideFact.objects.filter(voids_id__isnull=False).values("voids_id")
    facts = AsideFact.objects.filter(kind="set_aside").exclude(id__in=voided)
    aside = Counter(facts.values_list("person_id", flat=True))
    approved = AsideProposal.objects.filter(state=_APPROVED)
    by_two = Counter(
        person
        for person, proposed_by, decided_by in approved.values_list(
            "person_id", "proposed_by", "decided_by"
        )
        if proposed_by and decided_by and proposed_by != decided_by
    )
    for person in sorted(aside.keys() | by_two.keys()):
        if aside[person] != by_two[person]:
            yield Problem(
                f"outreach_asidefact person {person}",
                "disisihkan tanpa usulan yang disetujui dua orang, atau sebaliknya",
                "set aside without a proposal approved by two persons, or the reverse",
            )


def _files() -> Iterator[Problem]:
    """Each file of evidence is here and says what it said."""
    named: set[str] = set()
    for model in (Contact, Reason, AsideProposal):
        rows = model.objects.exclude(evidence_file="")
        named.update(rows.values_list("evidence_file", flat=True))
    for digest in sorted(named):
        try:
            same = sha256(evidence.read(digest)[0]).hexdigest() == digest
        except (FileNotFoundError, StopIteration):
            same = False
        if not same:
            yield Problem(
                f"outreach evidence {digest[:12]}",
                "berkas bukti hilang atau berubah",
                "the file of evidence is gone or was changed",
            )


def _closed_slots() -> Iterator[Problem]:
    """In a closed slot every listed name has an outcome."""
    closed = Slot.objects.filter(
        state=Slot.State.CLOSED,
        invitations__state__in=[
            Invitation.State.PREPARED,
            Invitation.State.SENT,
            Invitation.State.CAME,
            Invitation.State.MISSED,
        ],
    ).distinct()
    for slot in closed.order_by("id"):
        missing = len(without_outcome(slot.id))
        if missing:
            yield Problem(
                f"outreach_slot {slot.ref}",
                f"ditutup, tetapi {missing} nama tanpa hasil",
                f"closed, but {missing} names have no outcome",
            )


def _places() -> Iterator[Problem]:
    """No slot holds more people than it has places."""
    held = Invitation.objects.exclude(state=Invitation.State.CANCELLED).values("slot_id")
    counted = dict(held.annotate(n=Count("id")).values_list("slot_id", "n"))
    for slot in Slot.objects.filter(id__in=counted).order_by("id"):
        if counted[slot.id] > slot.places:
            yield Problem(
                f"outreach_slot {slot.ref[:12]}",
                "lebih banyak undangan daripada tempat",
                "more invitations than places",
            )
