"""What can be issued on a day, by whom, what stands in the way, and what takes it away.

A :class:`Rule` is a dated row of data with its source: which seat signs a document or decides
an act, in which form, and whether a Plt or Plh may. What needs no seat goes on regardless.

>>> from tuntas.authority.seats import Assignment, Capacity, History
>>> report = Rule(code="report", seat="head", form=Form.WET, plt=True, plh=True, central=False,
...     starts=date(2014, 10, 17))
>>> ask(report, History(), date(2021, 10, 5)).obstacles[0].kind
<Block.SEAT_EMPTY: 'seat_empty'>
>>> plt = Assignment(seat="head", officer="b", capacity=Capacity.PLT, starts=date(2021, 10, 20))
>>> ask(report, History(assignments=(plt,)), date(2021, 10, 20)).signer
Signer(officer='b', seat='head', capacity=<Capacity.PLT: 'plt'>, on_behalf_of='')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tuntas.authority.seats import (
    Assignment,
    Capacity,
    Certificate,
    Dated,
    History,
    Holding,
    Suspension,
    absent_since,
    certificate_on,
    holding,
    suspended_since,
)


class Form(StrEnum):
    """How a document becomes valid."""

    NONE = "none"
    """Nobody signs: recording, input, printing a KTP-el, outreach, planning."""
    WET = "wet"
    TTE = "tte"


class Block(StrEnum):
    """What stands in the way; each has one thing that takes it away (`unblocks`)."""

    SEAT_EMPTY = "seat_empty"
    HOLDER_ABSENT = "holder_absent"
    NOT_FOR_PLT = "not_for_plt"
    NOT_FOR_PLH = "not_for_plh"
    NO_CERTIFICATE = "no_certificate"
    SUSPENDED = "suspended"
    NO_RULE = "no_rule"


class Remedy(StrEnum):
    """What takes an obstacle away, in the order in which an office can get it."""

    APPOINT_PLT = "appoint_plt"
    APPOINT_PLH = "appoint_plh"
    RETURN_OF_HOLDER = "return_of_holder"
    DEFINITIVE_HOLDER = "definitive_holder"
    ISSUE_CERTIFICATE = "issue_certificate"
    RESTORE_ACCESS = "restore_access"
    ENTER_RULE = "enter_rule"


REMEDIES: Mapping[Block, tuple[Remedy, ...]] = {
    Block.SEAT_EMPTY: (Remedy.APPOINT_PLT,),
    Block.HOLDER_ABSENT: (Remedy.RETURN_OF_HOLDER, Remedy.APPOINT_PLH),
    Block.NOT_FOR_PLT: (Remedy.DEFINITIVE_HOLDER,),
    Block.NOT_FOR_PLH: (Remedy.RETURN_OF_HOLDER,),
    Block.NO_CERTIFICATE: (Remedy.ISSUE_CERTIFICATE,),
    Block.SUSPENDED: (Remedy.RESTORE_ACCESS,),
    Block.NO_RULE: (Remedy.ENTER_RULE,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Dated):
    """*code* (document or act) needs *seat* in *form*; *central*: needs the central system."""

    code: str
    seat: str
    form: Form
    plt: bool
    plh: bool
    central: bool


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, for which seat, in what capacity; *on_behalf_of*: the seat that mandated."""

    officer: str
    seat: str
    capacity: Capacity
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class Obstacle:
    kind: Block
    since: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """May *code* be issued? With *signer* None and no obstacle it needs nobody's signature.

    remedies: what is needed, in the order in which an office can get it. A Plh and the return
    of the holder are either-or; everything else is needed together.
    """

    code: str
    form: Form
    signer: Signer | None
    obstacles: tuple[Obstacle, ...]
    remedies: tuple[Remedy, ...] = ()

    @property
    def possible(self) -> bool:
        return not self.obstacles


def rule_on(rules: Iterable[Rule], code: str, on: date) -> Rule | None:
    """The rule for *code* that is in force on day *on*."""
    return next((rule for rule in rules if rule.code == code and rule.holds(on)), None)


def ask(rule: Rule, history: History, on: date) -> Answer:
    """May what *rule* is about be issued on day *on*, by whom, and if not, why."""
    shut = suspended_since(history, "", on) if rule.central else None
    outside = (Obstacle(Block.SUSPENDED, shut),) if shut else ()
    if not rule.seat:
        return _answer(rule, None, outside)
    held = holding(history, rule.seat, on)
    reasons: list[Obstacle] = []
    for signer in _candidates(rule, history, held, on):
        against = tuple(_against(rule, history, signer, on))
        if not against:
            return _answer(rule, signer, outside)
        reasons = reasons or list(against)
    return _answer(rule, None, outside + tuple(_why(rule, history, held, reasons, on)))


def can_issue(rules: Iterable[Rule], history: History, on: date) -> list[Answer]:
    """The answer for every rule in force on day *on*, in the order of the rules."""
    return [ask(rule, history, on) for rule in rules if rule.holds(on)]


def if_emptied(history: History, seat: str, on: date) -> History:
    """*history* as it would be if *seat* were empty from day *on*: the rehearsal."""
    return replace(
        history,
        assignments=tuple(
            replace(row, ends=on) if row.seat == seat and row.holds(on) else row
            for row in history.assignments
            if not (row.seat == seat and row.starts >= on)
        ),
    )


def if_suspended(history: History, on: date) -> History:
    """*history* as it would be if the ministry kept the office out from day *on*."""
    return replace(history, suspensions=(*history.suspensions, Suspension(starts=on)))


def way_back(rule: Rule, history: History, seat: str, on: date) -> Remedy:
    """What lets *rule* run again on day *on*, were *seat* empty: a Plt, then the Plt's
    certificate, else a definitive holder.

    >>> from tuntas.authority.seats import History
    >>> kk = Rule(code="kk", seat="head", form=Form.TTE, plt=True, plh=False, central=True,
    ...     starts=date(2019, 2, 12))
    >>> way_back(kk, History(), "head", date(2021, 9, 21))
    <Remedy.ISSUE_CERTIFICATE: 'issue_certificate'>
    """
    empty = if_emptied(history, seat, on)
    plt = Assignment(seat=seat, officer="", capacity=Capacity.PLT, starts=on)
    filled = replace(empty, assignments=(*empty.assignments, plt))
    if ask(rule, filled, on).possible:
        return Remedy.APPOINT_PLT
    certificate = Certificate(officer="", starts=on)
    if ask(rule, replace(filled, certificates=(*filled.certificates, certificate)), on).possible:
        return Remedy.ISSUE_CERTIFICATE
    return Remedy.DEFINITIVE_HOLDER


def _candidates(rule: Rule, history: History, held: Holding, on: date) -> Iterator[Signer]:
    """Whoever could sign, the seat's own people first."""
    if held.holder and not held.absent_since:
        yield _signs(held.holder)
    if held.deputy and held.absent_since and not absent_since(history, held.deputy.officer, on):
        yield _signs(held.deputy)
    for mandate in history.mandates:
        asked = mandate.seat == rule.seat and rule.code in mandate.documents and mandate.holds(on)
        if not asked or (mandate.capacity is Capacity.MANDATE and held.holder is None):
            continue
        other = holding(history, mandate.to_seat, on)
        if other.holder and not other.absent_since:
            yield Signer(other.holder.officer, mandate.to_seat, mandate.capacity, rule.seat)


def _signs(assignment: Assignment) -> Signer:
    return Signer(assignment.officer, assignment.seat, assignment.capacity)


def _against(rule: Rule, history: History, signer: Signer, on: date) -> Iterator[Obstacle]:
    deputises = signer.capacity is Capacity.PLH  # somebody may hold a seat and be its Plh too
    own = next(
        row
        for row in history.assignments
        if row.seat == signer.seat
        and row.officer == signer.officer
        and (row.capacity is Capacity.PLH) is deputises
        and row.holds(on)
    )
    if own.capacity is Capacity.PLT and not rule.plt:
        yield Obstacle(Block.NOT_FOR_PLT, own.starts)
    if own.capacity is Capacity.PLH and not rule.plh:
        yield Obstacle(Block.NOT_FOR_PLH, own.starts)
    if rule.form is Form.TTE and certificate_on(history, signer.officer, on) is None:
        ended = [
            row.ends
            for row in history.certificates
            if row.officer == signer.officer and row.ends and row.ends <= on
        ]
        yield Obstacle(Block.NO_CERTIFICATE, max([own.starts, *ended]))


def _why(
    rule: Rule, history: History, held: Holding, reasons: list[Obstacle], on: date
) -> Iterator[Obstacle]:
    if held.holder is None:
        yield Obstacle(Block.SEAT_EMPTY, held.empty_since)
    elif held.absent_since and not reasons:
        yield Obstacle(Block.HOLDER_ABSENT, held.absent_since)
        # Coming back is not enough where the certificate has lapsed meanwhile.
        yield from _against(rule, history, _signs(held.holder), on)
    yield from reasons


def _answer(rule: Rule, signer: Signer | None, obstacles: tuple[Obstacle, ...]) -> Answer:
    return Answer(rule.code, rule.form, signer, obstacles, _remedies(rule, obstacles))


def _remedies(rule: Rule, obstacles: tuple[Obstacle, ...]) -> tuple[Remedy, ...]:
    """What takes *obstacles* away, leaving out whoever would not be allowed to sign anyway."""
    wanted = {remedy for obstacle in obstacles for remedy in REMEDIES[obstacle.kind]}
    if not rule.plh:
        wanted.discard(Remedy.APPOINT_PLH)
    if Remedy.APPOINT_PLT in wanted and not rule.plt:
        wanted.remove(Remedy.APPOINT_PLT)
        wanted.add(Remedy.DEFINITIVE_HOLDER)
    newcomer = {Remedy.APPOINT_PLT, Remedy.DEFINITIVE_HOLDER} & wanted
    if newcomer and rule.form is Form.TTE:
        # A certificate is the person's own: whoever comes needs a new one.
        wanted.add(Remedy.ISSUE_CERTIFICATE)
    return tuple(remedy for remedy in Remedy if remedy in wanted)
