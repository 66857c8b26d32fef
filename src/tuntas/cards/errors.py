"""What the cards' room refuses: KARTU-01 to 29 the stock, from 30 on printing and hand-over."""

from __future__ import annotations


class CardsError(Exception):
    code = "KARTU"
    id = "Permintaan ini ditolak."
    en = "This request is refused."

    def __str__(self) -> str:
        return self.id


class _Telling(CardsError):
    """A sentence with a place for *what*."""

    template_id = template_en = "{what}"

    def __init__(self, what: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.id = self.template_id.format(what=what)
        self.en = self.template_en.format(what=what)


class SerialUnreadable(_Telling):
    code = "KARTU-01"
    template_id = "Nomor seri “{what}” tidak terbaca atau tertulis dua kali. Tulis awal – akhir."
    template_en = "Serial “{what}” cannot be read or stands there twice. Write first – last."


class NotThere(_Telling):
    code = "KARTU-02"
    template_id = "Tidak semuanya ada di tempat asal: {what}. Muat ulang, lalu periksa."
    template_en = "Not everything is where it should come from: {what}. Load again and check."


class MoveUnknown(CardsError):
    code = "KARTU-03"
    id = "Mutasi ini tidak mungkin: periksa asal, tujuan dan jumlahnya."
    en = "This movement is impossible: check whence, whither and how many."


class PlaceMissing(CardsError):
    code = "KARTU-04"
    id = "Sebutkan tempatnya: printer, kecamatan atau kantor lain."
    en = "Name the place: a printer, a district or another office."


class NoBlank(CardsError):
    code = "KARTU-05"
    id = "Tidak ada blangko di printer ini. Keluarkan blangko untuk printer ini lebih dahulu."
    en = "This printer holds no blank. Issue blanks to it first."


class SamePerson(CardsError):
    code = "KARTU-06"
    id = "Orang kedua harus orang lain. Minta rekan yang berwenang menandatangani."
    en = "The second person must be somebody else. Ask a colleague who may sign."


class MovementGone(CardsError):
    code = "KARTU-07"
    id = "Mutasi ini tidak ada atau sudah diputuskan. Muat ulang halaman."
    en = "This movement does not exist or is decided already. Load the page again."


class WhyMissing(CardsError):
    code = "KARTU-08"
    id = "Tulis alasan atau nomor dokumennya."
    en = "Give the reason or the number of the document."


class CountsDiffer(_Telling):
    """The two people who counted do not agree."""

    code = "KARTU-09"
    template_id = "Dua hitungan tidak sama di: {what}. Hitung ulang bersama."
    template_en = "The two counts differ at: {what}. Count again together."


class CountMissing(_Telling):
    code = "KARTU-10"
    template_id = "Belum dihitung oleh dua orang: {what}. Isi hitungannya lebih dahulu."
    template_en = "Not yet counted by two people: {what}. Enter the counts first."


class AlreadyClosed(CardsError):
    code = "KARTU-11"
    id = "Hari ini sudah ditutup. Mutasi sesudahnya masuk penutupan hari berikutnya."
    en = "This day is closed already. What moves now belongs to the next closing."


class DestructionDiffers(_Telling):
    code = "KARTU-12"
    template_id = "Jumlah yang dimusnahkan tidak sama dengan register: {what}. Hitung ulang."
    template_en = "What is destroyed is not what the register says: {what}. Count again."


class WitnessMissing(CardsError):
    code = "KARTU-13"
    id = "Pemusnahan perlu paling sedikit dua saksi dengan nama dan jabatan."
    en = "A destruction needs at least two witnesses with name and position."


class NobodyThere(CardsError):
    code = "KARTU-14"
    id = "Mutasi stok dilakukan oleh orang, dengan akun kantor ini."
    en = "Stock is moved by people, with an account of this office."


class NotCorrectable(CardsError):
    code = "KARTU-15"
    id = "Mutasi ini sudah dibalik, atau merupakan koreksi. Buat mutasi baru."
    en = "This movement was reversed already, or is a correction. Enter a new movement."


class JobHolds(CardsError):
    code = "KARTU-16"
    id = "Pekerjaan cetak ini sudah memegang blangko di printer lain. Selesaikan yang itu dahulu."
    en = "This print job already holds a blank in another printer. Settle that one first."


class MonthUnfinished(CardsError):
    code = "KARTU-17"
    id = "Laporan bulanan dibuat setelah bulannya berakhir."
    en = "The monthly report is made after the month has ended."
