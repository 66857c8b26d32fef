"""The print queue: who is next, who is put off, who is held; and the shortage that orders it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuntas.accounts.access import principal_of, require, require_any
from tuntas.accounts.principals import Principal
from tuntas.cards import actions, queries, wording
from tuntas.cards.causes import Cause
from tuntas.cards.models import Card
from tuntas.cards.queue import Hold, Line, Place, Waiting, rules_on
from tuntas.cards.views import showing
from tuntas.enrolment.queries import mode_on
from tuntas.ledger import clock
from tuntas.residents import access
from tuntas.web.numbered import numbered
from tuntas.wilayah import queries as wilayah

PER_PAGE: Final = 50
PARTS: Final = ("siap", "ditunda", "ditahan")


@require("print_cards", "see_names")
def queue(request: HttpRequest) -> HttpResponse:
    """The queue of the own area, by village where asked."""
    principal, on = principal_of(request), clock.today()
    area = principal.village_ids("print_cards")
    village = _village(request.GET.get("desa", ""), area)
    line = queries.line(on, villages=area if village is None else [village.id])
    part = request.GET.get("bagian", "siap")
    part = part if part in PARTS else "siap"
    people: Sequence[Place | Waiting] = line.ready if part == "siap" else line.deferred
    if part == "ditahan":
        people = line.held
    numbered_people = list(enumerate(people, start=1))
    text, ref = request.GET.get("cari", "").strip(), request.GET.get("orang", "")
    if text or ref:
        numbered_people, part = _looked_for(line, part, text, ref)
    number = _page_number(request.GET.get("halaman", "1"), len(numbered_people))
    first = (number - 1) * PER_PAGE
    rows = showing.rows(numbered_people[first : first + PER_PAGE], on)
    showing.look(principal, "queue", [row.person for row in rows])
    page = numbered(rows, number=number, total=len(numbered_people), per_page=PER_PAGE)
    return render(
        request,
        "cards/queue.html",
        {
            "rows": rows,
            "page": page,
            "page_numbers": page.paginator.get_elided_page_range(number, on_ends=1),
            "part": part,
            "text": text,
            "parts": _parts(line),
            "village": village,
            "villages": _villages(area),
            "printers": [one for one in queries.printers() if not one.resting],
            "national": mode_on(on) == "national",
            "shortage": queries.shortage_on(on),
            "on": on,
            "holds_by_hand": [(code.value, wording.HOLDS[code]) for code in wording.HOLDS_BY_HAND],
            "laid": _laid(principal) if part == "ditahan" else (),
            "waiting_check": Card.objects.filter(state=Card.State.CHECK).count(),
        },
    )


@require("print_cards", "see_names")
@require_POST
def hold(request: HttpRequest, ref: str) -> HttpResponse:
    """Nobody prints for this person until it is lifted."""
    principal = principal_of(request)
    person = access.person_for(principal, ref, ability="print_cards")
    showing.attempt(
        request,
        lambda: actions.hold_print(
            actor=principal,
            person_ref=person.ref.hex,
            reason=request.POST.get("alasan", ""),
            note=request.POST.get("catatan", ""),
            on=clock.today(),
            now=timezone.now(),
        ),
        _("Ditahan. Kartunya tidak dicetak sampai dilepas."),
    )
    return redirect("cards:queue")


@require("print_cards", "see_names")
@require_POST
def lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    principal = principal_of(request)
    held = queries.holds().filter(id=hold_id).first()
    if held is None or not principal.covers(held.person.village_id, "print_cards"):
        raise Http404
    showing.attempt(
        request,
        lambda: actions.lift_hold(
            actor=principal, hold_id=hold_id, on=clock.today(), now=timezone.now()
        ),
        _("Dilepas. Orangnya kembali pada tempatnya dalam antrean."),
    )
    return redirect("cards:queue")


@require_any("manage_stock", "witness_stock")
def shortage(request: HttpRequest) -> HttpResponse:
    """Declaring that blanks are scarce, by two persons; the rule that then orders the queue."""
    principal, on = principal_of(request), clock.today()
    waiting = queries.shortage_proposed()
    return render(
        request,
        "cards/shortage.html",
        {
            "held": queries.shortage_on(on),
            "waiting": waiting,
            "own": waiting is not None and waiting.proposed_by == principal.officer_ref,
            "usual": _ruled(on, short=False),
            "scarce": _ruled(on, short=True),
            "stock": queries.usable(),
            "days": queries.days_left(on),
        },
    )


@require_any("manage_stock", "witness_stock")
@require_POST
def declare(request: HttpRequest) -> HttpResponse:
    """Propose, decide as the second person, or end."""
    principal, said = principal_of(request), request.POST
    moment: dict[str, Any] = {"actor": principal, "on": clock.today(), "now": timezone.now()}
    acts = {
        "usul": lambda: actions.propose_shortage(reason=said.get("alasan", ""), **moment),
        "setuju": lambda: actions.decide_shortage(approve=True, **moment),
        "tolak": lambda: actions.decide_shortage(approve=False, **moment),
        "akhiri": lambda: actions.end_shortage(**moment),
    }
    act = acts.get(said.get("apa", ""))
    if act is None:
        raise Http404
    if said.get("apa") in ("setuju", "tolak") and not principal.can("witness_stock"):
        raise Http404
    showing.attempt(request, act, _("Tercatat."))
    return redirect("cards:shortage")


def _looked_for(
    line: Line, part: str, text: str, ref: str
) -> tuple[list[tuple[int, Place | Waiting]], str]:
    """Those of a name, or one person wherever they stand; each keeps the own number."""
    parts: dict[str, Sequence[Place | Waiting]] = {
        "siap": line.ready,
        "ditunda": line.deferred,
        "ditahan": line.held,
    }
    for name in (part, *(one for one in PARTS if one != part)):
        found = showing.found(parts[name], text, ref)
        if found:
            return found, name
    return [], part


def _ruled(on: Any, *, short: bool) -> list[dict[str, Any]]:
    held = sorted(rules_on(on, short=short), key=lambda rule: rule.rank)
    return [
        {
            "cause": wording.cause(rule.cause),
            "rank": rule.rank,
            "deferred": rule.deferred,
            "days": rule.service_days,
            "source": rule.source,
            "confirmed": rule.confirmed,
        }
        for rule in held
        if rule.cause in Cause
    ]


def _parts(line: Line) -> list[tuple[str, str, int]]:
    return [
        ("siap", _("Siap cetak"), len(line.ready)),
        ("ditunda", _("Ditunda, dapat suket"), len(line.deferred)),
        ("ditahan", _("Ditahan"), len(line.held)),
    ]


def _laid(principal: Principal) -> list[Any]:
    return [
        (one, wording.hold(Hold(one.reason), None))
        for one in queries.holds()
        if principal.covers(one.person.village_id, "print_cards")
    ]


def _villages(area: frozenset[int] | None) -> list[Any]:
    return [one for one in wilayah.villages() if area is None or one.id in area]


def _village(code: str, area: frozenset[int] | None) -> Any:
    found = wilayah.region_by_code(code) if code else None
    if found is None or (area is not None and found.id not in area):
        return None
    return found


def _page_number(text: str, total: int) -> int:
    last = max(1, -(-total // PER_PAGE))
    return min(int(text), last) if text.isdecimal() and 0 < len(text) < 7 and int(text) else 1
