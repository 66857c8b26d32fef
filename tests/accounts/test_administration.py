"""The administrator's acts: accounts, roles, resets; each one stands in the log."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.principals import OfficerWith, SmallOffice, browser_of, make_user
from tuntas.accounts import actions, queries
from tuntas.accounts.errors import (
    DaysOutOfOrder,
    DusunElsewhere,
    LastAdministrator,
    NipTaken,
    NotAllowed,
    OutsideArea,
    OwnGrant,
    UsernameTaken,
    WrongLevel,
)
from tuntas.accounts.models import Grant, Officer, User
from tuntas.accounts.principals import Principal, system
from tuntas.accounts.roles import Role
from tuntas.audit.models import Act
from tuntas.wilayah.models import Dusun

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(officer_with: OfficerWith) -> User:
    return officer_with("administrator")


@pytest.fixture
def desk(administrator: User) -> Client:
    return browser_of(administrator)


def principal_of(user: User) -> Principal:
    fresh = User.objects.select_related("officer").get(pk=user.pk)
    return queries.load_principal(fresh, today=timezone.localdate())


def grant(actor: Principal, user: User, role: Role, region_id: int, **more: Any) -> Grant:
    return actions.grant_role(
        actor=actor, user=user, role=role, region_id=region_id, now=timezone.now(), **more
    )


def verbs() -> list[str]:
    return list(Act.objects.order_by("n").values_list("verb", flat=True))


def test_a_new_officer_gets_an_account_a_link_and_a_role(
    desk: Client, administrator: User, small_office: SmallOffice
) -> None:
    made = desk.post(
        "/kelola/akun/tambah/", {"full_name": "Pak Contoh", "nip": "", "username": "pak.contoh"}
    )
    link = made.content.decode().split('class="code">http://testserver')[1].split("<")[0]
    user = User.objects.get(username="pak.contoh")
    assert not user.has_usable_password()
    assert Client().get(link).status_code == 200

    granted = desk.post(
        f"/kelola/akun/{user.ref}/peran/", {"role": "operator", "region": "99.05.01"}
    )

    assert granted.url == f"/kelola/akun/{user.ref}/"
    assert principal_of(user).village_ids() == {
        small_office.village.id,
        small_office.neighbour.id,
    }
    assert verbs() == ["accounts.add", "accounts.password_link", "accounts.grant_role"]
    assert {act.actor_ref for act in Act.objects.all()} == {administrator.ref}
    detail = json.loads(Act.objects.get(n=3).detail)
    assert (detail["role"], detail["region"]) == ("operator", "99.05.01")
    assert "Contoh" not in "".join(act.detail for act in Act.objects.all())


def test_the_list_finds_by_name_and_account(desk: Client, officer_with: OfficerWith) -> None:
    user = officer_with("operator")

    found = desk.get("/kelola/akun/", {"cari": user.username}).content.decode()
    none = desk.get("/kelola/akun/", {"cari": "tidak ada"}).content.decode()

    assert user.officer.full_name in found
    assert "Tidak ada akun yang cocok" in none


def test_a_second_account_of_one_officer_stays_one_person(
    desk: Client, officer_with: OfficerWith
) -> None:
    first = officer_with("operator")

    desk.post("/kelola/akun/tambah/", {"officer": first.officer.ref, "username": "akun.kedua"})

    assert User.objects.get(username="akun.kedua").officer == first.officer


def test_an_officer_and_a_name_are_registered_once(
    administrator: User, officer_with: OfficerWith
) -> None:
    actor, now = principal_of(administrator), timezone.now()
    taken = officer_with()
    Officer.objects.filter(pk=taken.officer.pk).update(nip="1" * 18)

    with pytest.raises(UsernameTaken):
        actions.add_account(actor=actor, username=taken.username.upper(), full_name="X", now=now)
    with pytest.raises(NipTaken):
        actions.add_account(actor=actor, username="baru", full_name="X", nip="1" * 18, now=now)


def test_nobody_grants_a_role_to_oneself_not_even_through_a_second_account(
    administrator: User, small_office: SmallOffice
) -> None:
    actor = principal_of(administrator)
    second = make_user(region=small_office.regency, officer=administrator.officer)

    for own in (administrator, second):
        with pytest.raises(OwnGrant):
            grant(actor, own, Role.HEAD, small_office.regency.id)


def test_an_administrator_grants_inside_the_own_area_only(
    officer_with: OfficerWith, small_office: SmallOffice
) -> None:
    actor = principal_of(officer_with("administrator", region=small_office.own))
    user = officer_with()

    grant(actor, user, Role.OPERATOR, small_office.own.id)
    for outside in (small_office.other, small_office.regency, small_office.elsewhere):
        with pytest.raises(OutsideArea):
            grant(actor, user, Role.OPERATOR, outside.id)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_manage_accounts(
    role: Role, officer_with: OfficerWith, small_office: SmallOffice
) -> None:
    actor, now = principal_of(officer_with(role.value)), timezone.now()
    user = officer_with("operator")
    held = user.grants.get()

    attempts: list[Callable[[], object]] = [
        lambda: grant(actor, user, Role.HEAD, small_office.regency.id),
        lambda: actions.revoke_grant(actor=actor, grant=held, now=now),
        lambda: actions.add_account(actor=actor, username="baru", full_name="X", now=now),
        lambda: actions.switch_account(actor=actor, user=user, active=False, now=now),
        lambda: actions.dismiss_officer(actor=actor, officer=user.officer, now=now),
        lambda: actions.issue_password_link(actor=actor, user=user, now=now),
        lambda: actions.give_temporary_password(actor=actor, user=user, now=now),
        lambda: actions.reset_second_factor(actor=actor, user=user, now=now),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert not Act.objects.exists()


def test_a_revoked_role_is_gone_at_once_and_stays_in_history(
    desk: Client, officer_with: OfficerWith
) -> None:
    user = officer_with("operator")
    held = user.grants.get()

    for _ in range(2):
        desk.post(f"/kelola/peran/{held.ref}/cabut/")

    held.refresh_from_db()
    assert held.valid_to == timezone.localdate()
    assert principal_of(user).abilities == frozenset()
    assert verbs() == ["accounts.revoke_role"]


def test_a_role_that_was_to_begin_later_never_begins(
    administrator: User, officer_with: OfficerWith, small_office: SmallOffice
) -> None:
    actor, user = principal_of(administrator), officer_with()
    later = timezone.localdate() + timedelta(days=7)
    held = grant(actor, user, Role.OPERATOR, small_office.own.id, valid_from=later)

    actions.revoke_grant(actor=actor, grant=held, now=timezone.now())

    assert not queries.grants_on(user, later).exists()


def test_days_out_of_order_and_a_dusun_elsewhere_are_refused(
    administrator: User, officer_with: OfficerWith, small_office: SmallOffice
) -> None:
    actor, user, today = principal_of(administrator), officer_with(), timezone.localdate()
    dusun = Dusun.objects.create(village=small_office.village, name="Dusun Satu")

    with pytest.raises(DaysOutOfOrder):
        grant(actor, user, Role.OPERATOR, small_office.own.id, valid_to=today)
    for role, region in (
        (Role.HAMLET_HEAD, small_office.neighbour),
        (Role.VILLAGE_HEAD, small_office.village),
    ):
        with pytest.raises(DusunElsewhere):
            grant(actor, user, role, region.id, dusun_id=dusun.id)

    grant(actor, user, Role.HAMLET_HEAD, small_office.village.id, dusun_id=dusun.id)
    assert principal_of(user).hamlet_ids() == {dusun.id}


def test_a_camat_holds_a_kecamatan_and_a_village_head_a_desa(
    administrator: User, officer_with: OfficerWith, small_office: SmallOffice
) -> None:
    actor, user = principal_of(administrator), officer_with()

    for role, region in (
        (Role.CAMAT, small_office.regency),
        (Role.CAMAT, small_office.village),
        (Role.VILLAGE_HEAD, small_office.own),
        (Role.HAMLET_HEAD, small_office.regency),
    ):
        with pytest.raises(WrongLevel):
            grant(actor, user, role, region.id)


def test_the_last_administrator_cannot_leave(
    administrator: User, officer_with: OfficerWith
) -> None:
    actor, now = principal_of(administrator), timezone.now()
    held = administrator.grants.get()

    attempts: list[Callable[[], object]] = [
        lambda: actions.revoke_grant(actor=actor, grant=held, now=now),
        lambda: actions.switch_account(actor=actor, user=administrator, active=False, now=now),
        lambda: actions.dismiss_officer(actor=actor, officer=administrator.officer, now=now),
    ]
    for attempt in attempts:
        with pytest.raises(LastAdministrator):
            attempt()
    assert queries.administrator_exists(timezone.localdate())

    officer_with("administrator")
    attempts[2]()
    assert not principal_of(administrator).abilities


def test_who_leaves_the_office_loses_every_account(
    desk: Client, officer_with: OfficerWith, small_office: SmallOffice
) -> None:
    user = officer_with("operator")
    second = make_user("adb", region=small_office.regency, officer=user.officer)
    browsers = [browser_of(user), browser_of(second)]

    desk.post(f"/kelola/akun/{user.ref}/berhenti/")

    assert all(browser.get("/akun/").status_code == 302 for browser in browsers)
    assert not principal_of(second).abilities
    assert not queries.officers().filter(pk=user.officer.pk).exists()


def test_a_misspelt_officer_is_corrected_and_stays_the_same_person(
    desk: Client, officer_with: OfficerWith
) -> None:
    user, other = officer_with("operator"), officer_with()
    Officer.objects.filter(pk=other.officer.pk).update(nip="1" * 18)
    address = f"/kelola/akun/{user.ref}/petugas/"

    taken = desk.post(address, {"full_name": "Ibu Benar", "nip": "1" * 18})
    assert "sudah tercatat pada petugas lain" in taken.content.decode()
    desk.post(address, {"full_name": "Ibu Benar", "nip": ""})

    assert principal_of(user).name == "Ibu Benar"
    assert principal_of(user).officer_ref == user.officer.ref
    assert "Benar" not in "".join(Act.objects.values_list("detail", flat=True))


def test_a_lost_phone_is_replaced_at_the_next_sign_in(
    desk: Client, officer_with: OfficerWith
) -> None:
    user = officer_with("operator")
    TOTPDevice.objects.create(user=user, name="ponsel", confirmed=True)
    browser = browser_of(user)

    desk.post(f"/kelola/akun/{user.ref}/setel-ulang/", {"apa": "faktor-kedua"})

    assert queries.second_factor(user) is None
    assert browser.get("/akun/").status_code == 302
    assert verbs() == ["accounts.reset_second_factor"]


def test_an_unknown_account_or_wish_is_not_found(desk: Client, administrator: User) -> None:
    assert desk.get("/kelola/akun/" + "0" * 32 + "/").status_code == 404
    wish = desk.post(f"/kelola/akun/{administrator.ref}/setel-ulang/", {"apa": "semua"})
    assert wish.status_code == 404


def test_a_refused_act_says_why_on_the_page(desk: Client, administrator: User) -> None:
    page = desk.post(f"/kelola/akun/{administrator.ref}/status/", {"aktif": "0"}, follow=True)

    assert "pengelola akun yang terakhir" in page.content.decode()


def test_the_auditor_reads_every_act_in_words(
    officer_with: OfficerWith, administrator: User, small_office: SmallOffice
) -> None:
    user = officer_with()
    grant(principal_of(administrator), user, Role.OPERATOR, small_office.own.id)
    actions.issue_password_link(actor=system("terminal"), user=user, now=timezone.now())
    auditor = browser_of(officer_with("auditor"))

    page = auditor.get("/catatan/").content.decode()
    narrowed = auditor.get("/catatan/", {"pelaku": administrator.ref}).content.decode()

    assert administrator.officer.full_name in page
    assert "memberi peran" in page
    assert "Tuntas (terminal)" in page
    assert "<b>membuat tautan kata sandi</b>" in page
    assert "<b>membuat tautan kata sandi</b>" not in narrowed


def test_the_log_is_read_page_by_page(officer_with: OfficerWith) -> None:
    user = officer_with("auditor")
    for _ in range(150):
        actions.note_sign_out(user=user, now=timezone.now())
    auditor = browser_of(user)

    first = auditor.get("/catatan/").content.decode()
    second = auditor.get("/catatan/", {"sebelum": "51"}).content.decode()

    assert "sebelum=51" in first
    assert first.count('<li id="baris-') == 100
    assert second.count('<li id="baris-') == 50
    assert "sebelum=" not in second.split("</ol>")[-1]
