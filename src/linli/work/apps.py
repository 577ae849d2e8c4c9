from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "linli.work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import pgettext_lazy

        from linli.ui import navigation
        from linli.ui.navigation import NavItem
        from linli.work import reactions, terms  # noqa: F401

        orders = pgettext_lazy("menu", "Orders")
        navigation.register(NavItem(orders, "work:orders", terms.VIEW_ORDER, order=22, icon="list"))
