from __future__ import annotations

from django.urls import path

from tuntas.audit import views

app_name = "audit"
urlpatterns = [path("catatan/", views.log, name="log")]
