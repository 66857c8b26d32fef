"""What the pages of the capture station share: whose session it is, and what they tell of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils import timezone

from tuntas.accounts.access import principal_of
from tuntas.accounts.principals import Principal
from tuntas.biometrics.errors import BiometricError
from tuntas.devices.errors import DeviceError
from tuntas.enrolment import parts, queries, scanners, station, unlocking, wording
from tuntas.enrolment.errors import CaptureError, Refused
from tuntas.enrolment.lifecycle import hindrance
from tuntas.enrolment.models import CaptureSession
from tuntas.enrolment.parameters import asked
from tuntas.enrolment.scanning import Worker
from tuntas.ledger import clock
from tuntas.packets.errors import PacketError
from tuntas.residents import access
from tuntas.residents.models import Person
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

REFUSALS: Final = (CaptureError, Refused, PacketError, BiometricError, DeviceError)


def session_for(principal: Principal, ref: str) -> CaptureSession:
    """The session, if its person lives where the principal records."""
    found = CaptureSession.objects.select_related("person").filter(ref=ref).first()
    if found is None:
        raise Http404
    access.person_for(principal, found.person.ref.hex, ability="record")
    return found


def worker(request: HttpRequest, session: CaptureSession) -> Worker:
    return Worker(
        actor=principal_of(request),
        session=session,
        secret=unlocking.remembered(request),
        on=clock.today(),
        now=timezone.now(),
    )


def about(person: Person) -> dict[str, Any]:
    on = clock.today()
    held = queries.hold([person.ref.hex], on)[0]
    return {
        "person": person,
        "ref": person.ref.hex,
        "where": wilayah.full_name(person.village_id),
        "hindrance": hindrance(held.candidate, on, foreign=held.foreign),
    }


def attempt(request: HttpRequest, act: Callable[[], object]) -> None:
    try:
        act()
    except REFUSALS as refused:
        messages.error(request, sentence(refused))


def named_steps(session: CaptureSession) -> list[tuple[station.Step, str]]:
    return [(step, wording.name(step.kind)) for step in station.steps(session)]


def still_to_do(session: CaptureSession) -> list[str]:
    """What keeps the session from being sealed, in words."""
    left = station.still_to_do(session, clock.today())
    return [str(wording.STILL_TO_DO[code]) for code in left]


def panel(session: CaptureSession) -> dict[str, Any]:
    """What the scanner's part of the page shows: devices, groups with their parts, what may be
    forced, and which button comes next."""
    looked = scanners.look()
    tiles = {step.kind: _tile(session, step) for step in station.steps(session)}
    camera = any(one.info.modality == "Face" for one in looked.devices)
    groups: list[dict[str, Any]] = [
        {
            "what": what,
            "label": wording.name(what),
            "tiles": [tiles[kind] for kind in scanners.parts_of(what)],
        }
        for what in (*([parts.FACE] if camera else []), *scanners.GROUPS)
    ]
    waiting = [one for one in groups if any(tile["state"] == "todo" for tile in one["tiles"])]
    return {
        "session": session,
        "devices": [
            (scanners.place_of(one.info), scanners.label_of(one.info), one.info)
            for one in looked.devices
        ],
        "problems": [sentence(one.error) for one in looked.problems],
        "groups": groups,
        "next": waiting[0]["what"] if waiting else "",
        "singles": [tiles[kind] for kind in (*parts.FINGER_PARTS, *parts.IRISES)],
        "forceable": [tile for tile in tiles.values() if tile["may_force"]],
        "attempts": asked(clock.today()).attempts,
    }


def _tile(session: CaptureSession, step: station.Step) -> dict[str, Any]:
    poor = station.tries().poor(session.ref, step.kind)
    enough = poor is not None and poor.count >= asked(clock.today()).attempts
    return {
        "kind": step.kind,
        "label": wording.name(step.kind),
        "state": step.state,
        "quality": step.quality,
        "forced": step.forced,
        "poor": poor,
        "advice": wording.spoken(poor.best.advice[0]) if poor and poor.best.advice else "",
        "may_force": bool(poor and enough and poor.best.record and step.state != "done"),
    }
