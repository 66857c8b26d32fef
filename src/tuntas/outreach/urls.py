from __future__ import annotations

from django.urls import path

from tuntas.outreach.views import aside, card, links, tasks

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
    # Short, because people type them from paper; the token is the only key.
    path("d/<str:token>/", links.page, name="link"),
    path("d/<str:token>/desa/<str:code>/", links.page, name="link_village"),
    path("d/<str:token>/o/<str:alias>/", links.person, name="link_person"),
    path("d/<str:token>/jawab/", links.answer, name="link_answer"),
    path("d/<str:token>/bawa/", links.bring, name="link_bring"),
    path("d/<str:token>/luring.js", links.worker, name="link_worker"),
]
