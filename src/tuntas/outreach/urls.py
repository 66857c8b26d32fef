from __future__ import annotations

from django.urls import path

from tuntas.outreach.views import aside

app_name = "outreach"
urlpatterns = [
    path("orang/<str:ref>/usul-keluar/", aside.propose, name="propose"),
    path("orang/<str:ref>/tarik-usul/", aside.take_back, name="take_back"),
    path("usulan/", aside.proposals, name="proposals"),
    path("usulan/<int:proposal_id>/", aside.decide, name="decide"),
]
