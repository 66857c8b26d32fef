from __future__ import annotations

from django.urls import path

from tuntas.enrolment import views, views_capture, views_scanner, views_status

app_name = "enrolment"
urlpatterns = [
    path("orang/<str:ref>/rekam/", views.record, name="record"),
    path("orang/<str:ref>/batal-rekam/", views.void, name="void"),
    path("tanda/", views.marks, name="marks"),
    path("orang/<str:ref>/perekaman/", views_capture.begin, name="begin"),
    path("perekaman/", views_scanner.open_sessions, name="sessions"),
    path("perekaman/menunggu/", views_capture.waiting, name="waiting"),
    path("perekaman/<str:session>/", views_capture.show, name="station"),
    path("perekaman/<str:session>/kunci/", views_capture.unlock, name="unlock"),
    path("perekaman/<str:session>/biodata/", views_capture.biodata, name="biodata"),
    path("perekaman/<str:session>/bagian/<str:kind>/", views_capture.part, name="part"),
    path("perekaman/<str:session>/tinjau/<str:kind>/", views_capture.preview, name="preview"),
    path("perekaman/<str:session>/gambar/<str:kind>/", views_capture.image, name="image"),
    path("perekaman/<str:session>/pindai/", views_scanner.scan, name="scan"),
    path("perekaman/<str:session>/langsung/", views_scanner.live, name="live"),
    path("perekaman/<str:session>/alat/", views_scanner.look, name="look"),
    path("perekaman/<str:session>/pakai/<str:kind>/", views_scanner.force, name="force"),
    path("perekaman/<str:session>/cermin/", views_scanner.mirror, name="mirror"),
    path("perekaman/<str:session>/kecuali/", views_capture.except_, name="except"),
    path("perekaman/<str:session>/setujui/", views_capture.cosign, name="cosign"),
    path("perekaman/<str:session>/segel/", views_capture.seal, name="seal"),
    path("perekaman/<str:session>/tanda-terima/", views_capture.receipt, name="receipt"),
    path("perekaman/<str:session>/batal/", views_capture.give_up, name="give_up"),
    path("mode/", views.mode, name="mode"),
    path("status/", views_status.board, name="status"),
    path("status/cuplikan/", views_status.snapshot, name="snapshot"),
    path("status/waktu/", views_status.minutes, name="minutes"),
    path("orang/<str:ref>/status/", views_status.person, name="person_status"),
]
