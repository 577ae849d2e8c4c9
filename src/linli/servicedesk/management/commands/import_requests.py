"""`linli import requests FILE --map …`: take in messages from elsewhere through triage, clock and assignment."""

from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import clock, scope
from linli.core.access import SYSTEM
from linli.core.companies import open_company
from linli.core.errors import Refused
from linli.core.models import Company
from linli.core.tables import Table, read_table
from linli.estates.actions import NewPlace, add_places
from linli.estates.models import Place
from linli.estates.terms import PlaceKind
from linli.servicedesk import actions, rules
from linli.servicedesk.models import Request
from linli.servicedesk.terms import Channel
from linli.work import actions as work
from linli.work.models import Order
from linli.work.terms import Category, State


@dataclass
class Tally:
    """What became of the messages."""

    rows: int = 0
    taken: int = 0
    known: int = 0
    too_long: int = 0
    empty: int = 0
    no_time: int = 0
    day_only: int = 0
    answered_before_reported: int = 0
    unsure: int = 0
    emergencies: int = 0
    assigned: int = 0
    nobody: int = 0
    categories: Counter[str] = field(default_factory=Counter)
    answers: list[timedelta] = field(default_factory=list)


class Command(BaseCommand):
    """All messages or none; the same file twice takes nothing twice."""

    help = "Take in messages from a .csv or .xlsx as requests of a company."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--map", required=True, help="field=column pairs: text=A+B,key=C,reported_at=D,answered_at=E"
        )
        parser.add_argument("--company", required=True, metavar="SLUG")
        parser.add_argument("--name", default="", help="open the company under this name if there is none")
        parser.add_argument("--place", default="", help="full name of the place they are about; the first estate else")
        parser.add_argument(
            "--as-of-now", action="store_true", help="treat them as reported now, not at their own time"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            columns = rules.columns_of(options["map"])
        except ValueError as wrong:
            raise CommandError(
                _("“%(part)s” in --map cannot be used; fields are %(fields)s and text is needed.")
                % {"part": wrong, "fields": ", ".join(rules.FIELDS)}
            ) from wrong
        try:
            table = read_table(options["file"])
            with transaction.atomic():
                company = _company(options["company"], options["name"])
                with scope.company(company):
                    tally = _Intake(table, columns, options).run()
                transaction.set_rollback(options["dry_run"])
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        for line in summary(tally):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write(_("This was a rehearsal: nothing has been changed."))


class _Intake:
    """One file on its way in: each message is reported, understood, timed and offered to the staff at its own moment."""

    def __init__(self, table: Table, columns: Any, options: dict[str, Any]) -> None:
        self.rows = table.rows
        self.indexes = {name: [table.index(column) for column in named] for name, named in columns.items()}
        self.as_of_now = options["as_of_now"]
        self.file = options["file"].name
        self.place = _place(options["place"])
        self.tally = Tally()

    def run(self) -> Tally:
        """Take in all rows, in their order."""
        work.seed_policy(by=SYSTEM, at=clock.now())
        for number, row in enumerate(self.rows, start=2):
            self.tally.rows += 1
            self._take(number, row)
        return self.tally

    def _take(self, number: int, row: tuple[object, ...]) -> None:
        tally = self.tally
        text = rules.plain_text(tuple(str(row[index]) for index in self.indexes["text"]))
        if not text:
            tally.empty += 1
            return
        if len(text) > actions.LONGEST_TEXT:
            tally.too_long += 1
            text = text[: actions.LONGEST_TEXT]
        at = self._reported_at(row)
        if at is None:
            return
        key = f"import-{self._cell(row, 'key') or f'{self.file}:{number}'}"[:64]
        if Request.objects.filter(client_key=key).exists():
            tally.known += 1
            return
        report = actions.Report(place=self.place, text=text, key=key, channel=Channel.IMPORT)
        reporter = actions.Reporter(self._cell(row, "name"), self._cell(row, "phone"))
        request = actions.take_report(report=report, reporter=reporter, by=SYSTEM, at=at)
        tally.taken += 1
        self._go_on(request, row, at=at)

    def _go_on(self, request: Request, row: tuple[object, ...], *, at: datetime) -> None:
        tally = self.tally
        verdict = actions.understand_request(request_id=request.pk, by=SYSTEM, at=at)
        tally.unsure += not verdict.sure
        tally.categories[verdict.category if verdict.sure else ""] += 1
        order = Order.objects.get(pk=request.order_id)
        tally.emergencies += order.urgency == "emergency"
        if order.state == State.TRIAGED:
            order = work.assign_automatically(order_id=order.pk, by=SYSTEM, at=at, tell_nobody_found=False)
            tally.assigned += order.state == State.ASSIGNED
            tally.nobody += order.state == State.TRIAGED
        self._answer(order, row, at=at)

    def _answer(self, order: Order, row: tuple[object, ...], *, at: datetime) -> None:
        answered = (
            rules.read_moment(self._cell(row, "answered_at"), zone=clock.LOCAL)
            if "answered_at" in self.indexes
            else None
        )
        if answered is None or self.as_of_now:
            return
        if answered.at < at:
            self.tally.answered_before_reported += 1
            return
        work.note_contact(order_id=order.pk, by=SYSTEM, at=answered.at)
        order.refresh_from_db()
        if order.responded_at is not None:
            self.tally.answers.append(order.responded_at - order.reported_at)

    def _reported_at(self, row: tuple[object, ...]) -> datetime | None:
        if self.as_of_now or "reported_at" not in self.indexes:
            return clock.now()
        moment = rules.read_moment(row[self.indexes["reported_at"][0]], zone=clock.LOCAL)
        if moment is None:
            self.tally.no_time += 1
            return None
        self.tally.day_only += moment.is_day_only
        return moment.at

    def _cell(self, row: tuple[object, ...], name: str) -> str:
        return str(row[self.indexes[name][0]]).strip() if name in self.indexes else ""


def summary(tally: Tally) -> list[str]:
    """What became of the messages, in lines for people."""
    lines = [
        _(
            "%(rows)d rows: %(taken)d taken, %(known)d known already, %(empty)d empty, %(no_time)d without a readable time"
        )
        % {
            "rows": tally.rows,
            "taken": tally.taken,
            "known": tally.known,
            "empty": tally.empty,
            "no_time": tally.no_time,
        },
        _("%(day_only)d with a day but no time, %(long)d shortened")
        % {"day_only": tally.day_only, "long": tally.too_long},
        _("Understood: %(sure)d; for a person to decide: %(unsure)d; emergencies: %(emergencies)d")
        % {"sure": tally.taken - tally.unsure, "unsure": tally.unsure, "emergencies": tally.emergencies},
        _("Assigned: %(assigned)d; nobody suitable on duty: %(nobody)d")
        % {"assigned": tally.assigned, "nobody": tally.nobody},
    ]
    lines += [f"  {Category(code).label}: {count}" for code, count in tally.categories.most_common() if code]
    if tally.answers:
        days = [each / timedelta(days=1) for each in tally.answers]
        share = sum(each <= 15 for each in days) / len(days)
        lines.append(
            _("Answered: %(count)d; median %(median).3f days; within 15 days %(share).2f %%")
            % {"count": len(days), "median": median(days), "share": 100 * share}
        )
    if tally.answered_before_reported:
        lines.append(
            _("Answered before they were reported (not counted): %(count)d") % {"count": tally.answered_before_reported}
        )
    return lines


def _company(slug: str, name: str) -> Company:
    company = Company.objects.filter(slug=slug).first()
    if company is None and not name:
        raise CommandError(_("There is no company %(slug)s. Give --name to open it.") % {"slug": slug})
    return company or open_company(slug=slug, name=name, by=SYSTEM, at=clock.real_now())


def _place(full_name: str) -> Place:
    """The place that the messages are about; a company without places gets one that says so."""
    if full_name:
        place = Place.objects.filter(full_name=full_name).order_by("id").first()
        if place is None:
            raise CommandError(_("There is no place called %(name)s.") % {"name": full_name})
        return place
    place = Place.objects.filter(kind=PlaceKind.ESTATE).order_by("id").first()
    if place is None:
        wanted = [NewPlace(PlaceKind.ESTATE, _("Imported messages"))]
        (place,) = add_places(wanted=wanted, by=SYSTEM, at=clock.now())
    return place
