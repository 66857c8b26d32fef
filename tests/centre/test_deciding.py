"""Is each recording one person? Twice under two NIKs is caught, a twin is not, nobody is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.centre.specimens import DAY, FOUR, NOW, Station, eyes, face, finger, fingers
from tuntas.accounts.principals import system
from tuntas.biometrics.gallery.gallery import Gallery
from tuntas.centre import actions, presented
from tuntas.centre.models import Candidate, Case, Identity, Job
from tuntas.centre.workshop import Workshop
from tuntas.enrolment.models import EnrolmentFact
from tuntas.residents.models import Person

Make = Callable[..., Person]
Run = Callable[..., list[Job]]


def said_of(person: Person) -> list[str]:
    """Statuses that the ledger was told of *person*, in order."""
    facts = EnrolmentFact.objects.filter(person=person, kind="observed").order_by("id")
    return [fact.payload.partition('"status":"')[2].partition('"')[0] for fact in facts]


def test_somebody_never_seen_is_unique_and_the_ledger_knows(
    station: Station, person: Make, run: Run
) -> None:
    one = person()
    packet = station.hand_over(one.ref.hex, fingers(1))

    [job] = run()

    assert (job.state, job.outcome, job.basis) == ("decided", "unique", "fingers")
    assert Identity.objects.get().ref == packet
    assert said_of(one) == ["PRINT_READY_RECORD"]


def test_a_person_recorded_twice_under_two_niks_is_caught(
    station: Station, person: Make, run: Run
) -> None:
    first, second = person(), person()
    station.hand_over(first.ref.hex, fingers(1, 0))
    station.hand_over(person().ref.hex, fingers(2, 0))
    station.hand_over(second.ref.hex, fingers(1, 1))

    jobs = run()

    assert [job.state for job in jobs] == ["decided", "decided", "case"]
    candidate = Candidate.objects.get()
    assert candidate.person == first.ref.hex
    assert candidate.decades > 10
    assert said_of(second) == ["ADJUDICATE_RECORD"]
    assert Identity.objects.count() == 2


def test_twins_have_one_birthday_one_family_like_names_and_two_identities(
    station: Station, person: Make, run: Run
) -> None:
    twins = [person(name=name, kk="9905010101200009") for name in ("HASAN ALI", "HUSEN ALI")]
    for identity, twin in enumerate(twins, 1):
        station.hand_over(twin.ref.hex, [*fingers(identity), face(1, identity)])

    jobs = run()

    assert [job.outcome for job in jobs] == ["unique", "unique"]


def test_somebody_without_fingers_gets_through_on_face_and_eyes(
    station: Station, person: Make, run: Run
) -> None:
    station.hand_over(person().ref.hex, [*fingers(1), *eyes(1), face(1, 0)])
    station.hand_over(person().ref.hex, [*eyes(2), face(2, 0)], exceptions={"hands": "amputated"})

    jobs = run()

    assert [(job.outcome, job.basis) for job in jobs] == [
        ("unique", "fingers"),
        ("unique", "face_iris"),
    ]
    assert Identity.objects.get(ref=jobs[1].packet).fingers == 0


def test_the_same_eyes_and_face_without_fingers_are_caught_too(
    station: Station, person: Make, run: Run
) -> None:
    station.hand_over(person().ref.hex, [*fingers(1), *eyes(1, 0), face(1, 0)])
    station.hand_over(
        person().ref.hex, [*eyes(1, 1), face(1, 1)], exceptions={"hands": "amputated"}
    )

    jobs = run()

    assert [job.state for job in jobs] == ["decided", "case"]


def test_photo_only_is_unique_on_what_there_is(station: Station, person: Make, run: Run) -> None:
    missing = {"hands": "photo_only", "eyes": "photo_only", "signature": "photo_only"}
    station.hand_over(person().ref.hex, [face(3, 0)], exceptions=missing)

    [job] = run()

    assert (job.outcome, job.basis) == ("unique", "rest")


def test_photo_only_with_biodata_like_somebody_elses_is_looked_at(
    station: Station, person: Make, run: Run
) -> None:
    missing = {"hands": "photo_only", "eyes": "photo_only", "signature": "photo_only"}
    station.hand_over(person(name="RAHMA DAUD").ref.hex, fingers(1))
    station.hand_over(person(name="RAHMA DAUDI").ref.hex, [face(3, 0)], exceptions=missing)

    jobs = run()

    assert jobs[1].state == "case"
    assert Candidate.objects.get().biodata_alike


def test_nothing_to_tell_and_no_reason_for_it_is_poor_evidence(
    station: Station, person: Make, run: Run
) -> None:
    someone = person()
    station.hand_over(someone.ref.hex, [face(1, 0), *fingers(1, which=FOUR[:1])])

    [job] = run()

    assert job.outcome == "poor"
    assert said_of(someone) == ["ENROLL_FAILURE_AT_CENTRAL"]
    assert not Identity.objects.exists()


def test_one_finger_at_two_places_counts_at_neither(
    station: Station, person: Make, run: Run
) -> None:
    thumb = finger(1, FOUR[0], 0)
    again = finger(1, FOUR[0], 1)
    moved = type(again)(again.kind, "Left Thumb", again.format, again.data)
    station.hand_over(person().ref.hex, [thumb, moved])

    [job] = run()

    assert (job.outcome, job.notes) == ("poor", ["repeated"])


def test_recorded_again_under_the_same_nik_is_no_duplicate(
    station: Station, person: Make, run: Run
) -> None:
    one = person()
    station.hand_over(one.ref.hex, fingers(1, 0))
    station.hand_over(one.ref.hex, fingers(1, 1))

    jobs = run()

    assert [job.outcome for job in jobs] == ["unique", "repeat"]
    assert Identity.objects.count() == 1


def test_other_fingers_under_the_same_nik_are_looked_at(
    station: Station, person: Make, run: Run
) -> None:
    one = person()
    station.hand_over(one.ref.hex, fingers(1))
    station.hand_over(one.ref.hex, fingers(2))

    jobs = run()

    assert jobs[1].state == "case"
    assert Candidate.objects.get().kind == "own"


@pytest.mark.parametrize("own_recording", [False, True])
def test_an_officers_fingers_never_pass_as_a_citizens(
    own_recording: bool, station: Station, person: Make, run: Run, shop: Workshop
) -> None:
    citizen = person()
    templates = {
        which: shop.extractor.extract(presented.finger_image(finger(1, which, 0).data)).template
        for which in FOUR
    }
    with shop.galleries() as galleries:
        actions.keep_staff(
            actor=system("test"),
            officer_ref="c3" * 16,
            person_ref=citizen.ref.hex if own_recording else "",
            fingers=templates,
            galleries=galleries,
            on=DAY,
            now=NOW,
        )
    station.hand_over(citizen.ref.hex, fingers(1, 1))

    [job] = run()

    if own_recording:
        assert job.outcome == "unique"
    else:
        assert job.state == "case"
        assert Candidate.objects.get().kind == "staff"
    with Gallery.open(shop.folder / "citizens", writing=False) as citizens:
        assert len(citizens) == int(own_recording)
    assert Case.objects.count() == int(not own_recording)
