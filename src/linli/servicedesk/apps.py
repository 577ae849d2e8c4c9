from django.apps import AppConfig


class ServicedeskConfig(AppConfig):
    name = "linli.servicedesk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import pgettext_lazy

        from linli.servicedesk import reactions, terms  # noqa: F401
        from linli.servicedesk.pages.desk_triage import reporter_panel, triage_panel
        from linli.ui import navigation, slots
        from linli.ui.navigation import NavItem

        desk = pgettext_lazy("menu", "Service desk")
        board = pgettext_lazy("menu", "Board")
        navigation.register(NavItem(desk, "servicedesk:desk", terms.VIEW_REQUEST, order=20, icon="inbox"))
        navigation.register(NavItem(board, "servicedesk:board", terms.VIEW_REQUEST, order=21, icon="board"))
        slots.register("order.reporter", reporter_panel)
        slots.register("order.triage", triage_panel)
