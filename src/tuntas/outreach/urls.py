from __future__ import annotations

from django.urls import path

from tuntas.outreach.views import (
    aside,
    campaigns,
    card,
    cohorts,
    invitations,
    links,
    links_desk,
    slots,
    tasks,
)

app_name = "outreach"
urlpatterns = [
    path("orang/<str:ref>/usul-keluar/", aside.propose, name="propose"),
    path("orang/<str:ref>/tarik-usul/", aside.take_back, name="take_back"),
    path("usulan/", aside.proposals, name="proposals"),
    path("usulan/surat/", aside.write_letter, name="write_letter"),
    path("usulan/<int:proposal_id>/", aside.decide, name="decide"),
    path("tugas/", tasks.board, name="tasks"),
    path("orang/<str:ref>/jangkau/", card.card, name="card"),
    path("orang/<str:ref>/jangkau/<str:digest>/", card.evidence, name="evidence"),
    path("jadwal/", slots.calendar, name="slots"),
    path("jadwal/baru/", slots.new, name="new_slot"),
    path("jadwal/<str:ref>/", slots.sheet, name="slot"),
    path("jadwal/<str:ref>/ubah/", slots.change, name="change_slot"),
    path("jadwal/<str:ref>/hasil/", slots.enter, name="enter_outcomes"),
    path("jadwal/<str:ref>/lewat/", slots.passing, name="passing"),
    path("jadwal/<str:ref>/akhir/", slots.end, name="end_slot"),
    path("jadwal/<str:ref>/undang/", invitations.choose, name="choose"),
    path("jadwal/<str:ref>/pesan/", invitations.messages_of, name="slot_messages"),
    path("jadwal/<str:ref>/terkirim/", invitations.sent, name="mark_sent"),
    path("jadwal/<str:ref>/tarik/", invitations.withdraw, name="withdraw"),
    path("jadwal/<str:ref>/undangan.pdf", invitations.paper, name="slips"),
    path("jadwal/<str:ref>/surat/", invitations.letter, name="slot_letter"),
    path("undangan/<str:code>/", invitations.scanned, name="scanned"),
    path("kelompok/", cohorts.overview, name="cohorts"),
    path("kelompok/hari/", cohorts.new_event, name="new_cohort_event"),
    path("kelompok/akhiri/<str:ref>/", cohorts.end_list, name="end_cohort_list"),
    path("kelompok/<str:code>/", cohorts.group, name="cohort"),
    path("kampanye/", campaigns.overview, name="campaigns"),
    path("kampanye/<str:ref>/biaya/", campaigns.costs, name="campaign_costs"),
    path("tautan/", links_desk.desk, name="links"),
    path("tautan/baru/", links_desk.new, name="new_link"),
    path("tautan/<str:ref>/", links_desk.show, name="link_shown"),
    path("tautan/<str:ref>/tarik/", links_desk.recall, name="recall_link"),
    # Short, because people type them from paper; the token is the only key.
    path("d/<str:token>/", links.page, name="link"),
    path("d/<str:token>/desa/<str:code>/", links.page, name="link_village"),
    path("d/<str:token>/o/<str:alias>/", links.person, name="link_person"),
    path("d/<str:token>/jawab/", links.answer, name="link_answer"),
    path("d/<str:token>/bawa/", links.bring, name="link_bring"),
    path("d/<str:token>/luring.js", links.worker, name="link_worker"),
]
