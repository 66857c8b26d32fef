"""Outside the database: signed heads, exported files, and what they catch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from tuntas.audit import anchor, chain, queries
from tuntas.audit.actions import export_lines, write_act, write_anchor
from tuntas.audit.errors import AnchorDoesNotHold, UnreadableFile
from tuntas.audit.exchange import Reading
from tuntas.audit.models import Act, ChainHead
from tuntas.audit.tasks import PERIODIC, anchor_today

NOW = datetime(2023, 6, 20, 2, 30, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(DATA_DIR=tmp_path):
        yield tmp_path


def write(count: int, cause: str = "lahir") -> None:
    with transaction.atomic():
        for _ in range(count):
            write_act(actor="c1" * 16, verb="r.v", subjects=[], detail={"cause": cause}, at=NOW)


def rewrite(cause: str, count: int) -> None:
    """What somebody who holds the database can do: a new chain, sound by itself."""
    Act.objects.all().delete()
    ChainHead.objects.all().delete()
    write(count, cause)
    assert list(queries.verify_chain("acts")) == []


def places(folder: Path) -> list[str]:
    return [problem.place for problem in queries.verify_anchors(folder / "anchors")]


def test_an_anchor_holds_while_the_log_only_grows(data_folder: Path) -> None:
    write(3)
    path = write_anchor(now=NOW, ledger_seq=42)
    write(2)

    assert path == data_folder / "anchors" / "2023-06-20.json"
    assert anchor.read(path.read_text()).ledger_seq == 42
    assert places(data_folder) == []


def test_the_anchor_bears_the_day_of_the_office_not_of_greenwich() -> None:
    path = write_anchor(now=datetime(2023, 6, 20, 16, 30, tzinfo=UTC))

    assert path.stem == "2023-06-21"


def test_a_log_rewritten_from_the_first_row_contradicts_the_anchor(data_folder: Path) -> None:
    write(3)
    write_anchor(now=NOW)

    rewrite("mati", 3)

    assert places(data_folder) == ["anchors/2023-06-20.json"]
    assert [problem.place for problem in queries.verify_all()] == ["anchors/2023-06-20.json"]


def test_a_log_cut_back_with_its_head_contradicts_the_anchor(data_folder: Path) -> None:
    write(3)
    write_anchor(now=NOW)

    rewrite("lahir", 2)

    assert places(data_folder) == ["anchors/2023-06-20.json"]


def test_a_log_emptied_with_its_head_contradicts_the_anchor(data_folder: Path) -> None:
    write(3)
    write_anchor(now=NOW)

    rewrite("", 0)

    assert places(data_folder) == ["anchors/2023-06-20.json"]


def test_an_altered_anchor_is_not_genuine(data_folder: Path) -> None:
    write(1)
    path = write_anchor(now=NOW, ledger_seq=1)

    path.write_text(path.read_text().replace('"ledger_seq":1', '"ledger_seq":2'))

    assert places(data_folder) == ["anchors/2023-06-20.json"]


def test_an_anchor_signed_with_another_key_is_not_genuine(data_folder: Path) -> None:
    write(1)
    path = write_anchor(now=NOW)
    known = (data_folder / "anchors" / "anchor.pub").read_text()
    (data_folder / "keys" / "anchor.key").unlink()

    path.unlink()
    write_anchor(now=NOW)
    (data_folder / "anchors" / "anchor.pub").write_text(known)

    assert places(data_folder) == ["anchors/2023-06-20.json"]


def test_anchors_of_a_key_that_was_lost_stay_genuine(data_folder: Path) -> None:
    write(1)
    write_anchor(now=NOW)
    (data_folder / "keys" / "anchor.key").unlink()  # a restored office makes itself a new key
    write(1)

    write_anchor(now=NOW + DAY)

    assert places(data_folder) == []
    assert len(queries.published_keys(data_folder / "anchors")) == 2


def test_a_copy_kept_elsewhere_is_measured_by_the_office_s_key(
    data_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    write(1)
    path = write_anchor(now=NOW)
    copy = tmp_path_factory.mktemp("usb") / path.name
    copy.write_text(path.read_text())
    assert list(queries.verify_anchor(copy)) == []

    (data_folder / "anchors" / "anchor.pub").write_text("00" * 32)

    assert [problem.place for problem in queries.verify_anchor(copy)] == [f"anchors/{path.name}"]


def test_a_spoilt_anchor_is_a_problem_and_not_a_fault(data_folder: Path) -> None:
    write(1)
    write_anchor(now=NOW).write_text("{")

    assert places(data_folder) == ["anchors/2023-06-20.json"]


def test_an_anchor_missing_between_two_others_is_noticed(data_folder: Path) -> None:
    for day in range(3):
        write(1)
        write_anchor(now=NOW + day * DAY)
    assert places(data_folder) == []

    (data_folder / "anchors" / "2023-06-21.json").unlink()

    assert places(data_folder) == ["anchors/2023-06-22.json"]


def test_an_anchor_of_today_is_renewed_only_while_it_still_holds(data_folder: Path) -> None:
    write(2)
    first = write_anchor(now=NOW).read_text()
    write(1)
    second = write_anchor(now=NOW + timedelta(hours=1)).read_text()
    assert anchor.read(second).heads["acts"].n == 3 > anchor.read(first).heads["acts"].n

    rewrite("mati", 3)

    with pytest.raises(AnchorDoesNotHold):
        write_anchor(now=NOW + timedelta(hours=2))
    assert (data_folder / "anchors" / "2023-06-20.json").read_text() == second


def test_the_signing_key_is_readable_by_the_office_only(data_folder: Path) -> None:
    write_anchor(now=NOW)

    assert (data_folder / "keys" / "anchor.key").stat().st_mode & 0o777 == 0o600


def test_the_worker_signs_once_a_day(data_folder: Path) -> None:
    write(1)
    anchor_today()
    files = queries.anchor_files(data_folder / "anchors")
    first = files[0].read_text()
    write(1)

    anchor_today()

    assert queries.anchor_files(data_folder / "anchors") == files
    assert files[0].read_text() == first
    assert [run for _, run in PERIODIC] == [anchor_today]


def test_something_else_is_no_anchor(data_folder: Path) -> None:
    for text in ("", "[]", "{}", '{"format":"tuntas-anchor-1"}', "bukan json"):
        with pytest.raises(UnreadableFile):
            anchor.read(text)


def exported() -> list[str]:
    return list(export_lines(now=NOW))


def checked(lines: list[str]) -> list[str]:
    return [problem.place for problem in Reading(lines).problems()]


def test_an_exported_log_is_whole_by_itself() -> None:
    write(4)

    reading = Reading(exported())

    assert list(reading.problems()) == []
    assert reading.rows == {"acts": 4}
    assert reading.signed is not None
    assert reading.signed.heads["views"] == chain.Head(0, chain.GENESIS)


@pytest.mark.parametrize("place", [1, 2, 4])
def test_a_line_missing_from_the_file_is_noticed(place: int) -> None:
    write(4)
    lines = exported()

    del lines[place]

    assert checked(lines)


def test_a_word_changed_in_the_file_is_noticed_at_its_row() -> None:
    write(4)
    lines = exported()

    lines[2] = lines[2].replace("lahir", "pindah")

    assert checked(lines) == ["acts/2"]


def test_lines_in_another_order_or_twice_are_noticed() -> None:
    write(4)
    lines = exported()

    assert checked([lines[0], lines[2], lines[1], *lines[3:]])
    assert checked([*lines, lines[-1]])
    assert checked(lines[:1])


def test_heads_that_the_office_did_not_sign_are_noticed() -> None:
    write(4)
    lines = exported()
    heads = json.loads(lines[0])
    heads["heads"]["acts"]["n"] = 3
    heads["heads"]["acts"]["hash"] = json.loads(lines[3])["hash"]

    cut = [json.dumps(heads), *lines[1:4]]

    assert checked(cut) == ["signature"]


def test_something_else_is_no_export() -> None:
    write(1)
    first, row = exported()

    for lines in (
        [],
        ["{}"],
        ["x"],
        [row],
        [first, "{}"],
        [first, '{"chain":"other"}'],
        [first, "[]"],
    ):
        with pytest.raises(UnreadableFile):
            checked(lines)
