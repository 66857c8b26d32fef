"""Who is called to come: a campaign of May that is over, slots in the week of June, three links.

The office invites from its list and does not know who will come; who came, the story says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from tuntas.demo import script
from tuntas.demo.acts import Verb
from tuntas.demo.office import at
from tuntas.demo.roster import Cast
from tuntas.demo.rounds import Truths, truths_of
from tuntas.demo.situations import draw
from tuntas.demo.story import Story
from tuntas.outreach.actions import campaigns, invitations, links, slots
from tuntas.outreach.actions.closing import close_slot
from tuntas.outreach.actions.contacts import Told, record_many
from tuntas.outreach.errors import OutcomesMissing, SlotNotFound
from tuntas.outreach.queries import links as links_of
from tuntas.outreach.queries import slots as slots_of
from tuntas.outreach.queries.links import Unrecorded, left_in
from tuntas.residents import queries as residents
from tuntas.residents.eligibility import age_years
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah.tree import Area

MAY: Final = "Jemput bola Mei 2023"
JUNE: Final = "Menuju nol, Juni 2023"
_INVITED_ON: Final = date(2023, 5, 12)
_JUNE_ON: Final = date(2023, 6, 13)
_COSTS: Final = {"call_letter": 1_150_000, "letter": 620_000, "whatsapp": 90_000}
_CHANNELS: Final = ("call_letter", "call_letter", "letter", "whatsapp")
_ALSO: Final = 18
"""People of the kecamatan who were asked to a session of May and did not come."""


@dataclass(frozen=True, slots=True)
class Session:
    """One day of mobile service of the story, as its recordings name the place."""

    on: date
    village: str
    district: str

    @property
    def place(self) -> str:
        return f"Pelayanan bergerak {self.village}, {self.district}"


SESSIONS: Final = (
    Session(date(2023, 5, 16), "Buata", "Atinggola"),
    Session(date(2023, 5, 23), "Dumolodo", "Gentuma Raya"),
)
DAYS: Final = frozenset({_INVITED_ON, _JUNE_ON} | {session.on for session in SESSIONS})


def happen(*, on: date, story: Story, cast: Cast) -> None:
    """What was called and what came of it on one of `DAYS`; done again, it changes nothing."""
    held = {campaign.name for campaign in slots_of.campaigns()}
    if on == _INVITED_ON and MAY not in held:
        _call_in_may(story, cast)
    if on == _JUNE_ON and JUNE not in held:
        _call_in_june(cast)
    for session in SESSIONS:
        if session.on == on:
            _close(session, story, cast)


# --- May ----------------------------------------------------------------------------------


def _call_in_may(story: Story, cast: Cast) -> None:
    actor, now = cast["kabid"], at(_INVITED_ON, 10)
    campaign = campaigns.open_campaign(
        actor=actor, name=MAY, from_on=_INVITED_ON, until_on=date(2023, 5, 31), now=now
    )
    for session in SESSIONS:
        village = _area(session.village, session.district)
        asked = list(_asked(session, village, story))
        slot = slots.open_slot(
            actor=actor,
            kind="mission",
            village_id=village.id,
            place=session.place,
            on=session.on,
            starts=time(8),
            ends=time(15),
            places=60,
            campaign=campaign,
            now=now,
        )
        for turn, channel in enumerate(_CHANNELS):
            _invite(slot, asked[turn :: len(_CHANNELS)], channel, _INVITED_ON, cast)
    campaigns.set_costs(actor=actor, campaign_ref=campaign, rupiah=_COSTS, now=now)


def _asked(session: Session, village: Area, story: Story) -> Iterator[str]:
    """Those whom the story brings there and others of the kecamatan, shuffled."""
    coming = {ref: nik for nik, ref in _recorded_at(session, story).items()}
    around = wilayah.subtree_village_ids(village.parent_id or village.id)
    # Drawn by what is the same each time a demo is made; refs are not.
    others = {p.ref: str(p.id) for p in left_in(around, _INVITED_ON) if p.ref not in coming}
    also = sorted(others, key=lambda ref: draw(others[ref], "asked in May", script.SEED))[:_ALSO]
    known_as = coming | others
    both = [*coming, *also]
    return iter(sorted(both, key=lambda ref: draw(known_as[ref], "order in May", script.SEED)))


def _close(session: Session, story: Story, cast: Cast) -> None:
    """In the evening everybody gets an outcome and the slot is closed."""
    now = at(session.on, 16)
    lines = [
        line
        for line in slots_of.between(session.on, session.on)
        if line.slot.place == session.place
    ]
    came, truths = set(_recorded_at(session, story).values()), truths_of(story)
    for line in lines:
        told = [
            Told(
                row.person.ref.hex,
                "recorded" if row.person.ref.hex in came else _why_not(truths, row.person.nik),
                session.on,
                "slot",
                f"peragaan-{session.on.isoformat()}-{row.person.ref.hex}",
                slot=line.slot.ref,
            )
            for row in slots_of.invited_to(line.slot.ref)
        ]
        record_many(actor=cast["operator"], contacts=told, now=now)
        with suppress(SlotNotFound, OutcomesMissing):
            close_slot(actor=cast["kabid"], slot_ref=line.slot.ref, now=now)


def _why_not(truths: Truths, nik: str | None) -> str:
    heard = truths.heard(nik, attempt=2) if nik else "absent"
    return heard if heard in ("away_work", "away_school", "refused", "ill_at_home") else "absent"


def _recorded_at(session: Session, story: Story) -> dict[str, str]:
    """NIK → ref of those whom the story records there that day."""
    niks = [
        str(story.people.nik[act.person])
        for act in story.of_day(session.on)
        if act.verb is Verb.RECORDED and act.text == session.place
    ]
    return residents.refs_by_nik(niks)


# --- the week of June ---------------------------------------------------------------------


def _call_in_june(cast: Cast) -> None:
    actor, now = cast["kabid"], at(_JUNE_ON, 10)
    campaign = campaigns.open_campaign(
        actor=actor, name=JUNE, from_on=_JUNE_ON, until_on=date(2023, 6, 30), now=now
    )
    anggrek, kwandang = (_district(name) for name in ("Anggrek", "Kwandang"))
    home = wilayah.villages_of(anggrek.id, _JUNE_ON)[0]
    office = wilayah.villages_of(kwandang.id, _JUNE_ON)[0]
    everyone = left_in(wilayah.subtree_village_ids(anggrek.id), _JUNE_ON)
    for kind, village, place, day, places, people, channel in (
        ("office", office, "Kantor Disdukcapil", 15, 20, _of(kwandang)[:16], "letter"),
        ("mission", home, f"Balai Desa {home.name}", 16, 40, _of(home), "call_letter"),
        ("school", home, "Sekolah menengah di Anggrek", 19, 30, _aged(everyone, 0, 18), "letter"),
        ("home", home, "Kunjungan rumah di Anggrek", 20, 8, _aged(everyone, 60, 200), "in_person"),
    ):
        slot = slots.open_slot(
            actor=actor,
            kind=kind,
            village_id=village.id,
            place=place,
            on=date(2023, 6, day),
            starts=time(8),
            ends=time(14),
            places=places,
            campaign=campaign,
            now=now,
        )
        _invite(slot, people[:places], channel, _JUNE_ON, cast)


def _of(area: Area) -> list[str]:
    return [person.ref for person in left_in(wilayah.subtree_village_ids(area.id), _JUNE_ON)]


def _aged(people: Iterable[Unrecorded], first: int, last: int) -> list[str]:
    """Of *people* those of an age, as far as the year tells."""
    return [
        person.ref
        for person in people
        if person.birth_year and first <= age_years(date(person.birth_year, 7, 1), _JUNE_ON) <= last
    ]


# --- links --------------------------------------------------------------------------------


def hand_out_links(*, cast: Cast, today: date, now: datetime) -> list[tuple[str, str]]:
    """A camat's, a village head's and a hamlet head's link, (role, token), new at each opening.

    The tokens of the last opening are kept nowhere, so those links are recalled first.
    """
    actor, anggrek = cast["kabid"], _district("Anggrek")
    village = wilayah.villages_of(anggrek.id, today)[0]
    hamlet = next((one.hamlet for one in left_in([village.id], today) if one.hamlet), "TENGAH")
    for old in links_of.all_links():
        if old.made_by == (actor.officer_ref or actor.ref) and links_of.holds(old, today):
            links.recall_link(actor=actor, ref=old.ref, on=today, now=now)
    made = []
    for role, holder, region, its_hamlet in (
        ("camat", "Camat Peragaan", anggrek, ""),
        ("village_head", "Kepala Desa Peragaan", village, ""),
        ("hamlet_head", "Kepala Dusun Peragaan", village, hamlet),
        ("pps", "PPS Peragaan", village, ""),
    ):
        link = links.make_link(
            actor=actor,
            role=role,
            holder=holder,
            region_id=region.id,
            hamlet=its_hamlet,
            basis="Surat Kepala Dinas (peragaan) tanggal 12-06-2023",
            valid_from=today,
            valid_until=today + timedelta(days=30),
            now=now,
        )
        made.append((role, link.token))
    return made


# --- small things -------------------------------------------------------------------------


def _invite(slot: str, people: Sequence[str], channel: str, on: date, cast: Cast) -> None:
    actor = cast["kabid"]
    told = invitations.invite(
        actor=actor, slot_ref=slot, person_refs=people, channel=channel, on=on, now=at(on, 10)
    )
    wanted = set(told.invited)
    codes = [row.code for row in slots_of.invited_to(slot) if row.person.ref.hex in wanted]
    invitations.mark_sent(actor=actor, codes=codes, on=on, now=at(on, 11))


def _district(name: str) -> Area:
    return next(area for area in wilayah.districts() if area.name == name)


def _area(village: str, district: str) -> Area:
    found = wilayah.resolve_village(village=village, district=district, on=_INVITED_ON)
    if not isinstance(found, Area):
        raise LookupError(village)
    return found
