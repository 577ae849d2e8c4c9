"""The world itself: what tests lean on must hold."""

from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from linli.core import clock, scope
from linli.core.models import Account, Company, LoggedEvent
from linli.estates.models import Place
from linli.people.models import Person
from linli.work.models import Kind, ServiceLevel
from linli.work.terms import Category, Urgency
from tests import snapshot
from tests.world import MOMENT, PASSWORD, World


def tell(request: HttpRequest) -> HttpResponse:
    """A page that says in which company and at which time it runs."""
    return HttpResponse(f"{scope.entered()} {clock.now().isoformat()} {request.user}")


urlpatterns = [path("tell", tell)]


@pytest.fixture
def _told(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.test_world"  # type: ignore[attr-defined]  # pytest-django's settings take any name


@pytest.mark.usefixtures("_told")
def test_a_request_does_not_inherit_the_tests_company_but_its_time(world: World, client_of: object) -> None:
    browser = client_of(world.desk)  # type: ignore[operator]  # the fixture is a function
    assert scope.entered() == world.company
    assert browser.get("/tell").content.decode() == f"None {MOMENT.isoformat()} 陈静"
    later = MOMENT + timedelta(hours=3)
    with clock.held_at(later):
        assert browser.get("/tell").content.decode() == f"None {later.isoformat()} 陈静"
    assert "AnonymousUser" in client_of(None).get("/tell").content.decode()  # type: ignore[operator]  # as above


def test_everybody_is_who_they_should_be(world: World) -> None:
    assert clock.now() == world.at == MOMENT
    assert world.li.staff.skills.get(skill="plumbing").level == 3
    assert world.place("1-1-101").full_name == "春和苑 1幢 1单元 101"
    assert Place.objects.filter(kind="home").count() == 24
    assert not world.actor(world.stranger).held
    assert world.stranger.account.check_password(PASSWORD)
    assert world.code("lobby")
    with scope.company(world.other_company):
        assert not world.actor(world.desk).held
        assert Place.objects.filter(kind="home").count() == 2
        assert Person.objects.count() == 3


def test_both_companies_have_their_promises(world: World) -> None:
    for company in (world.company, world.other_company):
        with scope.company(company):
            assert Kind.objects.count() == len(Category)
            assert ServiceLevel.objects.count() == len(Urgency)


def test_what_one_test_does_to_a_name_is_its_own(world: World) -> None:
    assert world.wang.account.name == "王秀英"
    world.wang.account.name = "someone else"


test_what_another_test_does_to_a_name_is_its_own = test_what_one_test_does_to_a_name_is_its_own


def test_a_snapshot_brings_everything_back(transactional_db: None, world: World) -> None:
    content = snapshot.taken()
    account = Account.objects.create_user("passer-by")
    Company.objects.filter(pk=world.company.pk).update(name="x")
    LoggedEvent.objects.all().delete()
    snapshot.restore(content)
    assert Company.objects.get(pk=world.company.pk).name == "春和物业"
    assert not Account.objects.filter(username="passer-by").exists()
    assert LoggedEvent.objects.exists()
    assert Account.objects.create_user("passer-by").pk == account.pk, "sequences go on where they were"
    assert snapshot.taken().rows.keys() == content.rows.keys()
