"""The manager's morning: what broke a promise, what will, who is overloaded, what residents say.

Every number leads to a list that asks the same question, so the list holds exactly what was counted.
"""

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
from linli.servicedesk.queries import to_decide
from linli.ui.charts import Chart, Series
from linli.ui.durations import say_duration
from linli.work import queries, terms
from linli.work.models import Order, OrderRows
from linli.work.queries import Figure, Figures, Group, Wanted
from linli.work.terms import Urgency

WEEK = timedelta(days=7)
FULL = timedelta(hours=6)
"""So much work in hand, counted in usual minutes, is more than fits in a shift with its ways and breaks."""
MOST_UNHAPPY = 5


@dataclass(frozen=True)
class Number:
    """A number, what it was before, and the way to the orders behind it."""

    label: str
    value: str
    hint: str
    url: str
    tone: str = ""


@dataclass(frozen=True)
class WorkerLine:
    """What one worker has, with the ways to the orders in hand and to those finished today."""

    load: queries.Load
    is_on_duty: bool
    open_url: str
    done_url: str

    @property
    def tone(self) -> str:
        """Whether they have more than fits in a shift."""
        return "over" if self.load.usual > FULL else "quiet"


@dataclass(frozen=True)
class CategoryLine:
    """What came in of one category, with the ways to all of it and to what was late."""

    label: str
    received: int
    late: int
    received_url: str
    late_url: str


@require_GET
def page(request: CompanyRequest, slug: str) -> HttpResponse:
    """One page for ten minutes in the morning."""
    if not request.actor.may_anywhere(terms.CHANGE_POLICY):
        raise Forbidden
    at = clock.now()
    rows: OrderRows = Order.objects.visible_to(request.actor)
    week, before = Period(at - WEEK, at), Period(at - 2 * WEEK, at - WEEK)
    figures, figures_before = queries.figures_of(rows, week), queries.figures_of(rows, before)
    context = {
        "now": _now(request, rows, at=at),
        "numbers": _numbers(slug, figures, figures_before),
        **_workers(request, rows, at=at),
        "unhappy": queries.ratings_beside(queries.of_figure(rows, Figure.UNHAPPY, week))[:MOST_UNHAPPY],
        "unhappy_url": _url(slug, Figure.UNHAPPY, week),
        "categories": [
            CategoryLine(
                str(category.label),
                received,
                late,
                _url(slug, Figure.RECEIVED, week, category=str(category)),
                _url(slug, Figure.RESOLVED_LATE, week, category=str(category)),
            )
            for category, received, late in queries.by_category(rows, week)
        ],
        "slower": _slower(rows, now=figures, was=figures_before, at=at),
        "jobs": Job.objects.visible_to(request.actor).exclude(state__in=["done", "cancelled"]).order_by("-id")[:3],
    }
    return render(request, "portal/today.html", context)


def _now(request: CompanyRequest, rows: OrderRows, *, at: datetime) -> list[Number]:
    slug = request.company.slug
    orders, desk = reverse("work:orders", args=[slug]), reverse("servicedesk:desk", args=[slug])
    asked = {
        Group.ALARMED: (_("Alarms nobody looks after"), "over"),
        Group.LATE: (_("Open and late"), "over"),
        Group.SOON: (_("Due within 4 hours"), "soon"),
    }
    counts = {group: queries.narrowed(rows, Wanted(group=group), at=at).count() for group in asked}
    numbers = [
        Number(label, str(counts[group]), "", f"{orders}?group={group}", tone if counts[group] else "ok")
        for group, (label, tone) in asked.items()
    ]
    waiting = to_decide(request.actor, at=at).count
    waits = Number(_("Waiting for a decision"), str(waiting), "", f"{desk}#desk-decide", "soon" if waiting else "ok")
    return [*numbers, waits]


def _numbers(slug: str, now: Figures, before: Figures) -> list[Number]:
    def number(label: str, figure: Figure, value: str, was: str, *, counted: str = "") -> Number:
        hint = _("last week %(value)s") % {"value": was}
        told = f"{counted % {'count': now.counts[figure]}} · {hint}" if counted else hint
        return Number(label, value, told, _url(slug, figure, now.period))

    received, was = (each.counts[Figure.RECEIVED] for each in (now, before))
    unhappy, was_unhappy = (each.counts[Figure.UNHAPPY] for each in (now, before))
    late, of = _c("figure", "%(count)d late"), _c("figure", "of %(count)d")
    kept = _share(now.response_kept), _share(before.response_kept)
    done = _share(now.resolution_kept), _share(before.resolution_kept)
    return [
        number(_c("figure", "Received"), Figure.RECEIVED, str(received), str(was)),
        number(_("Answered in time"), Figure.ANSWERED_LATE, *kept, counted=late),
        number(_("Resolved in time"), Figure.RESOLVED_LATE, *done, counted=late),
        number(
            _("Half were answered within"),
            Figure.ANSWERED,
            _length(now.response_median),
            _length(before.response_median),
            counted=of,
        ),
        number(
            _("Half were done within"),
            Figure.RESOLVED,
            _length(now.resolution_median),
            _length(before.resolution_median),
            counted=of,
        ),
        number(_("Stars from residents"), Figure.RATED, _stars(now), _stars(before), counted=of),
        number(_c("figure", "Unhappy"), Figure.UNHAPPY, str(unhappy), str(was_unhappy)),
    ]


def _workers(request: CompanyRequest, rows: OrderRows, *, at: datetime) -> dict[str, object]:
    """Who has work or is on duty, the fullest first, and how many others there are."""
    slug = request.company.slug
    on_duty = staff_ids_on_duty(at=at)
    staff = Staff.objects.visible_to(request.actor).filter(left_on=None, skills__isnull=False).distinct()
    today = Period(day_start(local_day(at)), at)
    orders = reverse("work:orders", args=[slug])
    lines = [
        WorkerLine(
            load,
            load.staff.pk in on_duty,
            f"{orders}?group=open&worker={load.staff.pk}",
            _url(slug, Figure.FINISHED, today, worker=str(load.staff.pk)),
        )
        for load in queries.loads_of(rows, list(staff.select_related("person")), today)
    ]
    shown = [line for line in lines if line.is_on_duty or line.load.open or line.load.done]
    return {"workers": shown, "others": len(lines) - len(shown)}


def _slower(rows: OrderRows, *, now: Figures, was: Figures, at: datetime) -> Chart | None:
    """The median of each of 30 days; None while nothing has been done."""
    first = local_day(at) - timedelta(days=29)
    medians = queries.resolution_by_day(rows, Period(day_start(first), at))
    if not medians:
        return None
    days: list[date] = [first + timedelta(days=offset) for offset in range(30)]
    hours = [round(medians[day].total_seconds() / 3600, 1) if day in medians else None for day in days]
    promised = queries.level_in_force(Urgency.NORMAL, at=at).resolution_minutes / 60
    # A promise far above everything that happens would press the line flat: then it is said, not drawn.
    is_near = max((each for each in hours if each is not None), default=0.0) * 4 >= promised
    told = {"now": _length(now.resolution_median), "was": _length(was.resolution_median), "promised": round(promised)}
    return Chart(
        key="slower",
        question=_("Is repair getting slower?"),
        answer=_("Half were done within %(now)s, the week before %(was)s; promised are %(promised)s hours.") % told,
        labels=[f"{day.month}-{day.day}" for day in days],
        series=[Series(_("median"), hours)],
        unit=_("hours"),
        target=promised if is_near else None,
        target_name=_("promised"),
    )


def _url(slug: str, figure: Figure, period: Period, **more: str) -> str:
    asked = {"group": str(Group.ALL), "figure": str(figure), "since": period.starts_at.isoformat(), **more}
    if period.ends_at:
        asked["until"] = period.ends_at.isoformat()
    return f"{reverse('work:orders', args=[slug])}?{urlencode(asked)}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _length(length: timedelta | None) -> str:
    return "–" if length is None else say_duration(length)


def _stars(figures: Figures) -> str:
    return "–" if figures.stars is None else f"{figures.stars:.1f}"
