from __future__ import annotations

from django.urls import path

from tuntas.reports import views

app_name = "reports"
urlpatterns = [
    path("laporan/gubernur/", views.governor, name="governor"),
    path("laporan/gubernur/surat/", views.governor_letter, name="governor_letter"),
    path("periksa-klaim/", views.claims, name="claims"),
]
