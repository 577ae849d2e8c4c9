"""Words and pills of an order for any list: `{% load work_orders %}`."""

from django import template

from linli.work import rules, terms
from linli.work.models import Order

register = template.Library()


@register.filter
def category_words(order: Order) -> object:
    """What the order is about; empty before anybody said so."""
    return terms.Category(order.category).label if order.category else ""


@register.filter
def state_words(order: Order) -> object:
    """Where the order stands."""
    return terms.State(order.state).label


@register.filter
def state_tone(order: Order) -> str:
    """The tone of the order's state: waiting for somebody is soon, done is ok, put away is quiet."""
    state = terms.State(order.state)
    if state in rules.UNTAKEN:
        return "soon"
    if state in rules.IN_HAND:
        return "info"
    return "ok" if state is terms.State.DONE else "quiet"


@register.filter
def place_within(order: Order) -> str:
    """The place without the name of its estate, for pages about one estate."""
    _estate, _space, within = order.place.full_name.partition(" ")
    return within or order.place.full_name


@register.filter
def is_emergency(order: Order) -> bool:
    """Whether it goes before everything that has not begun."""
    return order.urgency == terms.Urgency.EMERGENCY


@register.inclusion_tag("work/_due.html", takes_context=True)
def order_due(context: template.Context, order: Order) -> dict[str, object]:
    """The promise that breaks next, counting down; what was late says so, what is paused or done says nothing more."""
    running = [due for due in (order.response_due_at, order.resolution_due_at) if due is not None]
    return {
        "due": min(running) if running else None,
        "is_answer": order.response_due_at is not None,
        "was_late": bool(order.resolution_breached_at),
        "shell": context.get("shell"),
    }
