from __future__ import annotations

from django.urls import path

from tuntas.letters import views

app_name = "letters"
urlpatterns = [
    path("surat/", views.desk, name="desk"),
    path("surat/baru/<slug:kind>/", views.new, name="new"),
    path("surat/register/<slug:series>/<int:year>/", views.register, name="register"),
    path("surat/kop/", views.stationery, name="stationery"),
    path("surat/<str:ref>/", views.letter, name="letter"),
    path("surat/<str:ref>/ubah/", views.revise, name="revise"),
    path("surat/<str:ref>/pdf/", views.pdf, name="pdf"),
    path("surat/<str:ref>/bukti/", views.evidence, name="evidence"),
    path("surat/<str:ref>/tindakan/", views.act, name="act"),
    path("periksa-surat/<str:ref>/", views.check, name="check"),
]
