"""What authority refuses."""

from __future__ import annotations


class AuthorityError(Exception):
    code = "WENANG"
    id = "Permintaan ini ditolak."
    en = "This request is refused."

    def __str__(self) -> str:
        return self.id


class Overlap(AuthorityError):
    code = "WENANG-01"
    id = "Tanggal ini bertumpang tindih dengan yang sudah tercatat. Akhiri dulu yang lama."
    en = "These days overlap with what is already recorded. End the earlier one first."


class DaysOutOfOrder(AuthorityError):
    code = "WENANG-02"
    id = "Hari berakhir harus setelah hari mulai."
    en = "The last day must come after the first."


class UnknownSeat(AuthorityError):
    code = "WENANG-03"
    id = "Jabatan ini tidak dikenal. Pilih dari daftar jabatan."
    en = "This seat is not known. Choose one from the list of seats."


class UnknownOfficer(AuthorityError):
    code = "WENANG-04"
    id = "Petugas ini tidak ditemukan. Buat dulu akunnya di Akun petugas."
    en = "This officer was not found. Make the account first, under Accounts."


class PaperMissing(AuthorityError):
    code = "WENANG-05"
    id = "Tulis dasarnya: nomor SK, surat, atau sumber lain, dengan tanggalnya."
    en = "Name the paper: the decree, the letter or other source, with its date."


class NotInForce(AuthorityError):
    code = "WENANG-06"
    id = "Catatan ini tidak ada atau sudah berakhir."
    en = "This entry does not exist or has already ended."


class UnknownDocument(AuthorityError):
    code = "WENANG-07"
    id = "Jenis dokumen ini tidak ada dalam tabel kewenangan pada tanggal itu."
    en = "This kind of document is not in the table of competences on that day."


class PlhNeedsHolder(AuthorityError):
    code = "WENANG-08"
    id = "Plh hanya untuk jabatan yang ada pejabatnya. Untuk jabatan kosong catat Plt."
    en = "A Plh acts for a seat that has a holder. For an empty seat record a Plt."


class RuleNotLater(AuthorityError):
    code = "WENANG-09"
    id = "Aturan yang baru harus mulai sesudah hari mulai aturan yang terakhir."
    en = "The new rule must start after the day on which the latest one started."
