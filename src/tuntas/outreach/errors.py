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


class UnknownOutcome(OutreachError):
    code = "JANGKAU-06"
    id = "Hasil atau cara kontak ini tidak ada dalam daftar. Pilih dari daftar hasil."
    en = "This outcome or channel is not on the list. Choose one of the list of outcomes."


class NonceReused(OutreachError):
    code = "JANGKAU-07"
    id = "Hasil ini sudah pernah dikirim dengan isi lain. Muat ulang halaman, lalu isi lagi."
    en = "This was sent before with other content. Reload the page and enter it again."


class ContactInTheFuture(OutreachError):
    code = "JANGKAU-08"
    id = "Hari kontak belum tiba. Tulis hari orangnya benar-benar ditemui atau dicari."
    en = "That day has not come. Enter the day on which somebody really went or called."


class PromiseNeedsADay(OutreachError):
    code = "JANGKAU-09"
    id = "Untuk hasil akan datang tulis harinya, tidak sebelum hari kontak; untuk hasil lain tidak."
    en = "For will come give the day, not before the contact; for any other outcome none."


class EvidenceGone(OutreachError):
    code = "JANGKAU-10"
    id = "Berkas buktinya tidak ditemukan. Unggah lagi berkas PDF, JPEG, atau PNG."
    en = "The file of evidence is not here. Upload the PDF, JPEG or PNG again."


class NoteHoldsANumber(OutreachError):
    code = "JANGKAU-11"
    id = "Catatan tidak boleh memuat NIK atau nomor KK. Hapus nomornya, lalu simpan lagi."
    en = "A note must hold no NIK or KK number. Take it out and save again."


class PersonUnknown(OutreachError):
    code = "JANGKAU-12"
    id = "Orang ini tidak ada dalam daftar kantor. Cari namanya lagi."
    en = "The office knows nobody like this. Search for the name again."


class UnknownReason(OutreachError):
    code = "JANGKAU-13"
    id = "Alasan ini tidak ada dalam daftar yang berlaku. Pilih dari daftar alasan."
    en = "This reason is not on the list in force. Choose one of the list."


class NotForAside(OutreachError):
    code = "JANGKAU-14"
    id = "Dengan alasan ini orangnya tetap harus direkam, tidak diusulkan keluar."
    en = "With this reason the person is still to be recorded, not proposed to leave."


class DocumentMissing(EvidenceMissing):
    code = "JANGKAU-15"
    id = "Alasan ini memerlukan surat: tulis nomor dan tanggalnya."
    en = "This reason needs a document: give its number and date."


class FileMissing(EvidenceMissing):
    code = "JANGKAU-16"
    id = "Alasan ini memerlukan pindaian suratnya. Unggah berkas PDF, JPEG, atau PNG."
    en = "This reason needs a scan of the document. Upload a PDF, JPEG or PNG."


class VisitsMissing(EvidenceMissing):
    """*needed*: how many visits without meeting the person the reason asks for."""

    code = "JANGKAU-17"
    id = "Alasan ini memerlukan dua kunjungan yang tercatat. Catat dulu hasil kunjungannya."
    en = "This reason needs two visits on record. Enter what came of them first."


class TooEarly(OutreachError):
    code = "JANGKAU-18"
    id = "Masa tenggang wajib baru belum lewat. Undang dulu orangnya untuk direkam."
    en = "The time of grace of the newly obliged is not over. Invite the person first."


class NotOnTheList(OutreachError):
    code = "JANGKAU-19"
    id = "Orang ini tidak sedang wajib dan belum rekam, jadi tidak dapat diusulkan keluar."
    en = "This person is not obliged and unrecorded now, and cannot be proposed to leave."


class NothingToWrite(OutreachError):
    code = "JANGKAU-31"
    id = "Tidak ada usulan yang disetujui dan belum bersurat."
    en = "No approved proposal is without a letter."


class PlanImpossible(OutreachError):
    code = "JANGKAU-32"
    id = "Rencana khusus memerlukan penanggung jawab dan hari kunjungan yang belum lewat."
    en = "A plan of its own needs somebody responsible and a day of visit that is not past."


class IsListed(OutreachError):
    code = "JANGKAU-33"
    id = "Orang ini ada dalam daftar undangan jadwal ini. Isi hasilnya di daftar itu."
    en = "This person is on the list of this slot. Enter the outcome there."


# --- groups -----------------------------------------------------------------------------------


class CohortNotFromList(OutreachError):
    code = "JANGKAU-51"
    id = "Kelompok ini tidak dibuat dari daftar. Pilih kelompok lain."
    en = "This group is not made from a list. Choose another one."


class CohortTaken(OutreachError):
    code = "JANGKAU-52"
    id = "Daftar ini sudah menjadi kelompok itu. Akhiri dulu yang lama bila perlu diperbarui."
    en = "This list is that group already. End the old one first if it must be renewed."


class CohortGone(OutreachError):
    code = "JANGKAU-53"
    id = "Daftar kelompok ini tidak ada atau sudah berakhir."
    en = "This group's list does not exist or has ended."


class EventInPast(OutreachError):
    code = "JANGKAU-54"
    id = "Hari itu sudah lewat. Pilih hari yang akan datang."
    en = "That day is over. Choose a day to come."


class HealthStaysHidden(OutreachError):
    code = "JANGKAU-55"
    id = "Daftar kesehatan atau sosial hanya dapat menjadi “Perlu didatangi ke rumah”."
    en = "A health or social list can only become “Needs a home visit”."
