"""What must be done by when: orders, the stages they went through, who was asked to do them and why, alarms, ratings."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from linli.core.access import Actor
from linli.core.models import Account, CompanyRow, CompanyRows, File, ScopedManager
from linli.estates.models import Place
from linli.people.models import Staff
from linli.people.terms import Skill
from linli.work import rules, terms


class Kind(CompanyRow):
    """What an order of a category needs: the trade, its level, how long it usually takes."""

    view_permission = terms.VIEW_POLICY

    category = models.CharField(_("category"), max_length=24, choices=terms.Category.choices())
    skill = models.CharField(_("skill"), max_length=16, choices=Skill.choices)
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    minutes = models.PositiveSmallIntegerField(_("usual minutes"), default=45)

    class Meta(CompanyRow.Meta):
        verbose_name = _("kind of order")
        constraints = [
            models.UniqueConstraint(fields=["company", "category"], name="kind_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3, minutes__gte=1), name="kind_is_possible"),
        ]

    def __str__(self) -> str:
        return str(terms.Category(self.category).label)


class ServiceLevel(CompanyRow):
    """What we promise for an urgency during a period: a dated policy row, never overwritten, only succeeded."""

    view_permission = terms.VIEW_POLICY

    urgency = models.CharField(_("urgency"), max_length=10, choices=terms.Urgency.choices())
    response_minutes = models.PositiveIntegerField(_("response within, minutes"))
    resolution_minutes = models.PositiveIntegerField(_("resolution within, minutes"))
    unaccepted_alarm_minutes = models.PositiveIntegerField(_("alarm when nobody accepted, minutes"))
    auto_verify_hours = models.PositiveIntegerField(_("verified by silence after, hours"), default=24)
    auto_close_days = models.PositiveIntegerField(_("closed after, days"), default=7)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta(CompanyRow.Meta):
        verbose_name = _("service level")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    response_minutes__gte=1,
                    resolution_minutes__gte=1,
                    unaccepted_alarm_minutes__gte=1,
                    auto_verify_hours__gte=1,
                    auto_close_days__gte=1,
                ),
                name="service_level_is_positive",
            ),
            ExclusionConstraint(
                name="service_level_no_overlap",
                expressions=[
                    ("company", RangeOperators.EQUAL),
                    ("urgency", RangeOperators.EQUAL),
                    (Func(F("starts_at"), F("ends_at"), function="TSTZRANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return str(terms.Urgency(self.urgency).label)

    def promise(self) -> rules.Level:
        """The figures as the rules want them."""
        return rules.Level(
            response_minutes=self.response_minutes,
            resolution_minutes=self.resolution_minutes,
            unaccepted_alarm_minutes=self.unaccepted_alarm_minutes,
            auto_verify_hours=self.auto_verify_hours,
            auto_close_days=self.auto_close_days,
        )


class OrderRows(CompanyRows["Order"]):
    """Orders, seen by grant over their place, by the worker who has them, or through the link of one order."""

    def visible_to(self, actor: Actor) -> "OrderRows":
        # Whether somebody may do something with an order is asked of its place and its assignee.
        rows = self.select_related("place", "assignee__person", "service_level")
        if actor.is_system:
            return rows
        wanted = Q(pk__in=[])
        for path in actor.paths_with(terms.VIEW_ORDER):
            wanted |= Q(place__path__startswith=path)
        if actor.account_id is not None:
            wanted |= Q(assignee__person__account_id=actor.account_id)
        if actor.link.startswith("order:"):
            wanted |= Q(pk=int(actor.link.removeprefix("order:")))
        return rows.filter(wanted)

    def open(self) -> "OrderRows":
        """Orders on which work remains."""
        return self.filter(state__in=rules.OPEN)


class Order(CompanyRow):
    """Something to be done at a place by a time (工单).

    `state` and the due moments repeat what the stages say, so that lists can sort; only `actions` writes them, together
    with the stage. A due moment is null while its clock is stopped. `queue_rank` orders the assignee's day.
    """

    view_permission = terms.VIEW_ORDER
    path_lookup = "place__path"

    number = models.CharField(max_length=24)
    place = models.ForeignKey(Place, on_delete=models.RESTRICT, related_name="+")
    category = models.CharField(max_length=24, choices=terms.Category.choices(), blank=True, default="")
    area = models.CharField(max_length=8, choices=terms.Area.choices(), blank=True, default="")
    urgency = models.CharField(max_length=10, choices=terms.Urgency.choices(), default="normal")
    source = models.CharField(max_length=10, choices=terms.Source.choices())
    text = models.TextField()
    state = models.CharField(max_length=12, choices=terms.State.choices(), default="new")
    assignee = models.ForeignKey(Staff, null=True, on_delete=models.RESTRICT, related_name="+")
    queue_rank = models.FloatField(null=True)
    service_level = models.ForeignKey(ServiceLevel, on_delete=models.RESTRICT, related_name="+")
    reported_at = models.DateTimeField()
    state_since = models.DateTimeField()
    untaken_since = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    response_due_at = models.DateTimeField(null=True)
    resolution_due_at = models.DateTimeField(null=True)
    response_breached_at = models.DateTimeField(null=True)
    resolution_breached_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    stars = models.PositiveSmallIntegerField(null=True)

    objects = ScopedManager.from_queryset(OrderRows)()  # type: ignore[misc, assignment]  # a narrower manager

    class Meta(CompanyRow.Meta):
        verbose_name = _("order")
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="order_number_once"),
            models.CheckConstraint(condition=Q(stars__isnull=True) | Q(stars__gte=1, stars__lte=5), name="order_stars"),
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "accepted", "on_the_way", "started", "paused"])
                | Q(assignee__isnull=False),
                name="order_in_hand_has_assignee",
            ),
            models.CheckConstraint(
                condition=Q(state="new") | Q(state="cancelled") | ~Q(category=""), name="order_triaged"
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "resolution_due_at"],
                condition=Q(state__in=sorted(str(state) for state in rules.OPEN)),
                name="order_open_by_due",
            ),
            models.Index(fields=["company", "state", "state_since"], name="order_by_state"),
            models.Index(fields=["assignee", "state"], name="order_by_assignee"),
            models.Index(fields=["company", "-reported_at"], name="order_by_report"),
        ]

    def __str__(self) -> str:
        return self.number

    def permits(self, actor: Actor, permission: str) -> bool:
        """A grant over the place; the worker who has it may work on it; the link of the order lets its resident judge."""
        if super().permits(actor, permission):
            return True
        if actor.link == f"order:{self.pk}":
            return permission in terms.RESIDENT_PERMISSIONS
        is_assignee = (
            actor.account_id is not None
            and self.assignee is not None
            and self.assignee.person.account_id == actor.account_id
        )
        return is_assignee and permission in {terms.WORK_ORDER, terms.VIEW_ORDER, terms.NOTE_CONTACT}


class Stage(CompanyRow):
    """An order was in a state from `starts_at` until `ends_at`; the verb, reason and actor that led there."""

    view_permission = terms.VIEW_ORDER
    path_lookup = "order__place__path"

    order = models.ForeignKey(Order, on_delete=models.RESTRICT, related_name="stages")
    verb = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=12, choices=terms.State.choices())
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=24, blank=True)
    note = models.TextField(blank=True)
    by_kind = models.CharField(max_length=10)
    by_account = models.ForeignKey(Account, null=True, on_delete=models.RESTRICT, related_name="+")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.RESTRICT, related_name="+")

    class Meta(CompanyRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="stage_period"
            ),
            models.UniqueConstraint(fields=["order"], condition=Q(ends_at=None), name="stage_one_open"),
        ]


class Contact(CompanyRow):
    """Somebody of ours spoke with the person about the order; this answers them and stops the response clock."""

    view_permission = terms.VIEW_ORDER
    path_lookup = "order__place__path"

    order = models.ForeignKey(Order, on_delete=models.RESTRICT, related_name="contacts")
    at = models.DateTimeField()
    by_account = models.ForeignKey(Account, null=True, on_delete=models.RESTRICT, related_name="+")
    note = models.TextField(blank=True)


class Assignment(CompanyRow):
    """A worker was asked to do an order. `decision` keeps winner, runner-up and the cost terms of every offer."""

    view_permission = terms.VIEW_ORDER
    path_lookup = "order__place__path"

    order = models.ForeignKey(Order, on_delete=models.RESTRICT, related_name="assignments")
    staff = models.ForeignKey(Staff, on_delete=models.RESTRICT, related_name="+")
    at = models.DateTimeField()
    by_account = models.ForeignKey(Account, null=True, on_delete=models.RESTRICT, related_name="+")
    is_automatic = models.BooleanField()
    expected_at = models.DateTimeField(null=True)
    decision = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)

    class Meta(CompanyRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(ended_at=None), name="assignment_one_current")
        ]


class Alarm(CompanyRow):
    """A promise is in danger or broken and somebody must look; stands until acknowledged."""

    view_permission = terms.VIEW_ORDER
    path_lookup = "order__place__path"

    class Cause(models.TextChoices):
        UNTAKEN = "untaken", _("nobody has taken it")
        RESPONSE = "response", _("response promise broken")
        RESOLUTION = "resolution", _("resolution promise broken")

    order = models.ForeignKey(Order, on_delete=models.RESTRICT, related_name="alarms")
    cause = models.CharField(max_length=12, choices=Cause.choices)
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Account, null=True, on_delete=models.RESTRICT, related_name="+")

    class Meta(CompanyRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["order", "cause"], condition=Q(acknowledged_at=None), name="alarm_one_standing"
            )
        ]
        indexes = [
            models.Index(fields=["company", "raised_at"], condition=Q(acknowledged_at=None), name="alarm_standing")
        ]


class Rating(CompanyRow):
    """The resident's verdict: one to five stars and what they say. A reopened order may be rated again."""

    view_permission = terms.VIEW_ORDER
    path_lookup = "order__place__path"

    order = models.ForeignKey(Order, on_delete=models.RESTRICT, related_name="ratings")
    stars = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta(CompanyRow.Meta):
        constraints = [models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_stars")]


class Evidence(CompanyRow):
    """A photo that proves something about an order: what was reported, what was found, what was done."""

    view_permission = terms.VIEW_ORDER
    path_lookup = "order__place__path"

    class Moment(models.TextChoices):
        REPORT = "report", _("with the report")
        BEFORE = "before", _("before the work")
        AFTER = "after", _("after the work")

    order = models.ForeignKey(Order, on_delete=models.RESTRICT, related_name="evidence")
    file = models.ForeignKey(File, on_delete=models.RESTRICT, related_name="+")
    moment = models.CharField(max_length=8, choices=Moment.choices)
    at = models.DateTimeField()

    class Meta(CompanyRow.Meta):
        constraints = [models.UniqueConstraint(fields=["order", "file", "moment"], name="evidence_once")]
