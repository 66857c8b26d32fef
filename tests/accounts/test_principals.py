"""Who may do what, and where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.principals import OfficerWith, SmallOffice, ThreePersons, make_user
from tuntas.accounts import queries
from tuntas.accounts.access import in_scope, scope_or_404
from tuntas.accounts.models import Grant, User
from tuntas.accounts.principals import (
    ANONYMOUS,
    Area,
    Principal,
    distinct_persons,
    system,
    system_name,
)
from tuntas.accounts.roles import ABILITIES, OFFICE_ROLES, TABLE, Role
from tuntas.wilayah.models import Dusun, Region, RegionSuccession


def principal_of(user: User) -> Principal:
    return queries.load_principal(user, today=timezone.localdate())


def test_every_role_has_abilities_and_every_ability_is_explained() -> None:
    assert set(TABLE) == set(Role)
    assert frozenset().union(*TABLE.values()) | {"move_clock"} == set(ABILITIES)


def test_names_leave_the_program_through_office_roles_only() -> None:
    exporters = {role for role, abilities in TABLE.items() if "export_names" in abilities}

    assert exporters
    assert exporters <= OFFICE_ROLES


def test_who_gives_access_to_names_sees_none() -> None:
    names = {"see_names", "see_person", "see_left_minimal", "export_names"}

    assert not TABLE[Role.ADMINISTRATOR] & names
    assert not TABLE[Role.PROVINCE_VIEWER] & names
    assert not TABLE[Role.AUDITOR] & names
    assert [role for role, held in TABLE.items() if "manage_accounts" in held] == [
        Role.ADMINISTRATOR
    ]


def test_camat_and_village_heads_see_the_minimum_of_their_own_area() -> None:
    for role in (Role.VILLAGE_HEAD, Role.HAMLET_HEAD):
        assert TABLE[role] == {"see_figures", "see_left_minimal"}
    # A camat signs the calls of the own kecamatan, which list no more than that.
    assert TABLE[Role.CAMAT] == {"see_figures", "see_left_minimal", "sign_letters"}


def test_an_operator_of_one_kecamatan_has_its_villages_and_no_other(
    small_office: SmallOffice, officer_with: OfficerWith
) -> None:
    operator = principal_of(officer_with("operator", region=small_office.own))

    assert operator.village_ids() == {small_office.village.id, small_office.neighbour.id}
    assert in_scope(operator, small_office.village.id)
    assert not in_scope(operator, small_office.elsewhere.id)
    assert not in_scope(operator, 0)


def test_a_role_for_the_whole_office_or_above_covers_people_without_a_village(
    small_office: SmallOffice, officer_with: OfficerWith
) -> None:
    for region in (small_office.regency, small_office.province):
        head = principal_of(officer_with("head", region=region))

        assert head.village_ids() is None
        assert in_scope(head, 0)


def test_a_village_that_was_split_stays_with_its_village_head(
    small_office: SmallOffice, officer_with: OfficerWith
) -> None:
    village_head = officer_with("village_head", region=small_office.village)
    new = Region.objects.create(
        code="99.05.01.2009", name="Desa Baru", level=4, parent=small_office.own, source="tests"
    )
    RegionSuccession.objects.create(
        predecessor=small_office.village,
        successor=new,
        effective_on=date(2022, 1, 1),
        kind="split",
        source="tests",
    )
    Region.objects.filter(pk=small_office.village.pk).update(valid_to=date(2022, 1, 1))

    assert in_scope(principal_of(village_head), new.id)


def test_two_roles_never_lend_each_other_their_area(
    small_office: SmallOffice, officer_with: OfficerWith
) -> None:
    user = officer_with("operator", region=small_office.own)
    _grant(user, "camat", small_office.other)
    both = principal_of(user)

    assert both.covers(small_office.elsewhere.id, "see_left_minimal")
    assert not both.covers(small_office.elsewhere.id, "see_person")
    assert both.covers(small_office.village.id, "see_person")
    assert not both.covers(small_office.village.id, "see_left_minimal")


def test_a_hamlet_head_is_narrowed_to_the_own_dusun(
    small_office: SmallOffice, officer_with: OfficerWith
) -> None:
    dusun = Dusun.objects.create(village=small_office.village, name="Dusun Satu", number=1)
    user = officer_with()
    _grant(user, "hamlet_head", small_office.village, dusun=dusun)
    hamlet_head = principal_of(user)

    assert hamlet_head.village_ids() == {small_office.village.id}
    assert hamlet_head.hamlet_ids("see_left_minimal") == {dusun.id}


def test_a_hamlet_head_who_is_also_an_operator_is_not_narrowed_as_operator(
    small_office: SmallOffice, officer_with: OfficerWith
) -> None:
    dusun = Dusun.objects.create(village=small_office.village, name="Dusun Satu", number=1)
    user = officer_with("operator", region=small_office.own)
    _grant(user, "hamlet_head", small_office.village, dusun=dusun)
    both = principal_of(user)

    assert both.hamlet_ids("see_person") is None
    assert both.hamlet_ids("see_left_minimal") == {dusun.id}


def test_a_role_begins_and_ends_on_its_days(
    small_office: SmallOffice, officer_with: OfficerWith
) -> None:
    user = officer_with()
    first, end = date(2023, 6, 14), date(2023, 6, 20)
    _grant(user, "operator", small_office.own, valid_from=first, valid_to=end)

    def roles_on(day: date) -> frozenset[str]:
        return queries.load_principal(user, today=day).roles

    day = timedelta(days=1)
    assert roles_on(first - day) == frozenset()
    assert roles_on(first) == {"operator"}
    assert roles_on(end - day) == {"operator"}
    assert roles_on(end) == frozenset()


def test_the_clock_moves_for_demo_accounts_only(officer_with: OfficerWith) -> None:
    assert principal_of(officer_with("operator", demo=True)).can("move_clock")
    assert not principal_of(officer_with("head")).can("move_clock")
    assert not system("import").can("move_clock")


def test_a_principal_is_remembered_until_the_account_changes(
    small_office: SmallOffice,
    officer_with: OfficerWith,
    django_assert_num_queries: Callable[..., object],
) -> None:
    user = officer_with("operator", region=small_office.own)
    today = timezone.localdate()
    first = queries.principal(user, today=today)

    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        assert queries.principal(user, today=today) is first

    user.version += 1
    assert queries.principal(user, today=today) is not first


def test_two_person_rules_compare_persons_not_accounts(
    small_office: SmallOffice, three_persons: Callable[..., ThreePersons]
) -> None:
    persons = three_persons("coordinator")
    second_account = make_user("adb", region=small_office.own, officer=persons.owner.user.officer)
    owner = persons.owner.principal

    assert distinct_persons(owner, persons.colleague.principal)
    assert not distinct_persons(owner, principal_of(second_account))
    assert not distinct_persons(owner, owner)


def test_the_program_itself_is_nobodys_second_person(officer_with: OfficerWith) -> None:
    officer = principal_of(officer_with("head"))

    assert not distinct_persons(officer, system("import"))
    assert not distinct_persons(system("import"), system("kit"))
    assert not distinct_persons(ANONYMOUS, officer)


def test_the_program_names_itself_in_its_ref() -> None:
    assert system_name(system("terminal").ref) == "terminal"
    assert system("import").village_ids() is None
    for name in ("", "a name that is too long"):
        with pytest.raises(ValueError, match="1 to 15"):
            system(name)


def test_a_stranger_is_told_the_record_does_not_exist() -> None:
    from django.http import Http404

    stranger = Principal(
        "user", "a" * 32, "b" * 32, "", frozenset(), areas=(Area("operator", frozenset({7})),)
    )

    scope_or_404(stranger, 7)
    with pytest.raises(Http404):
        scope_or_404(stranger, 8)


def _grant(user: User, role: str, region: Region, **more: object) -> None:
    days = {"valid_from": date(2020, 1, 1)} | more
    Grant.objects.create(user=user, role=role, region=region, granted_by="0" * 32, **days)
