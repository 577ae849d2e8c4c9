"""How an order is told to the person who reported it: short, concrete, no jargon."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext as _c

from linli.core.clock import LOCAL
from linli.people.models import Staff
from linli.people.rules import surname
from linli.servicedesk.models import Request
from linli.ui.components import Happening, Photo, Step
from linli.ui.durations import say_moment
from linli.work import rules
from linli.work.models import Assignment, Evidence, Order, Stage
from linli.work.queries import History, history_of
from linli.work.terms import PauseReason, State, Verb

REACHED = {
    State.NEW: 0,
    State.TRIAGED: 0,
    State.ASSIGNED: 1,
    State.ACCEPTED: 1,
    State.ON_THE_WAY: 2,
    State.STARTED: 3,
    State.PAUSED: 3,
    State.DONE: 4,
    State.VERIFIED: 5,
    State.RATED: 5,
    State.CLOSED: 5,
}


def told(reported: Request, *, at: datetime) -> dict[str, object]:
    """What the reporter's page shows of the order."""
    order = reported.order
    history = history_of(order)
    state = State(order.state)
    return {
        "order": order,
        "worker": courtesy(history.assignment) if state in rules.IN_HAND else "",
        "headline": headline(order, history.assignment, at=at),
        "steps": [] if state is State.CANCELLED else _steps(REACHED[state]),
        "happenings": _happenings(reported, history),
        "photos": _photos(reported, [each for each in history.evidence if each.moment == Evidence.Moment.REPORT]),
        "may_rate": state in {State.DONE, State.VERIFIED},
        "may_refuse": state is State.DONE,
        "may_reopen": state in {State.VERIFIED, State.RATED, State.CLOSED},
        "may_cancel": state in rules.UNTAKEN | {State.ACCEPTED, State.ON_THE_WAY},
        "stars": order.stars,
        "is_over": state in {State.CLOSED, State.CANCELLED},
    }


def headline(order: Order, assignment: Assignment | None, *, at: datetime) -> str:
    """One sentence that answers: who comes, when, and what happens now."""
    state = State(order.state)
    name = courtesy(assignment)
    due_at = order.response_due_at
    if state in {State.NEW, State.TRIAGED}:
        if due_at is None:
            return _("We are looking for the right worker for you.")
        if due_at <= at:
            return _("We are sorry that our answer is late. We are looking for the right worker for you.")
        return _("Thank you, we have your report and answer by %(at)s.") % {"at": _clock(due_at, at)}
    if state is State.ASSIGNED:
        if due_at is None or due_at <= at:
            return _("%(name)s has been asked to come.") % {"name": name}
        return _("%(name)s has been asked and answers by %(at)s.") % {"name": name, "at": _clock(due_at, at)}
    if state is State.ACCEPTED:
        if assignment and assignment.expected_at and assignment.expected_at > at:
            return _("%(name)s is expected around %(at)s.") % {"name": name, "at": _clock(assignment.expected_at, at)}
        return _("%(name)s has taken it and comes as soon as possible.") % {"name": name}
    sentences = {
        State.ON_THE_WAY: _("%(name)s is on the way to you."),
        State.STARTED: _("%(name)s is working on it."),
        State.PAUSED: _("The work rests for the moment; %(name)s comes back."),
        State.DONE: _("%(name)s says it is done. Is everything in order?"),
        State.VERIFIED: _("It is done. How did we do?"),
        State.RATED: _("It is done. Thank you for your rating."),
        State.CLOSED: _("It is done and closed."),
        State.CANCELLED: _("This report was called off."),
    }
    return sentences[state] % {"name": name}


def courtesy(assignment: Assignment | None) -> str:
    """The worker's surname with the trade's courtesy: 李师傅."""
    if assignment is None:
        return _("Our worker")
    return _addressed(assignment.staff)


def _addressed(staff: Staff) -> str:
    return _c("courtesy", "Master %(surname)s") % {"surname": surname(staff.person.name)}


def _steps(reached: int) -> list[Step]:
    labels = (
        _c("step", "Received"),
        _c("step", "Assigned"),
        _c("step", "On the way"),
        _c("step", "Working"),
        _c("step", "Done"),
    )
    return [
        Step(label, "done" if index < reached else "now" if index == reached else "next")
        for index, label in enumerate(labels)
    ]


SAID = {
    Verb.ACCEPT,
    Verb.DEPART,
    Verb.START,
    Verb.PAUSE,
    Verb.RESUME,
    Verb.FINISH,
    Verb.REFUSE,
    Verb.REOPEN,
    Verb.CANCEL,
    Verb.ASSIGN,
    Verb.TRANSFER,
}


def _happenings(reported: Request, history: History) -> list[Happening]:
    lines = [_happening(reported, stage, history) for stage in history.stages if not stage.verb or stage.verb in SAID]
    lines += [
        Happening(contact.at, _c("reporter", "We spoke with you"), icon="phone", tone="ok")
        for contact in history.contacts
    ]
    lines += [
        Happening(
            each.at,
            _c("reporter", "You gave %(stars)d stars") % {"stars": each.stars},
            reason=each.comment,
            icon="star",
            tone="ok",
        )
        for each in history.ratings
    ]
    return sorted(lines, key=lambda each: each.at)[::-1]


def _happening(reported: Request, stage: Stage, history: History) -> Happening:
    name = _addressed(stage.staff) if stage.staff else _("Our worker")
    words = {
        "": (_c("reporter", "We received your report"), "chat", "info"),
        Verb.ASSIGN: (_c("reporter", "%(name)s was asked to come"), "person", "info"),
        Verb.TRANSFER: (_c("reporter", "%(name)s was asked instead"), "person", "info"),
        Verb.ACCEPT: (_c("reporter", "%(name)s took your report"), "check", "ok"),
        Verb.DEPART: (_c("reporter", "%(name)s set out"), "truck", "info"),
        Verb.START: (_c("reporter", "%(name)s began"), "play", "info"),
        Verb.PAUSE: (_c("reporter", "The work rests"), "pause", "soon"),
        Verb.RESUME: (_c("reporter", "The work goes on"), "play", "info"),
        Verb.FINISH: (_c("reporter", "%(name)s finished"), "done", "ok"),
        Verb.REFUSE: (_c("reporter", "You said it is not in order"), "again", "soon"),
        Verb.REOPEN: (_c("reporter", "You reported it again"), "again", "soon"),
        Verb.CANCEL: (_c("reporter", "Called off"), "close", "quiet"),
    }
    what, icon, tone = words[stage.verb]
    reason = str(PauseReason(stage.reason).label) if stage.verb == Verb.PAUSE and stage.reason else stage.note
    proofs = [each for each in history.evidence if each.moment == Evidence.Moment.AFTER]
    shown = proofs if stage.verb == Verb.FINISH else []
    return Happening(stage.starts_at, what % {"name": name}, "", reason, _photos(reported, shown), icon=icon, tone=tone)


def _photos(reported: Request, evidence: list[Evidence]) -> list[Photo]:
    return [
        Photo(reverse("servicedesk:reported-photo", args=[reported.token, each.pk]), each.get_moment_display())
        for each in evidence
    ]


def _clock(moment: datetime, at: datetime) -> str:
    local = moment.astimezone(LOCAL)
    if local.date() == at.astimezone(LOCAL).date():
        return f"{local:%H:%M}"
    return say_moment(moment, at=at)
