"""Visits and calls before the week of June: what the office heard of those who were left.

They are entered as people enter them, from `situations`; the program learns nothing else.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from tuntas.demo import script, situations
from tuntas.demo.acts import Verb
from tuntas.demo.office import at
from tuntas.demo.roster import Cast
from tuntas.demo.situations import Truth
from tuntas.demo.story import Story
from tuntas.ledger import queries as ledger
from tuntas.outreach import evidence
from tuntas.outreach.actions.contacts import Told, record_many
from tuntas.outreach.actions.reasons import tell_reason
from tuntas.residents.models import Person

DAYS: Final = (date(2023, 5, 9), date(2023, 5, 23), date(2023, 6, 6), date(2023, 6, 12))
"""Days on which officers went round or called."""
_HOUR: Final = 15
_SOUGHT: Final = 0.22
_SOUGHT_OFTEN: Final = frozenset({Truth.HIDDEN, Truth.UNKNOWN, Truth.REFUSES})
_WITH_LETTER: Final = 0.45
_PAPERS: Final = {Truth.DEAD: "474.3", Truth.MOVED: "475", Truth.ABROAD: "560"}
_REASONS: Final = {
    Truth.DEAD: "MENINGGAL_BELUM_LAPOR",
    Truth.MOVED: "PINDAH_BELUM_LAPOR",
    Truth.ABROAD: "LUAR_NEGERI",
}


@dataclass(frozen=True)
class Truths:
    """The true situation of everybody in a story, by NIK."""

    story: Story

    def of(self, nik: str) -> Truth:
        index = self._index[nik]
        people = self.story.people
        village = people.villages[int(people.village[index])]
        return situations.truth_of(
            nik,
            age=self._age(index),
            swarmed=index in self._swarmed,
            remote=village.is_island or village.district in script.WEST,
            aside=self._aside.get(index, ""),
            seed=script.SEED,
        )

    def heard(self, nik: str, *, attempt: int) -> str:
        """What whoever goes there for the n-th time truthfully enters."""
        chance = situations.draw(nik, f"visit {attempt}", script.SEED)
        return situations.answer(self.of(nik), attempt=attempt, chance=chance)

    def index_of(self, nik: str) -> int:
        """Which of the story's people this is."""
        return self._index[nik]

    def _age(self, index: int) -> int | None:
        born = self.story.people.born[index]
        if np.isnat(born):
            return None
        return int((np.datetime64(script.STARTS_ON, "D") - born).astype(int) / 365.25)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {nik: index for index, nik in enumerate(self.story.people.nik.tolist())}

    @cached_property
    def _swarmed(self) -> frozenset[int]:
        days = {day for day, _ in script.SWARM}
        acts = self.story.acts
        return frozenset(a.person for a in acts if a.verb is Verb.RECORDED and a.known_on in days)

    @cached_property
    def _aside(self) -> dict[int, str]:
        """Reasons of proposals that stood; who was declined or came back is really there."""
        back = {Verb.ASIDE_DECLINED, Verb.ASIDE_TAKEN_BACK}
        there = {act.person for act in self.story.acts if act.verb in back}
        proposed = (act for act in self.story.acts if act.verb is Verb.ASIDE_PROPOSED)
        return {act.person: act.text for act in proposed if act.person not in there}


@lru_cache(maxsize=1)
def truths_of(story: Story) -> Truths:
    """The truths of *story*, worked out once however many days ask."""
    return Truths(story)


def go_round(*, on: date, story: Story, cast: Cast) -> None:
    """Enter what was heard on one of `DAYS`; entered again, it changes nothing."""
    truths, turn = truths_of(story), DAYS.index(on) + 1
    people = [person for person, _, _ in ledger.people_in(on=on)]
    known = {p.nik: p.ref.hex for p in Person.objects.in_bulk(people).values() if p.nik}
    told = list(_told(known, truths, turn, on))
    for start in range(0, len(told), 400):
        record_many(actor=cast["operator"], contacts=told[start : start + 400], now=at(on, _HOUR))
    if turn == len(DAYS):
        _letters_of_village_heads(known, truths, on, cast)


def _told(known: dict[str, str], truths: Truths, turn: int, on: date) -> Iterator[Told]:
    for nik, ref in sorted(known.items()):
        often = truths.of(nik) in _SOUGHT_OFTEN
        if situations.draw(nik, f"round {turn}", script.SEED) >= (0.85 if often else _SOUGHT):
            continue
        outcome = truths.heard(nik, attempt=turn)
        promise = None
        if outcome == "recorded":
            # The story says when they are recorded: before that they only say that they will come.
            outcome, promise = _instead(nik, turn, on)
        channel = "visit" if turn % 2 else "call"
        nonce = f"peragaan-{on.isoformat()}-{ref}"
        yield Told(ref, outcome, on, channel, nonce, will_come_on=promise)


def _instead(nik: str, turn: int, on: date) -> tuple[str, date | None]:
    chance = situations.draw(nik, f"instead {turn}", script.SEED)
    if chance < 0.3:
        return "will_come", on + timedelta(5 + int(chance * 30))
    return ("told", None) if chance < 0.7 else ("absent", None)


def _letters_of_village_heads(known: dict[str, str], truths: Truths, on: date, cast: Cast) -> None:
    """Some village heads sent their letters; the office entered number and date."""
    for n, (nik, ref) in enumerate(sorted(known.items())):
        truth = truths.of(nik)
        if truth not in _PAPERS or situations.draw(nik, "letter", script.SEED) >= _WITH_LETTER:
            continue
        tell_reason(
            actor=cast["operator"],
            person_ref=ref,
            code=_REASONS[truth],
            evidence=f"{_PAPERS[truth]}/{n + 1} tanggal {on:%d-%m-%Y}",
            on=on,
            now=at(on, _HOUR),
        )


def prove_unknown(*, person_ref: str, on: date, cast: Cast) -> str:
    """Two visits at which nobody knew the name, and the statement of it; its digest."""
    visits = [
        Told(person_ref, "unknown_here", day, "visit", f"peragaan-{day.isoformat()}-{person_ref}")
        for day in (on - timedelta(24), on - timedelta(9))
    ]
    record_many(actor=cast["operator"], contacts=visits, now=at(on, _HOUR))
    return evidence.keep(statement())


def statement() -> bytes:
    """A picture that stands for a scanned statement, and says that it is a specimen."""
    sheet = Image.new("L", (420, 300), 255)
    drawn = ImageDraw.Draw(sheet)
    drawn.rectangle((8, 8, 411, 291), outline=0)
    drawn.text((24, 24), "CONTOH - SPECIMEN", fill=0)
    drawn.text((24, 60), "Surat pernyataan kepala dusun dan PPS (peragaan)", fill=0)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
