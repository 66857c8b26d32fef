"""Groups reached together: by rule, from a matched list, until a day; and what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.principals import SmallOffice, browser_of, make_small_office, make_user
from tests.residents.registers import NOW, TODAY, nik, person, send
from tests.residents.test_lists import MATCHER, bring, voter
from tuntas.audit.models import Act, View
from tuntas.ledger import clock
from tuntas.ledger.verification import verify
from tuntas.outreach import cohorts
from tuntas.outreach.actions.cohorts import (
    add_event,
    end_cohort_list,
    end_expired_cohorts,
    take_up_list,
)
from tuntas.outreach.errors import (
    CohortGone,
    CohortNotFromList,
    CohortTaken,
    EventInPast,
    HealthStaysHidden,
)
from tuntas.outreach.models import CohortList, CohortMember
from tuntas.residents.models import Person
from tuntas.wilayah import revision
from tuntas.wilayah.models import NikPrefix, Region

pytestmark = pytest.mark.django_db(transaction=True)

# TODAY is 20 June 2023.
BORN = {
    "SITI AMINAH LAHAY": date(2006, 6, 21),  # 17 tomorrow
    "HASAN TOLINGGI": date(2006, 6, 20),  # 17 today
    "RAHMAN DAUD": date(1963, 6, 20),  # 60 today
    "YUSUF JAFAR": date(2007, 2, 14),  # 17 on voting day
    "NURAIN GOBEL": date(2007, 2, 15),  # 17 the day after
}
VOTING_DAY = date(2024, 2, 14)


@pytest.fixture
def office(transactional_db: None) -> Iterator[SmallOffice]:
    made = make_small_office()
    NikPrefix.objects.create(prefix6="990501", source="tests", valid_from=date(2007, 1, 1))
    rows = [
        person(n, NAMA_LGKP=name, NIK=nik(n, born=f"{on:%d%m%y}"), TGL_LHR=f"{on:%d-%m-%Y}")
        for n, (name, on) in enumerate(BORN.items(), start=1)
    ]
    rows[2] |= {"STATUS_KTP_EL": "SUDAH REKAM"}
    send(rows)
    yield made
    assert list(verify()) == []


def names(code: str, on: date = TODAY, villages: list[int] | None = None) -> set[str]:
    ids = cohorts.members(code, on, villages)
    return set(Person.objects.filter(id__in=ids).values_list("name", flat=True))


def school_list(kind: str = "school", **said: str) -> str:
    """A matched list with Siti and Yusuf; its ref."""
    rows = [
        voter(NIK=nik(1, born="210606"), NAMA="SITI AMINAH LAHAY") | {"SEKOLAH": "SMA N 1"},
        voter(NIK=nik(4, born="140207"), NAMA="YUSUF JAFAR") | {"SEKOLAH": "SMK N 2"},
    ]
    return bring(rows, kind=kind, as_of=TODAY, **said).ref.hex


def take_up(ref: str, code: str, **said: object) -> str:
    return take_up_list(
        actor=MATCHER,
        list_ref=ref,
        code=code,
        on=TODAY,
        now=NOW,
        **said,  # type: ignore[arg-type]
    )


def test_groups_by_age_are_asked_anew_each_day(office: SmallOffice) -> None:
    assert names("elderly", TODAY - timedelta(days=1)) == set()
    assert names("elderly") == {"RAHMAN DAUD"}
    assert "HASAN TOLINGGI" in names("first_timers")
    # On the 18th birthday one is no first-timer any more.
    assert "HASAN TOLINGGI" not in names("first_timers", date(2024, 6, 20))
    assert "HASAN TOLINGGI" in names("first_timers", date(2024, 6, 19))


def test_whoever_turns_17_on_voting_day_belongs_to_it(office: SmallOffice) -> None:
    ref = add_event(actor=MATCHER, name="Pemilu", on=VOTING_DAY, today=TODAY, now=NOW)

    found = names(cohorts.BEFORE + ref)

    assert found == {"SITI AMINAH LAHAY", "YUSUF JAFAR"}
    again = add_event(actor=MATCHER, name="Pemilu", on=VOTING_DAY, today=TODAY, now=NOW)
    assert again == ref
    with pytest.raises(EventInPast):
        add_event(actor=MATCHER, name="Lewat", on=date(2023, 1, 1), today=TODAY, now=NOW)


def test_islands_are_a_group_of_their_villages(office: SmallOffice) -> None:
    assert names("islands") == set()

    Region.objects.filter(pk=office.village.pk).update(is_island=True)
    revision.renew()

    assert names("islands") == set(BORN)
    assert names("islands", villages=[office.elsewhere.id]) == set()


def test_a_matched_school_list_becomes_students_with_their_school(office: SmallOffice) -> None:
    take_up(school_list(), "students")

    assert names("students") == {"SITI AMINAH LAHAY", "YUSUF JAFAR"}
    assert cohorts.institutions("students", TODAY) == [("SMA N 1", 1), ("SMK N 2", 1)]
    chosen = cohorts.members("students", TODAY, institution="SMK N 2")
    assert [Person.objects.get(pk=pk).name for pk in chosen] == ["YUSUF JAFAR"]
    assert cohorts.members("students", TODAY, [office.elsewhere.id]) == frozenset()
    assert Act.objects.filter(verb="outreach.take_up_list").count() == 1


def test_a_list_is_one_group_once(office: SmallOffice) -> None:
    ref = school_list()
    made = take_up(ref, "students")

    with pytest.raises(CohortTaken):
        take_up(ref, "students")
    with pytest.raises(CohortNotFromList):
        take_up(ref, "elderly")
    end_cohort_list(actor=MATCHER, ref=made, on=TODAY, now=NOW)
    with pytest.raises(CohortGone):
        end_cohort_list(actor=MATCHER, ref=made, on=TODAY, now=NOW)

    assert names("students") == set()
    assert take_up(ref, "students") != made


def test_of_a_health_list_only_the_need_is_kept(office: SmallOffice) -> None:
    ref = school_list("health")
    with pytest.raises(HealthStaysHidden):
        take_up(ref, "prisoners")

    take_up(ref, "home_visit", exception=True, minutes=40)

    member = CohortMember.objects.select_related("cohort_list").first()
    assert member is not None
    assert (member.exception, member.minutes) == (True, 40)
    # Neither the clinic nor the institution stands beside a person.
    assert (member.institution, member.cohort_list.sender) == ("", "")
    assert cohorts.needs([member.person_id], TODAY) == {
        member.person_id: cohorts.Need(exception=True, minutes=40)
    }


def test_links_are_never_offered_a_group_about_health(office: SmallOffice) -> None:
    staff = {choice.code for choice in cohorts.choosable(TODAY, staff=True)}
    through_links = {choice.code for choice in cohorts.choosable(TODAY, staff=False)}

    assert staff - through_links == {"home_visit"}


def test_members_are_forgotten_when_the_term_ends(office: SmallOffice) -> None:
    take_up(school_list(), "students")
    held = CohortList.objects.get()

    # The page knows it on the day, the members go when the task comes by.
    assert names("students", held.expires_on) == set()
    assert end_expired_cohorts(today=held.expires_on - timedelta(days=1), now=NOW) == 0
    assert end_expired_cohorts(today=held.expires_on, now=NOW) == 1
    assert end_expired_cohorts(today=held.expires_on, now=NOW) == 0

    held.refresh_from_db()
    assert not CohortMember.objects.exists()
    assert (held.ended_on, held.n_members) == (held.expires_on, 2)


def test_first_timers_stand_in_their_month_and_school(office: SmallOffice) -> None:
    take_up(school_list(), "students")

    months = cohorts.first_timers_by_month(TODAY)

    told = {month.first: month for month in months if month.counts.total}
    assert sorted(told) == [date(2023, 6, 1), date(2024, 2, 1)]
    assert told[date(2023, 6, 1)].schools == {
        "": cohorts.Counts(unrecorded=1),
        "SMA N 1": cohorts.Counts(coming=1),
    }
    assert told[date(2024, 2, 1)].to_record == 2


def test_counts_add_up(office: SmallOffice) -> None:
    for choice in cohorts.choosable(TODAY, staff=True):
        counted = cohorts.counts(choice.code, TODAY)
        assert counted.total == len(cohorts.members(choice.code, TODAY))
    assert cohorts.counts("elderly", TODAY) == cohorts.Counts(recorded=1)


@pytest.fixture
def coordinator(office: SmallOffice, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return browser_of(make_user("coordinator", region=office.regency))


def test_the_page_takes_a_list_up_and_shows_who_is_in_it(
    office: SmallOffice, coordinator: Client
) -> None:
    ref = school_list()

    taken = coordinator.post(
        reverse("outreach:cohorts"), {"daftar": ref, "kelompok": "students", "menit": ""}
    )
    page = coordinator.get(reverse("outreach:cohorts")).content.decode()
    group = coordinator.get(reverse("outreach:cohort", args=["students"]) + "?lembaga=SMK N 2")

    assert taken.status_code == 302, taken.content.decode()
    assert "SMA N 1" in page
    assert "Februari 2024" in page
    assert "YUSUF JAFAR" in group.content.decode()
    assert "SITI AMINAH" not in group.content.decode()
    assert View.objects.get(verb="outreach.cohort").count == 1


def test_a_second_take_up_is_refused_on_the_page(office: SmallOffice, coordinator: Client) -> None:
    ref = school_list()
    take_up(ref, "students")

    refused = coordinator.post(reverse("outreach:cohorts"), {"daftar": ref, "kelompok": "students"})

    assert refused.status_code == 400
    assert "sudah menjadi kelompok itu" in refused.content.decode()


def test_an_unknown_group_is_no_page(coordinator: Client) -> None:
    assert coordinator.get(reverse("outreach:cohort", args=["tidak-ada"])).status_code == 404
