"""What setting aside refuses."""

from __future__ import annotations


class OutreachError(Exception):
    code = "JANGKAU"
    id = "Permintaan ini ditolak."
    en = "This request is refused."

    def __str__(self) -> str:
        return self.id


class SamePerson(OutreachError):
    code = "JANGKAU-01"
    id = "Usulan harus disetujui orang lain, bukan pengusulnya sendiri."
    en = "A proposal must be approved by another person, not by its proposer."


class NotOpen(OutreachError):
    code = "JANGKAU-02"
    id = "Usulan ini tidak ada atau sudah diputus."
    en = "This proposal does not exist or is already decided."


class AlreadyProposed(OutreachError):
    code = "JANGKAU-03"
    id = "Untuk orang ini sudah ada usulan yang menunggu keputusan."
    en = "A proposal for this person already waits for a decision."


class EvidenceMissing(OutreachError):
    code = "JANGKAU-04"
    id = "Tulis alasan dan bukti (misalnya surat kepala desa dan tanggalnya)."
    en = "Give the reason and the evidence (such as the village head's letter and its date)."


class NotAside(OutreachError):
    code = "JANGKAU-05"
    id = "Orang ini tidak sedang disisihkan."
    en = "This person is not set aside."


class SlotNotFound(OutreachError):
    code = "JANGKAU-20"
    id = "Jadwal ini tidak ada atau sudah ditutup. Buka daftar jadwal."
    en = "There is no such slot, or it is closed. Open the list of slots."


class SlotImpossible(OutreachError):
    code = "JANGKAU-21"
    id = "Periksa tempat, jam dan jumlah kursi; kursi tidak boleh kurang dari yang sudah diundang."
    en = "Check place, hours and places; places cannot be fewer than those already invited."


class OutcomesMissing(OutreachError):
    code = "JANGKAU-22"
    id = "Masih ada undangan tanpa hasil. Isi hasil setiap nama, lalu tutup jadwal."
    en = "Some invitations have no outcome yet. Enter one for every name, then close the slot."


class InvitationNotFound(OutreachError):
    code = "JANGKAU-23"
    id = "Undangan ini tidak ada, sudah dibatalkan, atau jadwalnya sudah ditutup."
    en = "There is no such invitation, it was cancelled, or its slot is closed."


class QuietNow(OutreachError):
    code = "JANGKAU-24"
    id = "Sekarang jam tenang. Kirim setelah pagi, atau pakai surat."
    en = "These are quiet hours. Send it after the morning, or use a letter."


class CampaignImpossible(OutreachError):
    code = "JANGKAU-25"
    id = "Isi nama, hari mulai dan hari selesai kampanye; biaya dalam rupiah bulat."
    en = "Give the campaign's name, first and last day; costs in whole rupiah."


class LinkNotValid(OutreachError):
    code = "JANGKAU-26"
    id = "Tautan ini tidak berlaku. Hubungi kantor Disdukcapil."
    en = "This link is not valid. Ask the civil registry office."


class LinkImpossible(OutreachError):
    code = "JANGKAU-27"
    id = "Periksa pemegang, wilayah, dasar hukum dan masa berlaku tautan."
    en = "Check the holder, the area, the legal basis and the days of the link."


class NotOnTheirList(OutreachError):
    code = "JANGKAU-28"
    id = "Nama ini tidak (lagi) ada di daftar tautan ini. Muat ulang halaman."
    en = "This name is not (or no longer) on the list of this link. Load the page again."


class EnoughForToday(OutreachError):
    code = "JANGKAU-29"
    id = "Batas nama untuk hari ini sudah tercapai. Lanjutkan besok."
    en = "The number of names for one day is reached. Go on tomorrow."


class PhotoUnusable(OutreachError):
    code = "JANGKAU-30"
    id = "Foto ini tidak bisa dibaca atau terlalu besar. Ambil ulang sebagai JPEG atau PNG."
    en = "This photo cannot be read or is too large. Take it again as JPEG or PNG."
