"""The manager's morning: what broke a promise, what will, who is overloaded, what residents say."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext as _c
from django.views.decorators.http import require_GET

from linli.core import clock
from linli.core.clock import day_start, local_day
from linli.core.errors import Forbidden
from linli.core.middleware import CompanyRequest
from linli.core.models import Job
from linli.core.periods import Period
from linli.people.models import Staff
from linli.people.queries import staff_ids_on_duty
from linli.servicedesk.queries import undecided
from linli.ui.charts import Chart, Series
from linli.ui.durations import say_duration
from linli.work import queries, terms
from linli.work.models import Alarm, Order, OrderRows, Rating
from linli.work.queries.figures import Figure, Figures

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Number:
    """A figure of this week beside last week's, with the way to the orders behind it."""

    label: str
    value: str
    hint: str
    url: str
    tone: str = ""


@require_GET
def page(request: CompanyRequest, slug: str) -> HttpResponse:
    """One page for ten minutes in the morning."""
    if not request.actor.may_anywhere(terms.CHANGE_POLICY):
        raise Forbidden
    at = clock.now()
    rows: OrderRows = Order.objects.visible_to(request.actor)
    week, before = Period(at - WEEK, at), Period(at - 2 * WEEK, at - WEEK)
    context = {
        "burning": _burning(request, rows, at=at),
        "numbers": _numbers(slug, queries.figures_of(rows, week), queries.figures_of(rows, before)),
        "loads": _loads(request, at=at),
        "unhappy": Rating.objects.visible_to(request.actor)
        .filter(at__gte=week.starts_at, stars__lte=3)
        .select_related("order__place")
        .order_by("-at")[:6],
        "categories": [
            (label.label, received, late, _url(slug, Figure.RECEIVED, week, category=str(label)))
            for label, received, late in queries.by_category(rows, week)
        ],
        "slower": _slower(rows, at=at),
        "jobs": Job.objects.visible_to(request.actor).exclude(state__in=["done", "cancelled"]).order_by("-id")[:3],
    }
    return render(request, "portal/today.html", context)


def _burning(request: CompanyRequest, rows: OrderRows, *, at: datetime) -> list[Number]:
    slug = request.company.slug
    desk = reverse("servicedesk:desk", args=[slug])
    alarms = Alarm.objects.visible_to(request.actor).filter(acknowledged_at=None).count()
    opened = rows.open()
    late = opened.filter(resolution_due_at__lte=at).count()
    soon = opened.filter(resolution_due_at__gt=at, resolution_due_at__lte=at + timedelta(hours=4)).count()
    waiting = undecided(request.actor).count()
    orders = reverse("work:orders", args=[slug])
    return [
        Number(_("Alarms nobody looks after"), str(alarms), "", desk, "over" if alarms else "ok"),
        Number(_("Open and late"), str(late), "", f"{orders}?group=late", "over" if late else "ok"),
        Number(_("Due within 4 hours"), str(soon), "", f"{orders}?group=open", "soon" if soon else "ok"),
        Number(_("Waiting for a decision"), str(waiting), "", desk, "soon" if waiting else "ok"),
    ]


def _numbers(slug: str, now: Figures, before: Figures) -> list[Number]:
    week = now.period
    received, was = now.counts[Figure.RECEIVED], before.counts[Figure.RECEIVED]
    return [
        Number(_("Received"), str(received), _before(str(was)), _url(slug, Figure.RECEIVED, week)),
        Number(
            _("Answered in time"),
            _share(now.response_kept),
            _before(_share(before.response_kept)),
            _url(slug, Figure.ANSWERED_LATE, week),
        ),
        Number(
            _("Resolved in time"),
            _share(now.resolution_kept),
            _before(_share(before.resolution_kept)),
            _url(slug, Figure.RESOLVED_LATE, week),
        ),
        Number(
            _("Median answer"),
            _length(now.response_median),
            _before(_length(before.response_median)),
            _url(slug, Figure.RECEIVED, week),
        ),
        Number(
            _("Median until done"),
            _length(now.resolution_median),
            _before(_length(before.resolution_median)),
            _url(slug, Figure.RESOLVED, week),
        ),
        Number(_("Satisfaction"), _stars(now), _before(_stars(before)), _url(slug, Figure.RATED, week)),
        Number(
            _("Unhappy"),
            str(now.counts[Figure.UNHAPPY]),
            _before(str(before.counts[Figure.UNHAPPY])),
            _url(slug, Figure.UNHAPPY, week),
        ),
    ]


def _loads(request: CompanyRequest, *, at: datetime) -> list[tuple[queries.Load, bool, str]]:
    on_duty = staff_ids_on_duty(at=at)
    staff = list(
        Staff.objects.visible_to(request.actor)
        .filter(left_on=None, skills__isnull=False)
        .distinct()
        .select_related("person")
    )
    orders = reverse("work:orders", args=[request.company.slug])
    loads = queries.loads_of(staff, since=day_start(local_day(at)))
    return [(load, load.staff.pk in on_duty, f"{orders}?group=open&worker={load.staff.pk}") for load in loads]


def _slower(rows: OrderRows, *, at: datetime) -> Chart:
    first = local_day(at) - timedelta(days=29)
    medians = queries.resolution_by_day(rows, Period(day_start(first), at))
    days: list[date] = [first + timedelta(days=offset) for offset in range(30)]
    hours = [round(medians[day].total_seconds() / 3600, 1) if day in medians else None for day in days]
    return Chart(
        key="slower",
        question=_("Is repair getting slower?"),
        labels=[f"{day.month}-{day.day}" for day in days],
        series=[Series(_("median hours"), hours)],
        unit=_("hours"),
        target=24,
        target_name=_("promised"),
    )


def _url(slug: str, figure: Figure, period: Period, **more: str) -> str:
    asked = {"group": "all", "figure": str(figure), "since": period.starts_at.isoformat(timespec="minutes"), **more}
    if period.ends_at:
        asked["until"] = period.ends_at.isoformat(timespec="minutes")
    return f"{reverse('work:orders', args=[slug])}?{urlencode(asked)}"


def _before(value: str) -> str:
    return _("last week %(value)s") % {"value": value}


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _length(length: timedelta | None) -> str:
    return "–" if length is None else say_duration(length)


def _stars(figures: Figures) -> str:
    if figures.stars is None:
        return "–"
    return _c("stars", "%(stars).1f (%(count)d)") % {"stars": figures.stars, "count": figures.counts[Figure.RATED]}
