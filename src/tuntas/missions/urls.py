from __future__ import annotations

from django.urls import path

from tuntas.missions.views import day, feeds, missions, plans, resources

app_name = "missions"
urlpatterns = [
    path("pelayanan/", plans.week, name="week"),
    path("pelayanan/rencana/", plans.ask, name="ask"),
    path("pelayanan/rencana/<str:ref>/", plans.plan, name="plan"),
    path("pelayanan/rencana/<str:ref>/kemajuan/", plans.progress, name="progress"),
    path("pelayanan/rencana/<str:ref>/titik/", plans.points, name="points"),
    path("pelayanan/rencana/<str:ref>/ubah/", plans.change, name="change"),
    path("pelayanan/rencana/<str:ref>/tindakan/", plans.act, name="act_on_plan"),
    path("pelayanan/tugas/<str:ref>/", missions.mission, name="mission"),
    path("pelayanan/tugas/<str:ref>/tindakan/", missions.act, name="act"),
    path("pelayanan/tugas/<str:ref>/bawaan/", missions.packing_list, name="packing"),
    path("pelayanan/tugas/<str:ref>/paket/<str:kit>/", missions.package, name="package"),
    path("pelayanan/tugas/<str:ref>/foto/<str:digest>/", missions.photo, name="photo"),
    path("pelayanan/tugas/<str:ref>/hari/", day.sheet, name="day"),
    path("pelayanan/tugas/<str:ref>/hari/pdf/", day.sheet_pdf, name="day_pdf"),
    path("pelayanan/tugas/<str:ref>/hari/hasil/", day.enter, name="enter"),
    path("pelayanan/sarana/", resources.board, name="resources"),
    path("pelayanan/sarana/<str:ref>/", resources.asset, name="asset"),
    path("pelayanan/tempat/", resources.venues, name="venues"),
    path("pelayanan/tempat/<str:point>/", resources.venue, name="venue"),
    path("pelayanan/nilai/", resources.values, name="values"),
    path("pelayanan/masalah/", resources.problems, name="problems"),
    path("pelayanan/kalender/", feeds.feeds, name="feeds"),
    path("kalender/<str:token>.ics", feeds.calendar_of, name="calendar"),
]
