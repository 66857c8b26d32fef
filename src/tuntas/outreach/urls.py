from __future__ import annotations

from django.urls import path

from tuntas.outreach import views

app_name = "outreach"
urlpatterns = [
    path("orang/<str:ref>/usul-keluar/", views.propose, name="propose"),
    path("orang/<str:ref>/tarik-usul/", views.take_back, name="take_back"),
    path("usulan/", views.proposals, name="proposals"),
    path("usulan/<int:proposal_id>/", views.decide, name="decide"),
]
