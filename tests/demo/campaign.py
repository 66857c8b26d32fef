"""A campaign as the office would run it, through the pages alone, on people of the demo.

The walkers sign in with the demo's cards, read the board, go where it says, and enter what they
hear. Only `Truths` knows what is really the matter; the program is told what a visitor would tell.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.test import Client
from django.utils.html import strip_tags

from tuntas.demo.acts import Act, Verb
from tuntas.demo.files import Register
from tuntas.demo.rounds import Truths, statement
from tuntas.demo.situations import End, Truth, end_of
from tuntas.ledger import clock
from tuntas.residents import tasks
from tuntas.residents.models import Person, RegisterImport

MOST_ROUNDS = 5
INVITED = 12
PAPERS = {
    Truth.DEAD: ("MENINGGAL_BELUM_LAPOR", "474.3/7 tanggal 12 Juni 2023"),
    Truth.MOVED: ("PINDAH_BELUM_LAPOR", "475/8 tanggal 12 Juni 2023"),
    Truth.ABROAD: ("LUAR_NEGERI", "560/9 tanggal 12 Juni 2023"),
    Truth.DOUBLE: ("GANDA_NIK", "470/10 tanggal 12 Juni 2023"),
    Truth.UNKNOWN: ("TIDAK_DIKENAL", "470/11 tanggal 12 Juni 2023"),
}
EVENTS = {End.DIED: Verb.DIED, End.MOVED_OUT: Verb.LEFT, End.DEACTIVATED: Verb.DEACTIVATED}
_CARD = re.compile(r"/orang/([0-9a-f]{32})/jangkau/\"")


def signed_in(username: str, full_name: str) -> Client:
    """A browser in which one of the demo's people has signed in on the sign-in page."""
    client = Client(headers={"host": "localhost"})
    page = client.get("/masuk/").content.decode()
    card = page[page.index(full_name) :]
    found = re.search(r'name="akun" value="([0-9a-f]{32})"', card)
    assert found, username
    answer = client.post("/masuk/peragaan/", {"akun": found[1]})
    assert answer.status_code == 302
    return client


@dataclass
class Campaign:
    """Officers, and whom they went to how often."""

    truths: Truths
    operator: Client
    adb: Client
    chief: Client
    tries: Counter[str] = field(default_factory=Counter)
    truth: dict[str, Truth] = field(default_factory=dict)

    @classmethod
    def of(cls, truths: Truths) -> Campaign:
        return cls(
            truths,
            signed_in("operator", "Operator Peragaan"),
            signed_in("adb", "ADB Peragaan"),
            signed_in("kabid", "Kepala Bidang Peragaan"),
        )

    def run(self) -> None:
        """Rounds of visits; papers and proposals; the letter; what the register answered."""
        for ref in self.board():
            nik = Person.objects.get(ref=ref).nik
            assert nik is not None
            self.truth[ref] = self.truths.of(nik)
        self.hold_slot(sorted(self.truth)[:INVITED])
        for _ in range(MOST_ROUNDS):
            for ref in self.board():
                if self.is_to_be_visited(ref):
                    self.visit(ref)
        for ref in self.board():
            if self.truth[ref] in PAPERS and self.may_be_proposed(ref):
                self.propose(ref)
        self.decide()
        assert self.operator.post("/usulan/surat/").status_code == 302

    def board(self, query: str = "") -> list[str]:
        """Refs on all pages of the task board."""
        found: list[str] = []
        number = 0
        while True:
            number += 1
            page = text(self.operator, f"/tugas/?halaman={number}{query}")
            found += _CARD.findall(page.partition('id="hasil"')[2])
            if 'rel="next"' not in page:
                return list(dict.fromkeys(found))

    def hold_slot(self, refs: list[str]) -> None:
        """Call some to a place for today; the slot closes when each of them has an outcome."""
        said = {
            "jenis": "mission",
            "desa": "75.05.03.2001",
            "tempat": "Balai desa",
            "hari": clock.today().isoformat(),
            "mulai": "08:00",
            "selesai": "15:00",
            "kursi": "40",
        }
        choose = self.chief.post("/jadwal/baru/", said)["Location"]
        send(self.chief, choose, {"orang": refs, "cara": "letter"})
        slot = choose.removesuffix("undang/")
        send(self.chief, f"{slot}akhir/", {"apa": "tutup"})
        assert "Masih ada undangan tanpa hasil" in text(self.chief, slot)

        outcomes: dict[str, object] = {"nonce": _value(text(self.operator, slot), "nonce")}
        for ref in refs:
            self.tries[ref] = 1
            outcome = self.truths.heard(_nik(ref), attempt=1)
            if outcome == "recorded":
                self.record(ref)
            outcomes[f"hasil-{ref}"] = outcome
        send(self.operator, f"{slot}hasil/", outcomes)
        send(self.chief, f"{slot}akhir/", {"apa": "tutup"})
        assert "Jadwal ditutup" in text(self.chief, slot)

    def is_to_be_visited(self, ref: str) -> bool:
        truth, tries = self.truth[ref], self.tries[ref]
        if truth in (Truth.AWAY_WORK, Truth.REFUSES, Truth.UNKNOWN):
            return tries < 2
        if truth in (Truth.DEAD, Truth.MOVED, Truth.ABROAD, Truth.DOUBLE):
            return tries < 1
        return True

    def visit(self, ref: str) -> None:
        """Go there, and enter what is heard; record whoever is met and willing."""
        card = text(self.chief, f"/orang/{ref}/jangkau/")
        if 'name="rencana-siapa"' in card:
            self.plan(ref)
        self.tries[ref] += 1
        outcome = self.truths.heard(_nik(ref), attempt=self.tries[ref])
        if outcome == "recorded":
            self.record(ref)
        page = text(self.operator, f"/orang/{ref}/jangkau/")
        said = {
            "tindakan": "hasil",
            "hasil-hasil": outcome,
            "hasil-cara": "visit",
            "hasil-hari": clock.today().isoformat(),
            "hasil-catatan": "ditemui di rumah" if outcome == "recorded" else "",
            "hasil-nomor": _value(page, "hasil-nomor"),
        }
        send(self.operator, f"/orang/{ref}/jangkau/", said)

    def record(self, ref: str) -> None:
        address = f"/orang/{ref}/rekam/"
        nonce = _value(text(self.operator, address), "nonce")
        send(self.operator, address, {"nonce": nonce, "tempat": "Di rumah", "hadir": "on"})

    def plan(self, ref: str) -> None:
        said = {
            "tindakan": "rencana",
            "rencana-siapa": "Camat bersama kepala dusun",
            "rencana-papan": "camat",
            "rencana-kunjungan": clock.today().isoformat(),
        }
        send(self.chief, f"/orang/{ref}/jangkau/", said)

    def may_be_proposed(self, ref: str) -> bool:
        return "/usul-keluar/" in text(self.operator, f"/orang/{ref}/jangkau/")

    def propose(self, ref: str) -> None:
        """Enter the reason with its paper, then propose with it."""
        code, paper = PAPERS[self.truth[ref]]
        told = {"tindakan": "alasan", "alasan-alasan": code, "alasan-surat": paper}
        send(self.operator, f"/orang/{ref}/jangkau/", told)
        said: dict[str, object] = {
            "alasan": code,
            "bukti": "Dinyatakan kepala desa dan keluarga",
            "surat": paper,
        }
        if code == "TIDAK_DIKENAL":
            said["berkas"] = _named("pernyataan.png", statement())
        send(self.operator, f"/orang/{ref}/usul-keluar/", said)

    def decide(self) -> None:
        """The head of section agrees to everything that waits; the proposer could not."""
        for proposal in re.findall(r'action="/usulan/(\d+)/"', text(self.chief, "/usulan/")):
            send(self.chief, f"/usulan/{proposal}/", {"putusan": "setuju"})

    def register_answers(self, refs: Iterable[str]) -> None:
        """A file of events arrives; the ADB takes it in, the head of section approves it."""
        acts = [self._event(ref) for ref in refs]
        content = Register(self.truths.story).events(acts).encode()
        told = {"jenis": "events", "tanggal_potong": clock.today().isoformat()}
        upload = {"berkas": _named("mutasi.csv", content), **told}
        columns = self.adb.post("/impor/baru/", upload)["Location"]
        address = self.adb.post(columns, _chosen(text(self.adb, columns)))["Location"]
        work()
        self.adb.post(f"{address}terapkan/")
        work()
        for _ in EVENTS:
            said = {"putusan": "setuju", "cakupan": "semua", "dasar": "Sesuai berkas mutasi"}
            self.chief.post("/usulan-keluar/", said)

    def _event(self, ref: str) -> Act:
        on = clock.today()
        verb = EVENTS[end_of(self.truth[ref])]
        return Act(on, on, verb, self.truths.index_of(_nik(ref)))


def work() -> None:
    """What the worker does with a file that waits."""
    tasks.apply.call(RegisterImport.objects.latest("id").ref.hex)


def send(client: Client, address: str, said: Mapping[str, object]) -> None:
    answer = client.post(address, dict(said))
    words = " ".join(strip_tags(answer.content.decode()).split())
    assert answer.status_code == 302, f"{address}: {words[:600]}"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def people_by_end(truth: dict[str, Truth], refs: Iterable[str]) -> Counter[End]:
    return Counter(end_of(truth[ref]) for ref in refs)


def _nik(ref: str) -> str:
    return Person.objects.values_list("nik", flat=True).get(ref=ref) or ""


def _value(page: str, name: str) -> str:
    for tag in re.findall(r"<input[^>]*>", page):
        if f'name="{name}"' in tag:
            return re.search(r'value="([^"]*)"', tag)[1]  # type: ignore[index]
    raise LookupError(name)


def _named(name: str, content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def _chosen(page: str) -> dict[str, str]:
    """What the selects of the columns page would send unchanged."""
    selects = re.findall(r'<select name="(kolom-\d+)"[^>]*>(.*?)</select>', page, re.S)
    chosen = {name: re.search(r'value="([^"]*)" selected', body) for name, body in selects}
    return {name: found[1] if found else "" for name, found in chosen.items()}
