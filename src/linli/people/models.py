"""Who: persons and how they belong to homes, organisations, staff with skills and shifts."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

from linli.core.models import Account, CompanyRow
from linli.core.private import EncryptedField
from linli.estates.models import Place
from linli.people import terms


class Organisation(CompanyRow):
    """A company or body that appears in our estates; `normal_name` is the name without its legal trimmings."""

    view_permission = terms.VIEW_STAFF

    name = models.CharField(_("name"), max_length=160)
    normal_name = models.CharField(max_length=160)

    class Meta(CompanyRow.Meta):
        verbose_name = _("organisation")
        constraints = [models.UniqueConstraint(fields=["company", "normal_name"], name="organisation_once")]

    def __str__(self) -> str:
        return self.name


class Mandate(CompanyRow):
    """An organisation is named as the manager of an estate."""

    view_permission = terms.VIEW_STAFF
    path_lookup = "place__path"

    organisation = models.ForeignKey(Organisation, on_delete=models.RESTRICT, related_name="mandates")
    place = models.ForeignKey(Place, on_delete=models.RESTRICT, related_name="+")

    class Meta(CompanyRow.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "place"], name="mandate_once")]


class Person(CompanyRow):
    """A human being known to the company. The phone is encrypted; `phone_index` finds an exact number."""

    view_permission = terms.VIEW_PERSON

    name = models.CharField(_p("person", "name"), max_length=80)
    phone = EncryptedField(_("phone"), blank=True, default="")
    phone_index = models.CharField(max_length=32, blank=True, default="", editable=False)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    class Meta(CompanyRow.Meta):
        verbose_name = _("person")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "account"], condition=Q(account__isnull=False), name="person_account_once"
            )
        ]
        indexes = [models.Index(fields=["company", "phone_index"], name="person_by_phone")]

    def __str__(self) -> str:
        return self.name


class Tenure(CompanyRow):
    """A person belongs to a home as owner, tenant or family member for a period of days [starts_on, ends_on)."""

    view_permission = terms.VIEW_PERSON
    path_lookup = "home__path"

    home = models.ForeignKey(Place, on_delete=models.RESTRICT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.RESTRICT, related_name="tenures")
    kind = models.CharField(_p("tenure", "kind"), max_length=10, choices=terms.TenureKind.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta(CompanyRow.Meta):
        verbose_name = _("tenure")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="tenure_period"
            ),
            ExclusionConstraint(
                name="tenure_no_overlap",
                expressions=[
                    ("home", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (Func(F("starts_on"), F("ends_on"), function="DATERANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["home", "kind"], name="tenure_by_home")]


class Staff(CompanyRow):
    """A member of staff: a person with a post, based at a place."""

    view_permission = terms.VIEW_STAFF
    path_lookup = "base__path"

    person = models.OneToOneField(Person, on_delete=models.RESTRICT, related_name="staff")
    post = models.CharField(_("post"), max_length=12, choices=terms.Post.choices)
    base = models.ForeignKey(Place, on_delete=models.RESTRICT, related_name="+", verbose_name=_("based at"))
    joined_on = models.DateField(_("joined on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta(CompanyRow.Meta):
        verbose_name = _("member of staff")

    def __str__(self) -> str:
        return self.person.name


class StaffSkill(CompanyRow):
    """A member of staff can do a trade at a level from 1 to 3."""

    view_permission = terms.VIEW_STAFF
    path_lookup = "staff__base__path"

    staff = models.ForeignKey(Staff, on_delete=models.RESTRICT, related_name="skills")
    skill = models.CharField(_("skill"), max_length=16, choices=terms.Skill.choices)
    level = models.PositiveSmallIntegerField(_("level"), default=1)

    class Meta(CompanyRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["staff", "skill"], name="staff_skill_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="staff_skill_level"),
        ]


class ServedPlace(CompanyRow):
    """A member of staff serves everything below a place."""

    view_permission = terms.VIEW_STAFF
    path_lookup = "place__path"

    staff = models.ForeignKey(Staff, on_delete=models.RESTRICT, related_name="served_places")
    place = models.ForeignKey(Place, on_delete=models.RESTRICT, related_name="+")

    class Meta(CompanyRow.Meta):
        constraints = [models.UniqueConstraint(fields=["staff", "place"], name="served_place_once")]


class Shift(CompanyRow):
    """A member of staff is on duty [starts_at, ends_at); two shifts of one person never overlap."""

    view_permission = terms.VIEW_STAFF
    path_lookup = "staff__base__path"

    staff = models.ForeignKey(Staff, on_delete=models.RESTRICT, related_name="shifts")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta(CompanyRow.Meta):
        verbose_name = _("shift")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_period"),
            ExclusionConstraint(
                name="shift_no_overlap",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    (Func(F("starts_at"), F("ends_at"), function="TSTZRANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["company", "ends_at"], name="shift_by_end")]
