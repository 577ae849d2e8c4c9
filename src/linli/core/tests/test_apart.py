"""One that fails does not keep the others waiting."""

import pytest

from linli.core.apart import one_by_one
from linli.core.models import Counter
from tests.world import World


@pytest.mark.django_db
def test_the_others_are_done_and_the_failed_one_leaves_nothing(world: World) -> None:
    def act(key: int) -> None:
        Counter.objects.create(company=world.company, series=f"apart-{key}")
        if key == 2:
            raise ValueError("broken")

    assert one_by_one([1, 2, 3], act) == 2
    kept = Counter.objects.filter(series__startswith="apart-").order_by("series")
    assert list(kept.values_list("series", flat=True)) == ["apart-1", "apart-3"]
