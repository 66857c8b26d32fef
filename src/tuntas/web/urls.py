from __future__ import annotations

from django.urls import path

from tuntas.web import views

app_name = "web"
urlpatterns = [
    path("bahasa/", views.choose_language, name="language"),
    path("gaya/", views.gallery, name="gallery"),
]
