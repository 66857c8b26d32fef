"""Every way a device fails: a code, one sentence in each language that says what to do next.

>>> SaidByDevice(111).code, SaidByDevice(111).id
('ALAT-111', 'Alat sedang dipakai. Tunggu sampai selesai, lalu ambil lagi.')
>>> SaidByDevice(547).code
'ALAT-547'
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Words(NamedTuple):
    """One sentence in each language."""

    id: str
    en: str


class DeviceError(ValueError):
    """A capture that did not happen; nothing of what the device sent is in it.

    suspect: the answer came, and is not believed: somebody may be playing with it. Such a
    refusal is worth a line in the log of acts; a dry finger or a loose cable is not.
    """

    code = "ALAT"
    id = "Alat tidak dapat dipakai. Coba lagi, atau pakai alat lain."
    en = "The device cannot be used. Try again, or use another device."
    suspect = False

    def __str__(self) -> str:
        return self.en


class NoDevice(DeviceError):
    code = "ALAT-01"
    id = "Tidak ada alat yang ditemukan. Periksa kabel dan layanan alat, lalu cari lagi."
    en = "No device was found. Check the cable and the device's service, then look again."


class NoAnswer(DeviceError):
    code = "ALAT-02"
    id = "Alat tidak menjawab atau sambungannya putus. Cabut dan pasang kabelnya, lalu ambil lagi."
    en = "The device does not answer or hung up. Unplug it, plug it in, then capture again."


class TimedOut(DeviceError):
    code = "ALAT-03"
    id = "Alat terlalu lama menjawab. Ambil lagi; jika berulang, cabut dan pasang kabelnya."
    en = "The device took too long. Capture again; if it repeats, unplug it and plug it in."


class TooMuch(DeviceError):
    code = "ALAT-04"
    id = "Jawaban alat terlalu besar dan ditolak. Ambil lagi; jika berulang, pakai alat lain."
    en = "The device's answer is too large and was refused. Capture again, or use another one."
    suspect = True


class Unreadable(DeviceError):
    code = "ALAT-05"
    id = "Jawaban alat tidak dapat dibaca. Ambil lagi; jika berulang, perbarui layanan alat."
    en = "The device's answer cannot be read. Capture again; if it repeats, update its service."


class Cancelled(DeviceError):
    code = "ALAT-06"
    id = "Pengambilan dibatalkan. Ambil lagi kapan saja."
    en = "The capture was cancelled. Capture again at any time."


class StreamStopped(DeviceError):
    code = "ALAT-07"
    id = "Gambar langsung terhenti. Pengambilan tetap bisa; buka lagi gambar langsungnya."
    en = "The live picture has stopped. Capturing still works; open the live picture again."


class WrongRequest(DeviceError):
    code = "ALAT-08"
    id = "Alat ini tidak dapat mengambil yang diminta. Pilih alat lain atau ambil satu per satu."
    en = "This device cannot take what is asked. Choose another one, or capture one by one."


class BadSignature(DeviceError):
    code = "ALAT-20"
    id = "Tanda tangan digital alat salah; hasilnya ditolak. Ambil lagi; jika berulang, lapor ADB."
    en = "The device's signature is wrong; refused. Capture again; if it repeats, tell the ADB."
    suspect = True


class UntrustedCertificate(DeviceError):
    code = "ALAT-21"
    id = "Sertifikat alat tidak dikenal kantor ini. Pakai alat terdaftar, atau lapor ADB."
    en = "The device's certificate is not known here. Use a registered device, or ask the ADB."
    suspect = True


class ExpiredCertificate(DeviceError):
    code = "ALAT-22"
    id = "Sertifikat alat tidak berlaku hari ini. Periksa tanggal komputer; lalu perbarui alat."
    en = (
        "The device's certificate is not valid today. Check this computer's date; renew the device."
    )
    suspect = True


class OtherDevice(DeviceError):
    code = "ALAT-23"
    id = "Yang menjawab bukan alat yang dipilih. Cari alat lagi, lalu ambil ulang."
    en = "Another device answered than the one chosen. Look for devices again, then capture."
    suspect = True


class OtherTransaction(DeviceError):
    code = "ALAT-24"
    id = "Alat menjawab permintaan lain; hasilnya ditolak. Ambil lagi."
    en = "The device answered another request; refused. Capture again."
    suspect = True


class WrongPart(DeviceError):
    code = "ALAT-25"
    id = "Yang diambil bukan jari atau mata yang diminta. Letakkan yang diminta, lalu ambil lagi."
    en = "Not the finger or eye that was asked. Put the right one down, then capture again."


class SamePart(DeviceError):
    code = "ALAT-26"
    id = "Satu jari atau mata datang dua kali. Ambil lagi semuanya."
    en = "One finger or eye came twice. Capture all of them again."


class TooFew(DeviceError):
    code = "ALAT-27"
    id = "Tidak semua jari atau mata terambil. Letakkan semuanya, atau catat yang memang tidak ada."
    en = "Not every finger or eye was captured. Put all down, or note which the person lacks."


class TooMany(DeviceError):
    code = "ALAT-28"
    id = "Alat mengirim lebih banyak dari yang diminta; hasilnya ditolak. Ambil lagi."
    en = "The device sent more than was asked; refused. Capture again."


class BrokenChain(DeviceError):
    code = "ALAT-29"
    id = "Urutan pengambilan tidak bersambung; hasilnya ditolak. Ambil lagi."
    en = "This capture does not follow the one before; refused. Capture again."
    suspect = True


class WrongVersion(DeviceError):
    code = "ALAT-30"
    id = "Layanan alat memakai versi lain (perlu SBI 0.9.5). Minta ADB memasang versi yang benar."
    en = "The device's service speaks another version (SBI 0.9.5 is needed). Ask the ADB."


class WrongPurpose(DeviceError):
    code = "ALAT-31"
    id = "Alat ini bukan untuk perekaman. Pakai alat perekaman."
    en = "This device is not for enrolment. Use an enrolment device."


class WrongEnvironment(DeviceError):
    code = "ALAT-32"
    id = "Alat ini untuk uji coba, bukan untuk kantor ini. Pakai alat kantor."
    en = "This device is for trials, not for this office. Use a device of the office."
    suspect = True


class WrongTime(DeviceError):
    code = "ALAT-33"
    id = "Jam alat dan komputer berbeda jauh. Betulkan jam keduanya, lalu ambil lagi."
    en = "The clocks of device and computer differ. Set both right, then capture again."
    suspect = True


class ImplausibleScore(DeviceError):
    code = "ALAT-34"
    id = "Nilai mutu dari alat tidak masuk akal; hasilnya ditolak. Ambil lagi."
    en = "The device's quality score makes no sense; refused. Capture again."


class BadRecord(DeviceError):
    code = "ALAT-35"
    id = "Gambar dari alat rusak atau bukan menurut standar. Ambil lagi."
    en = "The device's image is damaged or breaks its standard. Capture again."


class SameImage(DeviceError):
    code = "ALAT-36"
    id = "Gambar yang sama datang untuk dua jari atau mata. Ambil lagi semuanya."
    en = "The same image came for two fingers or eyes. Capture all of them again."
    suspect = True


class NotCertified(DeviceError):
    code = "ALAT-37"
    id = "Tingkat sertifikasi alat ini tidak cukup untuk kantor ini. Pakai alat lain."
    en = "This device's certification is not enough for this office. Use another device."


class PoorImage(DeviceError):
    code = "ALAT-38"
    id = "Gambar alat kurang dari 500 dpi atau dimampatkan dengan rugi. Betulkan setelan alat."
    en = "The image is below 500 dpi or lost detail in compression. Set the device right."


class FileMissing(DeviceError):
    code = "ALAT-40"
    id = (
        "Berkas gambar tidak ada di folder. Simpan berkas dengan nama yang diminta, lalu coba lagi."
    )
    en = "The folder lacks an image file. Save it under the name that is asked, then try again."


class PictureTooSmall(DeviceError):
    code = "ALAT-41"
    id = "Foto dari kamera terlalu kecil. Pilih kamera atau resolusi yang lebih besar."
    en = "The camera's picture is too small. Choose a larger camera or resolution."


class VendorUnknown(DeviceError):
    code = "ALAT-42"
    id = "Folder pembuat alat ini tidak lengkap atau tidak ada. Periksa tiga berkasnya."
    en = "This vendor's folder is missing or incomplete. Check its three files."


class PortsTaken(DeviceError):
    code = "ALAT-43"
    id = "Pintu simulator sudah dipakai program lain. Hentikan program itu atau pilih --port lain."
    en = "Another program uses the simulator's port. Stop it, or choose another --port."


SAID: Final[Mapping[int, Words]] = MappingProxyType(
    {
        100: Words(
            "Alat belum terdaftar. Minta ADB mendaftarkannya; pakai alat lain dulu.",
            "The device is not registered. Ask the ADB; use another device meanwhile.",
        ),
        101: Words(
            "Tidak ada jari, mata atau wajah yang terlihat. Letakkan lagi, lalu ambil.",
            "No finger, eye or face was seen. Put it in place, then capture.",
        ),
        102: Words(
            "Gambar terlalu buruk untuk dibaca. Bersihkan jari dan kaca, lalu ambil lagi.",
            "The image is too poor to read. Clean finger and glass, then capture again.",
        ),
        103: Words(
            "Alat melaporkan bahwa ia dibuka atau dirusak. Berhenti memakainya dan lapor ADB.",
            "The device reports that it was tampered with. Stop using it and tell the ADB.",
        ),
        104: Words(
            "Alat tidak dapat menghubungi server pembuatnya. Periksa jaringan, lalu ambil lagi.",
            "The device cannot reach its maker's server. Check the network, then capture again.",
        ),
        105: Words(
            "Letaknya miring. Luruskan jari atau kepala, lalu ambil lagi.",
            "It lies askew. Straighten the fingers or the head, then capture again.",
        ),
        106: Words(
            "Alat tidak tersambung. Periksa kabelnya, lalu cari alat lagi.",
            "The device is not connected. Check its cable, then look for devices again.",
        ),
        107: Words(
            "Kunci alat kedaluwarsa. Sambungkan ke jaringan agar diperbarui, atau pakai alat lain.",
            "The device's key has expired. Connect it to renew the key, or use another device.",
        ),
        108: Words(
            "Alat tidak punya kunci untuk tujuan ini. Minta ADB menyetel ulang alat.",
            "The device lacks the key for this purpose. Ask the ADB to set it up again.",
        ),
        109: Words(
            "Alat tidak dapat mengambil sebanyak itu sekaligus. Ambil satu per satu.",
            "The device cannot take that many at once. Capture one by one.",
        ),
        110: Words(
            "Alat belum siap. Tunggu sebentar, lalu ambil lagi.",
            "The device is not ready. Wait a moment, then capture again.",
        ),
        111: Words(
            "Alat sedang dipakai. Tunggu sampai selesai, lalu ambil lagi.",
            "The device is busy. Wait until it has finished, then capture again.",
        ),
        112: Words(
            "Alat menolak nomor permintaan. Ambil lagi dengan permintaan baru.",
            "The device refused the request's number. Capture again with a new request.",
        ),
    }
)
"""What SBI 0.9.5 names, in our words: the device's own text is shown to nobody."""
OF_THE_VENDOR: Final = Words(
    "Alat melaporkan kesalahan buatannya sendiri. Ambil lagi; jika berulang, hubungi pembuatnya.",
    "The device reports an error of its maker's. Capture again; if it repeats, call the maker.",
)
UNNAMED: Final = Words(
    "Alat melaporkan kesalahan yang tidak dikenal. Ambil lagi, atau pakai alat lain.",
    "The device reports an unknown error. Capture again, or use another device.",
)
TAMPER: Final = 103


class SaidByDevice(DeviceError):
    """An error the device itself names: 100 … 112, or one of its maker's (500 …).

    words: the maker's sentences by number, where its folder has them.
    """

    def __init__(self, number: int, words: Mapping[int, Words] = MappingProxyType({})) -> None:
        super().__init__(number)
        self.number = number
        self.code = f"ALAT-{number}"
        default = OF_THE_VENDOR if 500 <= number < 600 else UNNAMED
        self.id, self.en = SAID.get(number) or words.get(number) or default
        self.suspect = number == TAMPER
