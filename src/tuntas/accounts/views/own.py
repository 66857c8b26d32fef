"""One's own account: what one may do and where, password, recovery codes."""

from __future__ import annotations

from typing import cast

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tuntas.accounts import actions, queries
from tuntas.accounts.access import principal_of, signed_in
from tuntas.accounts.forms import ChangePasswordForm
from tuntas.accounts.models import User


@signed_in
@never_cache
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    today = timezone.localdate()
    grants = queries.grants_on(user, today).select_related("region", "dusun")
    context = {
        "account": user,
        "grants": grants,
        "device": queries.second_factor(user),
        "needs_device": queries.needs_second_factor(user, today=today),
    }
    return render(request, "accounts/own.html", context)


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = ChangePasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        actions.change_password(
            actor=principal_of(request),
            user=user,
            password=form.cleaned_data["password"],
            now=timezone.now(),
        )
        auth.update_session_auth_hash(request, user)
        messages.success(request, _("Kata sandi diganti. Sesi Anda yang lain sudah berakhir."))
        return redirect("accounts:own")
    return render(
        request, "accounts/change_password.html", {"form": form, "must": user.must_change_password}
    )


@signed_in
@never_cache
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    if queries.second_factor(user) is None:
        return redirect("accounts:enrol")
    codes = actions.new_recovery_codes(actor=principal_of(request), user=user, now=timezone.now())
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": "/akun/"})
