"""What the worker does with an order, each one tap."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import access
from linli.core.access import Actor
from linli.core.errors import Invalid
from linli.core.files import store_picture
from linli.work import terms
from linli.work.actions.moving import move
from linli.work.actions.opening import add_evidence
from linli.work.models import Evidence, Order

Verb = terms.Verb


def accept_order(*, order_id: int, by: Actor, at: datetime) -> Order:
    """Say "I do it". This answers the resident: the response clock stops."""
    return _work(order_id, Verb.ACCEPT, by=by, at=at)


def depart_for_order(*, order_id: int, by: Actor, at: datetime) -> Order:
    """Set out for the place."""
    return _work(order_id, Verb.DEPART, by=by, at=at)


def start_order(*, order_id: int, by: Actor, at: datetime, photos: Sequence[bytes] = ()) -> Order:
    """Begin work at the place; photos show how it was found."""
    with transaction.atomic():
        order = _work(order_id, Verb.START, by=by, at=at)
        _prove(order, photos, moment=Evidence.Moment.BEFORE, at=at)
    return order


def pause_order(*, order_id: int, reason: terms.PauseReason, by: Actor, at: datetime, note: str = "") -> Order:
    """Rest the work for a listed reason; only what the resident causes stops the resolution clock."""
    return _work(order_id, Verb.PAUSE, by=by, at=at, reason=str(reason), note=note.strip()[:500])


def resume_order(*, order_id: int, by: Actor, at: datetime) -> Order:
    """Go on with paused work."""
    return _work(order_id, Verb.RESUME, by=by, at=at)


def finish_order(*, order_id: int, by: Actor, at: datetime, photos: Sequence[bytes] = (), note: str = "") -> Order:
    """Say that the work is done and prove it by a photo or a sentence; the resolution clock stops."""
    if not photos and not note.strip():
        raise Invalid(_("Please add a photo of the finished work, or a sentence on what you did."), field="photos")
    with transaction.atomic():
        order = _work(order_id, Verb.FINISH, by=by, at=at, note=note.strip()[:500])
        _prove(order, photos, moment=Evidence.Moment.AFTER, at=at)
    return order


def _prove(order: Order, photos: Sequence[bytes], *, moment: Evidence.Moment, at: datetime) -> None:
    # The same photo sent again after a lost answer keeps the moment at which it was first kept.
    add_evidence(order, [store_picture(content, at=at) for content in photos], moment=moment, at=at)


def _work(order_id: int, verb: terms.Verb, *, by: Actor, at: datetime, reason: str = "", note: str = "") -> Order:
    with transaction.atomic():
        order = access.get(Order, order_id, by=by, to=terms.WORK_ORDER, lock=True)
        move(order, verb, by=by, at=at, reason=reason, note=note)
    return order
