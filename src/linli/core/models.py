"""The rows every floor stands on: companies, accounts and grants, the event log and its deliveries, jobs, files."""

from typing import Any, ClassVar, TypeVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.core import scope
from linli.core.actors import Actor

Row = TypeVar("Row", bound=models.Model, covariant=True)


class Company(models.Model):
    """A property-service company (物业公司): the tenant. It may run on an accelerated clock (see `core.clock`)."""

    slug = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=120)
    accent = models.CharField(max_length=7, default="#0f766e")
    clock_rate = models.PositiveIntegerField(default=1)
    clock_started_at = models.DateTimeField(null=True, blank=True)
    clock_base = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("company")
        constraints = [
            models.CheckConstraint(
                condition=Q(clock_rate=1) | Q(clock_started_at__isnull=False, clock_base__isnull=False),
                name="company_clock_is_whole",
            ),
            models.CheckConstraint(condition=Q(clock_rate__gte=1), name="company_clock_runs"),
        ]

    def __str__(self) -> str:
        return self.name


class CompanyRows(models.QuerySet[Row]):
    """Rows of one company; the manager made from it filters by the scope."""

    def visible_to(self, actor: Actor) -> "CompanyRows[Row]":
        """The rows this actor may know of: those under a path where a grant holds the model's view permission."""
        permission = getattr(self.model, "view_permission", "")
        if actor.is_system:
            return self
        paths = actor.paths_with(permission)
        lookup = getattr(self.model, "path_lookup", "")
        if not paths:
            return self.none()
        if not lookup or "/" in paths:
            return self
        wanted = Q()
        for path in paths:
            wanted |= Q(**{f"{lookup}__startswith": path})
        return self.filter(wanted)


class ScopedManager(models.Manager[Row]):
    """Rows of the company in scope; raises `ScopeUnset` outside one (unless `across_companies` says why)."""

    def get_queryset(self) -> models.QuerySet[Row]:
        rows = super().get_queryset()
        return rows if scope.is_everywhere() else rows.filter(company_id=scope.company_id())


class CompanyRow(models.Model):
    """A row that belongs to a company.

    Subclasses name `view_permission` and, when the row lies somewhere, `path_lookup` (the lookup of its place's path).
    """

    view_permission: ClassVar[str] = ""
    path_lookup: ClassVar[str] = ""

    company = models.ForeignKey(Company, on_delete=models.RESTRICT, related_name="+", editable=False)

    objects = ScopedManager.from_queryset(CompanyRows)()

    class Meta:
        abstract = True

    def scope_path(self) -> str:
        """The path of the place this row lies at; `/` for rows of the whole company."""
        value: Any = self
        if not self.path_lookup:
            return "/"
        for name in self.path_lookup.split("__"):
            value = getattr(value, name)
        return str(value)

    def permits(self, actor: Actor, permission: str) -> bool:
        """Whether the actor may do this with the row; models override it where a relation, not a grant, decides.

        A row of the whole company is seen from anywhere in it, as in `visible_to`; to change it takes the whole company.
        """
        if permission == self.view_permission and not self.path_lookup:
            return actor.may_anywhere(permission)
        return actor.may(permission, self.scope_path())


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, *, name: str = "") -> "Account":
        """An account that can sign in; without a password only by other means."""
        account = self.model(username=username, name=name)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Who signs in. Global: the same human may hold grants in several companies; a person is per company."""

    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects = AccountManager()

    class Meta:
        verbose_name = _("account")

    def __str__(self) -> str:
        return self.name or self.username


class Role(CompanyRow):
    """A named bundle of permissions, by which grants are given."""

    view_permission = "core.view_role"

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    permissions = ArrayField(models.CharField(max_length=80), default=list)

    class Meta(CompanyRow.Meta):
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="role_code_once")]

    def __str__(self) -> str:
        return self.name


class Grant(CompanyRow):
    """An account holds a role over a part of the place tree; `/` is the whole company."""

    account = models.ForeignKey(Account, on_delete=models.RESTRICT, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.RESTRICT, related_name="+")
    path = models.CharField(max_length=200, default="/")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta(CompanyRow.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(path__startswith="/", path__endswith="/"), name="grant_path_is_a_path"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="grant_period"
            ),
        ]
        indexes = [models.Index(fields=["account", "company"])]


class LoggedEvent(models.Model):
    """One thing that happened. The log is only ever added to; facts hold ids and codes, never personal data."""

    company = models.ForeignKey(Company, on_delete=models.RESTRICT, related_name="+")
    name = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_account = models.ForeignKey(Account, null=True, on_delete=models.RESTRICT, related_name="+")
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["company", "subject_kind", "subject_id", "id"], name="event_by_subject"),
            models.Index(fields=["company", "id"], name="event_by_company"),
        ]


class Delivery(models.Model):
    """An event on its way to one handler. Pending until `delivered_at`; parked after repeated failure."""

    event = models.ForeignKey(LoggedEvent, on_delete=models.RESTRICT, related_name="+")
    handler = models.CharField(max_length=160)
    subject = models.CharField(max_length=90)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="delivery_once_per_handler")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(delivered_at=None, parked_at=None), name="delivery_due"),
            models.Index(fields=["handler", "subject", "id"], condition=Q(delivered_at=None), name="delivery_in_order"),
        ]


class Job(CompanyRow):
    """Long work with progress that a page shows; survives a crash by its cursor."""

    view_permission = "core.view_job"

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    cursor = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    by_account = models.ForeignKey(Account, null=True, on_delete=models.RESTRICT, related_name="+")

    class Meta(CompanyRow.Meta):
        indexes = [models.Index(fields=["company", "-id"])]

    @property
    def share(self) -> float:
        """How much is done, 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}


class Counter(CompanyRow):
    """The last number given in a series."""

    series = models.CharField(max_length=40)
    value = models.PositiveBigIntegerField(default=0)

    class Meta(CompanyRow.Meta):
        constraints = [models.UniqueConstraint(fields=["company", "series"], name="counter_once")]


class File(CompanyRow):
    """A stored picture or document, kept by the hash of its content; served only through what it belongs to."""

    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    stored_at = models.DateTimeField()

    class Meta(CompanyRow.Meta):
        constraints = [models.UniqueConstraint(fields=["company", "sha256"], name="file_once")]


class CalendarDay(models.Model):
    """A day on which the working calendar differs from the weekday, or a named holiday (mainland China)."""

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)


def path_index(name: str, field: str = "path") -> models.Index:
    """An index by which `startswith` on a path is a range scan, whatever the database's collation."""
    return models.Index(OpClass(F(field), name="text_pattern_ops"), name=name)
