"""Coming in and going out: password, then code; or a demo card; or a one-time link.

Between password and code nobody is signed in yet: the session only remembers whose
code is awaited, for five minutes.
"""

from __future__ import annotations

import time
from base64 import b32encode
from typing import Any

import segno
from django.conf import settings
from django.contrib import auth, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from tuntas.accounts import actions, demo, queries
from tuntas.accounts.access import principal_of, public, signed_in
from tuntas.accounts.errors import AccountsError, CodeThrottled, LinkNotValid, WrongCode
from tuntas.accounts.forms import (
    CodeForm,
    FirstAdministratorForm,
    NewPasswordForm,
    SignInForm,
)
from tuntas.accounts.middleware import VERSION_KEY
from tuntas.accounts.models import OneTimeLink, User
from tuntas.web.language import sentence

PENDING_KEY = "_awaiting_code"
PENDING_S = 5 * 60
BACKEND = "django.contrib.auth.backends.ModelBackend"


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if not principal_of(request).is_anonymous:
        return redirect(_back(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = auth.authenticate(request, **form.cleaned_data)
        if isinstance(user, User):
            return _after_password(request, user)
        # One sentence for every cause: whether the name exists is nobody's business.
        form.add_error(None, _("Nama pengguna atau kata sandi salah."))
    return render(request, "accounts/sign_in.html", _door(request, form))


@public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    user = _awaited(request)
    if user is None:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_second_factor(user=user, code=form.cleaned_data["code"])
        except (WrongCode, CodeThrottled) as error:
            form.add_error("code", sentence(error))
        else:
            return _enter(request, user, how="second_factor")
    return render(request, "accounts/sign_in_code.html", {"form": form})


@public
@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator: at the first sign-in of staff, or because one wants to."""
    user = _awaited(request) or _user(request)
    if user is None:
        return redirect("accounts:sign_in")
    if queries.second_factor(user) is not None:
        return redirect("accounts:sign_in_code" if _user(request) is None else "accounts:own")
    device = _new_device(user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.confirm_second_factor(
                user=user, device=device, code=form.cleaned_data["code"], now=timezone.now()
            )
        except WrongCode as error:
            form.add_error("code", sentence(error))
        else:
            return _show_codes(request, user, codes)
    return render(request, "accounts/enrol.html", {"form": form, **_secret(device)})


@public
@require_POST
def sign_in_demo(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people, without a password and only at home."""
    if not demo.is_at_home(request):
        raise Http404
    ref = request.POST.get("akun", "")
    user = next((user for user in queries.demo_accounts() if user.ref == ref), None)
    if user is None:
        raise Http404
    return _enter(request, user, how="demo")


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    if user is not None:
        actions.note_sign_out(user=user, now=timezone.now())
    auth.logout(request)
    messages.success(request, _("Anda sudah keluar."))
    return redirect("accounts:sign_in")


@public
@never_cache
@sensitive_post_parameters("password", "repeated")
@require_http_methods(["GET", "POST"])
def one_time_link(request: HttpRequest, token: str) -> HttpResponse:
    link = queries.open_link(token)
    if link is None:
        context = {"sentence": sentence(LinkNotValid())}
        return render(request, "accounts/link_gone.html", context, status=410)
    form = _link_form(request, link)
    if request.method == "POST" and form.is_valid():
        try:
            _use_link(link, token, form.cleaned_data)
        except AccountsError as error:
            form.add_error(None, sentence(error))
        else:
            auth.logout(request)
            messages.success(request, _("Kata sandi tersimpan. Silakan masuk."))
            return redirect("accounts:sign_in")
    return render(request, "accounts/one_time_link.html", {"form": form, "link": link})


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Any
) -> HttpResponse:
    """What django-axes shows after too many wrong passwords."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)


def _door(request: HttpRequest, form: SignInForm) -> dict[str, Any]:
    cards = []
    if demo.is_at_home(request):
        for user in queries.demo_accounts():
            titles = queries.role_titles(grant.role for grant in user.grants.all())
            areas = [grant.region.name for grant in user.grants.all()]
            cards.append({"user": user, "role": ", ".join(titles), "area": ", ".join(areas)})
    return {
        "form": form,
        "cards": cards,
        "next": _back(request),
        "reason": request.GET.get("sebab", ""),
    }


def _after_password(request: HttpRequest, user: User) -> HttpResponse:
    device = queries.second_factor(user)
    if device is None and not queries.needs_second_factor(user, today=timezone.localdate()):
        return _enter(request, user, how="password")
    request.session.cycle_key()
    request.session[PENDING_KEY] = {
        "user": user.ref,
        "version": user.version,
        "until": time.time() + PENDING_S,
        "next": _back(request),
    }
    return redirect("accounts:sign_in_code" if device else "accounts:enrol")


def _awaited(request: HttpRequest) -> User | None:
    """Whose password was right a moment ago."""
    pending = request.session.get(PENDING_KEY)
    if pending is None or pending["until"] < time.time():
        return None
    return User.objects.filter(
        ref=pending["user"], version=pending["version"], is_active=True
    ).first()


def _enter(request: HttpRequest, user: User, *, how: str) -> HttpResponse:
    back = _admit(request, user, how=how)
    return redirect(back)


def _admit(request: HttpRequest, user: User, *, how: str) -> str:
    """Sign *user* in under a new session key; where to go next."""
    pending = request.session.pop(PENDING_KEY, {})
    auth.login(request, user, backend=BACKEND)
    request.session[VERSION_KEY] = user.version
    actions.note_sign_in(user=user, how=how, now=timezone.now())
    return str(pending.get("next") or _back(request))


def _show_codes(request: HttpRequest, user: User, codes: list[str]) -> HttpResponse:
    back = "/" if _user(request) else _admit(request, user, how="enrolment")
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": back})


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _new_device(user: User) -> TOTPDevice:
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=user, name="ponsel", confirmed=False)


def _secret(device: TOTPDevice) -> dict[str, str]:
    """The QR code, the same as an address, and the secret in groups of four for typing."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    groups = " ".join(text[i : i + 4] for i in range(0, len(text), 4))
    image = segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=2)
    return {"qr": image, "secret": groups, "address": device.config_url}


def _link_form(request: HttpRequest, link: OneTimeLink) -> NewPasswordForm:
    if link.user is None:
        return FirstAdministratorForm(request.POST or None)
    return NewPasswordForm(request.POST or None, user=link.user)


def _use_link(link: OneTimeLink, token: str, typed: dict[str, Any]) -> None:
    now = timezone.now()
    if link.user is not None:
        actions.set_password_by_link(token=token, password=typed["password"], now=now)
        return
    actions.claim_first_administrator(
        token=token,
        username=typed["username"],
        full_name=typed["full_name"],
        nip=typed["nip"],
        password=typed["password"],
        now=now,
    )


def _back(request: HttpRequest) -> str:
    """The page the visitor came for, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else "/"
