"""What the log refuses, and what to do then."""

from __future__ import annotations


class AuditError(Exception):
    """Root of the room's errors: a number, a machine code, a sentence in both languages."""

    number = 100
    code = "audit"
    id = "Catatan menolak permintaan ini."
    en = "The log refused this request."

    def __init__(self) -> None:
        super().__init__(f"T{self.number} {self.code}: {self.en}")


class OutsideTransaction(AuditError):
    number = 101
    code = "audit-outside-transaction"
    id = "Perbuatan dan catatannya harus dalam satu transaksi. Laporkan kepada pengelola program."
    en = "An act and its log row must share one transaction. Wrap the action in atomic()."


class PersonalNumber(AuditError):
    number = 102
    code = "audit-personal-number"
    id = "Catatan tidak boleh memuat nomor 16 angka (NIK atau KK). Gunakan ref orangnya."
    en = "The log must not hold a 16-digit number (NIK or KK). Use the person's ref."


class NotARef(AuditError):
    number = 103
    code = "audit-not-a-ref"
    id = "Pelaku dan subjek dalam catatan harus berupa ref 32 angka heksadesimal."
    en = "Actor and subjects in the log must be refs of 32 hexadecimal digits."


class HeadMissing(AuditError):
    number = 104
    code = "audit-head-missing"
    id = "Kepala rantai catatan hilang. Jalankan `tuntas verify` dan pulihkan dari cadangan."
    en = "The head of a log chain is missing. Run `tuntas verify` and restore a backup."


class UnreadableFile(AuditError):
    number = 105
    code = "audit-unreadable-file"
    id = "Berkas ini bukan ekspor atau jangkar catatan Tuntas. Periksa nama berkasnya."
    en = "This file is not an export or an anchor of the Tuntas log. Check its name."


class AnchorDoesNotHold(AuditError):
    number = 106
    code = "audit-anchor-does-not-hold"
    id = (
        "Jangkar hari ini tidak lagi cocok dengan rantai catatan, jadi tidak diganti. "
        "Jalankan `tuntas verify` dan simpan berkas jangkarnya sebagai bukti."
    )
    en = (
        "Today's anchor no longer agrees with the log, so it was not replaced. "
        "Run `tuntas verify` and keep the anchor file as evidence."
    )
