from django.apps import AppConfig


class MissionsConfig(AppConfig):
    name = "tuntas.missions"
    label = "missions"
    verbose_name = "Pelayanan bergerak"
