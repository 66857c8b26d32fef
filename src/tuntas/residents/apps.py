from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "tuntas.residents"
    label = "residents"
    verbose_name = "Penduduk"
