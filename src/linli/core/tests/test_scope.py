"""No company row is touched without saying for which company."""

import contextvars
import threading

import pytest

from linli.core import scope
from linli.core.models import Role
from linli.core.scope import ScopeUnset
from linli.estates.models import Place
from tests.world import World


def test_without_a_scope_every_query_of_company_rows_raises(world: World) -> None:
    def ask() -> None:
        for question in (
            lambda: Place.objects.count(),
            lambda: list(Place.objects.all()),
            lambda: Place.objects.filter(name="春和苑").update(name="x"),
            lambda: list(world.estate.children.all()),
            lambda: Role.objects.first(),
            scope.company_id,
        ):
            with pytest.raises(ScopeUnset):
                question()

    contextvars.Context().run(ask)


def test_a_scope_shows_its_own_rows_only(world: World) -> None:
    ours = set(Place.objects.values_list("company_id", flat=True))
    with scope.company(world.other_company):
        theirs = set(Place.objects.values_list("company_id", flat=True))
    assert (ours, theirs) == ({world.company.pk}, {world.other_company.pk})


def test_leaving_a_scope_goes_back_to_the_one_before_even_on_failure(world: World) -> None:
    with pytest.raises(RuntimeError), scope.company(world.other_company):
        raise RuntimeError
    assert scope.company_id() == world.company.pk


def test_across_companies_needs_a_reason_and_ends(world: World) -> None:
    with pytest.raises(ValueError, match="say why"), scope.across_companies(reason=" "):
        pass
    with scope.across_companies(reason="a test counts everything"):
        assert set(Place.objects.values_list("company_id", flat=True)) == {world.company.pk, world.other_company.pk}
        with scope.company(world.company):
            assert set(Place.objects.values_list("company_id", flat=True)) == {world.company.pk}, (
                "a scope narrows again"
            )
    assert not scope.is_everywhere()


def test_a_thread_starts_without_a_scope(world: World) -> None:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(scope.entered()))
    thread.start()
    thread.join()
    assert found == [None]
    assert scope.entered() == world.company
