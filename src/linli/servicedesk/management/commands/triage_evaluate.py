"""`linli triage evaluate FILE --text COLUMN[,COLUMN] --label COLUMN`: how well triage reads a labelled file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.core.errors import Invalid
from linli.core.tables import read_table
from linli.servicedesk.triage.evaluation import BadTable, Labelled, Repeat, cross_validate, pick, read_by
from linli.servicedesk.triage.figures import Figures
from linli.servicedesk.triage.model import shipped
from linli.servicedesk.triage.tables import confusion_lines, label_lines, summary_lines, together


class Command(BaseCommand):
    """Learns on the file's own labels and judges what it had not seen; or judges the shipped model with --shipped."""

    help = "Print the confusion matrix and the figures of triage on a labelled file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".xlsx, or .csv in UTF-8 or GB 18030, as it is")
        parser.add_argument("--text", required=True, help="the columns that hold the text, title first: A or A,B")
        parser.add_argument("--label", required=True, help="the column that holds the right answer")
        parser.add_argument("--folds", type=int, default=5)
        parser.add_argument("--repeats", type=int, default=1, help="whole cross-validations, each dealt anew")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--shipped", action="store_true", help="judge the shipped model; labels are its own codes")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["folds"] < 2 or options["repeats"] < 1:
            raise CommandError(_("At least two folds and one repeat are needed."))
        try:
            table = read_table(options["file"])
            labelled = pick(table.columns, table.rows, options["text"].split(","), options["label"])
            self.stdout.write(_("%(texts)d texts, %(labels)d labels") % _counts(labelled))
            repeats = self._judge(labelled, options)
        except Invalid as refusal:
            raise CommandError(refusal.message) from refusal
        except BadTable as refusal:
            raise CommandError(
                _("%(file)s: %(reason)s") % {"file": options["file"].name, "reason": refusal}
            ) from refusal
        share = 1 / len(repeats)
        whole = together(repeats)
        blocks = confusion_lines(whole, share), label_lines(whole, share), summary_lines(repeats)
        self.stdout.write("\n".join(line for block in blocks for line in ("", *block)))

    def _judge(self, labelled: Labelled, options: dict[str, Any]) -> list[Figures]:
        if options["shipped"]:
            model = shipped()
            self.stdout.write(_("Judged: the shipped model %(version)s") % {"version": model.version})
            return [read_by(model, labelled)]
        done = []
        for repeat in cross_validate(labelled, options["folds"], options["repeats"], options["seed"]):
            done.append(repeat.figures)
            self.stdout.write(_line(len(done), repeat))
            self.stdout.flush()
        return done


def _counts(labelled: Labelled) -> dict[str, int]:
    return {"texts": len(labelled.labels), "labels": len(set(labelled.labels))}


def _line(number: int, repeat: Repeat) -> str:
    chosen = ", ".join(
        f"{times}× n≤{recipe.longest} stiffness {recipe.stiffness:g}" for recipe, times in repeat.chosen.items()
    )
    figures = repeat.figures
    return (
        f"{number:>3}  accuracy {figures.accuracy:.4f}  macro-F1 {figures.macro_f1:.4f}  "
        f"ECE {figures.calibration_error:.4f}  [{chosen}]"
    )
