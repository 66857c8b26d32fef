"""The `tuntas` command. Each subcommand is a module that is loaded when it is called.

The table below is all that `tuntas --help` reads, so that help and wrong usage answer without
loading Django.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise

import click

from tuntas.cli.output import bilingual, data_option, lang_option


@dataclass(frozen=True)
class Entry:
    """Where a subcommand lives (``module:attribute``) and one line about it."""

    target: str
    id: str
    en: str

    @property
    def module(self) -> str:
        return f"tuntas.cli.{self.target.partition(':')[0]}"

    def load(self) -> click.Command:
        command = getattr(import_module(self.module), self.target.partition(":")[2])
        assert isinstance(command, click.Command)
        return command


COMMANDS = {
    "demo": Entry("demo:demo", "satu kabupaten sintetis, siap dibuka", "a synthetic regency"),
    "serve": Entry("serve:serve", "jalankan kantor: web dan pekerja", "run an office"),
    "wilayah": Entry("wilayah:wilayah", "kode wilayah", "region codes"),
    "register": Entry("register:register", "impor data penduduk", "import a register"),
    "totals": Entry("totals:totals", "impor angka resmi per desa", "import official totals"),
    "coverage": Entry("coverage:coverage", "angka pada hari apa pun", "figures as of any day"),
    "claims": Entry("claims:claims", "periksa angka dalam teks", "check figures in a text"),
    "record": Entry("record:record", "rekam seorang penduduk", "record a person"),
    "devices": Entry("devices:devices", "alat perekam dan simulatornya", "capture devices"),
    "keys": Entry("keys:keys", "kunci pusat dan pemulihan", "keys of centre and recovery"),
    "packets": Entry("packets:packets", "paket: periksa, ke MOSIP, dari MOSIP", "sealed packets"),
    "centre": Entry("centre:centre", "satu orang, satu identitas", "one person each"),
    "cards": Entry("cards_printing:cards", "blangko: stok, terima, tutup hari", "blanks and cards"),
    "plan": Entry("plan:plan", "rencana pelayanan bergerak", "plan the mobile service"),
    "verify": Entry("verify:verify", "hitung ulang semuanya", "recount everything"),
    "audit": Entry("audit:audit", "catatan tindakan", "the log of acts"),
    "report": Entry("report:report", "laporan", "reports"),
    "authority": Entry("authority:authority", "siapa berwenang", "who may sign what"),
    "accounts": Entry("accounts:accounts", "akun dan administrator", "accounts"),
    "office": Entry("office:office", "kantor: kabupaten, nama, mode", "the office itself"),
    "backup": Entry("backup:backup", "cadangkan data", "back up the store"),
    "restore": Entry("backup:restore", "pulihkan cadangan", "restore a backup"),
    "bench": Entry("bench:bench", "ukur kecepatan", "measure speed"),
}


class LazyGroup(click.Group):
    """Lists and finds subcommands by the table, and loads only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, entry in COMMANDS.items() if find_spec(entry.module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        return entry.load() if entry and find_spec(entry.module) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, bilingual(COMMANDS[name].id, COMMANDS[name].en))
            for name in self.list_commands(ctx)
        ]
        if rows:
            with formatter.section(bilingual("Perintah", "Commands")):
                formatter.write_dl(rows)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tuntas", prog_name="tuntas")
@data_option
@lang_option
def tuntas() -> None:
    """Siapa yang belum merekam KTP-el, di mana, mengapa, dan siapa yang bertindak."""


def main() -> None:
    """Entry point: exit 0 yes, 1 no or refused, 2 wrong usage, 130 interrupted."""
    _speak_early(sys.argv)
    try:
        tuntas(prog_name="tuntas")
    except KeyboardInterrupt:
        sys.exit(130)


def _speak_early(arguments: Sequence[str]) -> None:
    """Help texts are made while modules load, before click has read ``--lang``."""
    for before, value in pairwise(arguments):
        if before == "--lang":
            os.environ["TUNTAS_LANG"] = value
