"""What the register refuses."""

from __future__ import annotations

from tuntas.residents.rejections import explain


class ResidentsError(Exception):
    """A refusal with a code and one sentence in each language."""

    code = "PENDUDUK"
    id = "Permintaan ini ditolak."
    en = "This request is refused."

    def __str__(self) -> str:
        return self.id


class NotFound(ResidentsError):
    code = "PENDUDUK-01"
    id = "Orang ini tidak ditemukan. Periksa tautannya, atau cari dengan NIK atau nama."
    en = "This person was not found. Check the link, or search by NIK or name."


class NothingToVoid(ResidentsError):
    code = "PENDUDUK-02"
    id = "Peristiwa ini tidak ada atau sudah dibatalkan."
    en = "This event does not exist or was already taken back."


class UnknownKind(ResidentsError):
    code = "PENDUDUK-03"
    id = "Jenis peristiwa ini tidak dikenal."
    en = "This kind of event is not known."


# --- Files --------------------------------------------------------------------------------


class CutOffInFuture(ResidentsError):
    code = "IMPOR-01"
    id = "Tanggal potong data belum tiba. Periksa tanggalnya."
    en = "The cut-off lies in the future. Check the date."


class CutOffBeforeOpening(ResidentsError):
    code = "IMPOR-02"
    id = (
        "Tanggal potong data sebelum hari pembukaan buku besar. Pakai berkas register yang lebih "
        "baru; peristiwa lama dapat diimpor sebagai berkas mutasi."
    )
    en = (
        "The cut-off is before the ledger's opening day. Use a newer register file; old events "
        "can be imported as an events file."
    )


class ScopeUnknown(ResidentsError):
    code = "IMPOR-03"
    id = "Kode wilayah itu tidak ada di kantor ini. Pakai kode Kemendagri, misalnya 75.05.03."
    en = "This office has no region with that code. Use the Kemendagri code, such as 75.05.03."


class OnlyRegistersAreComplete(ResidentsError):
    code = "IMPOR-04"
    id = "Hanya berkas register yang dapat dinyatakan lengkap untuk suatu wilayah."
    en = "Only a register file can be declared complete for a region."


class ImportNotFound(ResidentsError):
    code = "IMPOR-05"
    id = "Impor ini tidak ditemukan. Lihat daftarnya: tuntas register status."
    en = "There is no such import. See the list: tuntas register status."


class NotInThatState(ResidentsError):
    code = "IMPOR-06"
    id = "Impor ini sedang berjalan atau sudah selesai; langkah itu tidak berlaku lagi."
    en = "This import is running or done; that step no longer applies."


class StoredFileGone(ResidentsError):
    code = "IMPOR-07"
    id = "Berkas simpanan impor ini sudah dihapus. Unggah berkasnya lagi."
    en = "The stored file of this import has been purged. Upload the file again."


class SecondPersonNeeded(ResidentsError):
    code = "IMPOR-08"
    id = "Usulan keluar harus diputuskan orang lain, bukan pengusulnya."
    en = "Exits must be decided by somebody other than the person who proposed them."


class NothingToDecide(ResidentsError):
    code = "IMPOR-09"
    id = "Tidak ada usulan keluar yang menunggu di sini."
    en = "No proposed exits are waiting here."


class MappingIncomplete(ResidentsError):
    code = "IMPOR-10"
    id = "Pemetaan kolom belum lengkap: NIK dan nama harus ada, satu kolom untuk satu arti."
    en = "The mapping is incomplete: NIK and name are needed, one column for one meaning."


class NotYourRegion(ResidentsError):
    code = "IMPOR-11"
    id = (
        "Wilayah itu di luar wilayah tugas Anda. Pilih wilayah Anda sendiri, atau minta "
        "administrator basis data kantor mengunggah berkas ini."
    )
    en = (
        "That region lies outside your area. Choose your own, or ask the office's database "
        "administrator to upload this file."
    )


class FileNotAccepted(ResidentsError):
    """A file refused as a whole; carries the sentence and the remedy of its reason."""

    def __init__(self, reason: str) -> None:
        why = explain(reason)
        super().__init__(reason)
        self.code = reason
        self.id = f"{why.id} {why.remedy_id}"
        self.en = f"{why.en} {why.remedy_en}"


# --- Lists of other agencies ----------------------------------------------------------------


class ListNotFound(ResidentsError):
    code = "DAFTAR-01"
    id = "Daftar ini tidak ditemukan. Kembali ke halaman Daftar dari luar."
    en = "This list was not found. Go back to the page of outside lists."


class ListCannotBeComplete(ResidentsError):
    code = "DAFTAR-02"
    id = "Hanya daftar pemilih dan daftar desa yang dapat dinyatakan lengkap untuk suatu wilayah."
    en = "Only voter lists and village lists can be declared complete for a region."


class NothingToChoose(ResidentsError):
    code = "DAFTAR-03"
    id = "Baris ini sudah diputus atau tidak punya saran. Muat ulang halamannya."
    en = "This row is already decided or has no suggestion. Reload the page."


class ListColumnsIncomplete(ResidentsError):
    code = "DAFTAR-04"
    id = "Pemetaan kolom belum lengkap: nama harus ada, satu kolom untuk satu arti."
    en = "The mapping is incomplete: the name is needed, one column for one meaning."


class ListGone(ResidentsError):
    code = "DAFTAR-05"
    id = "Isi daftar ini sudah dimusnahkan menurut masa simpannya; unggah lagi bila masih perlu."
    en = "What this list held was destroyed at the end of its term; upload it again if needed."


class ListNotMatched(ResidentsError):
    code = "DAFTAR-06"
    id = "Daftar ini belum selesai dicocokkan. Tunggu sampai selesai."
    en = "This list is not matched yet. Wait until it is."


class ListBusy(ResidentsError):
    code = "DAFTAR-07"
    id = "Daftar ini sedang atau sudah dicocokkan; langkah itu tidak berlaku lagi."
    en = "This list is being or has been matched; that step no longer applies."
