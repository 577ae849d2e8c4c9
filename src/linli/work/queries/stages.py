"""What an order went through, as the rules want it."""

from linli.work import rules, terms
from linli.work.models import Order


def stages_of(order: Order) -> list[rules.Stage]:
    """The order's stages as the rules want them, in order of time."""
    rows = order.stages.order_by("starts_at", "id").values_list("state", "starts_at", "ends_at", "reason", "verb")
    return [
        rules.Stage(
            terms.State(state),
            starts_at,
            ends_at,
            terms.PauseReason(reason) if verb == terms.Verb.PAUSE and reason else None,
        )
        for state, starts_at, ends_at, reason, verb in rows
    ]
