"""What a vacancy stops, and what goes on: checked against asking day by day, rule by rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tuntas.authority.competence import Block, Form, Remedy, Rule, ask, if_emptied
from tuntas.authority.seats import (
    Absence,
    Assignment,
    Capacity,
    Certificate,
    History,
    Holding,
    Mandate,
    Suspension,
    holding,
)

FIRST = date(2021, 1, 1)
PEOPLE = "abc"
SEATS = ("head", "secretary")
CAPACITIES = (Capacity.DEFINITIVE, Capacity.PLT, Capacity.PLH)
DAYS = st.integers(0, 40).map(lambda n: FIRST + timedelta(n))


def spans(**fixed: object) -> st.SearchStrategy[dict[str, object]]:
    return st.builds(
        lambda first, length: (
            {
                "starts": FIRST + timedelta(first),
                "ends": FIRST + timedelta(first + length) if length else None,
            }
            | fixed
        ),
        st.integers(0, 30),
        st.integers(0, 15),
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Histories as the database allows them: no two rows of one line on one day."""
    taken: set[tuple[object, ...]] = set()
    kept: dict[str, list[object]] = {"assignments": [], "absences": [], "certificates": []}

    def keep(name: str, made: type, line: tuple[object, ...], said: dict[str, object]) -> None:
        row = made(**said)
        days = {
            (name, *line, FIRST + timedelta(n))
            for n in range(60)
            if row.holds(FIRST + timedelta(n))
        }
        if days and not days & taken:
            taken.update(days)
            kept[name].append(row)

    for said in draw(st.lists(spans(), max_size=6)):
        seat = draw(st.sampled_from(SEATS))
        capacity = draw(st.sampled_from(CAPACITIES))
        person = draw(st.sampled_from(PEOPLE))
        line = (seat, capacity is Capacity.PLH)
        keep(
            "assignments",
            Assignment,
            line,
            said | {"seat": seat, "officer": person, "capacity": capacity},
        )
    for said in draw(st.lists(spans(), max_size=3)):
        person = draw(st.sampled_from(PEOPLE))
        keep("absences", Absence, (person,), said | {"officer": person})
    for said in draw(st.lists(spans(), max_size=3)):
        person = draw(st.sampled_from(PEOPLE))
        keep("certificates", Certificate, (person,), said | {"officer": person})
    shut = [Suspension(**said) for said in draw(st.lists(spans(), max_size=1))]
    given_ = [
        Mandate(**said)
        for said in draw(
            st.lists(
                spans(
                    seat="head",
                    to_seat="secretary",
                    documents=frozenset({"letter"}),
                    capacity=draw(st.sampled_from([Capacity.MANDATE, Capacity.DELEGATION])),
                ),
                max_size=1,
            )
        )
    ]
    return History(
        **{k: tuple(v) for k, v in kept.items()}, suspensions=tuple(shut), mandates=tuple(given_)
    )


RULES = st.builds(
    Rule,
    code=st.sampled_from(["letter", "other"]),
    seat=st.sampled_from(["head", ""]),
    form=st.sampled_from(list(Form)),
    plt=st.booleans(),
    plh=st.booleans(),
    central=st.booleans(),
    starts=st.just(FIRST),
)


def may_sign(rule: Rule, told: History, on: date) -> set[str]:
    """Whoever may sign, by going through every person; shares nothing with `ask` but the rows."""
    able = set()
    for person in PEOPLE:
        away = any(row.officer == person and row.holds(on) for row in told.absences)
        certified = any(row.officer == person and row.holds(on) for row in told.certificates)
        if away or (rule.form is Form.TTE and not certified):
            continue
        for row in told.assignments:
            if row.officer != person or not row.holds(on):
                continue
            if row.capacity is Capacity.PLT and not rule.plt:
                continue
            if row.capacity is Capacity.PLH:
                boss = [
                    r
                    for r in told.assignments
                    if r.seat == row.seat and r.capacity is not Capacity.PLH and r.holds(on)
                ]
                boss_away = any(
                    a.officer == b.officer and a.holds(on) for a in told.absences for b in boss
                )
                if not rule.plh or not boss_away or row.seat != rule.seat:
                    continue
            if row.seat == rule.seat:
                able.add(person)
            for mandate in told.mandates:
                held = any(
                    r.seat == rule.seat and r.capacity is not Capacity.PLH and r.holds(on)
                    for r in told.assignments
                )
                if (
                    row.capacity is not Capacity.PLH
                    and mandate.seat == rule.seat
                    and mandate.to_seat == row.seat
                    and rule.code in mandate.documents
                    and mandate.holds(on)
                    and (held or mandate.capacity is Capacity.DELEGATION)
                ):
                    able.add(person)
    return able


@given(histories(), RULES, DAYS)
def test_the_answer_is_that_of_asking_every_person(told: History, rule: Rule, on: date) -> None:
    answer = ask(rule, told, on)

    shut = rule.central and any(row.holds(on) for row in told.suspensions)
    if not rule.seat:
        assert answer.signer is None
        assert answer.possible is not shut
        return
    able = may_sign(rule, told, on)
    assert answer.possible == (bool(able) and not shut)
    if answer.signer:
        assert answer.signer.officer in able


@given(histories(), RULES, DAYS)
def test_whatever_is_blocked_says_what_unblocks_it(told: History, rule: Rule, on: date) -> None:
    answer = ask(rule, told, on)

    assert bool(answer.remedies) is not answer.possible


def carried_out(remedies: Iterable[Remedy], told: History, rule: Rule, on: date) -> History:
    """*told* after the office got what it was told to get; newcomers are nobody of before."""
    held = holding(told, rule.seat, on)
    signer = held.holder.officer if held.holder else "new"
    if held.deputy and held.absent_since and rule.plh:
        signer = held.deputy.officer
    for remedy in remedies:
        match remedy:
            case Remedy.APPOINT_PLT | Remedy.DEFINITIVE_HOLDER:
                kind = {Remedy.APPOINT_PLT: Capacity.PLT}.get(remedy, Capacity.DEFINITIVE)
                new = Assignment(seat=rule.seat, officer="new", capacity=kind, starts=on)
                emptied = if_emptied(told, rule.seat, on)
                told, signer = replace(emptied, assignments=(*emptied.assignments, new)), "new"
            case Remedy.APPOINT_PLH:
                new = Assignment(seat=rule.seat, officer="new", capacity=Capacity.PLH, starts=on)
                others = tuple(r for r in told.assignments if r != held.deputy)
                told, signer = replace(told, assignments=(*others, new)), "new"
            case Remedy.RETURN_OF_HOLDER:
                here = tuple(r for r in told.absences if r.officer != signer_of(held))
                told, signer = replace(told, absences=here), signer_of(held)
            case Remedy.ISSUE_CERTIFICATE:
                new_one = Certificate(officer=signer, starts=on)
                told = replace(told, certificates=(*told.certificates, new_one))
            case Remedy.RESTORE_ACCESS:
                told = replace(told, suspensions=())
    return told


def signer_of(held: Holding) -> str:
    return held.holder.officer if held.holder else ""


@given(histories(), RULES, DAYS)
def test_carrying_out_the_remedies_opens_it(told: History, rule: Rule, on: date) -> None:
    told = replace(told, mandates=())
    remedies = ask(rule, told, on).remedies
    either_or = {Remedy.APPOINT_PLH, Remedy.RETURN_OF_HOLDER}
    ways = [{one} for one in either_or & set(remedies)] or [set()]

    for way in ways:
        if rule.form is Form.TTE and way == {Remedy.APPOINT_PLH}:
            way = way | {Remedy.ISSUE_CERTIFICATE}
        steps = [remedy for remedy in Remedy if remedy in (set(remedies) - either_or) | way]
        assert ask(rule, carried_out(steps, told, rule, on), on).possible


def test_a_holder_entered_as_the_own_plh_signs_as_the_holder() -> None:
    rows = [
        Assignment(seat="head", officer="a", capacity=capacity, starts=FIRST)
        for capacity in (Capacity.PLH, Capacity.DEFINITIVE)
    ]
    rule = replace(ASSIGNMENT_LETTER, seat="head", plh=False, form=Form.WET)

    answer = ask(rule, History(assignments=tuple(rows)), FIRST + timedelta(400))

    assert answer.possible
    assert answer.signer is not None
    assert answer.signer.capacity is Capacity.DEFINITIVE


def test_what_no_plt_may_do_asks_for_no_plt() -> None:
    staffing = replace(ASSIGNMENT_LETTER, plt=False, plh=False)

    assert ask(staffing, History(), FIRST).remedies == (Remedy.DEFINITIVE_HOLDER,)


def test_a_certificate_that_lapsed_during_an_absence_is_told_too() -> None:
    gone = date(2021, 10, 11)
    told = History(
        assignments=(HEAD,),
        absences=(Absence(officer="a", starts=date(2021, 9, 20)),),
        certificates=(Certificate(officer="a", starts=FIRST, ends=gone),),
    )

    answer = ask(FAMILY_CARD, told, gone)

    assert [(row.kind, row.since) for row in answer.obstacles] == [
        (Block.HOLDER_ABSENT, date(2021, 9, 20)),
        (Block.NO_CERTIFICATE, gone),
    ]
    assert answer.remedies == (Remedy.RETURN_OF_HOLDER, Remedy.ISSUE_CERTIFICATE)


@given(histories(), RULES, DAYS)
def test_emptying_a_seat_never_opens_what_was_shut(told: History, rule: Rule, on: date) -> None:
    before, after = ask(rule, told, on), ask(rule, if_emptied(told, "head", on), on)

    assert before.possible or not after.possible
    assert holding(if_emptied(told, "head", on), "head", on).holder is None
    if not rule.seat:
        assert before == after


HEAD = Assignment(seat="head", officer="a", capacity=Capacity.DEFINITIVE, starts=FIRST)
FAMILY_CARD = Rule(
    code="kk", seat="head", form=Form.TTE, plt=True, plh=False, central=True, starts=FIRST
)
ASSIGNMENT_LETTER = Rule(
    code="assignment_letter",
    seat="head",
    form=Form.WET,
    plt=True,
    plh=True,
    central=False,
    starts=FIRST,
)


def test_a_resigned_head_who_stays_away_needs_a_plh_not_a_plt() -> None:
    away = History(assignments=(HEAD,), absences=(Absence(officer="a", starts=date(2021, 9, 20)),))

    answer = ask(ASSIGNMENT_LETTER, away, date(2021, 10, 5))

    assert [row.kind for row in answer.obstacles] == [Block.HOLDER_ABSENT]
    assert answer.remedies == (Remedy.APPOINT_PLH, Remedy.RETURN_OF_HOLDER)


def test_a_plt_signs_on_paper_at_once_and_electronically_when_the_certificate_is_there() -> None:
    plt = Assignment(seat="head", officer="b", capacity=Capacity.PLT, starts=date(2021, 10, 20))
    told = History(assignments=(replace(HEAD, ends=date(2021, 10, 18)), plt))
    day = date(2021, 10, 20)

    assert ask(ASSIGNMENT_LETTER, told, day).possible
    assert ask(FAMILY_CARD, told, day).remedies == (Remedy.ISSUE_CERTIFICATE,)

    signing = (Certificate(officer="b", starts=date(2021, 10, 27)),)
    assert ask(FAMILY_CARD, replace(told, certificates=signing), date(2021, 10, 27)).possible


def test_an_empty_seat_names_both_steps_for_an_electronic_document() -> None:
    answer = ask(FAMILY_CARD, History(), FIRST)

    assert answer.remedies == (Remedy.APPOINT_PLT, Remedy.ISSUE_CERTIFICATE)


def test_a_mandate_lapses_with_its_giver_and_a_delegation_does_not() -> None:
    secretary = Assignment(
        seat="secretary", officer="b", capacity=Capacity.DEFINITIVE, starts=FIRST
    )
    given_ = Mandate(
        seat="head",
        to_seat="secretary",
        documents=frozenset({"assignment_letter"}),
        capacity=Capacity.MANDATE,
        starts=FIRST,
    )
    empty = History(assignments=(secretary,), mandates=(given_,))

    assert not ask(ASSIGNMENT_LETTER, empty, FIRST).possible
    delegated = replace(empty, mandates=(replace(given_, capacity=Capacity.DELEGATION),))
    answer = ask(ASSIGNMENT_LETTER, delegated, FIRST)
    assert answer.signer is not None
    assert answer.signer.on_behalf_of == "head"
