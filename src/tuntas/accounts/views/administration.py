"""The administrator's pages. Each POST is one audited act."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tuntas.accounts import actions, queries
from tuntas.accounts.access import principal_of, require
from tuntas.accounts.errors import AccountsError
from tuntas.accounts.forms import AddAccountForm, GrantForm, OfficerForm
from tuntas.accounts.models import Grant, User
from tuntas.accounts.principals import Principal
from tuntas.accounts.roles import Role
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

PER_PAGE = 50


@require("manage_accounts")
@never_cache
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("cari", "").strip()
    paginator = Paginator(queries.accounts(search=search), PER_PAGE)
    page = paginator.get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "page_numbers": paginator.get_elided_page_range(page.number),
        "search": search,
        "today": timezone.localdate(),
    }
    return render(request, "accounts/accounts.html", context)


@require("manage_accounts")
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = AddAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.add_account(
                actor=principal_of(request), now=timezone.now(), **form.cleaned_data
            )
        except AccountsError as error:
            form.add_error(None, sentence(error))
        else:
            return _show_link(request, user)
    return render(request, "accounts/add.html", {"form": form})


@require("manage_accounts")
@never_cache
@require_GET
def account(request: HttpRequest, ref: str) -> HttpResponse:
    return _account_page(request, _user(ref), GrantForm())


@require("manage_accounts")
@require_POST
def grant(request: HttpRequest, ref: str) -> HttpResponse:
    user = _user(ref)
    form = GrantForm(request.POST)
    if form.is_valid():
        try:
            _grant(principal_of(request), user, form)
        except AccountsError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("Peran diberikan. Sesi akun itu berakhir."))
            return redirect("accounts:account", ref=ref)
    return _account_page(request, user, form, status=422)


@require("manage_accounts")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    user = _user(ref)
    written = {"full_name": user.officer.full_name, "nip": user.officer.nip}
    form = OfficerForm(request.POST or None, initial=written)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_officer(
                actor=principal_of(request),
                officer=user.officer,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except AccountsError as error:
            form.add_error(None, sentence(error))
        else:
            return redirect("accounts:account", ref=ref)
    return render(request, "accounts/correct.html", {"form": form, "account": user})


@require("manage_accounts")
@require_POST
def revoke(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(Grant.objects.select_related("user", "region"), ref=ref)

    def act(actor: Principal) -> None:
        actions.revoke_grant(actor=actor, grant=found, now=timezone.now())

    return _act(request, found.user, act, _("Peran dicabut. Sesi akun itu berakhir."))


@require("manage_accounts")
@require_POST
def switch(request: HttpRequest, ref: str) -> HttpResponse:
    user = _user(ref)
    active = request.POST.get("aktif") == "1"

    def act(actor: Principal) -> None:
        actions.switch_account(actor=actor, user=user, active=active, now=timezone.now())

    return _act(request, user, act, _("Akun dibuka.") if active else _("Akun ditutup."))


@require("manage_accounts")
@require_POST
def dismiss(request: HttpRequest, ref: str) -> HttpResponse:
    user = _user(ref)

    def act(actor: Principal) -> None:
        actions.dismiss_officer(actor=actor, officer=user.officer, now=timezone.now())

    return _act(request, user, act, _("Petugas dicatat berhenti; semua akunnya ditutup."))


@require("manage_accounts")
@never_cache
@require_POST
def reset(request: HttpRequest, ref: str) -> HttpResponse:
    """A new password link, or a fresh start for the second factor."""
    user = _user(ref)
    match request.POST.get("apa"):
        case "sandi":
            return _show_link(request, user)
        case "faktor-kedua":

            def act(actor: Principal) -> None:
                actions.reset_second_factor(actor=actor, user=user, now=timezone.now())

            return _act(request, user, act, _("Faktor kedua dihapus; dipasang lagi saat masuk."))
    raise Http404


def _user(ref: str) -> User:
    return get_object_or_404(User.objects.select_related("officer"), ref=ref)


def _act(
    request: HttpRequest, user: User, act: Callable[[Principal], None], done: str
) -> HttpResponse:
    try:
        act(principal_of(request))
    except AccountsError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, done)
    return redirect("accounts:account", ref=user.ref)


def _grant(actor: Principal, user: User, form: GrantForm) -> None:
    typed = form.cleaned_data
    region = wilayah.region_by_code(typed["region"])
    assert region is not None, "the form offers known regions only"
    actions.grant_role(
        actor=actor,
        user=user,
        role=Role(typed["role"]),
        region_id=region.id,
        dusun_id=int(typed["dusun"]) if typed["dusun"] else None,
        valid_from=typed["valid_from"],
        valid_to=typed["valid_to"],
        now=timezone.now(),
    )


def _account_page(
    request: HttpRequest, user: User, form: GrantForm, status: int = 200
) -> HttpResponse:
    grants = Grant.objects.filter(user=user).select_related("region", "dusun").order_by("-id")
    givers = queries.names_of(grant.granted_by for grant in grants)
    context = {
        "account": user,
        "grants": [(grant, givers.get(grant.granted_by)) for grant in grants],
        "form": form,
        "device": queries.second_factor(user),
        "today": timezone.localdate(),
    }
    return render(request, "accounts/account.html", context, status=status)


def _show_link(request: HttpRequest, user: User) -> HttpResponse:
    """The link stands on this page once; only its digest is kept."""
    token = actions.issue_password_link(actor=principal_of(request), user=user, now=timezone.now())
    link = request.build_absolute_uri(reverse("accounts:one_time_link", args=[token]))
    return render(request, "accounts/link_made.html", {"account": user, "link": link})
