"""Acts of this room in words, for whoever reads the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "outreach.propose_aside": _("mengusulkan keluar"),
    "outreach.approve_aside": _("menyetujui usulan keluar"),
    "outreach.decline_aside": _("menolak usulan keluar"),
    "outreach.take_back_aside": _("menarik kembali usulan keluar"),
    "outreach.contact": _("mencatat hasil kontak"),
    "outreach.tell_reason": _("mencatat alasan belum rekam"),
    "outreach.passing": _("mencatat yang datang tanpa undangan"),
    "outreach.plan_case": _("membuat rencana khusus"),
    "outreach.draft_proposal_letter": _("membuat surat usulan ke kementerian"),
    "outreach.tasks": _("membuka papan tugas"),
    "outreach.card": _("membuka kartu penjangkauan"),
    "outreach.aging": _("membuka usulan yang belum dijawab"),
    "outreach.evidence": _("membuka berkas bukti"),
    "outreach.open_slot": _("membuka jadwal"),
    "outreach.change_slot": _("mengubah jadwal"),
    "outreach.cancel_slot": _("membatalkan jadwal dan undangannya"),
    "outreach.close_slot": _("menutup jadwal"),
    "outreach.invite": _("mengundang ke jadwal"),
    "outreach.send_invitations": _("menandai undangan terkirim"),
    "outreach.withdraw_invitation": _("menarik undangan"),
    "outreach.open_campaign": _("membuka kampanye"),
    "outreach.set_campaign_costs": _("mengisi biaya kampanye"),
    "outreach.opt_out": _("mencatat tidak mau dihubungi"),
    "outreach.opt_in": _("mencatat boleh dihubungi lagi"),
    "outreach.make_link": _("membuat tautan"),
    "outreach.recall_link": _("menarik tautan"),
    "outreach.link_list": _("melihat daftar lewat tautan"),
    "outreach.bring_name": _("menanyakan nama dari daftar sendiri"),
    "outreach.day_sheet": _("membuka lembar hari jadwal"),
    "outreach.link_views": _("membuka siapa melihat siapa"),
    "outreach.choose_invited": _("memilih siapa yang diundang"),
    "outreach.print_invitations": _("mencetak undangan"),
    "outreach.take_up_list": _("menjadikan daftar sebagai kelompok"),
    "outreach.end_cohort_list": _("mengakhiri daftar kelompok"),
    "outreach.add_cohort_event": _("menambah hari penting kelompok"),
    "outreach.cohort": _("melihat anggota kelompok"),
}
