"""One business day of the story, through the same actions that people use.

What the user did before the script stays: whoever is recorded already is refused by the lifecycle
and counted; a proposal that was decided, or an act taken back already, is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from tuntas.demo import appointments, calling, desk, published, rounds
from tuntas.demo.acts import Act, Verb
from tuntas.demo.files import EVENT_WORDS, Register
from tuntas.demo.office import at
from tuntas.demo.roster import Cast
from tuntas.enrolment import actions as enrolment
from tuntas.enrolment.errors import NothingToVoid as NoRecording
from tuntas.outreach import actions as outreach
from tuntas.outreach import queries as proposals
from tuntas.outreach.errors import AlreadyProposed, NotAside, NotOnTheList, NotOpen, SamePerson
from tuntas.residents import queries as residents
from tuntas.residents.actions import events
from tuntas.residents.errors import NothingToVoid as NoEvent

_MISTAKEN: Final = "Keliru orang: nama sama"
_OPENS_AT, _FILES_AT, _CENTRE_AT, _FIELD_AT, _DESK_AT = 8, 9, 10, 15, 16


@dataclass(frozen=True, slots=True)
class Done:
    """What a day brought: register events, statuses seen, people recorded, and refused ones."""

    on: date
    events: int = 0
    statuses: int = 0
    recorded: int = 0
    refused: int = 0


class Day:
    """The acts of one day, carried out one kind after another."""

    def __init__(self, *, on: date, register: Register, cast: Cast, folder: Path) -> None:
        self.on, self.register, self.cast, self.folder = on, register, cast, folder
        self.acts = register.story.of_day(on)
        niks = register.story.people.nik
        self.nik = {act.person: str(niks[act.person]) for act in self.acts}
        self.refs: dict[str, str] = {}

    def live(self) -> Done:
        """Do what the script has for the day; done again, it changes nothing."""
        appointments.happen(actor=self.cast["sekretaris"], on=self.on, now=at(self.on, _OPENS_AT))
        published.put_beside(
            actor=self.cast["adb"],
            story=self.register.story,
            on=self.on,
            at=at(self.on, _FILES_AT),
        )
        n_events = self._file_of_events()
        self.refs = residents.refs_by_nik(self.nik.values())
        self._each(Verb.DEATH_WITHDRAWN, self._withdraw_death)
        recorded, refused = self._record()
        self._each(Verb.RECORDING_WITHDRAWN, self._withdraw_recording)
        statuses = self._statuses()
        if self.on in rounds.DAYS:
            rounds.go_round(on=self.on, story=self.register.story, cast=self.cast)
        if self.on in calling.DAYS:
            calling.happen(on=self.on, story=self.register.story, cast=self.cast)
        self._each(Verb.ASIDE_PROPOSED, self._propose)
        self._each(Verb.ASIDE_APPROVED, self._approve)
        self._each(Verb.ASIDE_DECLINED, self._decline)
        self._each(Verb.ASIDE_TAKEN_BACK, self._take_back)
        return Done(self.on, n_events, statuses, recorded, refused)

    def _file_of_events(self) -> int:
        told = [act for act in self.acts if act.verb in EVENT_WORDS]
        if not told:
            return 0
        path = self.folder / f"mutasi-{self.on.isoformat()}.csv"
        path.write_text(self.register.events(told), encoding="utf-8", newline="")
        desk.take_in_events(path, cut_off=self.on, cast=self.cast, at=at(self.on, _FILES_AT))
        return len(told)

    def _record(self) -> tuple[int, int]:
        """The day's sheet, entered by the operator: who sat where."""
        requests = [
            enrolment.RecordRequest(
                person_ref=self._ref(act),
                nonce=f"peragaan-{self.on.isoformat()}-{act.person}",
                place=act.text,
            )
            for act in self._of(Verb.RECORDED)
        ]
        if not requests:
            return 0, 0
        many = enrolment.record_many(
            actor=self.cast["operator"], requests=requests, on=self.on, now=at(self.on, _FIELD_AT)
        )
        return len(many.recorded), len(many.refused)

    def _statuses(self) -> int:
        rows = [(self._ref(act), act.text) for act in self._of(Verb.STATUS_SEEN)]
        if not rows:
            return 0
        return enrolment.observe_statuses(
            actor=self.cast["adb"],
            rows=rows,
            on=self.on,
            source=f"Cuplikan status pusat {self.on.isoformat()}",
            known_on=self.on,
            now=at(self.on, _CENTRE_AT),
        )

    def _withdraw_death(self, act: Act) -> None:
        (person,) = residents.standing_of([self._ref(act)], self.on)
        known = residents.events_of([person.id])[person.id]
        for fact in [fact for fact in known if fact.kind == "died"][-1:]:
            with suppress(NoEvent):
                events.void_event(
                    actor=self.cast["adb"],
                    person_ref=self._ref(act),
                    fact_id=fact.id,
                    reason=_MISTAKEN,
                    known_on=self.on,
                    at=at(self.on, _DESK_AT),
                )

    def _withdraw_recording(self, act: Act) -> None:
        with suppress(NoRecording):
            enrolment.void_recording(
                actor=self.cast["operator"],
                person_ref=self._ref(act),
                reason=_MISTAKEN,
                on=self.on,
                now=at(self.on, _DESK_AT),
            )

    def _propose(self, act: Act) -> None:
        scan = ""
        if act.text == "TIDAK_DIKENAL":
            scan = rounds.prove_unknown(person_ref=self._ref(act), on=self.on, cast=self.cast)
        with suppress(AlreadyProposed, NotOnTheList):
            outreach.propose_aside(
                actor=self.cast["operator"],
                person_ref=self._ref(act),
                reason=act.text,
                evidence="Surat keterangan kepala desa; dua kali didatangi",
                document=f"470/{act.person % 900 + 1} tanggal {self.on:%d-%m-%Y}",
                evidence_file=scan,
                on=self.on,
                now=at(self.on, _DESK_AT),
            )

    def _approve(self, act: Act) -> None:
        self._decide(act, outreach.approve_aside)

    def _decline(self, act: Act) -> None:
        self._decide(act, outreach.decline_aside)

    def _decide(self, act: Act, decision: Callable[..., None]) -> None:
        (person,) = residents.standing_of([self._ref(act)], self.on)
        for proposal in proposals.proposals_of(person.id)[:1]:
            with suppress(SamePerson, NotOpen):
                decision(
                    actor=self.cast["kabid"],
                    proposal_id=proposal.id,
                    on=self.on,
                    now=at(self.on, _DESK_AT),
                )

    def _take_back(self, act: Act) -> None:
        with suppress(NotAside):
            outreach.take_back_aside(
                actor=self.cast["kabid"],
                person_ref=self._ref(act),
                reason="Ditemukan di desa tetangga",
                on=self.on,
                now=at(self.on, _DESK_AT),
            )

    def _of(self, verb: Verb) -> Iterable[Act]:
        """Acts of one kind about people whom the register knows."""
        return (a for a in self.acts if a.verb is verb and self.nik[a.person] in self.refs)

    def _each(self, verb: Verb, carry_out: Callable[[Act], None]) -> None:
        for act in self._of(verb):
            carry_out(act)

    def _ref(self, act: Act) -> str:
        return self.refs[self.nik[act.person]]
