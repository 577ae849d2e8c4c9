"""Every address of the program is walked as owner, colleague, stranger, somebody of another company, and nobody.

An address stands in exactly one of three lists: public, opened by a secret code, or a company's own ground. A new one
without an entry fails here, and so does one that answers somebody otherwise than its entry says.

On a company's own ground these hold without being said: strangers and other companies get 404, nobody is sent to sign in,
and another company's person who asks for our row under their own company's address gets 404.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from linli.core.access import SYSTEM
from linli.core.models import Job
from linli.servicedesk import actions as servicedesk
from linli.servicedesk.actions import Report, Reporter
from linli.servicedesk.models import Request
from linli.servicedesk.terms import Channel
from linli.work import actions as work
from linli.work.models import Alarm, Evidence
from linli.work.terms import State
from tests.orders import in_state
from tests.photos import JPEG
from tests.world import Someone, World

Made = Callable[[World], Mapping[str, Any]]
ClientOf = Callable[[Someone | None], Any]
GET, POST = "GET", "POST"
AWAY, OK, BARRED, NOWHERE, NO_METHOD, BAD = 302, 200, 403, 404, 405, 422
STRANGERS = ("stranger", "other_desk", "other_worker", "other_resident")


@dataclass(frozen=True)
class Own:
    """A page on a company's own ground: who it is made for, and what GET and POST answer to them and to a colleague.

    `made` brings about what the address is about and gives its arguments; `sent` is what the owner posts.
    """

    owner: str
    get: tuple[int, int]
    post: tuple[int, int] = (NO_METHOD, NO_METHOD)
    made: Made = field(default=lambda world: {})
    sent: Made = field(default=lambda world: {})
    colleague: str = "viewer"


@dataclass(frozen=True)
class Coded:
    """A page behind a secret code: everybody who knows it is answered alike, and an unknown one is 404."""

    get: int
    post: int
    made: Made
    sent: Made = field(default=lambda world: {})
    unknown: Mapping[str, Any] = field(default_factory=lambda: {"token": "nobody-was-given-this"})


@dataclass(frozen=True)
class Public:
    """A page for everybody: what GET and POST answer to whoever signed in, and to nobody.

    `stranger` is what GET answers to an account that belongs nowhere, if something else.
    """

    get: tuple[int, int]
    post: tuple[int, int] = (NO_METHOD, NO_METHOD)
    stranger: int | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)


def order(state: State) -> Made:
    return lambda world: {"pk": in_state(world, state).pk}


def verb(owner: str, state: State, **sent: Any) -> Own:
    """One thing that one does with an order in a state."""
    return Own(owner, (NO_METHOD, NO_METHOD), (AWAY, BARRED), order(state), lambda world: sent)


def alarmed(world: World) -> dict[str, Any]:
    alarmed_order(world)
    return {"pk": Alarm.objects.latest("pk").pk}


def alarmed_order(world: World) -> dict[str, Any]:
    kept = in_state(world, State.ASSIGNED)
    work.fall_due(by=SYSTEM, at=world.at + timedelta(hours=2))
    return {"pk": kept.pk}


def reported(world: World) -> Request:
    """A report with a photo, made by 王秀英."""
    report = Report(world.place("1-1-101"), "厨房漏水", key="walked", channel=Channel.PHONE, photos=[JPEG])
    person = world.wang.person
    reporter = Reporter(person.name, person.phone, person)
    return servicedesk.take_report(report=report, reporter=reporter, by=world.actor(world.desk), at=world.at)


def by_token(state: State) -> Made:
    """The secret of a report whose order stands in this state."""

    def made(world: World) -> dict[str, Any]:
        kept = reported(world)
        Request.objects.filter(pk=kept.pk).update(order=in_state(world, state))
        return {"token": kept.token}

    return made


def photo_of(world: World) -> dict[str, Any]:
    kept = reported(world)
    return {"token": kept.token, "pk": Evidence.objects.get(order=kept.order_id).pk}


def evidence(world: World) -> dict[str, Any]:
    reported(world)
    return {"pk": Evidence.objects.latest("pk").pk}


def job(world: World) -> dict[str, Any]:
    return {"pk": Job.objects.create(company=world.company, name="demo.history", asked_at=world.at).pk}


def place(name: str) -> Made:
    return lambda world: {"pk": world.place(name).pk}


def record(name: str, **more: Any) -> Made:
    """A register of the kit; each register is walked by itself in test_records.py."""
    module, noun = name.split(".")
    return lambda world: {"module": module, "noun": noun, **more}


UNDERSTOOD = {"category": "plumbing", "area": "indoor", "urgency": "normal"}
NO_CODE = {"code": "nobody-printed-this"}

PUBLIC = {
    "portal:front-door": Public((AWAY, AWAY), stranger=OK),
    "portal:sign-in": Public((AWAY, OK), (BAD, BAD)),
    "portal:sign-out": Public((NO_METHOD, NO_METHOD), (AWAY, AWAY)),
    "ui:components": Public((OK, OK)),
    "ui:sample-progress": Public((OK, OK)),
    "ui:appearance": Public((NO_METHOD, NO_METHOD), (AWAY, AWAY)),
    "ui:accent": Public((OK, OK), arguments={"digits": "0f766e"}),
    "set_language": Public((AWAY, AWAY), (AWAY, AWAY)),
}
BY_CODE = {
    "servicedesk:report": Coded(
        OK, AWAY, lambda world: {"code": world.code("lift")}, lambda world: {"what": "灯不亮", "key": "k"}, NO_CODE
    ),
    "servicedesk:reported": Coded(OK, NO_METHOD, by_token(State.NEW)),
    "servicedesk:reported-photo": Coded(OK, NO_METHOD, photo_of, unknown={"token": "unknown", "pk": 1}),
    "servicedesk:reported-rate": Coded(NO_METHOD, AWAY, by_token(State.DONE), lambda world: {"stars": 5}),
    "servicedesk:reported-refuse": Coded(NO_METHOD, AWAY, by_token(State.DONE), lambda world: {"reason": "还漏"}),
    "servicedesk:reported-reopen": Coded(NO_METHOD, AWAY, by_token(State.VERIFIED), lambda world: {"reason": "又漏"}),
    "servicedesk:reported-cancel": Coded(NO_METHOD, AWAY, by_token(State.TRIAGED)),
}
OWN_GROUND = {
    "portal:home": Own("manager", (AWAY, AWAY)),
    "portal:field": Own("li", (OK, BARRED)),
    "portal:today": Own("manager", (OK, BARRED)),
    "portal:job": Own("manager", (OK, NOWHERE), made=job),
    "servicedesk:mine": Own("wang", (OK, OK)),
    "servicedesk:report-from-home": Own(
        "wang", (OK, NOWHERE), (AWAY, NOWHERE), place("1-1-101"), lambda world: {"text": "漏水", "key": "k"}
    ),
    "servicedesk:desk": Own("desk", (OK, OK)),
    "servicedesk:board": Own("desk", (OK, OK)),
    "servicedesk:desk-report": Own(
        "desk",
        (NO_METHOD, NO_METHOD),
        (AWAY, BARRED),
        sent=lambda world: {"channel": "phone", "caller": f"{world.place('lift').pk}:", "text": "灯不亮", "key": "k"},
    ),
    "servicedesk:desk-callers": Own("desk", (NO_METHOD, NO_METHOD), (OK, BARRED), sent=lambda world: {"q": "101"}),
    "servicedesk:desk-guess": Own("desk", (NO_METHOD, NO_METHOD), (OK, BARRED), sent=lambda world: {"text": "漏水"}),
    "servicedesk:request-triage": Own(
        "desk",
        (NO_METHOD, NO_METHOD),
        (AWAY, BARRED),
        lambda world: {"pk": reported(world).pk},
        lambda world: UNDERSTOOD,
    ),
    "work:orders": Own("desk", (OK, OK)),
    "work:order": Own("desk", (OK, OK), made=order(State.ASSIGNED)),
    "work:order-triage": verb("desk", State.TRIAGED, **UNDERSTOOD),
    "work:order-assign": Own(
        "desk",
        (NO_METHOD, NO_METHOD),
        (AWAY, BARRED),
        order(State.TRIAGED),
        lambda world: {"staff": world.li.staff.pk},
    ),
    "work:order-accept": verb("li", State.ASSIGNED),
    "work:order-depart": verb("li", State.ACCEPTED),
    "work:order-start": verb("li", State.ON_THE_WAY),
    "work:order-pause": verb("li", State.STARTED, reason="waiting_part"),
    "work:order-resume": verb("li", State.PAUSED),
    "work:order-finish": verb("li", State.STARTED, note="换了角阀"),
    "work:order-return": verb("li", State.ACCEPTED, reason="缺配件"),
    "work:order-contact": verb("desk", State.TRIAGED),
    "work:order-verify": verb("desk", State.DONE),
    "work:order-refuse": verb("desk", State.DONE, reason="还漏"),
    "work:order-reopen": verb("desk", State.VERIFIED, reason="又漏"),
    "work:order-close": verb("desk", State.VERIFIED),
    "work:order-cancel": verb("desk", State.TRIAGED, reason="住户自己修好了"),
    "work:alarms-acknowledge": Own("desk", (NO_METHOD, NO_METHOD), (AWAY, BARRED), alarmed_order),
    "work:alarm-acknowledge": Own("desk", (NO_METHOD, NO_METHOD), (AWAY, BARRED), alarmed),
    "work:evidence": Own("desk", (OK, OK), made=evidence),
    "estates:sticker-places": Own("manager", (OK, BARRED)),
    "estates:stickers": Own("manager", (OK, BARRED), made=place("1")),
    "records:index": Own("desk", (OK, OK)),
    "records:list": Own("desk", (OK, OK), made=record("people.person")),
    "records:new": Own("desk", (OK, BARRED), (BAD, BARRED), record("people.person")),
    "records:choices": Own("manager", (OK, OK), made=record("people.staff", field="base")),
    "records:detail": Own("desk", (OK, OK), made=lambda world: record("people.person", pk=world.wang.person.pk)(world)),
    "records:edit": Own(
        "desk",
        (OK, BARRED),
        (BAD, BARRED),
        lambda world: record("people.person", pk=world.wang.person.pk)(world),
    ),
}


def patterns(within: list[Any] | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the program with its full name."""
    for one in get_resolver().url_patterns if within is None else within:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", one


def asked(browser: Any, method: str, address: str, sent: Mapping[str, Any]) -> HttpResponse:
    """The answer, with whatever it changed taken back."""
    with transaction.atomic():
        response: HttpResponse = browser.get(address) if method == GET else browser.post(address, sent)
        transaction.set_rollback(True)
    return response


def leads_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == AWAY and response["Location"].startswith(reverse("portal:sign-in"))


def test_every_address_stands_in_exactly_one_list() -> None:
    names = [name for name, _pattern in patterns()]
    listed = [*PUBLIC, *BY_CODE, *OWN_GROUND]
    assert sorted(names) == sorted(listed)
    assert len(listed) == len(set(listed))


def test_own_ground_is_what_the_middleware_guards() -> None:
    routes = {name: str(pattern.pattern) for name, pattern in patterns()}
    assert {name for name, route in routes.items() if route.startswith("c/<slug:slug>/")} == set(OWN_GROUND)


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("name", OWN_GROUND)
def test_own_ground(world: World, client_of: ClientOf, name: str, method: str) -> None:
    page = OWN_GROUND[name]
    arguments = dict(page.made(world))
    address = reverse(name, kwargs={"slug": world.company.slug, **arguments})
    sent = page.sent(world)
    expected = page.get if method == GET else page.post

    owner, colleague = (getattr(world, who) for who in (page.owner, page.colleague))
    answers = {who: asked(client_of(getattr(world, who)), method, address, sent).status_code for who in STRANGERS}
    assert answers == dict.fromkeys(STRANGERS, NOWHERE)
    assert leads_to_sign_in(asked(client_of(None), method, address, sent))
    assert asked(client_of(colleague), method, address, sent).status_code == expected[1], "colleague"
    if "pk" in arguments:
        elsewhere = reverse(name, kwargs={"slug": world.other_company.slug, **arguments})
        there = {asked(client_of(getattr(world, who)), method, elsewhere, sent).status_code for who in STRANGERS[1:]}
        # The kit says no to a register that somebody has no part in before it looks for a row of it.
        assert there <= {NOWHERE, NO_METHOD, *([BARRED] if name.startswith("records:") else [])}, "our row, their slug"
    response = asked(client_of(owner), method, address, sent)
    assert response.status_code == expected[0], "owner"
    assert not leads_to_sign_in(response)


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("name", BY_CODE)
def test_behind_a_code(world: World, client_of: ClientOf, name: str, method: str) -> None:
    page = BY_CODE[name]
    address, sent = reverse(name, kwargs=dict(page.made(world))), page.sent(world)
    expected = page.get if method == GET else page.post
    for who in ("wang", "viewer", "stranger", "other_desk", None):
        browser = client_of(getattr(world, who) if who else None)
        assert asked(browser, method, address, sent).status_code == expected, who
        unknown = asked(browser, method, reverse(name, kwargs=dict(page.unknown)), sent)
        assert unknown.status_code == (NO_METHOD if expected == NO_METHOD else NOWHERE), who


def test_the_code_of_one_report_opens_no_photo_of_another(world: World, client_of: ClientOf) -> None:
    photo = photo_of(world)
    token = by_token_of_another(world)
    address = reverse("servicedesk:reported-photo", kwargs={"token": token, "pk": photo["pk"]})
    assert client_of(None).get(address).status_code == NOWHERE


def by_token_of_another(world: World) -> str:
    report = Report(world.place("1-1-102"), "灯不亮", key="another", channel=Channel.PHONE)
    kept = servicedesk.take_report(report=report, reporter=Reporter(), by=world.actor(world.desk), at=world.at)
    return kept.token


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("name", PUBLIC)
def test_public(world: World, client_of: ClientOf, name: str, method: str) -> None:
    page = PUBLIC[name]
    address = reverse(name, kwargs=dict(page.arguments))
    signed_in, nobody = page.get if method == GET else page.post
    expected = dict.fromkeys(("manager", "li", "wang", "stranger", "other_desk"), signed_in)
    if method == GET and page.stranger:
        expected["stranger"] = page.stranger
    answers = {who: asked(client_of(getattr(world, who)), method, address, {}).status_code for who in expected}
    assert answers == expected
    assert asked(client_of(None), method, address, {}).status_code == nobody
