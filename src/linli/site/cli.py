"""The command line: `linli import estates FILE` is the management command `import_estates` of the module that owns it."""

import os
import sys

import django
from django.apps import apps
from django.core.management import execute_from_command_line, get_commands


def main(words: list[str]) -> int:
    """Run the command that `words` name; the exit code. Without a name, or with an unknown one, list what there is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    django.setup()
    known = own_commands()
    for length in (2, 1):
        name = "_".join(words[:length])
        if len(words) >= length and name in known:
            execute_from_command_line(["linli", name, *words[length:]])
            return 0
    listed = ["linli VERB NOUN …", *(f"  {name.replace('_', ' ')}" for name in known)]
    sys.stderr.write("\n".join(listed) + "\n")
    return 0 if not words or words[0] in {"-h", "--help"} else 2


def own_commands() -> list[str]:
    """The names of the management commands that Linli's own modules bring."""
    own = {config.name for config in apps.get_app_configs() if config.name.startswith("linli.")}
    return sorted(name for name, app in get_commands().items() if app in own)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
