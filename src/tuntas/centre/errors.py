"""What the centre refuses."""

from __future__ import annotations


class CentreError(Exception):
    code = "PUSAT"
    id = "Permintaan ini ditolak."
    en = "This request is refused."

    def __str__(self) -> str:
        return self.id


class NotYours(CentreError):
    code = "PUSAT-01"
    id = "Anda sudah memberi keputusan, atau ikut merekam orang ini. Orang lain yang memutuskan."
    en = "You have decided already, or took part in this recording. Somebody else decides."


class ReasonMissing(CentreError):
    code = "PUSAT-02"
    id = "Tulis alasan keputusan Anda, paling sedikit sepuluh huruf."
    en = "Give the reason for your decision in at least ten letters."


class ChooseOne(CentreError):
    code = "PUSAT-03"
    id = "Pilih keputusan; bila orangnya sama, pilih juga dengan siapa."
    en = "Choose a decision; when it is the same person, choose who as well."


class NotOpen(CentreError):
    code = "PUSAT-04"
    id = "Kasus ini sudah diputuskan atau berubah. Muat ulang halaman."
    en = "This case is decided or has changed meanwhile. Load the page again."


class KeysExist(CentreError):
    code = "PUSAT-05"
    id = "Kunci pusat sudah ada. Untuk menggantinya, jalankan `tuntas keys rotate`."
    en = "The centre's keys exist. To replace them, run `tuntas keys rotate`."


class NoKeys(CentreError):
    code = "PUSAT-06"
    id = "Kunci pusat belum ada. Jalankan `tuntas keys init`."
    en = "The centre has no keys yet. Run `tuntas keys init`."


class Locked(CentreError):
    code = "PUSAT-07"
    id = (
        "Kunci pusat terkunci. Setel TUNTAS_CENTRE_SECRET dengan rahasia pemegang kunci, "
        "lalu jalankan kembali."
    )
    en = "The centre's key is locked. Set TUNTAS_CENTRE_SECRET to the custodian's secret and retry."


class ImageGone(CentreError):
    code = "PUSAT-08"
    id = "Gambar ini sudah dimusnahkan atau tidak pernah diambil."
    en = "This image was destroyed or never taken."


class SecretTooShort(CentreError):
    code = "PUSAT-09"
    id = "Rahasia pemegang kunci paling sedikit 16 huruf."
    en = "A custodian's secret has at least 16 letters."


class NotHeld(CentreError):
    code = "PUSAT-10"
    id = "Paket ini tidak sedang ditahan. Muat ulang halaman."
    en = "This packet is not held. Load the page again."


class UnknownEnd(CentreError):
    code = "PUSAT-11"
    id = "Ujung pusat ini tidak dikenal. Pilih embedded, siak atau abis."
    en = "This end of the centre is not known. Choose embedded, siak or abis."


class NotDecided(CentreError):
    code = "PUSAT-12"
    id = "Hanya kasus yang sudah selesai dapat dibuka kembali, selama gambarnya masih ada."
    en = "Only a finished case can be opened again, and while its images exist."


class NotPoor(CentreError):
    code = "PUSAT-13"
    id = "Rekaman ini tidak menunggu direkam lagi. Muat ulang halaman."
    en = "This recording does not wait to be made again. Load the page again."


class WhoIsIt(CentreError):
    code = "PUSAT-14"
    id = "Paket ini tidak menyebut orang di register ini. Sebutkan orangnya dengan --person."
    en = "This packet names nobody of this register. Say who it is with --person."


class NothingKept(CentreError):
    code = "PUSAT-15"
    id = "Pusat ini tidak menyimpan jari itu untuk orang ini. Coba jari lain, atau bukti lain."
    en = "The centre keeps no such finger of this person. Try another, or another proof."


class BadBroker(CentreError):
    code = "PUSAT-16"
    id = "Alamat broker tidak dapat dipakai. Tulis stomp://host:61613 atau stomp+ssl://host:61614."
    en = "The broker's address cannot be used. Write stomp://host:61613 or stomp+ssl://host:61614."
