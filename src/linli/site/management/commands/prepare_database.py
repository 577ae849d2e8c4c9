"""`prepare_database`: migrate, unless a newer version of the program has been at the database already."""

from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.loader import MigrationLoader

NEWER = 3  # the exit code that tells the launcher; it says the sentence


class Command(BaseCommand):
    """Run by the launcher before web and worker start."""

    help = "Migrate the database; refuse one that a newer version has migrated."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = unknown_migrations()
        if unknown:
            raise CommandError(f"applied but unknown: {', '.join(unknown)}", returncode=NEWER)
        call_command("migrate", interactive=False, verbosity=0)


def unknown_migrations() -> list[str]:
    """The migrations that the database has had and this program does not know, as `app.name`."""
    loader = MigrationLoader(connection)
    replaced = {key for migration in loader.replacements.values() for key in migration.replaces}
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations - loader.disk_migrations.keys() - replaced)
