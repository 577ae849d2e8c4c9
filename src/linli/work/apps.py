from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "linli.work"
    default_auto_field = "django.db.models.BigAutoField"
