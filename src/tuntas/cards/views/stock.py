"""The stock on a page: today, boxes, movements, and what one of them says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require, require_any
from tuntas.accounts.principals import Principal
from tuntas.cards import actions, queries, rules, stock_words
from tuntas.cards.actions.moving import EXPLAINED, between
from tuntas.cards.errors import CardsError, MovementGone
from tuntas.cards.models import Box, Movement
from tuntas.cards.stock import COUNTED, SUPPLIES, USABLE, Item, Kind, Move, kind_of, order
from tuntas.cards.stock_forms import MoveForm, ReceiveForm
from tuntas.ledger import clock
from tuntas.web.language import sentence

PER_PAGE = 50
RECENT = 8
OFFERED = (
    Move.ISSUED,
    Move.RETURNED,
    Move.USED,
    Move.DAMAGED,
    Move.LENT,
    Move.LENT_BACK,
    Move.GIVEN_BACK,
    Move.STOLEN,
    Move.MISSING,
    Move.FOUND,
)
"""What a person enters on the page of movements; printing and handing over have their own."""


@require_any("manage_stock", "witness_stock", "print_cards")
def today(request: HttpRequest) -> HttpResponse:
    """What lies where, how long it lasts, what waits for a second person."""
    principal, on = principal_of(request), clock.today()
    balances = queries.balances()
    lasting = queries.lasting(on)
    waiting = _rows(queries.pending())
    context = {
        "usable": queries.usable(),
        "lasting": lasting[Item.BLANK],
        "places": _places(balances),
        "supplies": [(stock_words.ITEMS[item], lasting[item]) for item in SUPPLIES],
        "pending": waiting,
        "recent": _rows(queries.movements().filter(state="done")[:RECENT]),
        "closing": queries.closing(on),
        "invalid": sum(queries.invalid_counts().values()),
        "moves": [(move, stock_words.MOVES[move]) for move in OFFERED],
        **_may(principal),
    }
    return render(request, "cards/stock.html", context)


@require_any("manage_stock", "witness_stock", "print_cards")
def boxes(request: HttpRequest) -> HttpResponse:
    """Every carton, and where its blanks are now."""
    page = Paginator(queries.boxes(), PER_PAGE).get_page(request.GET.get("halaman"))
    printers = stock_words.printer_names()
    rows = [_box(box, printers) for box in page.object_list]
    return render(request, "cards/boxes.html", {"rows": rows, **_paged(page)})


@require_any("manage_stock", "witness_stock", "print_cards")
def movements(request: HttpRequest) -> HttpResponse:
    """Everything that moved, the latest first."""
    move = request.GET.get("mutasi", "")
    chosen = move if move in list(Move) else ""
    page = Paginator(queries.movements(move=chosen), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "rows": _rows(page.object_list),
        "chosen": chosen,
        "moves": [(move, stock_words.MOVES[move]) for move in Move],
        **_paged(page),
    }
    return render(request, "cards/movements.html", context)


@require_any("manage_stock", "witness_stock", "print_cards")
def movement(request: HttpRequest, ref: str) -> HttpResponse:
    """One movement: what, whence, whither, by whom, on what paper."""
    principal = principal_of(request)
    held = _movement(ref)
    lines = [
        {
            "item": stock_words.ITEMS[Item(line.item)],
            "source": stock_words.place(line.source),
            "target": stock_words.place(line.target),
            "serials": str(line.serials or ""),
            "quantity": line.quantity,
        }
        for line in (row.pure() for row in held.lines.order_by("id"))
    ]
    mine = principal.officer_ref == held.entered_by
    waiting = held.state == Movement.State.PENDING
    context = {
        **_rows([held])[0],
        "lines": lines,
        "reversed_by": Movement.objects.filter(reverses=held).first(),
        "may_sign": waiting and not mine and principal.can("witness_stock"),
        "mine": mine,
        "may_reverse": held.state == Movement.State.DONE
        and held.move != Move.CORRECTION
        and principal.can("manage_stock"),
        "may_refuse": waiting and (principal.can("witness_stock") or mine),
    }
    return render(request, "cards/movement.html", context)


@require_any("manage_stock", "witness_stock")
@require_POST
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """Sign, refuse or reverse a movement; a refusal stands on its page."""
    principal = principal_of(request)
    _movement(ref)
    ability, act = _DECISIONS.get(request.POST.get("tindakan", ""), ("", None))
    if act is None or not (principal.can(ability) or ability == ""):
        raise Http404
    try:
        act(request, principal, ref, clock.today(), timezone.now())
    except CardsError as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Tersimpan."))
    return redirect("cards:movement", ref=ref)


@require("manage_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """What came from the ministry, or from another office that lends."""
    form = ReceiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            ref = actions.receive(
                actor=principal_of(request),
                boxes=form.boxes(),
                supplies=form.supplies(),
                document=told["surat"],
                lender=told["pemilik"].strip(),
                note=told["catatan"],
                said={"party": told["pihak"], "party_position": told["jabatan"]},
                on=clock.today(),
                now=timezone.now(),
            )
        except CardsError as refused:
            form.add_error(None, sentence(refused))
        else:
            return _entered(request, ref)
    status = 400 if form.errors else 200
    return render(request, "cards/receive.html", {"form": form}, status=status)


@require("manage_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, kind: str) -> HttpResponse:
    """One movement of *kind* between two places."""
    if kind not in OFFERED:
        raise Http404
    what = Move(kind)
    form = MoveForm(what, request.POST or None, document=what in EXPLAINED)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            lines = between(told["asal"], form.target(), form.serials_text(), form.supplies())
            ref = actions.enter(
                actor=principal_of(request),
                move=what,
                lines=lines,
                document=told["surat"],
                note=told["catatan"],
                on=clock.today(),
                now=timezone.now(),
            )
        except CardsError as refused:
            form.add_error(None, sentence(refused))
        else:
            return _entered(request, ref)
    context = {
        "form": form,
        "kind": kind,
        "title": stock_words.MOVES[what],
        "two": rules.persons_needed(what, clock.today()) > 1,
        "moves": [(one, stock_words.MOVES[one]) for one in OFFERED],
    }
    return render(request, "cards/move.html", context, status=400 if form.errors else 200)


# --- acts and rows --------------------------------------------------------------------------


def _sign(request: HttpRequest, actor: Principal, ref: str, on: date, now: datetime) -> None:
    actions.sign(actor=actor, ref=ref, on=on, now=now)


def _refuse(request: HttpRequest, actor: Principal, ref: str, on: date, now: datetime) -> None:
    if not actor.can("witness_stock") and _movement(ref).entered_by != actor.officer_ref:
        raise Http404
    actions.refuse(actor=actor, ref=ref, reason=request.POST.get("alasan", ""), now=now)


def _reverse(request: HttpRequest, actor: Principal, ref: str, on: date, now: datetime) -> None:
    actions.counter(actor=actor, ref=ref, reason=request.POST.get("alasan", ""), on=on, now=now)


Decision = Callable[[HttpRequest, Principal, str, date, datetime], None]
_DECISIONS: dict[str, tuple[str, Decision | None]] = {
    "tanda-tangani": ("witness_stock", _sign),
    "tolak": ("", _refuse),
    "balik": ("manage_stock", _reverse),
}


def _movement(ref: str) -> Movement:
    try:
        return queries.movement(ref)
    except MovementGone as gone:
        raise Http404 from gone


def _entered(request: HttpRequest, ref: str) -> HttpResponse:
    waits = queries.movement(ref).state == Movement.State.PENDING
    messages.success(
        request,
        _("Dicatat; menunggu tanda tangan orang kedua.") if waits else _("Tersimpan."),
    )
    return redirect("cards:movement", ref=ref)


def _box(box: Box, printers: Mapping[str, str]) -> dict[str, Any]:
    inside = queries.inside(box)
    return {
        "box": box,
        "serials": str(box.serials),
        "unopened": set(inside) == {str(Kind.OFFICE)},
        "inside": [
            (stock_words.place(where, printers), inside[where])
            for where in sorted(inside, key=order)
        ],
    }


def _rows(movements: Iterable[Movement]) -> list[dict[str, Any]]:
    """Movements as lists show them; every name is asked for once."""
    held = list(movements)
    people = stock_words.officers([ref for one in held for ref in (one.entered_by, one.signed_by)])
    printers = stock_words.printer_names()
    return [_row(one, people, printers) for one in held]


def _row(held: Movement, people: Mapping[str, str], printers: Mapping[str, str]) -> dict[str, Any]:
    """A movement as lists show it: one sentence."""
    lines = [line.pure() for line in sorted(held.lines.all(), key=lambda line: line.id)]
    counted: dict[Item, int] = {}
    for line in lines:
        counted[line.item] = counted.get(line.item, 0) + line.quantity
    return {
        "movement": held,
        "what": stock_words.move(held),
        "counted": [(stock_words.ITEMS[item], number) for item, number in counted.items()],
        "serials": ", ".join(str(line.serials) for line in lines[:2] if line.serials),
        "more": max(len(lines) - 2, 0),
        "source": stock_words.place(lines[0].source, printers) if lines else "",
        "target": stock_words.place(lines[0].target, printers) if lines else "",
        "entered_by": people.get(held.entered_by, ""),
        "signed_by": people.get(held.signed_by, ""),
        "pending": held.state == Movement.State.PENDING,
        "refused": held.state == Movement.State.REFUSED,
    }


def _places(balances: dict[tuple[Item, str], int]) -> list[dict[str, Any]]:
    """Accounts of blanks and old cards, those that can be printed on first."""
    wanted = [where for item, where in balances if item in (Item.BLANK, Item.OLD_CARD)]
    return [
        {
            "place": stock_words.place(where),
            "blanks": balances.get((Item.BLANK, where), 0),
            "old": balances.get((Item.OLD_CARD, where), 0),
            "usable": kind_of(where) in USABLE,
            "here": kind_of(where) in COUNTED,
        }
        for where in sorted(set(wanted), key=order)
    ]


def _may(principal: Principal) -> dict[str, bool]:
    return {
        "may_manage": principal.can("manage_stock"),
        "may_count": principal.can("manage_stock") or principal.can("witness_stock"),
    }


def _paged(page: Any) -> dict[str, Any]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "page_numbers": list(numbers)}
