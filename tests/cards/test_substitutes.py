"""Papers in place of a card: who gets one, until when, and not while blanks lie there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cards.counter import Counter
from tuntas.cards import actions, queries
from tuntas.cards.errors import StockThere, SubstituteUnfit, WhyMissing
from tuntas.letters import queries as letters
from tuntas.letters.models import Letter
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db


def issue(
    counter: Counter, person: Person, kind: str = "suket", reason: str = "blangko habis"
) -> str:
    return actions.issue_substitute(
        actor=counter.operator,
        kind=kind,
        person_ref=person.ref.hex,
        reason=reason,
        on=counter.on,
        now=counter.now,
    )


def test_without_blanks_a_suket_waits_for_its_signature_and_says_until_when(
    counter: Counter,
) -> None:
    person = counter.person(birth_place="KWANDANG", religion="Islam", marital="never")

    ref = issue(counter, person)

    letter = Letter.objects.get(ref=ref)
    assert (letter.kind, letter.state) == ("suket", Letter.State.WAITING)
    assert letter.data["valid_until"] == (counter.on + timedelta(180)).isoformat()
    assert letter.data["birth"] == "KWANDANG, 05-05-1980"
    assert letters.pdf(letter).startswith(b"%PDF-")
    [row] = queries.substitutes()
    assert (row.person_id, row.letter) == (person.id, ref)


def test_while_blanks_lie_there_no_suket_is_issued_since_november_2022(counter: Counter) -> None:
    person = counter.person()
    counter.printer(blanks=1)

    with pytest.raises(StockThere):
        issue(counter, person)

    assert not Letter.objects.filter(kind="suket").exists()
    issue(counter, person, "biodata", "mengurus rekening bank")
    counter.on = date(2022, 10, 31)
    counter.seen(person, "PRINT_READY_RECORD", date(2022, 10, 1))
    assert issue(counter, person)


def test_a_suket_is_for_whoever_is_recorded_and_proved_unique(counter: Counter) -> None:
    with pytest.raises(SubstituteUnfit):
        issue(counter, counter.person("UNREGISTERED"))
    with pytest.raises(SubstituteUnfit):
        issue(counter, counter.person(birth_on="2006-07-01"))
    with pytest.raises(WhyMissing):
        issue(counter, counter.person(), reason=" ")


@pytest.mark.parametrize("kind", ["suket", "biodata"])
def test_such_a_paper_is_never_written_by_hand(counter: Counter, kind: str) -> None:
    from tests.principals import browser_of, make_user

    clerk = browser_of(make_user("adb", region=counter.office.regency))

    assert clerk.get(f"/surat/baru/{kind}/").status_code == 404
