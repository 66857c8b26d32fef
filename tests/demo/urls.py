"""Addresses of a demo store: the ordinary ones, and the clock's."""

from __future__ import annotations

from django.urls import include, path

from tuntas.config.urls import handler400, handler403, handler404, handler500
from tuntas.config.urls import urlpatterns as ordinary

urlpatterns = [*ordinary, path("", include("tuntas.demo.urls"))]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
