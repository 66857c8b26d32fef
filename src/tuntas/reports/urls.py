from __future__ import annotations

from django.urls import path

from tuntas.reports import views

app_name = "reports"
urlpatterns = [
    path("laporan/gubernur/", views.governor, name="governor"),
    path("periksa-klaim/", views.claims, name="claims"),
]
