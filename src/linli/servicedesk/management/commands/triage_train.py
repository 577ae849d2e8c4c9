"""`linli triage train`: rebuild the triage model from the corpus and, if given, from a desk's own decisions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.servicedesk.triage.corpus import BadCorpus, read_decisions
from linli.servicedesk.triage.figures import measure
from linli.servicedesk.triage.model import SHIPPED, save
from linli.servicedesk.triage.training import train_shipped


class Command(BaseCommand):
    """The same corpus and decisions give the same bytes."""

    help = "Rebuild the triage model; a running program reads it at its next start."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--examples", type=Path, help="decisions to learn as well: csv text,category,indoor,urgency"
        )
        parser.add_argument("--output", type=Path, default=SHIPPED, help="where to write it; the shipped model else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            examples = read_decisions(options["examples"]) if options["examples"] else []
        except (BadCorpus, OSError, UnicodeDecodeError) as reason:
            raise CommandError(_("The examples cannot be learnt from: %(reason)s") % {"reason": reason}) from reason
        trained = train_shipped(examples)
        for name, answers in trained.answers.items():
            figures = measure(answers.labels, answers.truth, answers.chances)
            self.stdout.write(
                f"{name:<9} accuracy {figures.accuracy:.4f}  macro-F1 {figures.macro_f1:.4f}  "
                f"ECE {figures.calibration_error:.4f}"
            )
        save(trained.model, options["output"])
        self.stdout.write(
            _("Model %(version)s written, %(kilobytes)d kB; the figures are on texts that it had not seen.")
            % {"version": trained.model.version, "kilobytes": options["output"].stat().st_size // 1000}
        )
