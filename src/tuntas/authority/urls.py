from __future__ import annotations

from django.urls import path

from tuntas.authority import views

app_name = "authority"
urlpatterns = [
    path("wewenang/", views.board, name="board"),
    path("wewenang/andai/", views.rehearsal, name="rehearsal"),
    path("wewenang/pastikan/", views.confirm, name="confirm"),
    path("wewenang/dokumen/<slug:code>/", views.document, name="document"),
    path("wewenang/dokumen/<slug:code>/ubah/", views.change_document, name="change_document"),
    # A camat's code holds ":" and ".", which a path may hold as they are.
    path("wewenang/jabatan/<str:code>/", views.seat, name="seat"),
    path("wewenang/jabatan/<str:code>/catat/", views.record, name="record"),
]
