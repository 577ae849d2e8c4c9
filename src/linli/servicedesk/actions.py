"""Verbs of the service desk: take a report, understand it, decide what the model could not."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import access, scope
from linli.core.access import Actor
from linli.core.errors import Forbidden, Invalid
from linli.core.events import emit
from linli.core.files import store_picture
from linli.core.private import blind_index, normal_phone
from linli.estates.models import Place
from linli.people.models import Person
from linli.servicedesk import terms
from linli.servicedesk.events import ReportTaken, RequestUnderstood
from linli.servicedesk.models import Request, TriageExample, TriagePolicy, TriageVerdict
from linli.servicedesk.queries import policy_in_force
from linli.servicedesk.triage.reading import understand
from linli.work import actions as work
from linli.work.models import Order
from linli.work.terms import Area, Category, Source, State, Urgency

LONGEST_TEXT = 5000
MOST_PHOTOS = 6
SOURCES = {
    terms.Channel.QR: Source.QR,
    terms.Channel.RESIDENT: Source.RESIDENT,
    terms.Channel.PHONE: Source.DESK,
    terms.Channel.COUNTER: Source.DESK,
    terms.Channel.STAFF: Source.STAFF,
    terms.Channel.IMPORT: Source.IMPORT_,
}


@dataclass(frozen=True)
class Reporter:
    """Who reports: what they left of themselves, or the person we know them to be."""

    name: str = ""
    phone: str = ""
    person: Person | None = None


@dataclass(frozen=True)
class Report:
    """What is reported: where, in which words, with which photos. `key` is the same when the same form is sent twice."""

    place: Place
    text: str
    key: str
    channel: terms.Channel
    photos: Sequence[bytes] = ()


def take_report(*, report: Report, reporter: Reporter, by: Actor, at: datetime) -> Request:
    """Keep a report and open its order. The same report sent again is answered with the request it already has.

    The same is: under the same key, of the same place, in the same words. Other words under a key that is taken are a
    report of their own: a form gone back to and filled in anew. The holder of a place's code reports there; others need the permission over the place. Raises `Invalid` with a
    sentence when there is neither a word nor a photo, too long a text, or a file that is no photo.
    """
    if by.link != f"place:{report.place.pk}" and not by.may(terms.TAKE_REPORT, report.place.path):
        raise Forbidden
    text = _checked_text(report)
    with transaction.atomic():
        _one_at_a_time(report.key)
        key = _own_key(report, text)
        known = Request.objects.filter(client_key=key).select_related("order", "place").first()
        if known is not None:
            return known
        photos = [store_picture(content, at=at) for content in report.photos]
        order = work.open_order(
            place=report.place, text=text, source=SOURCES[report.channel], photos=photos, by=by, at=at
        )
        phone = normal_phone(reporter.phone)
        request = Request.objects.create(
            company_id=scope.company_id(),
            token=secrets.token_urlsafe(16),
            client_key=key,
            place=report.place,
            order=order,
            channel=report.channel,
            text=text,
            person=reporter.person,
            reporter_name=reporter.name.strip()[:80],
            phone=phone,
            phone_index=blind_index(phone),
            taken_by_id=by.account_id if report.channel in {terms.Channel.PHONE, terms.Channel.COUNTER} else None,
            reported_at=at,
        )
        emit(ReportTaken(request.pk, order.pk), by=by, at=at)
    return request


def understand_request(*, request_id: int, by: Actor, at: datetime) -> TriageVerdict:
    """Let the model read a request. When it is sure enough the order goes on; when not, a person at the desk decides.

    Reading the same request again adds nothing once its order has left "new".
    """
    with transaction.atomic():
        request = access.get(Request, request_id, by=by, to=terms.DECIDE_TRIAGE, lock=True)
        known = request.verdicts.order_by("-id").first()
        if known is not None:
            return known
        order = Order.objects.select_for_update(of=("self",)).get(pk=request.order_id)
        read = understand(request.text)
        sure = read.confidence >= policy_in_force(at=at)
        verdict = TriageVerdict.objects.create(
            company_id=scope.company_id(),
            request=request,
            category=read.category,
            area=Area.INDOOR if read.indoor else Area.COMMON,
            urgency=read.urgency,
            confidence=read.confidence,
            sure=sure,
            working=asdict(read),
            at=at,
        )
        if order.state == State.NEW and (sure or read.rule):
            # A danger named by a rule is acted on at once; what exactly it is may be corrected on the way.
            _go_on(order, verdict, by=by, at=at)
        emit(RequestUnderstood(request.pk, order.pk, verdict.category, sure, by_person=False), by=by, at=at)
    return verdict


def decide_triage(
    *, request_id: int, category: Category, area: Area, urgency: Urgency, by: Actor, at: datetime
) -> TriageVerdict:
    """A person says what a request is about. The order goes on, and the decision becomes a training example."""
    with transaction.atomic():
        request = access.get(Request, request_id, by=by, to=terms.DECIDE_TRIAGE, lock=True)
        verdict = TriageVerdict.objects.create(
            company_id=scope.company_id(),
            request=request,
            category=str(category),
            area=str(area),
            urgency=str(urgency),
            sure=True,
            at=at,
            by_account_id=by.account_id,
        )
        TriageExample.objects.create(
            company_id=scope.company_id(),
            request=request,
            text=request.text,
            category=str(category),
            area=str(area),
            urgency=str(urgency),
            decided_at=at,
            decided_by_id=by.account_id,
        )
        work.correct_triage(order_id=request.order_id, category=category, area=area, urgency=urgency, by=by, at=at)
        emit(RequestUnderstood(request.pk, request.order_id, str(category), sure=True, by_person=True), by=by, at=at)
    return verdict


def set_triage_policy(*, least_confidence: float, by: Actor, at: datetime) -> TriagePolicy:
    """Say how sure the model must be from now on to decide by itself (a share from 0 to 1)."""
    if not by.may(terms.CHANGE_TRIAGE_POLICY):
        raise Forbidden
    if not 0 <= least_confidence <= 1:
        raise Invalid(_("Please enter a share between 0 and 1."), field="least_confidence")
    with transaction.atomic():
        TriagePolicy.objects.filter(ends_at=None).update(ends_at=at)
        return TriagePolicy.objects.create(
            company_id=scope.company_id(), least_confidence=least_confidence, starts_at=at
        )


def _go_on(order: Order, verdict: TriageVerdict, *, by: Actor, at: datetime) -> None:
    work.triage_order(
        order_id=order.pk,
        category=Category(verdict.category),
        area=Area(verdict.area),
        urgency=Urgency(verdict.urgency),
        by=by,
        at=at,
    )


def _checked_text(report: Report) -> str:
    text = report.text.replace("\x00", "").strip()
    if not text and not report.photos:
        raise Invalid(_("Please tell us in a few words what is wrong, or add a photo."), field="text")
    if len(text) > LONGEST_TEXT:
        raise Invalid(
            _("The text is longer than %(most)d characters; please shorten it. Nothing was lost.")
            % {"most": LONGEST_TEXT},
            field="text",
        )
    if len(report.photos) > MOST_PHOTOS:
        raise Invalid(_("Please send at most %(most)d photos.") % {"most": MOST_PHOTOS}, field="photos")
    if not report.key or len(report.key) > 64:
        raise Invalid(_("This form is out of date; please reload the page. Your text is kept."), field="text")
    return text


def _own_key(report: Report, text: str) -> str:
    """The report's key; where it is taken by a report of another place or in other words, one made of all three."""
    taken = Request.objects.filter(client_key=report.key).exclude(place=report.place, text=text)
    if not taken.exists():
        return report.key
    return hashlib.sha256(f"{report.key}\n{report.place.pk}\n{text}".encode()).hexdigest()


def _one_at_a_time(key: str) -> None:
    # Two copies of one form may arrive in the same moment; the second waits and then finds the first.
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [scope.company_id(), key])
