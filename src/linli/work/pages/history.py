"""What happened to an order, as one line of time: stages, contacts, alarms and ratings with their photos."""

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext as _c
from django.utils.translation import pgettext_lazy as _p

from linli.ui.components import Happening, Photo
from linli.ui.durations import say_moment
from linli.work.models import Alarm, Assignment, Contact, Evidence, Order, Rating, Stage
from linli.work.queries import History
from linli.work.terms import RECATEGORISED, PauseReason, Source, Verb

Look = tuple[Promise, str, str]

HAPPENED: Mapping[str, Look] = {
    "": (_p("happening", "Reported"), "chat", "info"),
    Verb.TRIAGE: (_p("happening", "Understood"), "check", "quiet"),
    Verb.ASSIGN: (_p("happening", "%(name)s is asked"), "person", "info"),
    Verb.TRANSFER: (_p("happening", "Transferred to %(name)s"), "person", "info"),
    Verb.ACCEPT: (_p("happening", "%(name)s accepted"), "check", "info"),
    Verb.DEPART: (_p("happening", "%(name)s is on the way"), "truck", "info"),
    Verb.START: (_p("happening", "%(name)s began to work"), "play", "info"),
    Verb.PAUSE: (_p("happening", "Work rests"), "pause", "soon"),
    Verb.RESUME: (_p("happening", "Work goes on"), "play", "info"),
    Verb.FINISH: (_p("happening", "%(name)s is done"), "done", "ok"),
    Verb.VERIFY: (_p("happening", "Verified"), "done", "ok"),
    Verb.REFUSE: (_p("happening", "Not in order, to be done again"), "again", "over"),
    Verb.RATE: (_p("happening", "Rated"), "star", "ok"),
    Verb.CLOSE: (_p("happening", "Closed"), "check", "quiet"),
    Verb.REOPEN: (_p("happening", "Opened again"), "again", "over"),
    Verb.RETURN_: (_p("happening", "Returned to the desk"), "back", "soon"),
    Verb.CANCEL: (_p("happening", "Called off"), "close", "quiet"),
}
ALARMS: Mapping[str, Promise] = {
    Alarm.Cause.UNTAKEN: _p("happening", "Alarm: nobody has taken it"),
    Alarm.Cause.RESPONSE: _p("happening", "Alarm: the answer is late"),
    Alarm.Cause.RESOLUTION: _p("happening", "Alarm: the work is late"),
}
PROVES = {Evidence.Moment.REPORT: "", Evidence.Moment.BEFORE: Verb.START, Evidence.Moment.AFTER: Verb.FINISH}


def happenings(order: Order, history: History, *, slug: str) -> list[Happening]:
    """Everything in order of time, the newest first: who reads it wants to know how it stands."""
    told = [
        *_stages(order, history, slug=slug),
        *(_contact(contact) for contact in history.contacts),
        *(each for alarm in history.alarms for each in _alarm(alarm)),
        *(_rating(rating) for rating in history.ratings),
    ]
    # Stages of one moment keep the order in which they were written.
    return sorted(told, key=lambda each: each.at)[::-1]


def photos(evidence: Sequence[Evidence], *, slug: str) -> list[Photo]:
    """Photos as the components show them."""
    return [Photo(reverse("work:evidence", args=[slug, each.pk]), each.get_moment_display()) for each in evidence]


def _stages(order: Order, history: History, *, slug: str) -> Iterator[Happening]:
    proofs = _proofs(history)
    asked = {assignment.at: assignment for assignment in history.assignments}
    for stage in history.stages:
        if stage.verb == Verb.RATE:
            continue  # the rating itself says more
        what, icon, tone = HAPPENED[stage.verb]
        yield Happening(
            at=stage.starts_at,
            what=str(what) % {"name": stage.staff or _("somebody")},
            who=_who(stage, order),
            reason=_reason(stage, asked.get(stage.starts_at)),
            photos=photos(proofs.get(stage.pk, []), slug=slug),
            icon=icon,
            tone=tone,
        )


def _who(stage: Stage, order: Order) -> str:
    if stage.by_kind == "system":
        return _("the system")
    if stage.by_kind == "link":
        return _("the resident")
    name = str(stage.by_account or "")
    return f"{name} · {Source(order.source).label}" if not stage.verb else name


def _reason(stage: Stage, assignment: Assignment | None) -> str:
    if stage.verb in {Verb.ASSIGN, Verb.TRANSFER} and assignment is not None and assignment.expected_at is not None:
        return _("expected %(at)s") % {"at": say_moment(assignment.expected_at, at=stage.starts_at)}
    if stage.verb == Verb.PAUSE and stage.reason:
        reason = PauseReason(stage.reason).label
        return f"{reason} · {stage.note}" if stage.note else str(reason)
    if stage.reason == RECATEGORISED:
        return _("It is about something else, so somebody else is asked.")
    if stage.by_kind == "system" and stage.verb in {Verb.VERIFY, Verb.CLOSE}:
        return _("Nobody objected in time.")
    return stage.note


def _proofs(history: History) -> dict[int, list[Evidence]]:
    """Photos by the stage which they prove: the first of their verb at or after the photo, else the last one."""
    proofs: dict[int, list[Evidence]] = {}
    for evidence in history.evidence:
        verb = PROVES[Evidence.Moment(evidence.moment)]
        stages = [stage for stage in history.stages if stage.verb == verb]
        if stages:
            stage = next((each for each in stages if each.starts_at >= evidence.at), stages[-1])
            proofs.setdefault(stage.pk, []).append(evidence)
    return proofs


def _contact(contact: Contact) -> Happening:
    what = _c("happening", "Spoke with the resident")
    return Happening(contact.at, what, str(contact.by_account or ""), contact.note, icon="phone", tone="ok")


def _alarm(alarm: Alarm) -> Iterator[Happening]:
    yield Happening(alarm.raised_at, ALARMS[alarm.cause], _("the system"), icon="bell", tone="over")
    if alarm.acknowledged_at is not None:
        what = _c("happening", "Looks after the alarm")
        yield Happening(alarm.acknowledged_at, what, str(alarm.acknowledged_by or ""), icon="check", tone="quiet")


def _rating(rating: Rating) -> Happening:
    what = _c("happening", "Rated with %(stars)d of 5 stars") % {"stars": rating.stars}
    tone = "over" if rating.stars <= 2 else "ok"
    return Happening(rating.at, what, _("the resident"), rating.comment, icon="star", tone=tone)
