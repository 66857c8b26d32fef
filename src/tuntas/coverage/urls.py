from __future__ import annotations

from django.urls import path

from tuntas.coverage.views import areas, home

app_name = "coverage"
urlpatterns = [
    path("", home.home, name="home"),
    path("wallboard", home.wallboard, name="wallboard"),
    path("kecamatan/<str:code>/", areas.district, name="district"),
    path("desa/<str:code>/", areas.village, name="village"),
]
