from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "linli.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from linli.portal import reactions  # noqa: F401
        from linli.portal.pages.sign_in import account_panel
        from linli.ui import navigation, slots
        from linli.ui.navigation import NavItem
        from linli.work import terms

        navigation.register(NavItem(_("Today"), "portal:today", terms.CHANGE_POLICY, order=5, icon="home"))
        slots.register("frame.account", account_panel)
