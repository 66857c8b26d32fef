"""Coming in: password, code, lockout, idle time, demo cards, one-time links."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.principals import PASSWORD, OfficerWith, SmallOffice, browser_of
from tuntas.accounts import actions
from tuntas.accounts.errors import AdministratorExists
from tuntas.accounts.models import OneTimeLink, User
from tuntas.accounts.principals import system
from tuntas.audit.models import Act

pytestmark = pytest.mark.django_db

SIGN_IN = "/masuk/"
NEW_PASSWORD = "tali kapal biru panjang"
WRONG = "Nama pengguna atau kata sandi salah."


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def with_phone(user: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="ponsel", confirmed=True)


def code_of(device: TOTPDevice) -> str:
    """What the phone shows now."""
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = time.time()
    return f"{clock.token():06d}"


def wrong_code_of(device: TOTPDevice) -> str:
    return f"{(int(code_of(device)) + 1) % 10**6:06d}"


def offer(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get(reverse("accounts:own")).status_code == 200


@pytest.fixture
def village_head(officer_with: OfficerWith, small_office: SmallOffice) -> User:
    """Somebody who needs no second factor."""
    return with_password(officer_with("village_head", region=small_office.village))


@pytest.fixture
def operator(officer_with: OfficerWith, small_office: SmallOffice) -> User:
    return with_password(officer_with("operator", region=small_office.own))


def test_a_village_head_signs_in_with_a_password(client: Client, village_head: User) -> None:
    response = offer(client, village_head.username.upper(), next="/akun/")

    assert response.url == "/akun/"
    assert is_in(client)
    assert Act.objects.get(verb="accounts.sign_in").actor_ref == village_head.ref


def test_a_page_asked_for_before_signing_in_is_where_one_arrives(
    client: Client, village_head: User
) -> None:
    asked = client.get("/akun/?x=1")

    assert asked.url == "/masuk/?next=/akun/%3Fx%3D1"
    assert offer(client, village_head.username, next="/akun/?x=1").url == "/akun/?x=1"


@pytest.mark.parametrize("elsewhere", ["https://contoh.id/", "//contoh.id/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, village_head: User, elsewhere: str) -> None:
    assert offer(client, village_head.username, next=elsewhere).url == "/"


def test_the_session_gets_a_new_key_at_the_door(client: Client, operator: User) -> None:
    device = with_phone(operator)
    client.get(SIGN_IN)
    offer(client, operator.username)
    between = client.session.session_key
    client.post("/masuk/kode/", {"code": code_of(device)})

    assert client.session.session_key not in (None, between)
    assert not Session.objects.filter(session_key=between).exists()


def test_a_wrong_password_an_unknown_name_and_a_closed_account_read_alike(
    client: Client, village_head: User, operator: User
) -> None:
    User.objects.filter(pk=operator.pk).update(is_active=False)

    answers = [
        offer(client, village_head.username, "salah"),
        offer(client, "tidak.ada"),
        offer(client, operator.username),
    ]

    assert all(WRONG in answer.content.decode() for answer in answers)
    assert {answer.status_code for answer in answers} == {200}
    assert not is_in(client)


def test_five_wrong_passwords_lock_the_name_on_that_computer(
    client: Client, village_head: User, operator: User
) -> None:
    for _ in range(4):
        assert offer(client, village_head.username, "salah").status_code == 200
    assert offer(client, village_head.username, "salah").status_code == 429

    locked = offer(client, village_head.username.upper())
    assert locked.status_code == 429
    assert "15 menit" in locked.content.decode()
    assert not is_in(client)

    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert offer(elsewhere, village_head.username).status_code == 302


def test_trying_while_locked_does_not_prolong_the_lockout(
    client: Client, village_head: User
) -> None:
    for _ in range(5):
        offer(client, village_head.username, "salah")
    almost = timezone.now() - timedelta(minutes=14)
    AccessAttempt.objects.update(attempt_time=almost)

    assert offer(client, village_head.username).status_code == 429

    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=1))
    assert offer(client, village_head.username).status_code == 302


def test_what_was_typed_at_the_door_is_not_kept(client: Client, village_head: User) -> None:
    offer(client, village_head.username, "rahasia sekali")

    kept = AccessAttempt.objects.get()

    assert "rahasia" not in kept.post_data
    assert village_head.username not in kept.post_data


def test_a_new_password_link_ends_the_lockout(client: Client, village_head: User) -> None:
    for _ in range(5):
        offer(client, village_head.username, "salah")

    actions.issue_password_link(actor=system("terminal"), user=village_head, now=timezone.now())

    assert offer(client, village_head.username).status_code == 302


def test_staff_need_the_code_of_their_phone(client: Client, operator: User) -> None:
    device = with_phone(operator)

    assert offer(client, operator.username, next="/akun/").url == "/masuk/kode/"
    assert not is_in(client)

    response = client.post("/masuk/kode/", {"code": code_of(device)})
    assert response.url == "/akun/"
    assert is_in(client)


def test_a_code_opens_once_only(client: Client, operator: User) -> None:
    device = with_phone(operator)
    code = code_of(device)
    offer(client, operator.username)
    client.post("/masuk/kode/", {"code": code})

    second = Client()
    offer(second, operator.username)
    refused = second.post("/masuk/kode/", {"code": code})

    assert refused.status_code == 200
    assert not is_in(second)


def test_wrong_codes_make_one_wait(client: Client, operator: User) -> None:
    device = with_phone(operator)
    offer(client, operator.username)
    wrong = client.post("/masuk/kode/", {"code": wrong_code_of(device)})
    assert "tidak cocok" in wrong.content.decode()

    too_soon = client.post("/masuk/kode/", {"code": code_of(device)})

    assert "Terlalu banyak kode salah" in too_soon.content.decode()
    assert not is_in(client)


def test_nobody_reaches_the_code_without_the_password(client: Client, operator: User) -> None:
    device = with_phone(operator)

    assert client.post("/masuk/kode/", {"code": code_of(device)}).url == "/masuk/"
    assert client.get("/masuk/faktor-kedua/").url == "/masuk/"


def test_the_code_is_awaited_for_five_minutes(client: Client, operator: User) -> None:
    device = with_phone(operator)
    offer(client, operator.username)
    session = client.session
    session["_awaiting_code"] = {**session["_awaiting_code"], "until": time.time() - 1}
    session.save()

    assert client.post("/masuk/kode/", {"code": code_of(device)}).url == "/masuk/"


def test_staff_without_a_phone_set_one_up_before_anything_else(
    client: Client, operator: User
) -> None:
    assert offer(client, operator.username).url == "/masuk/faktor-kedua/"
    page = client.get("/masuk/faktor-kedua/").content.decode()
    device = TOTPDevice.objects.get(user=operator)
    assert "data:image/svg+xml" in page
    assert not device.confirmed
    assert not is_in(client)

    client.post("/masuk/faktor-kedua/", {"code": wrong_code_of(device)})
    assert not is_in(client)
    shown = client.post("/masuk/faktor-kedua/", {"code": code_of(device)}).content.decode()

    assert is_in(client)
    codes = list(StaticToken.objects.values_list("token", flat=True))
    assert len(codes) == 10
    assert all(code in shown for code in codes)


def test_a_recovery_code_replaces_the_phone_once(client: Client, operator: User) -> None:
    with_phone(operator)
    codes = actions.new_recovery_codes(actor=system("terminal"), user=operator, now=timezone.now())
    offer(client, operator.username)
    assert client.post("/masuk/kode/", {"code": codes[0].upper()}).status_code == 302
    assert is_in(client)

    second = Client()
    offer(second, operator.username)
    assert second.post("/masuk/kode/", {"code": codes[0]}).status_code == 200
    assert not is_in(second)


def test_a_second_phone_cannot_be_added_by_whoever_knows_the_password(
    client: Client, operator: User
) -> None:
    with_phone(operator)
    offer(client, operator.username)

    assert client.get("/masuk/faktor-kedua/").url == "/masuk/kode/"
    assert TOTPDevice.objects.filter(user=operator).count() == 1


def test_signing_out_takes_a_post_and_ends_the_session(village_head: User) -> None:
    client = browser_of(village_head)
    key = client.session.session_key

    assert client.get("/keluar/").status_code == 405
    assert is_in(client)
    assert client.post("/keluar/").url == "/masuk/"
    assert not is_in(client)
    assert not Session.objects.filter(session_key=key).exists()
    assert Act.objects.filter(verb="accounts.sign_out", actor_ref=village_head.ref).exists()


def test_signing_out_needs_the_page_of_this_site(village_head: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser_of(village_head).cookies

    assert strict.post("/keluar/").status_code == 403
    assert is_in(strict)


def test_an_idle_session_ends_and_the_page_says_why(village_head: User) -> None:
    client = browser_of(village_head)
    assert is_in(client)
    ago = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(session_key=client.session.session_key).update(expire_date=ago)

    response = client.get("/akun/")

    assert response.url == "/masuk/?sebab=habis&next=/akun/"
    assert "30 menit" in client.get(response.url).content.decode()


def test_a_session_in_use_is_renewed_for_thirty_minutes(village_head: User) -> None:
    client = browser_of(village_head)
    soon = timezone.now() + timedelta(minutes=1)
    session = client.session
    session["_seen"] = int(time.time()) - 29 * 60
    session.save()
    Session.objects.filter(session_key=session.session_key).update(expire_date=soon)

    assert is_in(client)

    renewed = Session.objects.get(session_key=session.session_key).expire_date
    assert renewed - timezone.now() > timedelta(minutes=29)


def test_a_changed_account_ends_its_sessions_and_the_page_says_why(
    village_head: User, small_office: SmallOffice
) -> None:
    from tuntas.accounts.roles import Role

    client = browser_of(village_head)
    assert is_in(client)

    actions.grant_role(
        actor=system("terminal"),
        user=village_head,
        role=Role.CAMAT,
        region_id=small_office.own.id,
        now=timezone.now(),
    )
    response = client.get("/akun/")

    assert response.url == "/masuk/?sebab=berubah&next=/akun/"
    assert "sesinya diakhiri" in client.get(response.url).content.decode()


def test_a_closed_account_is_out_at_once(village_head: User, officer_with: OfficerWith) -> None:
    officer_with("administrator")
    client = browser_of(village_head)

    actions.switch_account(
        actor=system("terminal"), user=village_head, active=False, now=timezone.now()
    )

    assert not is_in(client)


def test_htmx_leaves_the_page_instead_of_drawing_the_door_into_it(client: Client) -> None:
    response = client.get(
        "/akun/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/catatan/?hari=x"},
    )

    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/masuk/?next=/catatan/%3Fhari%3Dx"


def test_a_temporary_password_must_be_changed_first(client: Client, village_head: User) -> None:
    temporary = actions.give_temporary_password(
        actor=system("terminal"), user=village_head, now=timezone.now()
    )
    offer(client, village_head.username, temporary)
    assert client.get("/akun/").url == "/akun/sandi/"

    client.post(
        "/akun/sandi/",
        {"current": temporary, "password": NEW_PASSWORD, "repeated": NEW_PASSWORD},
    )

    assert is_in(client)


def test_changing_the_password_ends_the_other_sessions(village_head: User) -> None:
    here, there = browser_of(village_head), browser_of(village_head)
    typed = {"current": PASSWORD, "password": NEW_PASSWORD, "repeated": NEW_PASSWORD}

    assert here.post("/akun/sandi/", {**typed, "current": "salah"}).status_code == 200
    assert is_in(there)
    assert here.post("/akun/sandi/", typed).status_code == 302

    assert is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize(
    ("password", "repeated"),
    [
        ("pendek", "pendek"),
        ("password1234", "password1234"),
        ("1" * 14, "1" * 14),
        (NEW_PASSWORD, "x"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused(
    village_head: User, password: str, repeated: str
) -> None:
    client = browser_of(village_head)
    typed = {"current": PASSWORD, "password": password, "repeated": repeated}

    assert client.post("/akun/sandi/", typed).status_code == 200
    village_head.refresh_from_db()
    assert village_head.check_password(PASSWORD)


# --- demo accounts -------------------------------------------------------------------------


@pytest.fixture
def demo_user(officer_with: OfficerWith, small_office: SmallOffice) -> User:
    return officer_with("operator", region=small_office.own, demo=True)


def enter_demo(client: Client, user: User) -> Any:
    return client.post("/masuk/peragaan/", {"akun": user.ref})


@override_settings(DEMO=True, BIND_HOST="127.0.0.1", ALLOWED_HOSTS=["127.0.0.1"])
def test_in_the_demo_one_card_per_role_lets_one_in(demo_user: User) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    page = client.get(SIGN_IN).content.decode()
    assert "Masuk sebagai operator perekaman" in page

    assert enter_demo(client, demo_user).status_code == 302
    assert is_in(client)


@override_settings(DEMO=True, BIND_HOST="127.0.0.1", ALLOWED_HOSTS=["127.0.0.1"])
def test_the_card_opens_demo_accounts_only(operator: User, demo_user: User) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    User.objects.filter(pk=demo_user.pk).update(is_active=False)

    assert enter_demo(client, operator).status_code == 404
    assert enter_demo(client, demo_user).status_code == 404
    assert not is_in(client)


AWAY: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "without the demo": ({"DEMO": False}, {}),
    "from another computer": ({}, {"REMOTE_ADDR": "192.168.1.20"}),
    "on a server that listens to the network": ({"BIND_HOST": "0.0.0.0"}, {}),
    "under another name": ({}, {"SERVER_NAME": "tuntas.kantor.lan"}),
    "through a proxy": ({}, {"HTTP_X_FORWARDED_FOR": "192.168.1.20"}),
}


@pytest.mark.parametrize(("changed", "browser"), AWAY.values(), ids=AWAY.keys())
def test_demo_accounts_do_not_work(
    changed: dict[str, Any], browser: dict[str, Any], demo_user: User
) -> None:
    at_home = {
        "DEMO": True,
        "BIND_HOST": "127.0.0.1",
        "ALLOWED_HOSTS": ["127.0.0.1", "tuntas.kantor.lan"],
    }
    with override_settings(**at_home):
        inside = Client(SERVER_NAME="127.0.0.1")
        enter_demo(inside, demo_user)
        assert is_in(inside)

    with override_settings(**(at_home | changed)):
        away = Client(**({"SERVER_NAME": "127.0.0.1"} | browser))
        assert "Masuk sebagai" not in away.get(SIGN_IN).content.decode()
        assert enter_demo(away, demo_user).status_code == 404
        assert not is_in(away)

        # The session of the demo does not travel either.
        away.cookies = inside.cookies
        assert not is_in(away)


@override_settings(DEMO=False)
def test_a_demo_account_with_a_password_stays_out_without_the_demo(
    client: Client, demo_user: User
) -> None:
    with_password(demo_user)

    offer(client, demo_user.username)

    assert not is_in(client)


# --- one-time links ------------------------------------------------------------------------


def link_of(token: str) -> str:
    return reverse("accounts:one_time_link", args=[token])


FIRST = {
    "full_name": "Ibu Contoh",
    "nip": "",
    "username": "ibu.contoh",
    "password": NEW_PASSWORD,
    "repeated": NEW_PASSWORD,
}


def test_the_first_administrator_comes_by_a_one_time_link(
    client: Client, small_office: SmallOffice
) -> None:
    link = link_of(actions.issue_first_administrator_link(now=timezone.now()))
    assert client.get(link).status_code == 200

    assert client.post(link, FIRST).url == "/masuk/"

    user = User.objects.get(username="ibu.contoh")
    assert user.grants.get().role == "administrator"
    assert client.get(link).status_code == 410
    assert client.post(link, {**FIRST, "username": "kedua"}).status_code == 410
    assert offer(client, "ibu.contoh", NEW_PASSWORD).url == "/masuk/faktor-kedua/"


def test_there_is_one_first_administrator_only(
    client: Client, small_office: SmallOffice, officer_with: OfficerWith
) -> None:
    link = link_of(actions.issue_first_administrator_link(now=timezone.now()))
    officer_with("administrator")

    refused = client.post(link, FIRST)

    assert "sudah punya pengelola akun" in refused.content.decode()
    assert not User.objects.filter(username="ibu.contoh").exists()
    with pytest.raises(AdministratorExists):
        actions.issue_first_administrator_link(now=timezone.now())


def test_a_newer_first_link_ends_the_older(client: Client, small_office: SmallOffice) -> None:
    older = link_of(actions.issue_first_administrator_link(now=timezone.now()))
    newer = link_of(actions.issue_first_administrator_link(now=timezone.now()))

    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 200


def test_the_first_link_lives_fifteen_minutes(client: Client, small_office: SmallOffice) -> None:
    minutes = timedelta(minutes=1)
    early = actions.issue_first_administrator_link(now=timezone.now() - 14 * minutes)
    assert client.get(link_of(early)).status_code == 200

    late = actions.issue_first_administrator_link(now=timezone.now() - 15 * minutes)
    assert client.get(link_of(late)).status_code == 410


def test_a_password_link_works_once_and_keeps_the_second_factor(
    client: Client, operator: User
) -> None:
    with_phone(operator)
    token = actions.issue_password_link(actor=system("terminal"), user=operator, now=timezone.now())
    typed = {"password": NEW_PASSWORD, "repeated": NEW_PASSWORD}

    assert client.post(link_of(token), typed).url == "/masuk/"
    assert client.post(link_of(token), typed).status_code == 410

    assert offer(client, operator.username, NEW_PASSWORD).url == "/masuk/kode/"


def test_the_database_does_not_hold_the_link_itself(operator: User) -> None:
    token = actions.issue_password_link(actor=system("terminal"), user=operator, now=timezone.now())

    kept = OneTimeLink.objects.get()

    assert token not in kept.digest
    assert re.fullmatch("[0-9a-f]{64}", kept.digest)
    assert not any(token in act.detail for act in Act.objects.all())


def test_an_invented_link_opens_nothing(client: Client, small_office: SmallOffice) -> None:
    assert client.get(link_of("x" * 43)).status_code == 410


def test_a_page_costs_two_queries_for_the_person(
    village_head: User, django_assert_max_num_queries: Any
) -> None:
    from django.test import RequestFactory

    from tuntas.accounts.middleware import PrincipalMiddleware

    client = browser_of(village_head)
    assert is_in(client)

    def ask() -> None:
        from django.contrib.auth.middleware import AuthenticationMiddleware
        from django.contrib.sessions.middleware import SessionMiddleware
        from django.http import HttpRequest, HttpResponse

        def page(request: HttpRequest) -> HttpResponse:
            assert request.principal.ref == village_head.ref  # type: ignore[attr-defined]
            return HttpResponse()

        request = RequestFactory().get("/")
        request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
        handler = SessionMiddleware(AuthenticationMiddleware(PrincipalMiddleware(page)))
        handler(request)

    with django_assert_max_num_queries(2):
        ask()


def test_the_session_knows_nothing_but_refs_before_the_code(client: Client, operator: User) -> None:
    with_phone(operator)
    offer(client, operator.username)

    assert SESSION_KEY not in client.session
    assert client.session["_awaiting_code"]["user"] == operator.ref
