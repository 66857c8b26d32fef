"""Killed between any two steps, nothing is lost, nothing is done twice, nobody is two people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.centre.specimens import DAY, NOW, Station, fingers
from tuntas.audit.models import Act
from tuntas.biometrics.gallery.gallery import Gallery
from tuntas.centre import actions
from tuntas.centre.actions import work
from tuntas.centre.models import Case, Identity, Job
from tuntas.centre.workshop import Galleries, Workshop
from tuntas.enrolment.models import EnrolmentFact
from tuntas.packets.custody import Custody
from tuntas.residents.models import Person

STEPS: tuple[tuple[Any, str], ...] = (
    (work, "validate"),
    (Custody, "open"),
    (work, "present"),
    (Galleries, "search"),
    (work, "_decide"),
    (Gallery, "insert"),
    (work, "_enter"),
    (work, "observe_statuses"),
    (work, "write_act"),
)


class Killed(BaseException):
    """As if the process had ended here."""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_killed_at_any_step_the_next_worker_ends_what_was_begun(
    owner: Any,
    name: str,
    after: bool,
    station: Station,
    person: Callable[..., Person],
    run: Callable[..., list[Job]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = person()
    station.hand_over(one.ref.hex, fingers(1))
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, dying(getattr(owner, name), after=after))
        with pytest.raises(Killed):
            run()

    [job] = run(now=NOW + 2 * work.LEASE)

    assert job.outcome == "unique"
    assert Identity.objects.filter(person=one.ref.hex).count() == 1
    assert EnrolmentFact.objects.filter(person=one, kind="observed").count() == 1
    assert Act.objects.filter(verb="centre.decide", subjects__contains=one.ref.hex).count() == 1


@pytest.mark.parametrize("name", ["_candidate", "observe_statuses", "write_act"])
def test_killed_while_a_case_is_opened_there_is_one_case(
    name: str,
    station: Station,
    person: Callable[..., Person],
    run: Callable[..., list[Job]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    station.hand_over(person().ref.hex, fingers(1))
    run()
    station.hand_over(person().ref.hex, fingers(1, 1))
    with monkeypatch.context() as patch:
        patch.setattr(work, name, dying(getattr(work, name), after=True))
        with pytest.raises(Killed):
            run()

    run(now=NOW + 2 * work.LEASE)

    assert Case.objects.get().candidates.count() == 1


def dying(real: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
    def call(*said: Any, **named: Any) -> Any:
        if after:
            real(*said, **named)
        raise Killed

    return call


def test_a_packet_that_always_fails_is_held_and_the_others_go_on(
    station: Station,
    person: Callable[..., Person],
    run: Callable[..., list[Job]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad = station.hand_over(person().ref.hex, fingers(1))
    for attempt in range(work.MOST_ATTEMPTS):
        with monkeypatch.context() as patch:
            patch.setattr(work, "present", dying(work.present, after=False))
            with pytest.raises(Killed):
                run(now=NOW + attempt * 2 * work.LEASE)
    good = station.hand_over(person().ref.hex, fingers(2))

    run(now=NOW + timedelta(days=1))

    states = dict(Job.objects.values_list("packet", "state"))
    assert states == {bad: "held", good: "decided"}
    assert Job.objects.get(packet=bad).error == "failed"


def test_a_job_that_somebody_works_on_is_left_alone(
    station: Station, person: Callable[..., Person], shop: Workshop
) -> None:
    station.hand_over(person().ref.hex, fingers(1))
    actions.receive(custody=shop.custody, on=DAY, now=NOW)
    Job.objects.update(lease_until=NOW + work.LEASE)

    with shop.galleries() as galleries:
        assert actions.work_one(shop=shop, galleries=galleries, on=DAY, now=NOW) is None
