from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "linli.records"
    default_auto_field = "django.db.models.BigAutoField"
