from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "tuntas.coverage"
    label = "coverage"
    verbose_name = "Cakupan"
