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
    id = "Mutasi ini sudah dibalik, merupakan koreksi, atau terjadi di printer. Buat mutasi baru."
    en = "This was reversed already, is a correction, or a printer did it. Enter a new movement."


class JobHolds(CardsError):
    code = "KARTU-16"
    id = "Pekerjaan cetak ini sudah memegang blangko di printer lain. Selesaikan yang itu dahulu."
    en = "This print job already holds a blank in another printer. Settle that one first."


class MonthUnfinished(CardsError):
    code = "KARTU-17"
    id = "Laporan bulanan dibuat setelah bulannya berakhir."
    en = "The monthly report is made after the month has ended."


# --- printing and handing over ------------------------------------------------------------


class LayoutBroken(CardsError):
    code = "KARTU-30"
    id = "Tata letak kartu tidak dapat dirangkai. Pasang ulang templat yang diotorisasi."
    en = "The card's layout cannot be made. Install the authorised template again."


class NobodyWaits(CardsError):
    code = "KARTU-31"
    id = "Tidak ada yang siap cetak pada antrean ini."
    en = "Nobody in this queue is ready to be printed."


class NotPrintable(CardsError):
    code = "KARTU-32"
    id = "Orang ini tidak sedang siap cetak. Lihat sebabnya pada antrean."
    en = "This person is not ready to be printed. The queue says why."


class CardOnItsWay(CardsError):
    code = "KARTU-33"
    id = "Untuk orang ini sudah ada kartu dalam pekerjaan. Selesaikan yang itu lebih dahulu."
    en = "A card for this person is in work already. Settle that one first."


class CardGone(CardsError):
    code = "KARTU-34"
    id = "Keadaan kartu ini sudah berubah. Muat ulang halaman."
    en = "This card is no longer in that state. Load the page again."


class PrinterUnknown(CardsError):
    code = "KARTU-35"
    id = "Printer ini tidak ada atau sedang diistirahatkan. Pilih printer lain."
    en = "There is no such printer, or it is resting. Choose another."


class PrinterNamed(CardsError):
    code = "KARTU-36"
    id = "Isi kode printer dengan huruf kecil, angka dan tanda hubung, dan belum dipakai."
    en = "Give the printer a code of small letters, digits and hyphens, not used before."


class DocumentsMissing(_Telling):
    code = "KARTU-37"
    template_id = "Dokumen belum lengkap: {what}."
    template_en = "Documents are missing: {what}."


class RequestOpen(CardsError):
    code = "KARTU-38"
    id = "Orang ini sudah mempunyai permohonan yang belum selesai."
    en = "This person already has a request that is not finished."


class RequestUnfit(CardsError):
    code = "KARTU-39"
    id = "Permohonan ini hanya untuk orang yang perekamannya tunggal dan pernah punya KTP-el."
    en = "This request is for people whose recording is unique and who have had a card."


class ProofFailed(CardsError):
    code = "KARTU-40"
    id = "Sidik jari tidak cocok. Coba jari lain, atau pakai bukti foto dan catat alasannya."
    en = "The finger does not match. Try another finger, or prove by photo and say why."


class ProofMissing(CardsError):
    code = "KARTU-41"
    id = "Pilih bukti: jari, foto, atau wali dengan dokumen dan hubungannya."
    en = "Choose the proof: finger, photo, or guardian with document and relation."


class NothingToVerify(CardsError):
    code = "KARTU-42"
    id = "Pusat ini tidak menyimpan jari orang ini. Pakai bukti foto atau wali."
    en = "This centre holds no such finger of the person. Prove by photo or guardian."


class ScanUnknown(CardsError):
    code = "KARTU-43"
    id = "Kode ini tidak dikenal. Pindai tanda terima perekaman atau nomor seri kartu."
    en = "This code is not known. Scan the receipt of the recording or the card's serial."


class OldCardKept(CardsError):
    code = "KARTU-44"
    id = "Kartu lama belum ditarik. Ambil kartu lama, lalu centang."
    en = "The old card was not taken back. Take it, then tick the box."


class ShortageOpen(CardsError):
    code = "KARTU-45"
    id = "Sudah ada pernyataan kekurangan blangko yang berlaku atau menunggu."
    en = "A shortage is declared already, or waits for a second person."


class NoShortage(CardsError):
    code = "KARTU-46"
    id = "Tidak ada pernyataan kekurangan yang menunggu atau berlaku."
    en = "There is no declaration of a shortage that waits or holds."


class StockThere(CardsError):
    code = "KARTU-47"
    id = "Blangko masih ada: menurut aturan yang berlaku suket tidak boleh terbit. Cetak kartunya."
    en = "Blanks are there: by the rule in force no suket may be issued. Print the card."


class SubstituteUnfit(CardsError):
    code = "KARTU-48"
    id = "Surat ini hanya untuk orang yang wajib KTP dan perekamannya tunggal."
    en = "This paper is only for people who must hold a card and whose recording is unique."


class TemplateRefused(CardsError):
    code = "KARTU-49"
    id = "Templat tidak dapat dipasang: berkas .typ yang dapat dirangkai dan nomor izinnya perlu."
    en = "The template cannot be installed: a .typ that compiles and its authorisation are needed."


class NationalPrints(CardsError):
    code = "KARTU-50"
    id = "Dalam mode nasional kartu dicetak klien kementerian. Tandai kartunya dengan nomor seri."
    en = "In national mode the ministry's client prints. Mark the card with its serial."
