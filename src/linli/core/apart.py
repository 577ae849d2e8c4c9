"""Many alike things, each on its own: one that fails is told in the log and does not keep the others waiting."""

import logging
from collections.abc import Callable, Iterable

from django.db import OperationalError, transaction

log = logging.getLogger(__name__)


def one_by_one(keys: Iterable[int], act: Callable[[int], object]) -> int:
    """Do something for each key in a savepoint of its own; the number of those that did not fail.

    A lost database ends the round, since nothing after it can work.
    """
    done = 0
    for key in keys:
        try:
            with transaction.atomic():
                act(key)
        except OperationalError:
            raise
        except Exception:
            log.exception("%s failed for %s", getattr(act, "__qualname__", act), key)
        else:
            done += 1
    return done
