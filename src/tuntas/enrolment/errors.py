"""What the recording desk refuses."""

from __future__ import annotations

from tuntas.enrolment.lifecycle import Hindrance


class Refused(Exception):
    """The lifecycle forbids this recording; carries the hindrance's code and sentences."""

    def __init__(self, hindrance: Hindrance) -> None:
        super().__init__(hindrance.code)
        self.code = hindrance.code
        self.id = hindrance.id
        self.en = hindrance.en


class NonceReused(Exception):
    """The same nonce came with another content."""

    code = "REKAM-10"
    id = (
        "Nomor kiriman ini sudah dipakai untuk isi yang lain. "
        "Muat ulang halaman, lalu ulangi perekamannya."
    )
    en = "This request number was already used for another content. Reload the page and repeat."


class NothingToVoid(Exception):
    """There is no recording made here that could be taken back."""

    code = "REKAM-11"
    id = "Tidak ada perekaman dari kantor ini yang dapat dibatalkan untuk orang ini."
    en = "There is no recording of this office to take back for this person."


class CaptureError(Exception):
    """What a capture session refuses."""

    code = "PEREKAMAN"
    id = "Permintaan ini ditolak."
    en = "This request is refused."

    def __str__(self) -> str:
        return self.id


class NotLocal(CaptureError):
    code = "REKAM-20"
    id = "Hari ini kantor merekam di klien nasional; di sini cukup ditandai."
    en = "Today the office records in the national client; here it is only marked."


class NoReaders(CaptureError):
    code = "REKAM-21"
    id = "Kunci pusat atau pemulihan belum dipasang. Minta pengelola menjalankan `tuntas keys`."
    en = "The keys of centre and recovery are not set up. Ask the administrator for `tuntas keys`."


class OtherSession(CaptureError):
    code = "REKAM-22"
    id = "Orang ini sedang direkam di sesi lain. Lanjutkan sesi itu, atau batalkan dulu."
    en = "This person is being recorded in another session. Go on there, or abandon it first."


class NotOpen(CaptureError):
    code = "REKAM-23"
    id = "Sesi ini tidak ada atau sudah selesai."
    en = "This session does not exist or is finished."


class PartUnknown(CaptureError):
    code = "REKAM-24"
    id = "Bagian ini tidak dikenal."
    en = "This part is not known."


class QualityTooLow(CaptureError):
    """*advice*: what the operator says to the person."""

    code = "REKAM-25"

    def __init__(self, advice_id: str, advice_en: str) -> None:
        super().__init__()
        self.id = f"Mutunya belum cukup. {advice_id}"
        self.en = f"The quality is not enough. {advice_en}"


class ReasonNeeded(CaptureError):
    code = "REKAM-26"
    id = "Untuk memakai gambar bermutu rendah tulis alasannya, setelah dicoba beberapa kali."
    en = "To keep an image of low quality give the reason, after some attempts."


class ExceptionRefused(CaptureError):
    code = "REKAM-27"
    id = "Alasan ini tidak berlaku untuk bagian itu, atau buktinya belum dilampirkan."
    en = "This reason does not cover that part, or its evidence is not attached."


class Unfinished(CaptureError):
    code = "REKAM-28"
    id = "Masih ada bagian yang belum diambil, atau biodata belum dipastikan."
    en = "Some parts are not taken yet, or the biodata are not confirmed."


class CosignNeeded(CaptureError):
    code = "REKAM-29"
    id = "Pengecualian perlu persetujuan orang kedua sebelum disegel."
    en = "Exceptions need a second person's approval before sealing."


class SamePersonCosigns(CaptureError):
    code = "REKAM-30"
    id = "Yang menyetujui harus orang lain, bukan operatornya sendiri."
    en = "Whoever approves must be another person, not the operator."


class NonceOfAnother(CaptureError):
    code = "REKAM-31"
    id = "Kiriman ini sudah dipakai untuk bagian lain. Muat ulang halaman."
    en = "This request was already used for another part. Load the page again."


class NothingToScan(CaptureError):
    code = "REKAM-32"
    id = "Semua bagian ini dikecualikan; tidak ada yang perlu diambil. Lanjutkan bagian lain."
    en = "All of these are excepted; nothing is to be taken. Go on with another part."


class FingerTwice(CaptureError):
    """*new* was laid down, and is the finger that stands as *held* (names for each language)."""

    code = "REKAM-33"

    def __init__(self, new: tuple[str, str], held: tuple[str, str]) -> None:
        super().__init__()
        self.id = (
            f"Jari ini sama dengan {held[0]} yang sudah diambil. Letakkan {new[0]}, lalu ambil "
            f"lagi; bila {held[0]} yang salah, ambil ulang jari itu dulu."
        )
        self.en = (
            f"This is the same finger as the {held[1]} taken before. Put the {new[1]} down and "
            f"capture again; if the {held[1]} is wrong, capture that one again first."
        )


class HandsSwapped(CaptureError):
    """The fingers of one hand came twice, once as the other hand."""

    code = "REKAM-34"
    id = (
        "Tangan ini sudah diambil sebagai tangan yang lain: kiri dan kanan tertukar. "
        "Ambil ulang tangan yang salah itu dulu, lalu tangan ini."
    )
    en = (
        "This hand was taken before as the other one: left and right are swapped. "
        "Capture the wrong one again first, then this hand."
    )


class EyeTwice(CaptureError):
    code = "REKAM-37"
    id = (
        "Mata ini sama dengan mata yang lain yang sudah diambil: kiri dan kanan tertukar, atau "
        "satu mata diambil dua kali. Ambil ulang mata yang salah itu dulu."
    )
    en = (
        "This eye is the same as the other one taken before: left and right are swapped, or one "
        "eye was taken twice. Capture the wrong one again first."
    )


class NothingToKeep(CaptureError):
    code = "REKAM-35"
    id = "Gambar bermutu rendah baru boleh dipakai setelah dicoba beberapa kali. Ambil lagi."
    en = "An image of low quality may be used only after some attempts. Capture it again."


class FromTomorrow(CaptureError):
    code = "REKAM-36"
    id = "Tanggal cuplikan belum tiba. Isi tanggal saat statusnya diambil dari SIAK."
    en = "The snapshot's day has not come yet. Give the day on which it was taken from SIAK."
