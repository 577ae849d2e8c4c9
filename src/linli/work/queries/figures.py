"""What a manager asks of a period: how much came in, which promises were kept, what residents say.

Every figure is a set of orders, so that the list behind a number is exactly what was counted. A promise counts in the
period in which the order was reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Aggregate, Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import pgettext_lazy as _p

from linli.core.clock import LOCAL
from linli.core.periods import Period
from linli.people.models import Staff
from linli.work import rules
from linli.work.models import Order, OrderRows
from linli.work.terms import Category, State, Term

UNHAPPY_STARS = 2


class Figure(Term):
    """A set of orders that a manager counts."""

    RECEIVED = "received", _p("figure", "Received")
    ANSWERED_LATE = "answered_late", _p("figure", "Answered late")
    RESOLVED_LATE = "resolved_late", _p("figure", "Resolved late")
    RESOLVED = "resolved", _p("figure", "Resolved")
    RATED = "rated", _p("figure", "Rated")
    UNHAPPY = "unhappy", _p("figure", "Unhappy")


PREDICATES: Mapping[Figure, Q] = {
    Figure.RECEIVED: Q(),
    Figure.ANSWERED_LATE: Q(response_breached_at__isnull=False),
    Figure.RESOLVED_LATE: Q(resolution_breached_at__isnull=False),
    Figure.RESOLVED: Q(done_at__isnull=False),
    Figure.RATED: Q(stars__isnull=False),
    Figure.UNHAPPY: Q(stars__lte=UNHAPPY_STARS),
}


class Median(Aggregate):
    """The middle value, interpolated (SQL's percentile_cont)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True)
class Figures:
    """A period in numbers. Shares are None when nothing was promised, medians None when nothing happened."""

    period: Period
    counts: Mapping[Figure, int]
    response_median: timedelta | None
    resolution_median: timedelta | None
    stars: float | None

    @property
    def response_kept(self) -> float | None:
        """The share of orders that were answered, or may still be, in time."""
        return self._kept(Figure.ANSWERED_LATE)

    @property
    def resolution_kept(self) -> float | None:
        """The share of orders that were resolved, or may still be, in time."""
        return self._kept(Figure.RESOLVED_LATE)

    def _kept(self, late: Figure) -> float | None:
        received = self.counts[Figure.RECEIVED]
        return 1 - self.counts[late] / received if received else None


@dataclass(frozen=True)
class Load:
    """What a worker has: open orders, their usual minutes, and what they finished since the day began."""

    staff: Staff
    open: int
    done: int


def of_figure(rows: OrderRows, figure: Figure, period: Period) -> OrderRows:
    """The orders that a figure of a period counts."""
    within = rows.filter(reported_at__gte=period.starts_at).exclude(state=State.CANCELLED)
    if period.ends_at is not None:
        within = within.filter(reported_at__lt=period.ends_at)
    return within.filter(PREDICATES[figure])


def figures_of(rows: OrderRows, period: Period) -> Figures:
    """A period in numbers, in one query."""
    waited = ExpressionWrapper(F("responded_at") - F("reported_at"), output_field=DurationField())
    worked = ExpressionWrapper(F("done_at") - F("reported_at"), output_field=DurationField())
    counts = {str(figure): Count("pk", filter=PREDICATES[figure] or Q(pk__isnull=False)) for figure in Figure}
    found = of_figure(rows, Figure.RECEIVED, period).aggregate(
        **counts,
        response_median=Median(waited, filter=Q(responded_at__isnull=False)),
        resolution_median=Median(worked, filter=Q(done_at__isnull=False)),
        average_stars=Avg("stars"),
    )
    return Figures(
        period=period,
        counts={figure: found[str(figure)] for figure in Figure},
        response_median=found["response_median"],
        resolution_median=found["resolution_median"],
        stars=found["average_stars"],
    )


def resolution_by_day(rows: OrderRows, period: Period) -> dict[date, timedelta]:
    """The median time from report to done, by the local day of the report."""
    worked = ExpressionWrapper(F("done_at") - F("reported_at"), output_field=DurationField())
    found = (
        of_figure(rows, Figure.RESOLVED, period)
        .order_by()
        .annotate(day=TruncDate("reported_at", tzinfo=LOCAL))
        .values("day")
        .annotate(median=Median(worked))
    )
    return {each["day"]: each["median"] for each in found}


def by_category(rows: OrderRows, period: Period) -> list[tuple[Category, int, int]]:
    """Category, orders received and orders resolved late in a period; the most frequent first."""
    found = (
        of_figure(rows, Figure.RECEIVED, period)
        .order_by()
        .exclude(category="")
        .values_list("category")
        .annotate(received=Count("pk"), late=Count("pk", filter=PREDICATES[Figure.RESOLVED_LATE]))
    )
    return sorted(((Category(each), received, late) for each, received, late in found), key=lambda each: -each[1])


def loads_of(staff: list[Staff], *, since: datetime) -> list[Load]:
    """How much each of these workers has on their hands, the fullest first."""
    rows = Order.objects.filter(assignee__in=staff).order_by()
    opened = dict(rows.filter(state__in=rules.OPEN).values_list("assignee").annotate(Count("pk")))
    done = dict(rows.filter(done_at__gte=since).values_list("assignee").annotate(Count("pk")))
    loads = [Load(one, opened.get(one.pk, 0), done.get(one.pk, 0)) for one in staff]
    return sorted(loads, key=lambda each: (-each.open, -each.done, each.staff.pk))
