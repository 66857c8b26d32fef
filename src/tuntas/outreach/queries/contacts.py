"""What is known about one person: the current reason and its history, contacts, the plan."""

from __future__ import annotations

from tuntas.outreach.models import AsideProposal, CasePlan, Contact, Reason


def current_reason(person_id: int) -> Reason | None:
    """The reason that holds now; None: unknown yet."""
    return Reason.objects.filter(person_id=person_id, ended_on__isnull=True).first()


def reasons_of(person_id: int) -> list[Reason]:
    """All reasons ever told, newest first."""
    return list(Reason.objects.filter(person_id=person_id).order_by("-id"))


def contacts_of(person_id: int) -> list[Contact]:
    """All contacts, newest first."""
    rows = Contact.objects.filter(person_id=person_id).select_related("slot")
    return list(rows.order_by("-on", "-id"))


def plan_of(person_id: int) -> CasePlan | None:
    """The current plan for somebody missed again and again."""
    return CasePlan.objects.filter(person_id=person_id, ended_on__isnull=True).first()


def files_of(person_id: int) -> set[str]:
    """Digests of every file kept about one person."""
    about = (Contact, Reason, AsideProposal)
    found: set[str] = set()
    for model in about:
        rows = model.objects.filter(person_id=person_id).exclude(evidence_file="")
        found.update(rows.values_list("evidence_file", flat=True))
    return found
