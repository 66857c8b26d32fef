from __future__ import annotations

from django.urls import path

from tuntas.enrolment import views

app_name = "enrolment"
urlpatterns = [
    path("orang/<str:ref>/rekam/", views.record, name="record"),
    path("orang/<str:ref>/batal-rekam/", views.void, name="void"),
    path("tanda/", views.marks, name="marks"),
    path("mode/", views.mode, name="mode"),
]
