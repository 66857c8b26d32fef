"""The page of a link: whom its holder calls, what was answered; small, and usable offline."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tuntas.accounts.access import by_link, principal_of
from tuntas.audit.errors import PersonalNumber
from tuntas.ledger import clock
from tuntas.outreach import access, announcing, link_wording, links
from tuntas.outreach.actions import links as acts
from tuntas.outreach.channels import Channel, may_disturb, parameter
from tuntas.outreach.errors import NonceReused, OutreachError
from tuntas.outreach.models import Link
from tuntas.outreach.outcomes import Outcome
from tuntas.outreach.queries import links as reading
from tuntas.outreach.queries import slots as slots_of
from tuntas.outreach.queries.links import Row
from tuntas.web.language import sentence
from tuntas.web.numerals import zone_name
from tuntas.wilayah import queries as wilayah

PER_PAGE = 60


def closed(request: HttpRequest) -> HttpResponseBase:
    """What a stranger, an expired and a recalled link get: the same page, and no reason."""
    limited = access.too_many(request)
    response = render(request, "outreach/link/closed.html", status=429 if limited else 410)
    if limited:
        response["Retry-After"] = str(access.WINDOW_S)
    return _quietly(response)


door = by_link(access.knock, closed)


@door
@require_GET
def page(request: HttpRequest, token: str, code: str = "") -> HttpResponseBase:
    """The list of a village or hamlet; a camat first chooses the village; a PPS brings names."""
    link = _link(request)
    if not links.lists_names(link.role):
        return _quietly(_bring_page(request, token, link), link)
    if link.role == "camat" and not code:
        return _quietly(_villages(request, token, link), link)
    village = _village(link, code) if code else None
    rows = reading.list_of(link, clock.today(), village)
    number = _number(request, len(rows))
    shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    _note(request, link, shown, "copy" if "X-Salinan" in request.headers else "page")
    context = _frame(token, link) | {
        "rows": [(row, _asked(row), _said(row)) for row in shown],
        "total": len(rows),
        "answered": sum(bool(row.outcome) for row in rows),
        "number": number,
        "last": -(-len(rows) // PER_PAGE),
        "here": _name(village) if village else _area(link),
        "slots": _slots({village} if village else reading.villages_of(link)),
        "several": bool(code),
    }
    return _quietly(render(request, "outreach/link/list.html", context), link)


@door
@require_GET
def person(request: HttpRequest, token: str, alias: str) -> HttpResponseBase:
    """One person's questions, for a browser without script, and a message to send them."""
    return _quietly(_person(request, token, alias), _link(request))


@door
@require_POST
def answer(request: HttpRequest, token: str) -> HttpResponseBase:
    """One answer; the same nonce again is the same answer, as a phone that lost the reply asks."""
    link, said = _link(request), request.POST
    alias = said.get("siapa", "")
    upload = request.FILES.get("foto")
    try:
        kept = acts.answer(
            actor=principal_of(request),
            link=link,
            alias=alias,
            outcome=said.get("hasil", ""),
            nonce=_nonce(link, said.get("nonce", "")),
            on=links.answered_on(said.get("hari", ""), clock.today()),
            now=timezone.now(),
            will_come_on=_day(said),
            note=_note_of(said),
            photo=upload.read(int(parameter("photo_bytes", clock.today())) + 1) if upload else b"",
        )
    except (OutreachError, PersonalNumber) as refusal:
        return _quietly(_refused(request, token, alias, refusal), link)
    if _by_script(request):
        return _quietly(JsonResponse({"hasil": kept.outcome}), link)
    return _quietly(redirect("outreach:link_person", token=token, alias=alias), link)


@door
@require_POST
def bring(request: HttpRequest, token: str) -> HttpResponseBase:
    """A name from the holder's own list: send them, or no need."""
    link, said = _link(request), request.POST
    if links.lists_names(link.role):
        raise Http404
    try:
        send = acts.bring_name(
            actor=principal_of(request),
            link=link,
            name=said.get("nama", ""),
            birth_year=int(said.get("tahun", "0")[:4] or 0),
            village_id=_village(link, said.get("desa", "")),
            nonce=_nonce(link, said.get("nonce", "")),
            on=clock.today(),
            now=timezone.now(),
        )
    except ValueError:
        return _quietly(_bring_page(request, token, link, _("Tulis tahun lahir empat angka.")))
    except OutreachError as refusal:
        if _by_script(request):
            return _quietly(_in_json(refusal), link)
        return _quietly(_bring_page(request, token, link, sentence(refusal)), link)
    if _by_script(request):
        return _quietly(JsonResponse({"hasil": "kirim" if send else "tidak"}), link)
    return _quietly(redirect("outreach:link", token=token), link)


@door
@require_GET
def worker(request: HttpRequest, token: str) -> HttpResponseBase:
    """The script that keeps the page for a day without signal; it lies below the link's address."""
    content = files("tuntas.outreach").joinpath("link_worker.js").read_text("utf-8")
    return _quietly(HttpResponse(content, content_type="text/javascript; charset=utf-8"))


# --- parts of the page --------------------------------------------------------------------


def _frame(token: str, link: Link) -> dict[str, Any]:
    today = clock.today()
    return {
        "token": token,
        "link": link,
        "role": link_wording.ROLES[link.role],
        "area": _area(link),
        "today": today,
        "store": link.ref[:8],
        "lasts": _lasts_s(link),
        "nonce": secrets.token_hex(16),
        "answers": link_wording.answers(),
        "furthest": today + timedelta(days=365),
        "office": wilayah.office().name,
    }


def _villages(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    counts = Counter(
        one.village_id for one in reading.left_in(reading.villages_of(link), clock.today())
    )
    rows = [
        (area.code, area.name, counts[area.id])
        for area in wilayah.villages_of(link.region_id, clock.today())
    ]
    context = _frame(token, link) | {"villages": rows, "total": sum(counts.values())}
    return render(request, "outreach/link/villages.html", context)


def _bring_page(request: HttpRequest, token: str, link: Link, wrong: str = "") -> HttpResponse:
    context = _frame(token, link) | {
        "wrong": wrong,
        "typed": request.POST,
        "brought": reading.brought_by(link),
        "villages": [
            (area.code, area.name)
            for area in (
                wilayah.villages_of(link.region_id, clock.today())
                if link.role in links.OF_A_DISTRICT
                else [wilayah.tree().areas[link.region_id]]
            )
        ],
        "a_day": parameter("brought_names_a_day", clock.today()),
    }
    return render(request, "outreach/link/bring.html", context, status=422 if wrong else 200)


def _person(request: HttpRequest, token: str, alias: str, wrong: str = "") -> HttpResponse:
    link = _link(request)
    row = next((one for one in reading.list_of(link, clock.today()) if one.alias == alias), None)
    if row is None:
        raise Http404
    _note(request, link, [row], "person")
    context = _frame(token, link) | {
        "row": row,
        "asked": _asked(row),
        "said": _said(row),
        "wrong": wrong,
        "typed": request.POST,
        "message": _message(row),
    }
    return render(request, "outreach/link/person.html", context, status=422 if wrong else 200)


def _message(row: Row) -> str:
    """A prepared WhatsApp link to the next slot of the village; empty while it should not be."""
    ref, village = row.person.ref, row.person.village_id
    slots = slots_of.open_ones(clock.today(), [village])
    quiet = not may_disturb(Channel.WHATSAPP, clock.now().time(), clock.today())
    if quiet or not slots or slots_of.silent([ref], Channel.WHATSAPP):
        return ""
    text = announcing.for_one(
        announced(slots[0].slot), name=row.person.name.title(), office=wilayah.office().name
    )
    return announcing.whatsapp(text)


def _slots(villages: set[int] | frozenset[int]) -> list[tuple[Any, str]]:
    """The next slots there, each with words for everybody."""
    office = wilayah.office().name
    return [
        (line.slot, announcing.for_everybody(announced(line.slot), office=office))
        for line in slots_of.open_ones(clock.today(), villages)[:2]
    ]


def announced(slot: Any) -> announcing.Announced:
    zone = zone_name(timezone.localtime())
    return announcing.Announced(slot.place, slot.on, slot.starts, slot.ends, zone)


def _asked(row: Row) -> str:
    return str(link_wording.QUESTIONS[row.question])


def _said(row: Row) -> str:
    return link_wording.answer(row.outcome) if row.outcome else ""


# --- what came in -------------------------------------------------------------------------


def _refused(request: HttpRequest, token: str, alias: str, refusal: Any) -> HttpResponse:
    if _by_script(request):
        return _in_json(refusal)
    return _person(request, token, alias, sentence(refusal))


def _in_json(refusal: Any) -> HttpResponse:
    status = 409 if isinstance(refusal, NonceReused) else 422
    return JsonResponse({"kode": refusal.code, "pesan": sentence(refusal)}, status=status)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _nonce(link: Link, told: str) -> str:
    """What the phone drew, under the link's own name: one link cannot answer for another's."""
    return f"{link.ref[:16]}-{told[:40]}"


def _day(said: Any) -> date | None:
    if said.get("hasil") != Outcome.WILL_COME:
        return None
    try:
        return date.fromisoformat(said.get("kapan", ""))
    except ValueError:
        return None


def _note_of(said: Any) -> str:
    return str(said.get("ke" if said.get("hasil") == Outcome.MOVED else "catatan", ""))[:300]


# --- the link itself ----------------------------------------------------------------------


def _link(request: HttpRequest) -> Link:
    link = reading.by_ref(principal_of(request).ref)
    assert link is not None, "the door found it a moment ago"
    return link


def _village(link: Link, code: str) -> int:
    area = wilayah.region_by_code(code, clock.today())
    if area is None or area.id not in reading.villages_of(link):
        raise Http404
    return area.id


def _area(link: Link) -> str:
    name = _name(link.region_id)
    return f"{link.hamlet}, {name}" if link.hamlet else name


def _name(region_id: int) -> str:
    return wilayah.full_name(region_id)


def _number(request: HttpRequest, total: int) -> int:
    typed = request.GET.get("hal", "1")
    number = int(typed) if typed.isdecimal() and len(typed) < 5 else 1
    return min(max(number, 1), max(1, -(-total // PER_PAGE)))


def _note(request: HttpRequest, link: Link, rows: list[Row], purpose: str) -> None:
    refs = [row.person.ref for row in rows]
    acts.note_view(link=link, person_refs=refs, purpose=purpose, now=timezone.now())


def _lasts_s(link: Link) -> int:
    """Seconds for which a phone may keep the page: a day and a half, and never past the end."""
    end = datetime.combine(link.valid_until + timedelta(days=1), time(), clock.now().tzinfo)
    longest = int(parameter("offline_hours", clock.today())) * 3600
    return max(0, min(longest, int((end - clock.now()).total_seconds())))


def _quietly(response: HttpResponseBase, link: Link | None = None) -> HttpResponseBase:
    """No cache but the phone's own, no referrer with the token in it, no search engine."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    if link is not None:
        response["X-Tuntas-Sisa"] = str(_lasts_s(link))
    return response
