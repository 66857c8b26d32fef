"""Printers at work: print the next, look at what came out, settle what is in doubt."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tuntas.accounts.access import principal_of, require, require_any
from tuntas.accounts.principals import Principal
from tuntas.cards import actions, layout, machines, portraying, queries, wording
from tuntas.cards.actions import Outcome
from tuntas.cards.errors import CardsError, LayoutBroken, NobodyWaits
from tuntas.cards.models import Card, Printer
from tuntas.cards.printers.contract import Condition
from tuntas.cards.printers.simulator import Fault, Simulator
from tuntas.cards.views import showing
from tuntas.enrolment.queries import mode_on
from tuntas.ledger import clock
from tuntas.residents import access
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

State = Card.State
MOST: Final = 25
"""Cards of one press: a page must not wait for a printer for minutes."""
LOOKED_AT: Final = (Outcome.FAILED_PRINT, Outcome.FAILED_ENCODE, Outcome.DAMAGED)


@require("print_cards", "see_names")
def printing(request: HttpRequest) -> HttpResponse:
    """Every printer with its condition and blanks; cards to look at; cards in doubt."""
    principal, on = principal_of(request), clock.today()
    area = principal.village_ids("print_cards")
    cards = list(queries.cards_in(State.CHECK, State.DOUBT, State.PRINTING, villages=area))
    showing.look(principal, "at_printers", [card.person for card in cards])
    return render(
        request,
        "cards/printing.html",
        {
            "printers": [_printer(one) for one in queries.printers()],
            "checks": [card for card in cards if card.state == State.CHECK],
            "doubts": [card for card in cards if card.state == State.DOUBT],
            "running": [card for card in cards if card.state == State.PRINTING],
            "next": showing.rows(enumerate(queries.line(on, villages=area).ready[:1], start=1), on),
            "spoils": [(one.value, wording.SPOILED[one]) for one in LOOKED_AT],
            "outcomes": [
                (one.value, wording.SPOILED[one])
                for one in (Outcome.PRINTED, Outcome.UNUSED, *LOOKED_AT)
            ],
            "specimen": portraying.authorised() is None,
            "national": mode_on(on) == "national",
            "adapters": Printer.Adapter.choices,
            "faults": [(one.value, wording.FAULTS[one]) for one in Fault],
            "may_manage": principal.can("manage_stock"),
        },
    )


@require("print_cards", "see_names")
@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Print for the next of the queue, for one person, or a village's batch."""
    principal, said = principal_of(request), request.POST
    person = said.get("orang", "")
    who = access.person_for(principal, person, ability="print_cards") if person else None
    many = int(said.get("berapa", "1")) if said.get("berapa", "1").isdecimal() else 1
    made = _run(request, principal, code, who.id if who else None, min(max(many, 1), MOST))
    _say(request, made)
    return redirect("cards:printing")


@require("print_cards", "see_names")
@require_POST
def look(request: HttpRequest, ref: str) -> HttpResponse:
    """A person has looked at the card: good, or spoiled and why; or at the printer in doubt."""
    principal = principal_of(request)
    card = showing.card_for(principal, ref, "print_cards")
    said = request.POST.get("hasil", "")
    moment: dict[str, Any] = {
        "actor": principal,
        "ref": card.ref,
        "on": clock.today(),
        "now": timezone.now(),
    }
    if card.state == State.DOUBT:
        if said not in list(Outcome):
            raise Http404
        showing.attempt(
            request, lambda: actions.resolve_doubt(outcome=Outcome(said), **moment), _("Tercatat.")
        )
    elif said == "baik":
        chip = request.POST.get("cip", "")
        showing.attempt(
            request,
            lambda: actions.check_card(spoiled_for=None, chip=chip, **moment),
            _("Kartu baik, siap diserahkan."),
        )
    elif said in LOOKED_AT:
        showing.attempt(
            request,
            lambda: actions.check_card(spoiled_for=Outcome(said), **moment),
            _("Dicatat dalam register kartu tidak berlaku. Orangnya kembali ke antrean."),
        )
    else:
        messages.error(request, _("Pilih hasilnya: baik, atau sebab rusaknya."))
    return redirect("cards:printing")


@require("print_cards", "see_names")
@require_POST
def mark(request: HttpRequest, code: str) -> HttpResponse:
    """Mode ``national``: what the ministry's client printed, by the serial of its blank."""
    principal, said = principal_of(request), request.POST
    person = access.person_for(principal, said.get("orang", ""), ability="print_cards")
    spoiled = said.get("hasil", "")
    showing.attempt(
        request,
        lambda: actions.mark_printed(
            actor=principal,
            printer_code=code,
            person_id=person.id,
            serial=said.get("seri", ""),
            spoiled_for=Outcome(spoiled) if spoiled in LOOKED_AT else None,
            on=clock.today(),
            now=timezone.now(),
        ),
        _("Ditandai tercetak."),
    )
    return redirect("cards:queue")


@require_any("print_cards", "hand_over")
@never_cache
def pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The face of a card as it was printed, made anew; each look is in the log."""
    principal = principal_of(request)
    ability = "print_cards" if principal.can("print_cards") else "hand_over"
    card = showing.card_for(principal, ref, ability)
    showing.look(principal, "card_face", [card.person], _("melihat muka kartu"))
    face = portraying.face_of(card.person, serial=card.serial, on=card.printed_on or card.began_on)
    try:
        made = layout.pdf([face], specimen=True)
    except LayoutBroken as broken:
        raise Http404 from broken
    return HttpResponse(made, content_type="application/pdf")


@require("manage_stock")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A printer of the office."""
    said = request.POST
    showing.attempt(
        request,
        lambda: actions.add_printer(
            actor=principal_of(request),
            code=said.get("kode", "").strip().lower(),
            name=said.get("nama", ""),
            adapter=said.get("jenis", ""),
            target=said.get("tujuan", ""),
            now=timezone.now(),
        ),
        _("Printer dicatat. Keluarkan blangko untuknya."),
    )
    return redirect("cards:printing")


@require("print_cards")
@require_POST
def rest(request: HttpRequest, code: str) -> HttpResponse:
    """Put a printer to rest or to work; what a simulated one shall do next."""
    said = request.POST
    one = next((each for each in queries.printers() if each.code == code), None)
    if one is None:
        raise Http404
    if "tiruan" in said:
        _teach(one, said["tiruan"])
    else:
        resting = said.get("apa") == "istirahat"
        showing.attempt(
            request,
            lambda: actions.rest_printer(
                actor=principal_of(request), code=code, resting=resting, now=timezone.now()
            ),
        )
    return redirect("cards:printing")


def _run(
    request: HttpRequest, principal: Principal, code: str, person_id: int | None, many: int
) -> list[Card]:
    area = principal.village_ids("print_cards")
    region = wilayah.region_by_code(request.POST.get("desa", "") or "-")
    villages = area
    if region is not None:
        inside = wilayah.subtree_village_ids(region.id)
        villages = inside if area is None else inside & area
    made: list[Card] = []
    for _turn in range(1 if person_id else many):
        try:
            card = actions.print_next(
                actor=principal,
                printer_code=code,
                on=clock.today(),
                now=timezone.now(),
                villages=villages,
                person_id=person_id,
            )
        except CardsError as refused:
            if not made or not isinstance(refused, NobodyWaits):
                messages.error(request, sentence(refused))
            break
        made.append(card)
        if card.state == State.UNUSED:
            break  # the printer takes nothing: the others would fail alike
    return made


def _say(request: HttpRequest, made: list[Card]) -> None:
    printed = sum(card.state in (State.CHECK, State.PRINTING) for card in made)
    if printed:
        said = ngettext(
            "%(n)s kartu tercetak. Periksa hasilnya.",
            "%(n)s kartu tercetak. Periksa hasilnya.",
            printed,
        )
        messages.success(request, said % {"n": printed})
    for card in made:
        if card.state in (State.SPOILED, State.UNUSED, State.DOUBT):
            said = _("%(serial)s: %(state)s.") % {
                "serial": card.serial,
                "state": wording.SPOILED.get(card.spoiled_for) or card.get_state_display(),
            }
            messages.error(request, said)


def _printer(one: Printer) -> dict[str, Any]:
    national = one.adapter == Printer.Adapter.NATIONAL
    condition = Condition.READY if national else machines.machine(one).condition()
    return {
        "printer": one,
        "condition": condition,
        "said": wording.printer(condition),
        "ready": condition is Condition.READY and not one.resting,
        "blanks": queries.blanks_at(one.code),
        "printed": Card.objects.filter(printer=one.code, printed_on=clock.today()).count(),
        "simulated": one.adapter == Printer.Adapter.SIMULATOR,
        "national": national,
    }


def _teach(one: Printer, fault: str) -> None:
    machine = machines.machine(one)
    if not isinstance(machine, Simulator):
        raise Http404
    if fault == "dingin":
        machine.rest()
    elif fault == "" or fault in list(Fault):
        machine.shall(fault)
