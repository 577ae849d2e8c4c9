from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "linli.work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.work import reactions  # noqa: F401, PLC0415
