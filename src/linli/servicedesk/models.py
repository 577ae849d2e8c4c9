"""What people told us, and how it was understood."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from linli.core.access import Actor
from linli.core.models import Account, CompanyRow, CompanyRows, ScopedManager
from linli.core.private import EncryptedField
from linli.estates.models import Place
from linli.people.models import Person
from linli.servicedesk import terms
from linli.work.models import Order
from linli.work.terms import Area, Category, Urgency


class RequestRows(CompanyRows["Request"]):
    """Requests, seen by grant over their place or by the person who made them."""

    def visible_to(self, actor: Actor) -> "RequestRows":
        if actor.is_system:
            return self
        wanted = Q(pk__in=[])
        for path in actor.paths_with(terms.VIEW_REQUEST):
            wanted |= Q(place__path__startswith=path)
        if actor.account_id is not None:
            wanted |= Q(person__account_id=actor.account_id)
        return self.filter(wanted)


class Request(CompanyRow):
    """A report (报事报修) in the person's own words. The work it leads to is its order.

    `token` is the secret behind the reporter's own page; `client_key` comes from the form and makes sure that a report sent
    twice is kept once. Name and phone are what the person left, if anything.
    """

    view_permission = terms.VIEW_REQUEST
    path_lookup = "place__path"

    token = models.CharField(max_length=32, unique=True)
    client_key = models.CharField(max_length=64)
    place = models.ForeignKey(Place, on_delete=models.RESTRICT, related_name="+")
    order = models.OneToOneField(Order, on_delete=models.RESTRICT, related_name="+")
    channel = models.CharField(max_length=10, choices=terms.Channel.choices)
    text = models.TextField()
    person = models.ForeignKey(Person, null=True, on_delete=models.RESTRICT, related_name="+")
    reporter_name = models.CharField(max_length=80, blank=True)
    phone = EncryptedField(blank=True, default="")
    phone_index = models.CharField(max_length=32, blank=True, default="")
    taken_by = models.ForeignKey(Account, null=True, on_delete=models.RESTRICT, related_name="+")
    reported_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(RequestRows)()  # type: ignore[misc, assignment]  # a narrower manager

    class Meta(CompanyRow.Meta):
        verbose_name = _("request")
        constraints = [models.UniqueConstraint(fields=["company", "client_key"], name="request_once")]
        indexes = [
            models.Index(fields=["company", "phone_index"], name="request_by_phone"),
            models.Index(fields=["place", "-reported_at"], name="request_by_place"),
        ]

    def __str__(self) -> str:
        return str(self.order)


class TriageVerdict(CompanyRow):
    """How a request's text was understood: the model's scores and reasons, or a person's decision.

    A request may have several; the newest one counts. `sure` says whether the model was above the policy's threshold.
    """

    view_permission = terms.VIEW_REQUEST
    path_lookup = "request__place__path"

    request = models.ForeignKey(Request, on_delete=models.RESTRICT, related_name="verdicts")
    category = models.CharField(max_length=24, choices=Category.choices())
    area = models.CharField(max_length=8, choices=Area.choices())
    urgency = models.CharField(max_length=10, choices=Urgency.choices())
    confidence = models.FloatField(null=True)
    sure = models.BooleanField()
    working = models.JSONField(default=dict)
    at = models.DateTimeField()
    by_account = models.ForeignKey(Account, null=True, on_delete=models.RESTRICT, related_name="+")

    class Meta(CompanyRow.Meta):
        indexes = [models.Index(fields=["request", "-id"], name="verdict_newest")]


class TriageExample(CompanyRow):
    """A person's decision on a text: what the next model learns from."""

    view_permission = terms.VIEW_REQUEST
    path_lookup = "request__place__path"

    request = models.ForeignKey(Request, on_delete=models.RESTRICT, related_name="+")
    text = models.TextField()
    category = models.CharField(max_length=24, choices=Category.choices())
    area = models.CharField(max_length=8, choices=Area.choices())
    urgency = models.CharField(max_length=10, choices=Urgency.choices())
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.RESTRICT, related_name="+")


class TriagePolicy(CompanyRow):
    """How sure the model must be to decide by itself, during a period: a dated policy row."""

    view_permission = terms.VIEW_REQUEST

    least_confidence = models.FloatField(_("least confidence"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta(CompanyRow.Meta):
        verbose_name = _("triage policy")
        constraints = [
            models.CheckConstraint(
                condition=Q(least_confidence__gte=0, least_confidence__lte=1), name="triage_policy_is_a_share"
            ),
            ExclusionConstraint(
                name="triage_policy_no_overlap",
                expressions=[
                    ("company", RangeOperators.EQUAL),
                    (Func(F("starts_at"), F("ends_at"), function="TSTZRANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"≥ {self.least_confidence:.0%}"
