from __future__ import annotations

from django.urls import path

from tuntas.residents import views_lists, views_suggestions

urlpatterns = [
    path("daftar/", views_lists.lists, name="lists"),
    path("daftar/baru/", views_lists.upload, name="list_upload"),
    path("daftar/<str:ref>/", views_lists.show, name="list"),
    path("daftar/<str:ref>/kolom/", views_lists.columns, name="list_columns"),
    path("daftar/<str:ref>/kemajuan/", views_lists.progress, name="list_progress"),
    path("daftar/<str:ref>/batal/", views_lists.give_up, name="list_discard"),
    path("daftar/<str:ref>/musnahkan/", views_lists.forget, name="list_purge"),
    path("daftar/<str:ref>/baris/", views_lists.rows, name="list_rows"),
    path("daftar/<str:ref>/kembalikan/", views_lists.give_back, name="list_return"),
    path("daftar/<str:ref>/saran/", views_suggestions.suggestions, name="list_suggestions"),
    path("daftar/<str:ref>/putusan/", views_suggestions.decide, name="list_decide"),
    path("daftar/<str:ref>/tarik/", views_suggestions.reopen, name="list_reopen"),
]
