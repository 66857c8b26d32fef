"""Addresses of the demo; they exist in a demo store only."""

from __future__ import annotations

from django.urls import path

from tuntas.demo import views

app_name = "demo"
urlpatterns = [path("demo/maju/", views.advance, name="clock")]
