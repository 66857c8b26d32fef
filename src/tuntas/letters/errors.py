"""What letters refuse."""

from __future__ import annotations


class LettersError(Exception):
    code = "SURAT"
    id = "Permintaan ini ditolak."
    en = "This request is refused."

    def __str__(self) -> str:
        return self.id


class PatternUnusable(LettersError):
    code = "SURAT-01"
    id = "Pola nomor harus memuat {nomor} dan {tahun}, dan hanya bagian yang dikenal."
    en = "A number pattern must hold {nomor} and {tahun}, and only places that are known."


class Incomplete(LettersError):
    """*fields*: names of what is missing or cannot be read."""

    code = "SURAT-02"
    id = "Isi surat belum lengkap. Lengkapi bagian yang ditandai."
    en = "The letter is not complete. Fill in the parts that are marked."

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__()
        self.fields = fields


class UnknownKind(LettersError):
    code = "SURAT-03"
    id = "Jenis surat ini tidak dikenal."
    en = "This kind of letter is not known."


class NotFound(LettersError):
    code = "SURAT-04"
    id = "Surat ini tidak ada, atau keadaannya sudah berubah. Muat ulang halaman."
    en = "This letter does not exist or has changed meanwhile. Load the page again."


class MayNotSign(LettersError):
    code = "SURAT-05"
    id = "Pada tanggal ini surat ini bukan wewenang Anda. Lihat siapa yang berwenang."
    en = "On this day this letter is not yours to sign. See who may."


class EarlierFirst(LettersError):
    code = "SURAT-06"
    id = "Ada surat yang menunggu lebih dahulu. Tanda tangani menurut urutan, atau dahulukan."
    en = "An earlier letter is waiting. Sign in order, or have this one moved ahead."


class ReasonMissing(LettersError):
    code = "SURAT-07"
    id = "Tulis alasannya."
    en = "Give the reason."


class ScanUnusable(LettersError):
    code = "SURAT-08"
    id = "Pindaian harus berkas PDF, JPEG atau PNG, paling besar 10 MB."
    en = "The scan must be a PDF, JPEG or PNG file of at most 10 MB."


class SigningFailed(LettersError):
    code = "SURAT-09"
    id = "Penyedia tanda tangan elektronik menolak atau tidak menjawab. Surat tetap di antrean."
    en = "The provider of electronic signatures refused or did not answer. The letter still waits."


class NoProvider(LettersError):
    code = "SURAT-10"
    id = "Penyedia tanda tangan elektronik belum dipasang. Unggah berkas yang sudah ditandatangani."
    en = "No provider of electronic signatures is set up. Upload the signed file."


class Unprintable(LettersError):
    code = "SURAT-11"
    id = "Surat ini tidak dapat dicetak. Periksa isinya, lalu coba lagi."
    en = "This letter cannot be printed. Check what it says, then try again."


class LetterheadMissing(LettersError):
    code = "SURAT-12"
    id = "Kop surat atau pola nomor untuk tanggal ini belum diatur. Atur dulu di halaman Kop surat."
    en = "No letterhead or number pattern is set for this day. Set it first, under Letters."
