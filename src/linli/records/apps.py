from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from linli.ui import navigation


class RecordsConfig(AppConfig):
    name = "linli.records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the declarations of every module, check them at start-up, and put them into the menu."""
        from linli.records.checks import check_records
        from linli.records.record import all_records

        autodiscover_modules("records")
        checks.register(check_records)
        seen_by = tuple(sorted({record.view for record in all_records() if record.menu}))
        navigation.register(navigation.NavItem(_("Registers"), "records:index", seen_by, order=80, icon="list"))
