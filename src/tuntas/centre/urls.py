from __future__ import annotations

from django.urls import path

from tuntas.centre import views, views_abis, views_staff

app_name = "centre"
urlpatterns = [
    path("abis/", views_abis.ask, name="abis"),
    path("pusat/", views.desk, name="desk"),
    path("pusat/petugas/", views_staff.staff, name="staff"),
    path("pusat/petugas/<str:ref>/musnahkan/", views_staff.forget, name="forget_staff"),
    path("pusat/simpanan/", views.storage, name="storage"),
    path("pusat/paket/<str:packet>/lepas/", views.release, name="release"),
    path("pusat/paket/<str:packet>/rekam-lagi/", views.clear, name="clear"),
    path("pusat/kasus/<str:ref>/", views.case, name="case"),
    path("pusat/kasus/<str:ref>/pendapat/", views.opinion, name="opinion"),
    path("pusat/kasus/<str:ref>/buka-lagi/", views.reopen, name="reopen"),
    path(
        "pusat/kasus/<str:ref>/gambar/<str:identity>/<str:part>.png",
        views.picture,
        name="picture",
    ),
    path(
        "pusat/kasus/<str:ref>/jari/<str:identity>/<int:ours>-<int:theirs>.svg",
        views.prints,
        name="prints",
    ),
]
