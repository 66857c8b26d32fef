from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "tuntas.outreach"
    label = "outreach"
    verbose_name = "Penjangkauan"
