from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "tuntas.enrolment"
    label = "enrolment"
    verbose_name = "Perekaman"
