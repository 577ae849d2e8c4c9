"""`linli import estates FILE`: take in a published list of estates (小区), as it is."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import clock, scope
from linli.core.access import SYSTEM
from linli.core.companies import open_company
from linli.core.errors import Refused
from linli.core.models import Company
from linli.estates.rules import Fault
from linli.estates.terms import ListingFault, SelfManagement
from linli.people.actions import ImportReport, import_estates


class Command(BaseCommand):
    """All rows or none; the same file twice changes nothing."""

    help = "Take in a published list of estates (CSV in UTF-8 or GB 18030) as the estates of one company."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the list, with a heading line")
        parser.add_argument(
            "--company", required=True, metavar="SLUG", help="short name of the company that takes them in"
        )
        parser.add_argument("--name", default="", help="open the company under this name if there is none")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument(
            "--report", type=Path, metavar="FILE.csv", help="write every remark, row by row, to this file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        content = _content(options["file"])
        try:
            with transaction.atomic():
                company = _company(options["company"], options["name"])
                with scope.company(company):
                    report = import_estates(content=content, by=SYSTEM, at=clock.now())
                transaction.set_rollback(options["dry_run"])
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(str(company))
        for line in summary(report):
            self.stdout.write(line)
        if options["report"]:
            _write(options["report"], report.listing.faults)
            self.stdout.write(_("Every remark, row by row: %(file)s") % {"file": options["report"]})
        elif report.listing.faults:
            self.stdout.write(_("To see every remark row by row, add --report FILE.csv"))
        if options["dry_run"]:
            self.stdout.write(_("This was a rehearsal: nothing has been changed."))


def summary(report: ImportReport) -> list[str]:
    """What happened, in lines for people: counts, and what stands where a company should."""
    listing, estates, operators = report.listing, report.estates, report.operators
    none = len(listing.estates) - report.fees_read - listing.count(ListingFault.FEE_UNREADABLE)
    lines = [
        _("%(rows)d rows read, %(left)d left out")
        % {"rows": listing.rows, "left": sum(fault.what.leaves_out for fault in listing.faults)},
        _("Estates: %(added)d added, %(updated)d updated, %(unchanged)d unchanged")
        % {"added": estates.added, "updated": estates.updated, "unchanged": estates.unchanged},
        _("Companies named: %(companies)d (%(added)d new), %(doubtful)d of them not evidently property companies")
        % {
            "companies": len(report.companies),
            "added": operators.organisations_added,
            "doubtful": len(report.doubtful),
        },
        _("Links between estate and company: %(added)d added, %(ended)d ended")
        % {"added": operators.mandates_added, "ended": operators.mandates_ended},
        _("Fees: %(read)d read, %(none)d not published, %(unreadable)d unreadable")
        % {"read": report.fees_read, "none": none, "unreadable": listing.count(ListingFault.FEE_UNREADABLE)},
        _("Compared with the fee columns of the file: %(compared)d rows, %(differ)d differ")
        % {"compared": listing.fees_compared, "differ": listing.count(ListingFault.FEE_DIFFERS)},
        _("No company named:"),
    ]
    managed = report.self_managed
    lines += [f"  {kind.label}: {managed[kind]}" for kind in SelfManagement if managed[kind]]
    if listing.faults:
        lines.append(_("Remarks:"))
        lines += [f"  {what.label}: {listing.count(what)}" for what in ListingFault if listing.count(what)]
    return lines


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(_("The file %(file)s cannot be read.") % {"file": path}) from error


def _company(slug: str, name: str) -> Company:
    company = Company.objects.filter(slug=slug).first()
    if company is None and not name:
        raise CommandError(_("There is no company %(slug)s. Give --name to open it.") % {"slug": slug})
    return company or open_company(slug=slug, name=name, by=SYSTEM, at=clock.real_now())


def _write(path: Path, faults: list[Fault]) -> None:
    try:
        # The mark at the start makes spreadsheets read it as UTF-8.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([_("line"), _("estate"), _("column"), _("value"), _("remark")])
            writer.writerows([one.line, one.estate, one.column, one.value, one.what.label] for one in faults)
    except OSError as error:
        raise CommandError(_("The report cannot be written to %(file)s.") % {"file": path}) from error
