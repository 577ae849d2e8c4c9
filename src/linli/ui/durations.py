"""Lengths of time and moments in the words people use at a counter."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from linli.core.clock import LOCAL


@dataclass(frozen=True)
class Countdown:
    """How a deadline stands: `tone` is ok, soon, over or quiet; `text` says it."""

    tone: str
    text: str


def say_duration(length: timedelta) -> str:
    """A length in its two largest units: "35 分", "2 小时 5 分", "3 天 4 小时". The sign is left out."""
    minutes = round(abs(length).total_seconds() / 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        return _join(_days(days), _hours(hours) if hours else "")
    if hours:
        return _join(_hours(hours), _minutes(minutes) if minutes else "")
    return _minutes(minutes)


def _join(large: str, small: str) -> str:
    return f"{large} {small}".strip()


def _days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _hours(count: int) -> str:
    return ngettext("%(count)d h", "%(count)d h", count) % {"count": count}


def _minutes(count: int) -> str:
    return ngettext("%(count)d min", "%(count)d min", count) % {"count": count}


def count_down(deadline: datetime, *, at: datetime, soon: timedelta) -> Countdown:
    """What is left until the deadline at a moment; it is `soon` when less than that is left."""
    left = deadline - at
    if left < timedelta():
        return Countdown("over", _("%(duration)s late") % {"duration": say_duration(left)})
    tone = "soon" if left <= soon else "ok"
    return Countdown(tone, _("%(duration)s left") % {"duration": say_duration(left)})


def judge_stop(deadline: datetime, *, stopped: datetime) -> Countdown:
    """How something that stopped at a moment met its deadline."""
    if stopped > deadline:
        return Countdown("over", _("%(duration)s late") % {"duration": say_duration(stopped - deadline)})
    return Countdown("ok", _("on time"))


def say_moment(moment: datetime, *, at: datetime) -> str:
    """A moment as seen from another: "今天 14:20", "昨天 09:05", "11月24日 14:20", "2025年11月24日"."""
    local, today = moment.astimezone(LOCAL), at.astimezone(LOCAL).date()
    clock = format_date(local, "H:i")
    days = (local.date() - today).days
    near = {0: _("today %(time)s"), -1: _("yesterday %(time)s"), 1: _("tomorrow %(time)s")}
    if days in near:
        return near[days] % {"time": clock}
    if local.year == today.year:
        return format_date(local, pgettext("date format", "M j H:i"))
    return format_date(local, pgettext("date format", "M j, Y"))
