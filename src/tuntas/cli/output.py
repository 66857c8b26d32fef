"""What every command has in common: its answer, its refusals, its exit code.

A command is a function that returns an :class:`Answer`::

    @click.command("verify")
    @answering
    def verify() -> Answer:
        django_setup()
        ...
        return Answer({"verify": "ok"}, text=bilingual("Semua cocok.", "All agrees."))

`answering` adds ``--json``, ``--data`` (unless the command has its own) and ``--lang``. With
``--json`` one JSON object goes to stdout and nothing else; people's sentences go to stderr. Exit
code 0 is yes, 1 is no or refused, 2 is wrong usage. An error is refused (not a fault) when it has
``code``, ``id`` and ``en``: a machine code, an Indonesian and an English sentence that say what to
do next.
"""

from __future__ import annotations

import functools
import gc
import json
import logging
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, ParamSpec, Protocol, TypeVar, runtime_checkable

import click

P = ParamSpec("P")
T = TypeVar("T")
LANGUAGES = ("id", "en")


@dataclass(frozen=True)
class Answer:
    """What a command says: *payload* for machines, *text* for people, *ok* for the exit code."""

    payload: Mapping[str, object]
    text: str = ""
    ok: bool = True


@runtime_checkable
class Refusal(Protocol):
    """An error that is an answer: it tells the clerk what to do next."""

    code: str
    id: str
    en: str


class Refused(Exception):
    """A refusal of the command line itself.

    >>> str(Refused("no_tls", id="Perlu TLS.", en="TLS is needed."))
    'no_tls'
    """

    def __init__(self, code: str, *, id: str, en: str) -> None:
        super().__init__(code)
        self.code, self.id, self.en = code, id, en


BEHIND: Final = Refused(
    "store_behind",
    id="Data kantor ini masih berbentuk versi sebelumnya. Jalankan `tuntas serve` (atau perintah "
    "lain yang bekerja dengan data) satu kali, lalu ulangi.",
    en="This store still has the shape of an earlier version. Run `tuntas serve` (or another "
    "command that works with the data) once, then try again.",
)


def language() -> str:
    """The language to speak: ``--lang``, else ``TUNTAS_LANG``, else Indonesian."""
    wanted = os.environ.get("TUNTAS_LANG", "id")[:2]
    return wanted if wanted in LANGUAGES else "id"


def bilingual(id: str, en: str) -> str:
    """The sentence in the language of this run."""
    return en if language() == "en" else id


def say(id: str, en: str) -> None:
    """A message for the person at the terminal; never part of the answer."""
    click.echo(bilingual(id, en), err=True)


def answering(command: Callable[P, Answer]) -> Callable[..., None]:
    """Turn a function that returns an :class:`Answer` into the body of a click command."""

    @_json_option
    @_data_option_unless_its_own
    @lang_option
    @click.pass_context
    @functools.wraps(command)
    def run(ctx: click.Context, /, as_json: bool, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            answer = command(*args, **kwargs)
        except (click.ClickException, click.exceptions.Exit, click.Abort, KeyboardInterrupt):
            raise
        except Exception as error:  # noqa: BLE001 — the last line before the person
            answer = _refusal(error) if isinstance(error, Refusal) else _fault(error)
            click.echo(answer.text, err=True)
            if as_json:
                _print_json(answer.payload)
            ctx.exit(1)
        if as_json:
            _print_json(answer.payload)
        elif answer.text:
            click.echo(answer.text)
        ctx.exit(0 if answer.ok else 1)

    return run


def _refusal(error: Refusal) -> Answer:
    sentence = bilingual(str(error.id), str(error.en))
    return Answer({"error": {"code": error.code, "message": sentence}}, sentence, ok=False)


def _fault(error: Exception) -> Answer:
    """An error nobody expected: a short sentence and a number; the trace goes to the log."""
    reference = secrets.token_hex(4)
    if not logging.getLogger().handlers:
        _log_to_data_folder()
    logging.getLogger("tuntas.cli").error("fault %s", reference, exc_info=error)
    sentence = bilingual(
        f"Ada kesalahan yang tidak terduga (nomor {reference}). Tidak ada yang diubah setengah "
        f"jalan. Sampaikan nomor ini kepada administrator; rinciannya di {log_file()}.",
        f"Something unexpected went wrong (number {reference}). Nothing was left half done. Give "
        f"this number to the administrator; the details are in {log_file()}.",
    )
    return Answer({"error": {"code": "fault", "reference": reference}}, sentence, ok=False)


def _log_to_data_folder() -> None:
    from logging.config import dictConfig

    from tuntas.config import logs

    dictConfig(logs.to_file(log_file().parent))


def log_file() -> Path:
    return Path(os.environ.get("TUNTAS_HOME", "data")) / "log" / "tuntas.log"


def _print_json(payload: Mapping[str, object]) -> None:
    click.echo(json.dumps(payload, ensure_ascii=False, default=_plain))


def _plain(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (Decimal, Path)):
        return str(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def _set_environment(name: str) -> Callable[[click.Context, click.Parameter, str | None], None]:
    def callback(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
        if value:
            os.environ[name] = value

    return callback


def _json_option(command: Callable[..., T]) -> Callable[..., T]:
    text = bilingual("jawaban sebagai satu objek JSON", "the answer as one JSON object")
    return click.option("--json", "as_json", is_flag=True, help=text)(command)


def data_option(command: Callable[..., T]) -> Callable[..., T]:
    return click.option(
        "--data",
        type=click.Path(file_okay=False),
        expose_value=False,
        is_eager=True,
        callback=_set_environment("TUNTAS_HOME"),
        help=bilingual("folder data kantor", "the office's data folder"),
    )(command)


def _data_option_unless_its_own(command: Callable[..., T]) -> Callable[..., T]:
    """A command whose data is not the office's has a ``--data`` of its own."""
    own = getattr(command, "__click_params__", [])
    return command if any("--data" in option.opts for option in own) else data_option(command)


def lang_option(command: Callable[..., T]) -> Callable[..., T]:
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        expose_value=False,
        is_eager=True,
        callback=_set_environment("TUNTAS_LANG"),
        help=bilingual("bahasa", "language"),
    )(command)


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal, nothing in a pipe; yields ``advance(steps)``."""
    if not sys.stderr.isatty():
        yield lambda steps: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda steps: bar.advance(task, steps)


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Columns aligned for a terminal: the first to the left, the others to the right.

    >>> print(table(["desa", "sisa"], [["Dudepo", 41], ["Ilangata", 7]]))
    desa      sisa
    Dudepo      41
    Ilangata     7
    """
    lines = [[str(cell) for cell in line] for line in (header, *rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def django_setup(*, migrate: bool = True) -> None:
    """Prepare Django for a command; bring the store to this version's shape when it lags.

    Args:
        migrate: False for a command that only looks and must change nothing.
    Raises:
        Refused: when the store lags and may not be changed.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuntas.config.settings")
    import django
    from django.apps import apps
    from django.utils import translation

    if not apps.ready:
        django.setup()
    translation.activate(language())
    if not _is_behind():
        return
    if not migrate:
        raise BEHIND
    from django.core.management import call_command

    # Each step draws up the classes of all tables anew; looking for unused ones takes a tenth.
    gc.disable()
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        gc.enable()


def _is_behind() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    targets: Any = executor.loader.graph.leaf_nodes()
    return bool(executor.migration_plan(targets))
