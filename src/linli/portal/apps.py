from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.ui.navigation import NavItem, register
from linli.work import terms


class PortalConfig(AppConfig):
    name = "linli.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(NavItem(_("Today"), "portal:today", terms.CHANGE_POLICY, order=5, icon="home"))
