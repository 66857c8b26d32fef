"""Acts in words: each room words its own, none twice, and what is not worded still shows."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

import tuntas
from tuntas.audit import wording

SOURCE = Path(tuntas.__file__).parent
ROOMS = sorted(path.parent.name for path in SOURCE.glob("*/verbs.py"))
VERB = re.compile(r'verb="([a-z]+\.[a-z_]+)"')
NO_OFFICE = ("bench.",)


def test_each_room_words_its_own_verbs() -> None:
    for room in ROOMS:
        verbs = import_module(f"tuntas.{room}.verbs").VERBS
        prefix = "house." if room == "audit" else f"{room}."
        assert all(verb.startswith(prefix) for verb in verbs)


def test_an_unknown_verb_stands_as_it_is() -> None:
    assert wording.in_words("room.old_verb") == "room.old_verb"


@pytest.mark.parametrize("room", sorted(p.name for p in SOURCE.iterdir() if p.is_dir()))
def test_every_verb_that_stands_in_the_source_has_words(room: str) -> None:
    found = {
        verb
        for path in (SOURCE / room).rglob("*.py")
        for verb in VERB.findall(path.read_text("utf-8"))
        if not verb.startswith(NO_OFFICE)
    }

    assert {verb for verb in found if wording.in_words(verb) == verb} == set()
