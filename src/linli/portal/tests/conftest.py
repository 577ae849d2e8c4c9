"""What the portal's tests ask for: another moment, another role."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

import pytest

from linli.core import clock, scope
from linli.core.access import SYSTEM
from linli.people import actions as people
from tests.world import BEFORE, Someone, World


@pytest.fixture
def held() -> Callable[[datetime], AbstractContextManager[None]]:
    """`with held(moment)`: it is that moment, for requests too."""
    return clock.held_at


class Promoted:
    """Makes somebody a manager of a place of 春和苑, or of their whole company."""

    def __init__(self, world: World) -> None:
        self.world, self.ground = world, world.ground

    def __call__(self, who: Someone, place: str | None) -> Someone:
        where = self.ground.places[place] if place else None
        people.give_role(account=who.account, role=self.ground.roles["manager"], place=where, by=SYSTEM, at=BEFORE)
        return who

    @contextmanager
    def elsewhere(self, world: World) -> Iterator[None]:
        """At home in the other company."""
        self.ground = world.other_ground
        with scope.company(world.other_company):
            yield


@pytest.fixture
def promoted(world: World) -> Promoted:
    """`promoted(world.deputy, "2")` manages building 2."""
    return Promoted(world)
