from __future__ import annotations

from django.urls import path

from tuntas.residents import (
    urls_import,
    urls_lists,
    views_coming,
    views_left,
    views_person,
    views_search,
)

app_name = "residents"
urlpatterns = [
    path("belum-rekam/", views_left.left_list, name="left_list"),
    path("belum-rekam/ekspor/", views_left.export, name="export"),
    path("wajib-baru/nama/", views_coming.names, name="coming"),
    path("orang/<str:ref>/", views_person.person, name="person"),
    path("cari/", views_search.search, name="search"),
    *urls_import.urlpatterns,
    *urls_lists.urlpatterns,
]
