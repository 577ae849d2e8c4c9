from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.estates import terms
from linli.ui.navigation import NavItem, register


class EstatesConfig(AppConfig):
    name = "linli.estates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(NavItem(_("QR stickers"), "estates:sticker-places", terms.CHANGE_PLACE, order=70, icon="qr"))
