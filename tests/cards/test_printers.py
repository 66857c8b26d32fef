"""Printers of every kind keep one contract: they answer, never raise, and never guess."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.cards.counter import Counter
from tuntas.cards import actions, layout, portraying
from tuntas.cards.errors import PrinterNamed, TemplateRefused
from tuntas.cards.printers.contract import Condition, Printer, Progress, words
from tuntas.cards.printers.cups import Cups, run
from tuntas.cards.printers.folder import Folder
from tuntas.cards.printers.simulator import HOT_AFTER, Fault, Simulator

JOB, SERIAL, CARD = "ab" * 16, "SPESIMEN-000001", b"%PDF-1.7"


class Spooler:
    """A CUPS that is not there: accepts a job, holds it, lets it go, forgets it."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self.done: list[str] = []
        self.said = "printer hdp is idle.  enabled since Tue"
        self.refuses = False
        self.given: list[tuple[Sequence[str], bytes]] = []

    def __call__(self, command: Sequence[str], given: bytes) -> tuple[int, str]:
        self.given.append((command, given))
        if command[0] == "lp":
            if self.refuses:
                return 1, "lp: The printer or class does not exist."
            self.held.append(f"hdp-{len(self.given)}")
            return 0, f"request id is {self.held[-1]} (1 file(s))"
        if "-p" in command:
            return 0, self.said
        names = self.held if "not-completed" in command else self.done
        return 0, "\n".join(f"{name} tuntas 1024 Tue" for name in names)


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: Folder(folder / "kartu"),
        lambda folder: Simulator(folder / "tiruan"),
        lambda folder: Cups("hdp", Spooler()),
    ],
    ids=["folder", "simulator", "cups"],
)
def test_a_printer_takes_a_card_and_can_be_asked_after_it(
    make: Callable[[Path], Printer], tmp_path: Path
) -> None:
    printer = make(tmp_path)

    ticket = printer.submit(CARD, job=JOB, serial=SERIAL)

    assert printer.condition() is Condition.READY
    assert ticket.progress in (Progress.DONE, Progress.PRINTING)
    assert printer.ask(ticket.name) is ticket.progress
    assert printer.ask("never-heard-of") is Progress.UNKNOWN
    assert set(words()) >= {*Condition, *Progress}


def test_cups_says_done_when_the_job_left_and_unknown_when_it_forgot() -> None:
    spooler = Spooler()
    printer = Cups("hdp", spooler)
    ticket = printer.submit(CARD, job=JOB, serial=SERIAL)
    assert spooler.given[0][1] == CARD
    assert printer.ask(ticket.name) is Progress.PRINTING

    spooler.done, spooler.held = spooler.held, []
    assert printer.ask(ticket.name) is Progress.DONE
    spooler.done = []
    assert printer.ask(ticket.name) is Progress.UNKNOWN


def test_cups_that_refuses_costs_no_blank() -> None:
    spooler = Spooler()
    spooler.refuses = True

    assert Cups("hdp", spooler).submit(CARD, job=JOB, serial=SERIAL).progress is (
        Progress.NOT_PRINTED
    )


@pytest.mark.parametrize(
    ("said", "condition"),
    [
        ("printer hdp disabled since Tue - unplugged", Condition.OFFLINE),
        ("printer hdp is idle. Alerts: marker-supply-empty", Condition.NO_RIBBON),
        ("printer hdp is idle. printhead overheated", Condition.OVERHEATED),
    ],
)
def test_what_cups_reports_becomes_a_condition(said: str, condition: Condition) -> None:
    spooler = Spooler()
    spooler.said = said

    assert Cups("hdp", spooler).condition() is condition


def test_a_machine_without_cups_is_a_printer_that_is_offline() -> None:
    assert run(["/nowhere/lp"], b"") == (127, "")
    assert Cups("hdp", lambda command, given: (127, "")).condition() is Condition.OFFLINE


def test_a_queues_name_is_no_place_for_options() -> None:
    for name in ("-o", "a b", "x;y", ""):
        with pytest.raises(ValueError, match="queue"):
            Cups(name)


def test_the_simulated_printer_fails_once_and_overheats(tmp_path: Path) -> None:
    printer = Simulator(tmp_path)
    for fault, progress in (
        (Fault.FAILED_PRINT, Progress.FAILED_PRINT),
        (Fault.FAILED_ENCODE, Progress.FAILED_ENCODE),
        (Fault.SILENT, Progress.UNKNOWN),
        ("", Progress.DONE),
    ):
        printer.shall(fault)
        assert printer.submit(CARD, job=JOB, serial=SERIAL).progress is progress
    for _card in range(HOT_AFTER):
        last = printer.submit(CARD, job=JOB, serial=SERIAL)

    assert last.progress is Progress.NOT_PRINTED
    assert printer.condition() is Condition.OVERHEATED
    printer.rest()
    assert printer.condition() is Condition.READY


# --- the office's own face ------------------------------------------------------------------


OWN = b"""#let told = json(bytes(sys.inputs.cards))
#set page(width: 85.6mm, height: 53.98mm)
#for card in told.cards [#card.name #pagebreak() #card.serial]
"""


@pytest.mark.django_db
def test_cards_are_specimens_until_a_face_is_installed_with_leave(
    counter: Counter, settings: Settings
) -> None:
    said = {"actor": counter.operator, "on": counter.on, "now": counter.now}
    assert portraying.authorised() is None

    with pytest.raises(TemplateRefused):
        actions.install_template(content=b"#let broken = (", document="Izin 7/2023", **said)
    with pytest.raises(TemplateRefused):
        actions.install_template(content=OWN, document=" ", **said)
    actions.install_template(content=OWN, document="Izin 7/2023", **said)

    path = portraying.authorised()
    assert path == portraying.template_path()
    assert portraying.sheet(layout.SPECIMEN).startswith(b"%PDF-")
    # Changed by hand it is not the one that leave was given for; in the demo nothing is.
    path.write_bytes(OWN + b"// x")
    assert portraying.authorised() is None
    path.write_bytes(OWN)
    settings.DEMO = True
    assert portraying.authorised() is None
    settings.DEMO = False
    actions.end_template(document="Izin berakhir", **said)
    assert portraying.authorised() is None


@pytest.mark.django_db
def test_a_printers_code_is_plain_and_its_own(counter: Counter) -> None:
    counter.printer("a")

    for code, adapter, target in (
        ("a", "simulator", ""),
        ("A B", "simulator", ""),
        ("b", "laser", ""),
        ("b", "cups", "-o x"),
    ):
        with pytest.raises(PrinterNamed):
            actions.add_printer(
                actor=counter.operator,
                code=code,
                name="x",
                adapter=adapter,
                target=target,
                now=counter.now,
            )
