"""What packets refuse: a code and one sentence in each language; never what was captured."""

from __future__ import annotations


class PacketError(ValueError):
    code = "PAKET"
    id = "Paket ini tidak dapat dipakai."
    en = "This packet cannot be used."

    def __str__(self) -> str:
        return self.en


class Damaged(PacketError):
    code = "PAKET-01"
    id = "Paket atau catatan ini rusak atau diubah. Simpan berkasnya dan laporkan ke ADB."
    en = "This packet or record is damaged or was changed. Keep the file and tell the ADB."


class WrongKey(PacketError):
    code = "PAKET-02"
    id = "Kunci ini bukan untuk data ini. Pakai kunci pusat atau kunci pemulihan yang benar."
    en = "This key is not for this data. Use the right key of the centre or of recovery."


class WrongSecret(PacketError):
    code = "PAKET-03"
    id = (
        "Kata kunci operator salah. Coba lagi, atau minta kustodian membuka dengan kunci pemulihan."
    )
    en = "The operator's secret is wrong. Try again, or have a custodian open with recovery."


class UnknownDevice(PacketError):
    code = "PAKET-04"
    id = "Perangkat ini tidak terdaftar. Daftarkan kunci perangkat lebih dahulu."
    en = "This device is not registered. Register its key first."


class RevokedDevice(PacketError):
    code = "PAKET-05"
    id = (
        "Kunci perangkat ini sudah dicabut sebelum paket disegel. Periksa paket ini dengan saksama."
    )
    en = "This device's key was revoked before the packet was sealed. Look into this packet."


class AlreadySealed(PacketError):
    code = "PAKET-06"
    id = "Sesi ini sudah disegel; isinya tidak dapat ditambah."
    en = "This session is sealed; nothing can be added to it."


class NoSpace(PacketError):
    code = "PAKET-07"
    id = "Penyimpanan penuh atau tidak dapat ditulisi. Yang terakhir belum diterima."
    en = "Storage is full or cannot be written. The last one is not accepted."


class Destroyed(PacketError):
    code = "PAKET-08"
    id = "Kunci paket ini sudah dimusnahkan; isinya tidak dapat dibuka lagi."
    en = "This packet's key has been destroyed; it cannot be opened any more."


class NotMosip(PacketError):
    code = "PAKET-09"
    id = "Berkas ini bukan paket MOSIP yang utuh, atau isinya diubah. Minta dikirim ulang."
    en = "This file is no whole MOSIP packet, or it was changed. Have it sent again."


class OtherMachine(PacketError):
    code = "PAKET-10"
    id = "Paket ini tidak ditandatangani mesin yang disebut. Periksa kunci publik mesinnya."
    en = "This packet was not signed by the machine named. Check that machine's public key."


class BadKeyFile(PacketError):
    code = "PAKET-11"
    id = "Berkas kunci atau sertifikat tidak dapat dipakai. Perlu RSA 2048 bit atau lebih, PEM."
    en = "The key or certificate file cannot be used. It must be RSA of 2048 bits or more, PEM."
