from __future__ import annotations

from django.urls import path

from tuntas.coverage.views import ahead, areas, home, official, totals

app_name = "coverage"
urlpatterns = [
    path("", home.home, name="home"),
    path("wallboard", home.wallboard, name="wallboard"),
    path("kecamatan/<str:code>/", areas.district, name="district"),
    path("desa/<str:code>/", areas.village, name="village"),
    path("laju/", ahead.pace, name="pace"),
    path("wajib-baru/", ahead.becoming_due, name="becoming_due"),
    path("angka-resmi/", official.official, name="official"),
    path("angka-resmi/tambah/", official.add, name="add_official"),
    path("angka-resmi/berkas/", totals.totals, name="totals"),
    path("angka-resmi/antara/", official.between, name="between"),
]
