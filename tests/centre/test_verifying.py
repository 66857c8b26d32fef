"""One finger against one person, for the hand-over of a card."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.centre.specimens import DAY, NOW, Station, fingers
from tuntas.accounts.principals import system
from tuntas.audit.models import Act
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import Template
from tuntas.centre import verifying
from tuntas.centre.errors import NothingKept
from tuntas.centre.presented import finger_image
from tuntas.centre.workshop import Workshop
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(shop: Workshop) -> Callable[[Person, int, Finger], bool]:
    """``ask(person, identity, finger)``: the finger of a human being, shown as that person's."""

    def asked(person: Person, identity: int, which: Finger) -> bool:
        block = fingers(identity, 1, [which])[0]
        template: Template = shop.extractor.extract(finger_image(block.data)).template
        return verifying.verify_finger(
            actor=system("test"),
            shop=shop,
            person=person.ref.hex,
            finger=which,
            template=template,
            on=DAY,
            now=NOW,
        )

    return asked


def test_the_own_finger_agrees_and_a_neighbours_does_not(
    station: Station,
    person: Callable[..., Person],
    run: Callable[..., object],
    ask: Callable[[Person, int, Finger], bool],
    shop: Workshop,
) -> None:
    one = person()
    station.hand_over(one.ref.hex, fingers(1))
    run()

    assert verifying.fingers_kept(shop, one.ref.hex)[:2] == (
        Finger.RIGHT_INDEX,
        Finger.LEFT_INDEX,
    )
    assert ask(one, 1, Finger.RIGHT_INDEX)
    assert not ask(one, 2, Finger.RIGHT_INDEX)
    answers = Act.objects.filter(verb="centre.verify_finger").order_by("n")
    assert ["true" in act.detail for act in answers] == [True, False]


def test_a_finger_that_nobody_keeps_proves_nothing(
    station: Station,
    person: Callable[..., Person],
    run: Callable[..., object],
    ask: Callable[[Person, int, Finger], bool],
) -> None:
    one, never = person(), person()
    station.hand_over(one.ref.hex, fingers(1, 0, (Finger.LEFT_THUMB, Finger.RIGHT_THUMB)))
    run()

    for who in (one, never):
        with pytest.raises(NothingKept):
            ask(who, 1, Finger.RIGHT_INDEX)
