"""One mission: its papers, its people, its day, its evening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tuntas.accounts.access import principal_of, require_any
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.authority import wording as authority_wording
from tuntas.ledger import clock
from tuntas.letters import queries as letters
from tuntas.letters.errors import LettersError
from tuntas.missions import access, actions, papers, pictures, wording
from tuntas.missions.errors import MissionsError, ValueUnusable
from tuntas.missions.forms import PhotoForm, ReportForm, ServiceForm
from tuntas.missions.queries import missions as queries
from tuntas.missions.queries import packing, resources
from tuntas.missions.queries.missions import MissionRow
from tuntas.outreach import wording as outreach
from tuntas.outreach.errors import OutreachError
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

REFUSALS = (MissionsError, LettersError, OutreachError)


@require_any("plan_missions", "work_missions")
@require_GET
def mission(request: HttpRequest, ref: str) -> HttpResponse:
    """Where a mission stands, what comes next and who does it."""
    principal = principal_of(request)
    row = access.mission_for(principal, ref)
    return render(request, "missions/mission.html", _context(row, principal))


@require_any("plan_missions", "work_missions")
@require_POST
def act(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything that is done to a mission; a refusal stands on its page."""
    principal = principal_of(request)
    access.mission_for(principal, ref)
    deed = _DEEDS.get(request.POST.get("tindakan", ""))
    if deed is None or not any(map(principal.can, deed.abilities)):
        raise Http404
    try:
        said = deed.do(request, principal, ref, timezone.now())
    except REFUSALS as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, said)
    return redirect("missions:mission", ref)


@require_any("plan_missions", "work_missions")
@require_GET
def packing_list(request: HttpRequest, ref: str) -> HttpResponse:
    """The team and what it takes along, as PDF."""
    row = access.mission_for(principal_of(request), ref)
    made = papers.packing_list(row, packing.needed(row), members_of(row))
    return pdf_response(made, f"bawaan-{row.mission.on.isoformat()}-{ref[:8]}.pdf")


@require_any("plan_missions", "work_missions")
@require_POST
def package(request: HttpRequest, ref: str, kit: str) -> HttpResponse:
    """The work package of a kit: what an offline laptop carries."""
    principal = principal_of(request)
    access.mission_for(principal, ref)
    if not principal.can("see_names"):
        raise Http404
    try:
        made = actions.pack(actor=principal, ref=ref, kit_ref=kit, now=timezone.now())
    except MissionsError as refused:
        messages.error(request, sentence(refused))
        return redirect("missions:mission", ref)
    response = HttpResponse(made, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="paket-{ref[:8]}-{kit[:8]}.zip"'
    return response


@require_any("plan_missions", "work_missions")
@require_GET
def photo(request: HttpRequest, ref: str, digest: str) -> FileResponse:
    row = access.mission_for(principal_of(request), ref)
    path = folder() / digest
    if not row.mission.photos.filter(digest=digest).exists() or not path.is_file():
        raise Http404
    with transaction.atomic():
        write_view(
            actor=principal_of(request).ref,
            verb="missions.see_photo",
            subjects=[ref],
            count=1,
            purpose="foto laporan",
            at=timezone.now(),
        )
    return FileResponse(path.open("rb"), content_type="image/jpeg")


def folder() -> Path:
    """Photos, below the office's private files."""
    return Path(settings.MEDIA_ROOT) / "pelayanan"


# --- deeds --------------------------------------------------------------------------------------


def _letters(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> str:
    actions.draft_letters(actor=actor, ref=ref, on=clock.today(), now=now)
    return _("Surat tugas dan SPD diajukan untuk ditandatangani.")


def _invite(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> str:
    n = actions.invite(actor=actor, ref=ref, on=clock.today(), now=now)
    return _("%(n)d orang diundang.") % {"n": n}


def _start(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> str:
    actions.start(actor=actor, ref=ref, on=clock.today(), now=now)
    return _("Tim berangkat.")


def _cancel(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> str:
    reason = request.POST.get("alasan", "")
    told = actions.cancel(actor=actor, ref=ref, reason=reason, on=clock.today(), now=now)
    return _("Tugas dibatalkan. %(n)d undangan ikut dibatalkan; beri tahu mereka.") % {
        "n": len(told)
    }


def _service(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> str:
    form = ServiceForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    actions.add_service(
        actor=actor,
        ref=ref,
        agency=said.get("instansi", ""),
        what=said.get("layanan", ""),
        contact=said.get("penghubung", ""),
        now=now,
    )
    return _("Layanan instansi lain dicatat.")


def _joint(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> str:
    actions.make_joint(actor=actor, ref=ref, name=request.POST.get("nama", ""), now=now)
    return _("Tersimpan.")


def _report(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> str:
    form = ReportForm(request.POST)
    if not form.is_valid():
        raise ValueUnusable
    report = actions.file_report(
        actor=actor,
        ref=ref,
        costs=[actions.Cost(*cost) for cost in form.cleaned_data["biaya"]],
        note=form.cleaned_data["catatan"],
        on=clock.today(),
        now=now,
    )
    if report.without_outcome:
        return _("Laporan disimpan. %(n)d nama belum punya hasil.") % {"n": report.without_outcome}
    return _("Laporan disimpan dan angkanya genap.")


def _close(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> str:
    actions.close_report(actor=actor, ref=ref, on=clock.today(), now=now)
    return _("Laporan ditutup.")


def _photo(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> str:
    upload: UploadedFile[bytes] | None = request.FILES.get("foto")
    content = upload.read(pictures.LARGEST + 1) if upload else b""
    caption = request.POST.get("keterangan", "")
    actions.add_photo(
        actor=actor, ref=ref, content=content, caption=caption, folder=folder(), now=now
    )
    return _("Foto disimpan.")


def _minutes(request: HttpRequest, actor: Principal, ref: str, now: datetime) -> str:
    actions.draft_minutes(actor=actor, ref=ref, on=clock.today(), now=now)
    return _("Konsep berita acara dibuat; lihat di Surat.")


class _Deed(NamedTuple):
    abilities: tuple[str, ...]
    do: Callable[[HttpRequest, Principal, str, datetime], str]


_PLAN, _WORK = ("plan_missions",), ("plan_missions", "work_missions")
_DEEDS = {
    "surat": _Deed(_PLAN, _letters),
    "undang": _Deed(_PLAN, _invite),
    "mulai": _Deed(_WORK, _start),
    "batalkan": _Deed(_PLAN, _cancel),
    "layanan": _Deed(_PLAN, _service),
    "gabung": _Deed(_PLAN, _joint),
    "laporkan": _Deed(_WORK, _report),
    "tutup": _Deed(_PLAN, _close),
    "foto": _Deed(_WORK, _photo),
    "berita-acara": _Deed(_PLAN, _minutes),
}


# --- what the page shows -----------------------------------------------------------------------


def _context(row: MissionRow, principal: Principal) -> dict[str, Any]:
    tree, found = wilayah.tree(), row.mission
    report = getattr(found, "report", None)
    return {
        "row": row,
        "mission": found,
        "where": ", ".join(dict.fromkeys(tree.full_name(stop.village_id) for stop in row.stops)),
        "stops": [
            {
                "stop": stop,
                "village": tree.full_name(stop.village_id),
                "kind": stop.get_kind_display(),
            }
            for stop in row.stops
        ],
        "stage": row.stage,
        "stage_words": wording.STAGES[row.stage],
        "tone": wording.TONES[row.stage],
        "session": wording.SESSIONS[found.session],
        "steps": [words for _code, words in wording.STEPS],
        "current": _step(row.stage),
        "members": [_member(one) for one in members_of(row)],
        "equipment": list(found.equipment.select_related("asset").order_by("asset__kind")),
        "packing": packing.needed(row),
        "letters": _letters_of(row),
        "evening": queries.evening_of(row),
        "report": report,
        "outcomes": outcomes(report.outcomes) if report else [],
        "open_report_form": ReportForm(initial=_told(report)),
        "photo_form": PhotoForm(),
        "service_form": ServiceForm(),
        "services": found.services.order_by("agency"),
        "photos": found.photos.order_by("id"),
        "packages": found.packages.select_related("kit").order_by("-id")[:6],
        "problems": resources.problems(
            village_ids=[stop.village_id for stop in row.stops], open_only=True
        ),
        "may": {
            act: row.may(act)
            for act in (
                "draft_letters",
                "invite",
                "start",
                "cancel",
                "pack",
                "file_report",
                "close",
                "add_photo",
            )
        },
        "may_plan": principal.can("plan_missions"),
        "may_names": principal.can("see_names"),
        "today": clock.today(),
    }


def members_of(row: MissionRow) -> list[resources.MemberRow]:
    """Who is in the team on the day of the mission."""
    teams = resources.teams(row.mission.on)
    return next((one.members for one in teams if one.id == row.mission.team_id), [])


def outcomes(counted: dict[str, int]) -> list[tuple[str, int]]:
    """Outcomes in words with their people, the most first."""
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return [(outreach.outcome(code), n) for code, n in ordered]


def _member(one: resources.MemberRow) -> dict[str, Any]:
    return {
        "name": one.name,
        "skills": ", ".join(str(wording.SKILLS.get(each, each)) for each in one.skills),
        "woman": one.woman,
    }


def _step(stage: str) -> int:
    order = [code for code, _words in wording.STEPS]
    return order.index(stage) + 1 if stage in order else 0


def _letters_of(row: MissionRow) -> list[dict[str, Any]]:
    """Both letters with who may sign them today, or what stands in the way."""
    found = []
    for ref in filter(None, (row.mission.assignment_letter, row.mission.travel_order)):
        letter = letters.letter(ref)
        answer = letters.who_may_sign(letter, clock.today())
        found.append(
            {
                "letter": letter,
                "title": _("Surat Tugas") if letter.kind == "assignment_letter" else _("SPD"),
                "possible": answer.possible,
                "obstacles": [authority_wording.obstacle(one) for one in answer.obstacles],
                "remedies": [authority_wording.remedy(one) for one in answer.remedies],
            }
        )
    return found


def _told(report: Any) -> dict[str, str]:
    if report is None:
        return {}
    lines = [f"{row['what']}; {row['rupiah']}" for row in report.costs]
    return {"biaya": "\n".join(lines), "catatan": report.note}


def pdf_response(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
