from __future__ import annotations

from django.urls import path

from tuntas.wilayah import views

app_name = "wilayah"
urlpatterns = [
    path("wilayah/", views.index, name="index"),
    path("wilayah/tempat/", views.service_points, name="service_points"),
    path("wilayah/tempat/baru/", views.new_service_point, name="new_service_point"),
    path("wilayah/tempat/<str:ref>/", views.edit_service_point, name="edit_service_point"),
    path("wilayah/jarak/", views.distance_list, name="distances"),
    path("wilayah/jarak/simpan/", views.set_distance, name="set_distance"),
    path(
        "wilayah/jarak/<str:origin>/<str:destination>/hapus/",
        views.remove_distance,
        name="remove_distance",
    ),
    path("wilayah/batas/", views.boundaries, name="boundaries"),
    path("wilayah/<str:code>/", views.region, name="region"),
    path("wilayah/<str:code>/nama/", views.rename, name="rename"),
]
