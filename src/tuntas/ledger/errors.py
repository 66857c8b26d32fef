"""What the ledger refuses, in the words of the office."""

from __future__ import annotations


class LedgerError(Exception):
    """A refusal with a code and one sentence in each language that says what to do."""

    code = "ledger"
    id = "Buku besar menolak catatan ini."
    en = "The ledger refuses this record."

    def __str__(self) -> str:
        return self.id


class NotOpen(LedgerError):
    code = "LEDGER-01"
    id = "Buku besar belum dibuka: impor dulu berkas register atau angka resmi per desa."
    en = "The ledger is not open yet: import a register file or official totals per desa first."


class BeforeOpening(LedgerError):
    code = "LEDGER-02"
    id = "Tanggal itu sebelum hari pembukaan buku besar; pilih hari pembukaan atau sesudahnya."
    en = "That day is before the ledger's opening day; choose the opening day or a later one."


class AlreadyOpen(LedgerError):
    code = "LEDGER-03"
    id = "Buku besar sudah dibuka dengan hari pembukaan lain; hari pembukaan tidak dapat diubah."
    en = "The ledger is already open with another opening day, which cannot be changed."


class NamelessSpent(LedgerError):
    code = "LEDGER-04"
    id = (
        "Angka pembukaan desa ini sudah habis terurai menjadi nama; "
        "periksa angka resmi atau daftar namanya."
    )
    en = (
        "The opening total of this desa is already spent on named people; "
        "check the official total or the list of names."
    )
