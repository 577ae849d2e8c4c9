"""`demo`: builds the demo estate in an empty database, and says how to sign in to it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from linli.core import clock, scope
from linli.core.models import Company
from linli.demo.building import build_demo
from linli.demo.jobs import ask_for_history
from linli.demo.models import DemoRun
from linli.estates.models import PlaceCode


class Command(BaseCommand):
    """Builds the demo estate and asks for its 60 days of history; the worker then lives through them."""

    help = "Build the demo estate, or print its sample logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is a company already")
        parser.add_argument("--logins", action="store_true", help="print one sample login per kind of person")
        parser.add_argument("--everybody", action="store_true", help="with --logins: of everybody who has an account")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["logins"]:
            self._print_logins(everybody=options["everybody"])
            return
        if Company.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There is a company already; the demo estate is only built in an empty database.")
        ask_for_history(build_demo(at=clock.real_now()))

    def _print_logins(self, *, everybody: bool) -> None:
        with scope.across_companies(reason="the demo says its own logins"):
            run = DemoRun.objects.select_related("company").first()
        shown: set[str] = set()
        for login in run.logins if run else []:
            if everybody or login["role"] not in shown:
                shown.add(login["role"])
                self.stdout.write(f"{login['role']:<9} {login['username']:<8} {login['password']}  ({login['name']})")
        if run is not None:
            with scope.company(run.company):
                lift = PlaceCode.objects.filter(retired_at=None, place__name="电梯").select_related("place").first()
            if lift is not None:
                self.stdout.write(f"no account, by QR code at {lift.place.full_name}: /q/{lift.code}/")
