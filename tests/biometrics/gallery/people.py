"""Synthetic people for the gallery's tests: number 7 is the same person in every test."""

from __future__ import annotations

from functools import cache

from tuntas.biometrics.positions import FINGERS, Finger
from tuntas.biometrics.synthetic.templates import impressions
from tuntas.biometrics.template import Template

SEED = 99


def ref(person: int) -> str:
    return f"{person:032x}"


@cache
def hands(person: int, touch: int = 0) -> dict[Finger, Template]:
    made = impressions(seed=SEED, first=person, people=1, number=touch)
    return {finger: made.template(finger - 1) for finger in FINGERS}
