"""Signing in, and the page on which each kind of person lands."""

import pytest
from django.test import Client

from linli.core.access import SYSTEM
from linli.people import actions as people
from tests.pages import ClientOf, said
from tests.world import BEFORE, PASSWORD, World

LANDS = {
    "manager": "/c/chunhe/today/",
    "desk": "/c/chunhe/desk/",
    "deputy": "/c/chunhe/desk/",
    "viewer": "/c/chunhe/desk/",
    "li": "/c/chunhe/field/",
    "cleaner": "/c/chunhe/field/",
    "wang": "/c/chunhe/mine/",
    "tenant": "/c/chunhe/mine/",
    "other_worker": "/c/qiushi/field/",
    "other_resident": "/c/qiushi/mine/",
}


@pytest.mark.parametrize(("who", "page"), LANDS.items())
def test_each_kind_of_person_lands_on_their_own_page(world: World, client: Client, who: str, page: str) -> None:
    name = getattr(world, who).account.username
    answer = client.post("/sign-in", {"username": name, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == page
    assert answer.status_code == 200


def test_one_goes_where_one_wanted_to_go_and_never_to_another_site(world: World, client: Client) -> None:
    sent = {"username": "desk", "password": PASSWORD}
    asked = client.get("/c/chunhe/orders/?group=late")
    assert asked["Location"] == "/sign-in?next=/c/chunhe/orders/%3Fgroup%3Dlate"
    assert 'name="next" value="/c/chunhe/orders/?group=late"' in said(client.get(asked["Location"]))
    wanted = client.post("/sign-in", {**sent, "next": "/c/chunhe/orders/?group=late"})
    assert wanted["Location"] == "/c/chunhe/orders/?group=late"
    client.post("/sign-out")
    assert client.post("/sign-in", {**sent, "next": "https://evil.example/"})["Location"] == "/"
    assert client.get("/sign-in?next=//evil.example")["Location"] == "/"


def test_a_wrong_password_is_a_sentence_and_the_name_stays(world: World, client: Client) -> None:
    answer = client.post("/sign-in", {"username": "desk", "password": "wrong"})
    assert answer.status_code == 422
    assert 'value="desk"' in said(answer)
    assert "l-notice l-over" in said(answer)
    assert "账号或密码不对" in said(answer)
    assert client.post("/sign-in", {}).status_code == 422


def test_every_page_says_who_signed_in_and_lets_them_out(world: World, client_of: ClientOf) -> None:
    for who, page in (("manager", "/c/chunhe/today/"), ("li", "/c/chunhe/field/"), ("wang", "/c/chunhe/mine/")):
        browser = client_of(getattr(world, who))
        shown = said(browser.get(page))
        assert f"退出登录（{getattr(world, who).account}）" in shown
        assert all(f'action="{action}"' in shown for action in ("/sign-out", "/setlang/", "/ui/appearance"))
        assert browser.post("/sign-out")["Location"] == "/sign-in"
        assert browser.get(page)["Location"].startswith("/sign-in")
    assert "退出登录" not in said(client_of(None).get("/sign-in"))


def test_somebody_with_two_companies_chooses(world: World, client_of: ClientOf) -> None:
    people.give_role(
        account=world.other_worker.account, role=world.ground.roles["worker"], place=None, by=SYSTEM, at=BEFORE
    )
    page = said(client_of(world.other_worker).get("/"))
    assert "/c/chunhe/" in page
    assert "/c/qiushi/" in page


def test_somebody_without_a_role_is_told_so(world: World, client_of: ClientOf) -> None:
    page = said(client_of(world.stranger).get("/"))
    assert "这个账号还没有角色" in page
    assert "春和物业" not in page


def test_somebody_with_a_grant_but_no_work_and_no_home_is_shown_their_own_page(
    world: World, client_of: ClientOf
) -> None:
    people.give_role(
        account=world.stranger.account, role=world.ground.roles["resident"], place=None, by=SYSTEM, at=BEFORE
    )
    assert client_of(world.stranger).get("/c/chunhe/", follow=True).status_code == 404
