from django.apps import AppConfig


class CardsConfig(AppConfig):
    name = "tuntas.cards"
    label = "cards"
    verbose_name = "Kartu"
