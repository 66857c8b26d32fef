"""What setting aside refuses."""

from __future__ import annotations


class OutreachError(Exception):
    code = "JANGKAU"
    id = "Permintaan ini ditolak."
    en = "This request is refused."

    def __str__(self) -> str:
        return self.id


class SamePerson(OutreachError):
    code = "JANGKAU-01"
    id = "Usulan harus disetujui orang lain, bukan pengusulnya sendiri."
    en = "A proposal must be approved by another person, not by its proposer."


class NotOpen(OutreachError):
    code = "JANGKAU-02"
    id = "Usulan ini tidak ada atau sudah diputus."
    en = "This proposal does not exist or is already decided."


class AlreadyProposed(OutreachError):
    code = "JANGKAU-03"
    id = "Untuk orang ini sudah ada usulan yang menunggu keputusan."
    en = "A proposal for this person already waits for a decision."


class EvidenceMissing(OutreachError):
    code = "JANGKAU-04"
    id = "Tulis alasan dan bukti (misalnya surat kepala desa dan tanggalnya)."
    en = "Give the reason and the evidence (such as the village head's letter and its date)."


class NotAside(OutreachError):
    code = "JANGKAU-05"
    id = "Orang ini tidak sedang disisihkan."
    en = "This person is not set aside."
