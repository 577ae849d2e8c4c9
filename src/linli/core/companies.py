"""A company joins the installation."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import scope
from linli.core.access import Actor
from linli.core.errors import Forbidden, Invalid, Refused
from linli.core.events import Event, emit
from linli.core.models import Company


@dataclass(frozen=True)
class CompanyOpened(Event):
    """A company came into being; its first roles and policy follow."""

    name: ClassVar[str] = "core.company-opened.v1"
    subject: ClassVar[str] = "company_id"
    subject_kind: ClassVar[str] = "core.company"

    company_id: int


def open_company(*, slug: str, name: str, by: Actor, at: datetime) -> Company:
    """Open a company under a short name for addresses (letters, digits, hyphens). Only the system may.

    Raises `Invalid` for an unusable short name or no name, `Refused` when the short name is taken.
    """
    if not by.is_system:
        raise Forbidden
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise Invalid(
            _("The short name may hold only letters, digits, hyphens and underscores."), field="slug"
        ) from error
    if not name.strip():
        raise Invalid(_("Please give the name of the company."), field="name")
    with transaction.atomic():
        if Company.objects.filter(slug=slug).exists():
            raise Refused(_("This short name is taken."), field="slug")
        company = Company.objects.create(slug=slug, name=name.strip(), created_at=at)
        with scope.company(company):
            emit(CompanyOpened(company.pk), by=by, at=at)
    return company
