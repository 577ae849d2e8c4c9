"""The verdict: verified, refused, rated, reopened, closed, taken back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import access, scope
from linli.core.access import Actor
from linli.core.errors import Invalid, Refused
from linli.work import terms
from linli.work.actions.moving import move
from linli.work.models import Order, Rating

Verb = terms.Verb


def verify_order(*, order_id: int, by: Actor, at: datetime) -> Order:
    """Say that the work is in order."""
    return _judge(order_id, Verb.VERIFY, to=terms.VERIFY, by=by, at=at)


def refuse_order(*, order_id: int, reason: str, by: Actor, at: datetime) -> Order:
    """Say that the work is not in order; it goes back to the same worker and the resolution clock runs on."""
    said = _said(reason)
    if not said:
        raise Invalid(_("Please say what is not in order yet, so that we can mend it."), field="reason")
    return _judge(order_id, Verb.REFUSE, to=terms.VERIFY, by=by, at=at, note=said)


def rate_order(*, order_id: int, stars: int, by: Actor, at: datetime, comment: str = "") -> Order:
    """Rate finished work from one to five stars; rating work that is only done also verifies it."""
    if not 1 <= stars <= 5:
        raise Invalid(_("Please choose one to five stars."), field="stars")
    with transaction.atomic():
        order = access.get(Order, order_id, by=by, to=terms.RATE, lock=True)
        if order.state == terms.State.DONE:
            move(order, Verb.VERIFY, by=by, at=at)
        order.stars = stars
        move(order, Verb.RATE, by=by, at=at)
        Rating.objects.create(
            company_id=scope.company_id(), order=order, stars=stars, comment=comment.strip()[:1000], at=at
        )
    return order


def reopen_order(*, order_id: int, reason: str, by: Actor, at: datetime) -> Order:
    """The fault came back: the order waits for a worker again and the resolution clock runs on from where it stood."""
    said = _said(reason)
    if not said:
        raise Invalid(_("Please say what is wrong again."), field="reason")
    return _judge(order_id, Verb.REOPEN, to=terms.VERIFY, by=by, at=at, note=said)


def close_order(*, order_id: int, by: Actor, at: datetime) -> Order:
    """Put a verified or rated order away."""
    return _judge(order_id, Verb.CLOSE, to=terms.CLOSE, by=by, at=at)


def cancel_order(*, order_id: int, reason: str, by: Actor, at: datetime) -> Order:
    """Call an order off, with a reason; nothing is deleted."""
    said = _said(reason)
    if not said:
        raise Invalid(_("Please say why it is called off."), field="reason")
    return _judge(order_id, Verb.CANCEL, to=terms.CANCEL, by=by, at=at, note=said)


def _judge(order_id: int, verb: terms.Verb, *, to: str, by: Actor, at: datetime, note: str = "") -> Order:
    with transaction.atomic():
        order = access.get(Order, order_id, by=by, to=to, lock=True)
        if by.link and order.state == terms.State.CANCELLED:
            raise Refused(_("This report was called off."))
        move(order, verb, by=by, at=at, note=note)
    return order


def _said(reason: str) -> str:
    """What is said in a reason, without what no database can keep."""
    return reason.replace("\0", "").strip()[:500]
