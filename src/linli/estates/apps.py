from django.apps import AppConfig


class EstatesConfig(AppConfig):
    name = "linli.estates"
    default_auto_field = "django.db.models.BigAutoField"
