"""Closing the day, the register of invalid cards, destruction, the monthly report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require, require_any
from tuntas.accounts.principals import Principal
from tuntas.cards import actions, queries, stock_words
from tuntas.cards.actions.papers import difference
from tuntas.cards.errors import CardsError
from tuntas.cards.models import Closing, InvalidCard
from tuntas.cards.stock import Item, Move
from tuntas.cards.stock_forms import CountForm, DestroyForm, WithdrawForm
from tuntas.ledger import clock
from tuntas.letters.errors import LettersError
from tuntas.web.language import sentence

PER_PAGE = 50
MONTHS = 12


@require_any("manage_stock", "witness_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Two people count, each alone; then one of them closes the day."""
    principal, on = principal_of(request), clock.today()
    keys = queries.must_be_counted()
    form = CountForm(keys, _counting(request), found=_own_count(principal, on))
    if request.method == "POST" and request.POST.get("tindakan") == "tutup":
        return _close(request, principal, on)
    if request.method == "POST" and form.is_valid() and _count(form, principal, on):
        messages.success(request, _("Hitungan Anda disimpan."))
        return redirect("cards:close")
    counts = queries.found_by(on)
    who: list[dict[str, Any]] = [
        {
            "place": stock_words.place(where),
            "item": stock_words.ITEMS[item],
            "by": [stock_words.officer(one.counted_by) for one in counts.get((item, where), ())],
        }
        for item, where in keys
    ]
    context = {
        "form": form,
        "on": on,
        "who": who,
        "ready": bool(who) and all(len(row["by"]) > 1 for row in who),
        "closed": queries.closing(on),
        "closings": queries.closings(),
    }
    return render(request, "cards/close.html", context, status=400 if form.errors else 200)


@require_any("manage_stock", "witness_stock")
def closing(request: HttpRequest, day: str) -> HttpResponse:
    """A closed day: the book, the movements, what did not hold."""
    try:
        held = queries.closing(date.fromisoformat(day))
    except ValueError:
        held = None
    if held is None:
        raise Http404
    context = {
        "closing": held,
        "people": [stock_words.officer(held.first_by), stock_words.officer(held.second_by)],
        "balances": [
            (stock_words.ITEMS[Item(item)], stock_words.place(where), number)
            for item, where, number in held.balances
        ],
        "flows": [
            (stock_words.MOVES[Move(move)], stock_words.ITEMS[Item(item)], number)
            for move, item, number in held.flows
        ],
        "differences": _differences(held),
    }
    return render(request, "cards/closing.html", context)


@require_any("manage_stock", "witness_stock", "hand_over")
def invalid(request: HttpRequest) -> HttpResponse:
    """The register of invalid cards: what waits, by cause, day by day; what was destroyed."""
    principal = principal_of(request)
    gone = request.GET.get("sudah") == "ya"
    rows = (
        InvalidCard.objects.filter(left__isnull=False).order_by("-left_id", "-id")
        if gone
        else queries.invalid_waiting().order_by("-on", "-id")
    )
    page = Paginator(rows.select_related("left", "entered"), PER_PAGE).get_page(
        request.GET.get("halaman")
    )
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    counts = queries.invalid_counts()
    context = {
        "gone": gone,
        "page": page,
        "page_numbers": list(numbers),
        "counts": [(InvalidCard.Cause(cause).label, number) for cause, number in counts.items()],
        "total": sum(counts.values()),
        "form": WithdrawForm(auto_id="tarik-%s"),
        "may_withdraw": principal.can("hand_over") or principal.can("manage_stock"),
        "may_destroy": principal.can("manage_stock"),
        "months": _months() if principal.can("manage_stock") else [],
    }
    return render(request, "cards/invalid.html", context)


@require_any("manage_stock", "hand_over")
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """An old card comes back to the counter."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Pilih sebabnya."))
        return redirect("cards:invalid")
    told = form.cleaned_data
    try:
        actions.withdraw_card(
            actor=principal_of(request),
            cause=InvalidCard.Cause(told["sebab"]),
            serial=told["seri"],
            note=told["catatan"],
            on=clock.today(),
            now=timezone.now(),
        )
    except CardsError as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Kartu dicatat sebagai invalid."))
    return redirect("cards:invalid")


@require("manage_stock")
@require_http_methods(["GET", "HEAD", "POST"])
def destroy(request: HttpRequest) -> HttpResponse:
    """Everything in the register goes, when the count before the fire is the register's."""
    by_register = queries.invalid_counts()
    causes = [cause for cause, number in by_register.items() if number]
    form = DestroyForm(causes, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            ref = actions.destroy(
                actor=principal_of(request),
                counted=form.counted(),
                witnesses=form.witnesses(),
                place=told["tempat"],
                method=told["cara"],
                on=clock.today(),
                now=timezone.now(),
            )
        except CardsError as refused:
            form.add_error(None, sentence(refused))
        else:
            messages.success(request, _("Dicatat; menunggu tanda tangan orang kedua."))
            return redirect("cards:movement", ref=ref)
    context = {"form": form, "total": sum(by_register.values())}
    return render(request, "cards/destroy.html", context, status=400 if form.errors else 200)


@require("manage_stock")
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Draft the monthly report; it is signed like every letter."""
    try:
        month = date.fromisoformat(f"{request.POST.get('bulan', '')}-01")
        ref = actions.monthly_report(
            actor=principal_of(request), month=month, on=clock.today(), now=timezone.now()
        )
    except ValueError as wrong:
        raise Http404 from wrong
    except (CardsError, LettersError) as refused:
        messages.error(request, sentence(refused))
        return redirect("cards:invalid")
    return redirect("letters:letter", ref=ref)


def _counting(request: HttpRequest) -> Any:
    posted = request.method == "POST" and request.POST.get("tindakan") != "tutup"
    return request.POST if posted else None


def _own_count(principal: Principal, on: date) -> dict[str, str]:
    """What this person entered today and nothing has moved since; nobody else's."""
    mine = {}
    for (item, where), counts in queries.found_by(on).items():
        for count in counts:
            if count.counted_by == principal.officer_ref:
                said = count.found
                text = ("\n".join(said) or "0") if isinstance(said, list) else str(said)
                mine[CountForm.field_name(item, where)] = text
    return mine


def _count(form: CountForm, principal: Principal, on: date) -> bool:
    now = timezone.now()
    with transaction.atomic():
        for item, where, said in form.found():
            try:
                actions.count(actor=principal, account=where, item=item, found=said, on=on, now=now)
            except CardsError as refused:
                form.add_error(form.field_name(item, where), sentence(refused))
    return form.is_valid()


def _close(request: HttpRequest, principal: Principal, on: date) -> HttpResponse:
    try:
        held = actions.close_day(actor=principal, on=on, now=timezone.now())
    except (CardsError, LettersError) as refused:
        messages.error(request, sentence(refused))
        return redirect("cards:close")
    if held.balanced:
        messages.success(request, _("Hari ini tutup: hitungan sama dengan buku."))
    else:
        messages.warning(request, _("Hari ini ditutup dengan selisih; nomornya di bawah."))
    return redirect("cards:closing", day=on.isoformat())


def _differences(held: Closing) -> list[tuple[str, str]]:
    return [
        (stock_words.place(where), difference(item, lacking, surplus))
        for where, item, lacking, surplus in held.differences
    ]


def _months() -> list[date]:
    """The last twelve months that are over, the latest first."""
    found: list[date] = []
    first = clock.today().replace(day=1)
    while len(found) < MONTHS:
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found
