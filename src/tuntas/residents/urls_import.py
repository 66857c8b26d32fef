from __future__ import annotations

from django.urls import path

from tuntas.residents import views_exits, views_import

urlpatterns = [
    path("impor/", views_import.imports, name="imports"),
    path("impor/baru/", views_import.upload, name="import_upload"),
    path("impor/<str:ref>/", views_import.show, name="import"),
    path("impor/<str:ref>/kolom/", views_import.columns, name="import_columns"),
    path("impor/<str:ref>/kemajuan/", views_import.progress, name="import_progress"),
    path("impor/<str:ref>/terapkan/", views_import.apply, name="import_apply"),
    path("impor/<str:ref>/batal/", views_import.give_up, name="import_discard"),
    path("impor/<str:ref>/tolak/", views_import.rejects, name="import_rejects"),
    path("impor/<str:ref>/catatan/", views_import.warnings, name="import_warnings"),
    path("usulan-keluar/", views_exits.exits, name="exits"),
]
