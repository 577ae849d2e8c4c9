"""The roles a company starts with, and the company that gets them."""

import io
import re

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from linli.core import access, events, scope
from linli.core.access import SYSTEM
from linli.core.companies import open_company
from linli.core.errors import Forbidden
from linli.core.models import Company, Role
from linli.portal.actions import seed_roles
from linli.portal.roles import DESK, MANAGER, ROLES, SEES
from linli.work import terms as work
from linli.work.models import Kind, ServiceLevel
from tests.world import World


def test_seeing_is_not_doing() -> None:
    assert all(".view_" in permission for permission in SEES)
    assert SEES < DESK < MANAGER
    assert {work.WORK_ORDER, work.RATE}.isdisjoint(MANAGER), "work and verdict belong to those the order names"


def test_roles_are_given_once_and_what_was_changed_stays(world: World) -> None:
    desk = Role.objects.get(code="desk")
    desk.permissions = [work.VIEW_ORDER]
    desk.save()
    Role.objects.filter(code="butler").delete()
    roles = seed_roles(by=SYSTEM, at=world.at)
    assert set(ROLES) <= set(roles)
    assert Role.objects.get(code="desk").permissions == [work.VIEW_ORDER]
    assert Role.objects.filter(code__in=ROLES).count() == len(ROLES)


@pytest.mark.parametrize("who", ["desk", "viewer", "li", "stranger", "other_desk"])
def test_others_seed_no_roles(world: World, who: str) -> None:
    with pytest.raises(Forbidden):
        seed_roles(by=world.actor(getattr(world, who)), at=world.at)


def test_a_new_company_is_furnished(world: World) -> None:
    company = open_company(slug="north", name="北方物业", by=SYSTEM, at=world.at)
    events.deliver_all()
    with scope.company(company):
        assert set(Role.objects.values_list("code", flat=True)) == set(ROLES)
        assert Role.objects.get(code="manager").name == "项目经理"
        assert Kind.objects.count() == len(work.Category)
        assert ServiceLevel.objects.count() == len(work.Urgency)


def test_a_company_opened_by_command_has_a_manager_who_can_sign_in(world: World) -> None:
    said = io.StringIO()
    call_command(
        "open_company", "north", "--name", "北方物业", "--manager", "chief", "--manager-name", "常远", stdout=said
    )
    password = re.split("[:：]", said.getvalue().strip())[-1].strip()
    account = authenticate(username="chief", password=password)
    assert account is not None
    company = Company.objects.get(slug="north")
    with scope.company(company):
        manager = access.actor_for(account, at=world.at.replace(year=2100))
        assert all(manager.may(permission) for permission in MANAGER)
    assert not access.actor_for(account, at=world.at.replace(year=2100)).held, "and nothing elsewhere"


def test_a_taken_sign_in_name_opens_nothing(world: World) -> None:
    with pytest.raises(CommandError, match="已被使用"):
        call_command("open_company", "north", "--name", "北方物业", "--manager", "desk")
    with pytest.raises(CommandError, match="请填写公司名称"):
        call_command("open_company", "north", "--manager", "chief")
    assert not Company.objects.filter(slug="north").exists()
