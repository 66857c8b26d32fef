"""The log in the database: written in the act's transaction, verified row by row."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from tuntas.audit import queries
from tuntas.audit.actions import write_act, write_view
from tuntas.audit.errors import HeadMissing, NotARef, OutsideTransaction, PersonalNumber
from tuntas.audit.models import Act, ChainHead, View
from tuntas.audit.queries import Filter

NOW = datetime(2023, 6, 20, 2, 30, tzinfo=UTC)
CLERK, PERSON = "c1" * 16, "d2" * 16


def act(verb: str = "room.verb", **changes: object) -> int:
    given: dict[str, object] = {
        "actor": CLERK,
        "verb": verb,
        "subjects": [PERSON],
        "detail": {"cause": "lahir"},
        "at": NOW,
    }
    with transaction.atomic():
        return write_act(**(given | changes))  # type: ignore[arg-type]


def view(**changes: object) -> int:
    given: dict[str, object] = {
        "actor": CLERK,
        "verb": "residents.list",
        "subjects": [],
        "count": 554,
        "purpose": "menyusun undangan",
        "at": NOW,
    }
    with transaction.atomic():
        return write_view(**(given | changes))  # type: ignore[arg-type]


def places(name: str = "acts") -> list[str]:
    return [problem.place for problem in queries.verify_chain(name)]


@pytest.mark.django_db
def test_acts_and_views_are_numbered_apart_and_hold() -> None:
    assert [act(), act(), view(), act(), view()] == [1, 2, 1, 3, 2]

    assert places("acts") == places("views") == []
    assert queries.head("acts").n == 3
    assert list(queries.verify_all()) == []


@pytest.mark.django_db
def test_an_empty_log_holds() -> None:
    assert list(queries.verify_all()) == []


@pytest.mark.django_db
def test_what_was_given_is_what_stands_there() -> None:
    act(batch_seq=7, facts_digest="ab" * 32, detail={"b": 1, "a": "Ibu Siti—oe"})

    row = Act.objects.get()

    assert row.detail == '{"a":"Ibu Siti—oe","b":1}'
    assert (row.batch_seq, row.facts_digest) == (7, "ab" * 32)
    assert row.subject_refs == [PERSON]
    assert row.happened_at == NOW
    assert places() == []


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransaction):
        write_act(actor=CLERK, verb="room.verb", subjects=[], detail={}, at=NOW)

    assert not Act.objects.exists()


@pytest.mark.django_db
def test_an_act_that_is_rolled_back_leaves_no_row_and_no_gap() -> None:
    act()
    with transaction.atomic():
        write_act(actor=CLERK, verb="room.verb", subjects=[], detail={}, at=NOW)
        transaction.set_rollback(True)
    act()

    assert list(Act.objects.order_by("n").values_list("n", flat=True)) == [1, 2]
    assert places() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "number",
    ["9905014107990001", "99.05.01.410799.0001", "990501 410799 0001", "NIK 9905014107990001."],
)
def test_a_nik_never_enters_the_log(number: str) -> None:
    with pytest.raises(PersonalNumber):
        act(detail={"note": number})
    with pytest.raises(PersonalNumber):
        act(detail={"rows": [{"nik": int("9905014107990001")}]})
    with pytest.raises(PersonalNumber):
        view(purpose=f"mencari {number}")

    assert not Act.objects.exists()
    assert not View.objects.exists()


@pytest.mark.django_db
def test_refs_digests_codes_and_days_are_no_nik() -> None:
    act(
        detail={
            "ref": "12345678901234567890123456789012",
            "digest": "1234567890123456" * 4,
            "region": "75.05.01.2003",
            "from": "2023-06-14",
            "to": "2023-06-20",
            "at": "2023-06-14T08:00:00.000000+08:00",
            "row": 129_999,
        }
    )

    assert places() == []


@pytest.mark.django_db
@pytest.mark.parametrize("ref", ["", "siti", "C1" * 16, "c1" * 15, PERSON + "\n"])
def test_people_stand_in_the_log_by_ref_only(ref: str) -> None:
    with pytest.raises(NotARef):
        act(actor=ref)
    with pytest.raises(NotARef):
        act(subjects=[PERSON, ref])


TAMPERING: dict[str, Callable[[], object]] = {
    "an altered detail": lambda: Act.objects.filter(n=3).update(detail='{"cause":"mati"}'),
    "an altered actor": lambda: Act.objects.filter(n=3).update(actor_ref="e3" * 16),
    "an altered moment": lambda: Act.objects.filter(n=3).update(at="2023-06-21T02:30:00.000000Z"),
    "an altered verb": lambda: Act.objects.filter(n=3).update(verb="room.other"),
    "altered subjects": lambda: Act.objects.filter(n=3).update(subjects="[]"),
    "another batch": lambda: Act.objects.filter(n=3).update(batch_seq=99),
    "another digest": lambda: Act.objects.filter(n=3).update(facts_digest="0" * 64),
    "another link": lambda: Act.objects.filter(n=3).update(prev="0" * 64),
    "another hash": lambda: Act.objects.filter(n=3).update(hash="0" * 64),
    "a deleted row": lambda: Act.objects.filter(n=3).delete(),
    "a deleted first row": lambda: Act.objects.filter(n=1).delete(),
    "a deleted last row": lambda: Act.objects.filter(n=5).delete(),
    "a log that was emptied": lambda: Act.objects.all().delete(),
    "a row put beyond the head": lambda: _copy_as(6),
    "two rows in each other's place": lambda: _swap(2, 4),
    "a head set back": lambda: ChainHead.objects.filter(chain="acts").update(n=4),
    "a head with another hash": lambda: ChainHead.objects.filter(chain="acts").update(hash="a"),
    "a head that is gone": lambda: ChainHead.objects.filter(chain="acts").delete(),
}


def _copy_as(n: int) -> None:
    row = Act.objects.get(n=5)
    row.pk, row.n, row.prev = None, n, row.hash
    row.save(force_insert=True)


def _swap(one: int, other: int) -> None:
    Act.objects.filter(n=one).update(n=1000)
    Act.objects.filter(n=other).update(n=one)
    Act.objects.filter(n=1000).update(n=other)


@pytest.mark.django_db
@pytest.mark.parametrize("tamper", TAMPERING.values(), ids=TAMPERING.keys())
def test_verify_names_a_place_after(tamper: Callable[[], object]) -> None:
    for _ in range(5):
        act()
    view()

    tamper()

    assert places("acts")
    assert places("views") == []
    assert all(problem.id and problem.en for problem in queries.verify_all())


@pytest.mark.django_db
def test_nothing_more_is_written_when_the_head_is_lost() -> None:
    act()
    ChainHead.objects.all().delete()

    with pytest.raises(HeadMissing):
        act()

    assert Act.objects.count() == 1


@pytest.mark.django_db
def test_the_database_keeps_one_row_per_number() -> None:
    act()
    row = Act.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_writers_at_one_moment_make_one_chain() -> None:
    each, writers = 25, 4
    start = Barrier(writers)

    def write(actor: str) -> None:
        start.wait()
        try:
            for _ in range(each):
                act(actor=actor)
                view(actor=actor)
        finally:
            connection.close()

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, [f"{n:02x}" * 16 for n in range(writers)]))

    assert queries.head("acts").n == queries.head("views").n == each * writers
    assert places("acts") == places("views") == []


@pytest.mark.django_db(transaction=True)
def test_the_very_first_writers_at_one_moment_lay_one_head() -> None:
    for _ in range(20):
        start = Barrier(2)

        def write(actor: str, start: Barrier = start) -> None:
            start.wait()
            try:
                act(actor=actor)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(write, ["01" * 16, "02" * 16]))

        assert queries.head("acts").n == 2
        assert places() == []
        Act.objects.all().delete()
        ChainHead.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_row_being_written_while_we_verify_is_no_problem() -> None:
    for _ in range(3):
        act()
    verifying = queries.verify_chain("acts")
    end = queries.head("acts")

    act()

    assert list(verifying) == []
    assert queries.head("acts").n == end.n + 1


@pytest.mark.django_db
def test_the_auditor_filters_by_actor_verb_subject_and_day() -> None:
    act()
    act(verb="room.other", at=datetime(2023, 6, 20, 15, 59, tzinfo=UTC))
    act(actor="e3" * 16, at=datetime(2023, 6, 20, 16, 0, tzinfo=UTC))  # midnight in WITA
    act(subjects=["f4" * 16, PERSON])

    def numbers(**wanted: object) -> list[int]:
        return [row.n for row in queries.acts(Filter(**wanted), limit=10)]  # type: ignore[arg-type]

    assert numbers() == [4, 3, 2, 1]
    assert numbers(actor="e3" * 16) == [3]
    assert numbers(verb="room.other") == [2]
    assert numbers(subject="f4" * 16) == [4]
    assert numbers(day=date(2023, 6, 21)) == [3]
    assert numbers(before=3) == [2, 1]
    assert queries.verbs("acts") == ["room.other", "room.verb"]
