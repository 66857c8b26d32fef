"""Deciding on proposed exits: a second person approves a batch, and only then they are events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.ledger import bulk
from tuntas.ledger.actions import Batch, open_batch
from tuntas.residents import queries, tracks
from tuntas.residents.actions.events import append
from tuntas.residents.actions.fold import row_of
from tuntas.residents.actions.import_write import update_people
from tuntas.residents.errors import NothingToDecide, SecondPersonNeeded
from tuntas.residents.models import ExitProposal
from tuntas.residents.queries_import import open_exits

EVENT_OF: Final = {
    "died": "died",
    "moved_out": "moved_out",
    "deactivated": "deactivated",
    "absent": "unlisted",
}
BATCH_SIZE: Final = 2_000


@dataclass
class Decision:
    """What became of a batch of proposals.

    Attributes:
        decided: approved or declined now.
        own: proposed by the same human being, so left for somebody else.
        seconded: proposed by the program itself; the first human to agree becomes the
            proposer, and a second one decides.
        gone: the person has left by another way meanwhile; the proposal is closed.
    """

    decided: int = 0
    own: int = 0
    seconded: int = 0
    gone: int = 0
    seq: int | None = None


def approve_exits(
    *,
    actor: Principal,
    on: date,
    now: datetime,
    refs: Sequence[str] | None = None,
    import_ref: str = "",
    kind: str = "",
    note: str = "",
) -> Decision:
    """Let proposed exits take effect, in batches; with *refs* these, else all one may decide.

    Args:
        on: the business day on which the exits become known.
        import_ref, kind: only those of this import, of this kind.
    Raises:
        NothingToDecide, SecondPersonNeeded
    """
    decision = Decision()
    ids = _waiting(actor, refs, import_ref, kind)
    for start in range(0, len(ids), BATCH_SIZE):
        _approve(actor, ids[start : start + BATCH_SIZE], decision, on, now, note)
    _demand_decided(decision)
    return decision


def decline_exits(
    *,
    actor: Principal,
    on: date,
    now: datetime,
    refs: Sequence[str] | None = None,
    import_ref: str = "",
    kind: str = "",
    note: str = "",
) -> Decision:
    """Close proposals without effect: the people stay. Chosen as in :func:`approve_exits`.

    Raises:
        NothingToDecide, SecondPersonNeeded
    """
    decision = Decision()
    ids = _waiting(actor, refs, import_ref, kind)
    with transaction.atomic():
        rows = _lock(ids)
        mine = [row for row in rows if not _is_second(actor, row)]
        others = [row for row in rows if _is_second(actor, row)]
        decision.own = len(mine)
        decision.decided = len(others)
        _close(others, ExitProposal.State.DECLINED, actor, on, note)
        if others:
            write_act(
                actor=actor.ref,
                verb="residents.decline_exits",
                subjects=[row.person.ref.hex for row in others],
                detail={"n": len(others), "note": note},
                at=now,
            )
    _demand_decided(decision)
    return decision


def _waiting(actor: Principal, refs: Sequence[str] | None, import_ref: str, kind: str) -> list[int]:
    rows = open_exits(actor, refs=refs)
    if import_ref:
        rows = rows.filter(source__ref=import_ref)
    if kind:
        rows = rows.filter(kind=kind)
    ids = list(rows.values_list("id", flat=True))
    if not ids:
        raise NothingToDecide
    return ids


def _lock(ids: Sequence[int]) -> list[ExitProposal]:
    """The proposals that still wait, held until the transaction ends."""
    found: list[ExitProposal] = []
    for chunk in bulk.chunks(ids):
        rows = ExitProposal.objects.select_for_update(of=("self",)).filter(
            id__in=chunk, state=ExitProposal.State.OPEN
        )
        found += rows.select_related("person").order_by("id")
    return found


def _is_second(actor: Principal, row: ExitProposal) -> bool:
    """Whether the decision would be another human being's than the proposal."""
    return bool(actor.officer_ref) and row.proposed_by not in ("", actor.officer_ref)


def _approve(
    actor: Principal,
    ids: Sequence[int],
    decision: Decision,
    on: date,
    now: datetime,
    note: str,
) -> None:
    with open_batch(
        actor=actor, verb="residents.approve_exits", source=note[:120], known_on=on, at=now
    ) as batch:
        rows = [row for row in _lock(ids) if _is_second(actor, row)]
        here = [row for row in rows if row.person.status == "here"]
        _append_exits(batch, here)
        gone = [row for row in rows if row.person.status != "here"]
        _close(here, ExitProposal.State.APPROVED, actor, on, note, batch.seq)
        _close(gone, ExitProposal.State.DECLINED, actor, on, note, batch.seq)
        batch.subjects += [row.person.ref.hex for row in here]
        batch.detail |= {"n": len(here)}
        if rows:
            decision.seq = batch.seq
        else:
            batch.withdraw()
    decision.decided += len(here)
    decision.gone += len(rows) - len(here)
    _second(actor, ids, decision, now)


def _second(actor: Principal, ids: Sequence[int], decision: Decision, now: datetime) -> None:
    """What the program proposed by itself gets its first human being."""
    with transaction.atomic():
        rows = _lock(ids)
        decision.own += sum(row.proposed_by == actor.officer_ref != "" for row in rows)
        nobodys = [row for row in rows if not row.proposed_by and actor.officer_ref]
        for row in nobodys:
            row.proposed_by = actor.officer_ref
            row.save(update_fields=["proposed_by"])
        decision.seconded += len(nobodys)
        if nobodys:
            write_act(
                actor=actor.ref,
                verb="residents.second_exits",
                subjects=[row.person.ref.hex for row in nobodys],
                detail={"n": len(nobodys)},
                at=now,
            )


def _append_exits(batch: Batch, rows: Sequence[ExitProposal]) -> None:
    facts = queries.events_of([row.person_id for row in rows])
    changed = []
    left: set[int] = set()
    for row in rows:
        known = facts[row.person_id]
        if row.person_id not in left:
            known.append(append(batch, row.person_id, EVENT_OF[row.kind], row.effective_on, "{}"))
        left.add(row.person_id)
        batch.restate(row.person_id, tracks.derive(known))
        changed.append((row.person_id, row.person.name, row_of(known)))
    update_people(changed)


def _close(
    rows: Sequence[ExitProposal],
    state: str,
    actor: Principal,
    on: date,
    note: str,
    seq: int | None = None,
) -> None:
    decided = {"state": state, "decided_by": actor.officer_ref, "decided_on": on, "seq": seq}
    if note:
        decided["note"] = note[:200]
    for chunk in bulk.chunks([row.id for row in rows]):
        ExitProposal.objects.filter(id__in=chunk).update(**decided)


def _demand_decided(decision: Decision) -> None:
    if decision.own and not (decision.decided or decision.seconded or decision.gone):
        raise SecondPersonNeeded
    if not (decision.decided or decision.seconded or decision.gone):
        raise NothingToDecide
