"""What a kit carries to the field, and the calendar that teams carry in their phones."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.missions.actions.telling import tell
from tuntas.missions.errors import KitNotTaken, NotFound
from tuntas.missions.models import Feed, Mission, Team, WorkPackage
from tuntas.missions.queries import missions as queries
from tuntas.missions.queries import people
from tuntas.missions.queries.missions import MissionRow
from tuntas.missions.queries.people import Listed

FORMAT = 1
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day a ZIP can say: the same list, the same bytes


def pack(*, actor: Principal, ref: str, kit_ref: str, now: datetime) -> bytes:
    """The work package of a kit as ZIP: a manifest and the list, with as little as a team needs.

    Names, birth years, hamlets and invitation codes; no NIK, no address beyond the RT. The log
    says whose kit took how many names.

    Raises:
        NotFound, KitNotTaken
    """
    with transaction.atomic():
        if not Mission.objects.select_for_update(of=("self",)).filter(ref=ref).exists():
            raise NotFound
        row = queries.mission(ref)
        if not row.may("pack"):
            raise NotFound
        taken = row.mission.equipment.filter(asset__ref=kit_ref, asset__kind="kit").first()
        if taken is None:
            raise KitNotTaken
        lists = [(stop, people.listed(stop, row.mission.on)) for stop in row.stops if stop.slot]
        made = _zip(row, kit_ref, lists)
        total = sum(len(listed) for _stop, listed in lists)
        WorkPackage.objects.create(
            mission=row.mission,
            kit=taken.asset,
            people=total,
            digest=hashlib.sha256(made).hexdigest(),
            made_by=actor.officer_ref or actor.ref,
            made_at=now,
        )
        write_view(
            actor=actor.ref,
            verb="missions.work_package",
            subjects=[ref, kit_ref],
            count=total,
            purpose="paket kerja perangkat",
            at=now,
        )
        tell(actor, "pack", [ref, kit_ref], now, people=total)
    return made


def make_feed(*, actor: Principal, team_ref: str, on: date, now: datetime) -> str:
    """A calendar address for a team (empty: all teams); its token, which is kept nowhere.

    Raises:
        NotFound
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        team = Team.objects.filter(ref=team_ref).first() if team_ref else None
        if team_ref and team is None:
            raise NotFound
        Feed.objects.create(
            token_digest=hashlib.sha256(token.encode()).hexdigest(),
            team=team,
            owner=actor.officer_ref or actor.ref,
            made_on=on,
        )
        tell(actor, "make_feed", [team_ref] if team_ref else [], now)
    return token


def end_feed(*, actor: Principal, feed_id: int, on: date, now: datetime) -> None:
    """The address no longer answers. Raises NotFound."""
    with transaction.atomic():
        if not Feed.objects.filter(pk=feed_id, ended_on__isnull=True).update(ended_on=on):
            raise NotFound
        tell(actor, "end_feed", [], now, feed=feed_id)


def _zip(row: MissionRow, kit_ref: str, lists: Sequence[tuple[object, Sequence[Listed]]]) -> bytes:
    content = {
        f"daftar-{order}.json": _json([_person(each) for each in listed])
        for order, (_stop, listed) in enumerate(lists, 1)
    }
    manifest = {
        "format": FORMAT,
        "mission": row.mission.ref,
        "kit": kit_ref,
        "on": row.mission.on.isoformat(),
        "stops": [
            {
                "slot": stop.slot,
                "place": stop.venue.name if stop.venue else "",
                "kind": stop.kind,
                "starts": f"{stop.starts:%H:%M}",
                "ends": f"{stop.ends:%H:%M}",
            }
            for stop in row.stops
        ],
        "files": {name: hashlib.sha256(text).hexdigest() for name, text in content.items()},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"manifest.json": _json(manifest), **content}.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text)
    return made.getvalue()


def _person(each: Listed) -> dict[str, object]:
    return {
        "ref": each.ref,
        "name": each.name,
        "birth_year": each.birth_year,
        "sex": each.sex,
        "dusun": each.dusun,
        "rt": each.rt,
        "rw": each.rw,
        "invitation": each.code,
        "home": each.home,
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode()
