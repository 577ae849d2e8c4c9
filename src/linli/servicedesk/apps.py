from django.apps import AppConfig


class ServicedeskConfig(AppConfig):
    name = "linli.servicedesk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.servicedesk import reactions  # noqa: F401
