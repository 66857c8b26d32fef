"""The office's printers, and its own face of the card."""

from __future__ import annotations

import re
from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.cards import layout, portraying
from tuntas.cards.errors import LayoutBroken, PrinterNamed, PrinterUnknown, TemplateRefused
from tuntas.cards.models import FaceTemplate, Printer
from tuntas.cards.printers.cups import Cups
from tuntas.packets import durable


def add_printer(
    *,
    actor: Principal,
    code: str,
    name: str,
    adapter: str,
    now: datetime,
    target: str = "",
) -> Printer:
    """A printer of the office; its code is its place in the stock. Raises PrinterNamed."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,19}", code) or adapter not in Printer.Adapter.values:
        raise PrinterNamed
    if adapter == Printer.Adapter.CUPS:
        try:
            Cups(target)
        except ValueError as refused:
            raise PrinterNamed from refused
    try:
        with transaction.atomic():
            made = Printer.objects.create(
                code=code, name=name.strip()[:60] or code, adapter=adapter, target=target.strip()
            )
            _tell(actor, "add_printer", now, printer=code, adapter=adapter)
    except IntegrityError as twice:
        raise PrinterNamed from twice
    return made


def rest_printer(*, actor: Principal, code: str, resting: bool, now: datetime) -> None:
    """Nothing is printed on it until it is put to work again. Raises PrinterUnknown."""
    with transaction.atomic():
        if not Printer.objects.filter(code=code).update(resting=resting):
            raise PrinterUnknown
        _tell(actor, "rest_printer" if resting else "wake_printer", now, printer=code)


def install_template(
    *, actor: Principal, content: bytes, document: str, on: date, now: datetime
) -> str:
    """Install the office's own face of the card, by *document*; the file's digest.

    It is compiled once with a specimen's data, so that a broken one is refused here and not at
    the printer.

    Raises:
        TemplateRefused
    """
    if len(document.strip()) < 5 or not content:
        raise TemplateRefused
    path = portraying.template_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    trial = path.with_name("trial.typ")
    durable.write(trial, content)
    try:
        layout.pdf([layout.SPECIMEN], specimen=True, template=trial)
    except LayoutBroken as refused:
        raise TemplateRefused from refused
    finally:
        trial.unlink(missing_ok=True)
    digest = sha256(content).hexdigest()
    durable.write(path, content)
    _leave(actor, digest, document, on, now)
    return digest


def end_template(*, actor: Principal, document: str, on: date, now: datetime) -> None:
    """The leave ends: cards are specimens again."""
    _leave(actor, "", document, on, now)


def _leave(actor: Principal, digest: str, document: str, on: date, now: datetime) -> None:
    with transaction.atomic():
        FaceTemplate.objects.create(
            digest=digest,
            document=document.strip()[:200],
            installed_by=actor.officer_ref or actor.ref,
            on=on,
            at=now,
        )
        _tell(actor, "install_template", now, digest=digest, document=document.strip()[:200])


def _tell(actor: Principal, verb: str, now: datetime, **detail: object) -> None:
    write_act(actor=actor.ref, verb=f"cards.{verb}", subjects=[], detail=detail, at=now)
