"""`linli open company SLUG --name NAME --manager USERNAME`: a company with its first manager, where no demo is wanted."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import clock, scope
from linli.core.access import SYSTEM
from linli.core.companies import open_company
from linli.core.errors import Refused
from linli.core.models import Company
from linli.people.actions import NewPerson, add_persons, give_role, invite_account
from linli.portal.actions import seed_roles
from linli.work.actions import seed_policy


class Command(BaseCommand):
    """Opens the company if there is none under the short name; every call adds one manager."""

    help = "Open a company and give it a manager who can sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="short name for addresses, in Latin letters")
        parser.add_argument("--name", default="", help="name of the company")
        parser.add_argument("--manager", required=True, metavar="USERNAME", help="sign-in name of the manager")
        parser.add_argument("--manager-name", default="", help="the manager's name")

    def handle(self, *args: Any, **options: Any) -> None:
        password = secrets.token_urlsafe(9)
        at = clock.real_now()
        try:
            with transaction.atomic():
                company = Company.objects.filter(slug=options["slug"]).first()
                company = company or open_company(slug=options["slug"], name=options["name"], by=SYSTEM, at=at)
                with scope.company(company):
                    role = seed_roles(by=SYSTEM, at=at)["manager"]
                    seed_policy(by=SYSTEM, at=at)
                    name = options["manager_name"] or options["manager"]
                    (person,) = add_persons(wanted=[NewPerson(name)], by=SYSTEM, at=at)
                    account = invite_account(
                        person=person, username=options["manager"], password=password, by=SYSTEM, at=at
                    )
                    give_role(account=account, role=role, place=None, by=SYSTEM, at=at)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(str(company))
        self.stdout.write(_("Sign-in name: %(username)s") % {"username": options["manager"]})
        self.stdout.write(_("Password, shown only now: %(password)s") % {"password": password})
