from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "linli.ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.ui import vendor  # noqa: F401 - looks for the vendor files before the first page
