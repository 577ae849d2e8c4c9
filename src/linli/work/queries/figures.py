"""What a manager asks of a period: how much came in, which promises were kept, what residents say.

Every figure is a set of orders, so that the list behind a number is exactly what was counted. A promise counts in the
period in which the order was reported.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Aggregate, Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import pgettext_lazy as _p

from linli.core.clock import LOCAL
from linli.core.periods import Period
from linli.people.models import Staff
from linli.work.models import Kind, OrderRows
from linli.work.terms import Category, State, Term

UNHAPPY_STARS = 2


class Figure(Term):
    """A set of orders that a manager counts."""

    RECEIVED = "received", _p("figure", "Received")
    ANSWERED = "answered", _p("figure", "Answered")
    ANSWERED_LATE = "answered_late", _p("figure", "Answered late")
    RESOLVED_LATE = "resolved_late", _p("figure", "Resolved late")
    RESOLVED = "resolved", _p("figure", "Resolved")
    RATED = "rated", _p("figure", "Rated")
    UNHAPPY = "unhappy", _p("figure", "Unhappy")
    FINISHED = "finished", _p("figure", "Finished")


MOMENTS: Mapping[Figure, str] = {Figure.FINISHED: "done_at"}
"""By which moment an order belongs to a period: when it was reported, if nothing else is said here."""

PREDICATES: Mapping[Figure, Q] = {
    Figure.RECEIVED: Q(),
    Figure.ANSWERED: Q(responded_at__isnull=False),
    Figure.ANSWERED_LATE: Q(response_breached_at__isnull=False),
    Figure.RESOLVED_LATE: Q(resolution_breached_at__isnull=False),
    Figure.RESOLVED: Q(done_at__isnull=False),
    Figure.RATED: Q(stars__isnull=False),
    Figure.UNHAPPY: Q(stars__lte=UNHAPPY_STARS),
    Figure.FINISHED: Q(done_at__isnull=False),
}
BY_REPORT = [figure for figure in Figure if figure not in MOMENTS]


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
    """What a worker has: open orders, the minutes they usually take together, and what they finished in a period."""

    staff: Staff
    open: int
    usual: timedelta
    done: int


def of_figure(rows: OrderRows, figure: Figure, period: Period) -> OrderRows:
    """The orders that a figure of a period counts."""
    moment = MOMENTS.get(figure, "reported_at")
    within = rows.filter(**{f"{moment}__gte": period.starts_at}).exclude(state=State.CANCELLED)
    if period.ends_at is not None:
        within = within.filter(**{f"{moment}__lt": period.ends_at})
    return within.filter(PREDICATES[figure])


def figures_of(rows: OrderRows, period: Period) -> Figures:
    """What was reported in a period, in numbers and in one query; `of_figure` gives the orders behind each."""
    waited = ExpressionWrapper(F("responded_at") - F("reported_at"), output_field=DurationField())
    worked = ExpressionWrapper(F("done_at") - F("reported_at"), output_field=DurationField())
    counts = {str(figure): Count("pk", filter=PREDICATES[figure] or Q(pk__isnull=False)) for figure in BY_REPORT}
    found = of_figure(rows, Figure.RECEIVED, period).aggregate(
        **counts,
        response_median=Median(waited, filter=PREDICATES[Figure.ANSWERED]),
        resolution_median=Median(worked, filter=PREDICATES[Figure.RESOLVED]),
        average_stars=Avg("stars"),
    )
    return Figures(
        period=period,
        counts={figure: found[str(figure)] for figure in BY_REPORT},
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


def loads_of(rows: OrderRows, staff: Sequence[Staff], period: Period) -> list[Load]:
    """How much each of these workers has on their hands, the fullest first, and what they finished in the period."""
    theirs = rows.filter(assignee__in=staff).order_by()
    minutes = dict(Kind.objects.values_list("category", "minutes"))
    opened: dict[int, int] = defaultdict(int)
    usual: dict[int, int] = defaultdict(int)
    for assignee, category, count in theirs.open().values_list("assignee", "category").annotate(Count("pk")):
        opened[assignee] += count
        usual[assignee] += count * minutes.get(category, 0)
    finished = of_figure(theirs, Figure.FINISHED, period)
    done = dict(finished.values_list("assignee").annotate(Count("pk")))
    loads = [Load(one, opened[one.pk], timedelta(minutes=usual[one.pk]), done.get(one.pk, 0)) for one in staff]
    return sorted(loads, key=lambda each: (-each.usual, -each.open, -each.done, each.staff.pk))
