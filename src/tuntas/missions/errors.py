"""What missions refuse."""

from __future__ import annotations


class MissionsError(Exception):
    code = "LAYANAN"
    id = "Permintaan ini ditolak."
    en = "This request is refused."

    def __str__(self) -> str:
        return self.id


class NotFound(MissionsError):
    code = "LAYANAN-01"
    id = "Data ini tidak ada, atau keadaannya sudah berubah. Muat ulang halaman."
    en = "This does not exist or has changed meanwhile. Load the page again."


class ReasonMissing(MissionsError):
    code = "LAYANAN-02"
    id = "Tulis alasannya atau dasarnya."
    en = "Give the reason or the paper it rests on."


class DaysInDisorder(MissionsError):
    code = "LAYANAN-03"
    id = "Tanggal akhir harus sesudah tanggal awal, paling lama 14 hari."
    en = "The last day must follow the first, within 14 days."


class NothingToPlanWith(MissionsError):
    code = "LAYANAN-04"
    id = "Belum ada tim, perangkat atau tempat untuk hari-hari ini. Isi dulu di Sarana."
    en = "No team, kit or place is set up for these days. Enter them first, under Resources."


class AlreadyPlanned(MissionsError):
    code = "LAYANAN-05"
    id = "Tim ini sudah bertugas pada tanggal itu. Batalkan atau ubah tugas yang ada dulu."
    en = "This team already has a mission on that day. Cancel or change that one first."


class NotReady(MissionsError):
    code = "LAYANAN-06"
    id = "Surat tugas dan SPD belum ditandatangani. Lihat siapa yang berwenang hari ini."
    en = "The letter of assignment and the travel order are not signed. See who may sign today."


class WrongDay(MissionsError):
    code = "LAYANAN-07"
    id = "Tugas ini untuk tanggal lain. Buat rencana baru bila tanggalnya bergeser."
    en = "This mission is for another day. Plan anew when the day has moved."


class DoesNotAddUp(MissionsError):
    """*open_names*: listed people without an outcome."""

    code = "LAYANAN-08"
    id = "Laporan belum genap: masih ada nama tanpa hasil. Isi hasil setiap nama, lalu tutup."
    en = "The report does not add up: names are without outcome. Enter each, then close."

    def __init__(self, open_names: int) -> None:
        super().__init__()
        self.open_names = open_names


class ReportMissing(MissionsError):
    code = "LAYANAN-09"
    id = "Laporan malam belum dibuat. Minta tim mengisinya dulu."
    en = "There is no evening report yet. Ask the team for it first."


class PictureUnusable(MissionsError):
    code = "LAYANAN-10"
    id = "Foto harus berkas JPEG atau PNG, paling besar 10 MB."
    en = "A photo must be a JPEG or PNG file of at most 10 MB."


class ValueUnusable(MissionsError):
    code = "LAYANAN-11"
    id = "Nilai ini tidak dapat dipakai. Periksa angka dan tanggalnya."
    en = "This value cannot be used. Check the number and the day."


class PlanNotReady(MissionsError):
    code = "LAYANAN-12"
    id = "Rencana ini belum selesai dihitung atau sudah diganti. Buka rencana terakhir."
    en = "This plan is not computed yet, or was replaced. Open the latest plan."


class OutsideThePlan(MissionsError):
    code = "LAYANAN-13"
    id = "Tim, hari atau desa itu tidak ada dalam rencana ini."
    en = "That team, day or village is not in this plan."


class Contradiction(MissionsError):
    code = "LAYANAN-14"
    id = "Desa itu sudah dilarang untuk tim dan hari yang sama. Cabut larangannya dulu."
    en = "That village is already forbidden for the same team and day. Withdraw that first."


class KitNotTaken(MissionsError):
    code = "LAYANAN-15"
    id = "Perangkat ini tidak dibawa tim pada tugas ini."
    en = "This kit is not among what the team takes on this mission."


class PlanImpossible(MissionsError):
    code = "LAYANAN-16"
    id = "Dengan permintaan ini tidak ada rencana yang mungkin. Cabut salah satu, lalu coba lagi."
    en = "No plan fits these wishes. Withdraw one of them and try again."
