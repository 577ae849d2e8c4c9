"""Reporting from a QR code or from one's home: taps, words, photos; what cannot be used is a sentence, and nothing is lost."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.estates.actions import make_codes
from linli.servicedesk.chips import AT_HOME, IN_COMMON, IN_LIFT, chips_for
from linli.servicedesk.models import Request
from linli.servicedesk.pages.remembered import COOKIE
from linli.servicedesk.terms import Channel
from linli.servicedesk.triage.reading import ASK_BELOW, understand
from linli.work.models import Evidence
from tests.pages import ClientOf, said
from tests.photos import JPEG
from tests.world import World

HTMX = {"HX-Request": "true"}
KEY = {"key": "of-this-form"}


def page_of(world: World, place: str = "1-1-101") -> str:
    """The address on the sticker at a place."""
    return f"/q/{world.code(place)}/"


def jpeg(name: str = "leak.jpg", content: bytes = JPEG, kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


@pytest.mark.parametrize(("place", "chips"), [("1-1-101", AT_HOME), ("lobby", IN_COMMON), ("lift", IN_LIFT)])
def test_the_sticker_says_where_it_is_and_offers_what_fits_there(
    world: World, client_of: ClientOf, place: str, chips: Any
) -> None:
    page = said(client_of(None).get(page_of(world, place)))
    assert world.place(place).full_name in page
    assert re.findall(r'name="what" value="([^"]+)"', page) == [each.value for each in chips]
    assert ("不要扒门" in page) is (place == "lift")


@pytest.mark.parametrize("chips", [AT_HOME, IN_COMMON, IN_LIFT])
def test_chips_are_six_different_things(chips: Any) -> None:
    assert len({each.value for each in chips}) == len({str(each.label) for each in chips}) == 6
    assert chips_for("home", "101") is AT_HOME


UNDERSTOOD = [
    (AT_HOME, ["plumbing", "electrical", "drains", "doors_windows", "walls_floors", "noise_neighbours"]),
    (
        IN_COMMON,
        ["electrical", "cleaning_greening", "public_facilities", "plumbing", "security_lowvoltage", "parking"],
    ),
    (IN_LIFT, ["lift", "lift", "lift", "lift", "lift", "cleaning_greening"]),
]


@pytest.mark.parametrize(
    ("words", "category"),
    [(chip.value, category) for chips, wanted in UNDERSTOOD for chip, category in zip(chips, wanted, strict=True)],
)
def test_whoever_only_taps_waits_for_no_person_at_the_desk(words: str, category: str) -> None:
    read = understand(words)
    assert read.category == category
    assert read.confidence >= ASK_BELOW
    assert read.urgency == ("emergency" if "被困" in words else "normal")


def test_a_tap_and_a_photo_are_a_report(world: World, client_of: ClientOf) -> None:
    browser = client_of(None)
    sent = {**KEY, "what": ["家里漏水", "内墙渗水掉皮"], "text": " 厨房水槽下面 ", "photos": jpeg()}
    answer = browser.post(page_of(world), sent)
    kept = Request.objects.get()
    assert answer["Location"] == f"/r/{kept.token}/"
    assert kept.text == "家里漏水，内墙渗水掉皮，厨房水槽下面"
    assert (kept.channel, kept.place, kept.person) == (Channel.QR, world.place("1-1-101"), None)
    assert Evidence.objects.get().order == kept.order
    assert "谢谢，报修已收到，最晚 11:00 答复您。" in said(browser.get(answer["Location"]))


@pytest.mark.parametrize("sent", [{"what": ["家里漏水"]}, {"text": "漏水"}, {"photos": jpeg()}])
def test_each_of_tap_words_and_photo_is_enough(world: World, client_of: ClientOf, sent: dict[str, Any]) -> None:
    assert client_of(None).post(page_of(world), {**KEY, **sent}).status_code == 302
    assert Request.objects.count() == 1


UNUSABLE: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({}, "请写几个字"),
    "too long": ({"text": "漏" * 5001}, "5000"),
    "a number nobody can dial": ({"text": "漏水", "phone": "12"}, "这个号码打不通"),
    "no photo": ({"text": "漏水", "photos": jpeg("a.txt", b"hello", "text/plain")}, "“a.txt”不是照片"),
    "no photo inside": ({"text": "漏水", "photos": jpeg("a.jpg", b"hello")}, "不是"),
    "half a photo": ({"text": "漏水", "photos": jpeg("a.jpg", JPEG[:300])}, "不是"),
    "too large": ({"text": "漏水", "photos": jpeg("a.jpg", b"\0" * (12 * 1024 * 1024 + 1))}, "超过 12 MB"),
    "too many": ({"text": "漏水", "photos": [jpeg(f"{n}.jpg") for n in range(7)]}, "最多选 6 张照片"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_used_is_a_sentence_and_the_rest_is_kept(world: World, client_of: ClientOf, name: str) -> None:
    wrong, sentence = UNUSABLE[name]
    sent = {**KEY, "what": ["家里漏水"], "name": "王阿姨", **wrong} if wrong else KEY
    answer = client_of(None).post(page_of(world), sent)
    page = said(answer)
    assert answer.status_code == 422
    assert "还没有发送" in page
    assert sentence in page
    assert 'name="key" value="of-this-form"' in page
    assert Request.objects.count() == 0
    if wrong:
        assert 'value="家里漏水" checked' in page
        assert 'value="王阿姨"' in page
        assert str(wrong["text"]) in page
        assert ("照片请重新选一次" in page) is ("photos" in wrong)


def test_a_text_too_long_is_refused_in_words_that_people_use(world: World, client_of: ClientOf) -> None:
    refused = client_of(None).post(page_of(world), KEY | {"text": "漏" * 5001})
    assert (refused.status_code, Request.objects.count()) == (422, 0)
    assert "最多写 5000 个字，现在有 5001 个。" in said(refused)


def test_with_scripts_only_the_sentence_comes_back_and_the_form_keeps_its_photos(
    world: World, client_of: ClientOf
) -> None:
    answer = client_of(None).post(page_of(world), KEY, headers=HTMX)
    assert answer.status_code == 422
    assert said(answer).lstrip().startswith('<div class="l-notice l-over"')
    assert "<form" not in said(answer)
    assert "重新选" not in said(answer)


def test_with_scripts_the_browser_is_told_where_to_go_and_remembers(world: World, client_of: ClientOf) -> None:
    answer = client_of(None).post(page_of(world), {**KEY, "text": "漏水"}, headers=HTMX)
    kept = Request.objects.get()
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"/r/{kept.token}/")
    assert kept.token in answer.cookies[COOKIE].value


def test_the_same_form_sent_again_is_the_same_report(world: World, client_of: ClientOf) -> None:
    browser = client_of(None)
    first, second = (browser.post(page_of(world), {**KEY, "text": "漏水"}) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Request.objects.count() == 1


def test_name_and_number_are_kept_if_they_are_left(world: World, client_of: ClientOf) -> None:
    client_of(None).post(page_of(world), {**KEY, "text": "漏水", "name": "王阿姨", "phone": "138 0013 8001"})
    kept = Request.objects.get()
    assert (kept.reporter_name, kept.phone) == ("王阿姨", "13800138001")


def tokens(answer: Any) -> list[str]:
    return str(answer.cookies[COOKIE].value).split(".")


def test_a_phone_remembers_its_own_open_reports_at_the_place_and_nobody_elses(
    world: World, client_of: ClientOf
) -> None:
    mine, other = client_of(None), client_of(None)
    answer = mine.post(page_of(world), {**KEY, "text": "厨房漏水"})
    cookie = answer.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 60 * 24 * 3600)
    kept = Request.objects.get()
    assert f"/r/{kept.token}/" in said(mine.get(page_of(world)))
    assert kept.token not in said(mine.get(page_of(world, "lobby")))
    assert kept.token not in said(other.get(page_of(world)))
    mine.post(f"/r/{kept.token}/cancellation")
    assert kept.token not in said(mine.get(page_of(world)))


def test_a_phone_remembers_the_newest_eight_and_no_nonsense(world: World, client_of: ClientOf) -> None:
    browser = client_of(None)
    browser.cookies[COOKIE] = "nonsense..;" + "x" * 300
    assert browser.get(page_of(world)).status_code == 200
    for n in range(10):
        answer = browser.post(page_of(world), {"key": f"{n}", "text": f"第 {n} 次"})
    newest = list(Request.objects.order_by("-id").values_list("token", flat=True)[:8])
    assert tokens(answer) == newest


def test_an_unknown_or_retired_code_says_what_to_do(world: World, client_of: ClientOf) -> None:
    old = page_of(world, "lobby")
    make_codes(places=[world.place("lobby")], by=world.actor(world.manager), at=world.at)
    for address in ("/q/nobody-printed-this/", old):
        answer = client_of(None).get(address)
        assert answer.status_code == 404
        assert "这个二维码已停用" in said(answer)


def test_from_home_a_resident_reports_as_themselves(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.wang)
    address = f"/c/chunhe/mine/{world.place('1-1-101').pk}/report"
    page = said(browser.get(address))
    assert 'name="phone"' not in page
    assert 'href="/c/chunhe/mine/"' in page
    assert browser.post(address, {**KEY, "what": ["家里漏水"]}).status_code == 302
    kept = Request.objects.get()
    assert (kept.channel, kept.person, kept.reporter_name) == (Channel.RESIDENT, world.wang.person, "王秀英")


@pytest.mark.parametrize("who", ["tenant", "viewer", "desk", "stranger", "other_resident"])
def test_nobody_reports_from_somebody_elses_home(world: World, client_of: ClientOf, who: str) -> None:
    address = f"/c/chunhe/mine/{world.place('1-1-101').pk}/report"
    assert client_of(getattr(world, who)).get(address).status_code == 404
    assert client_of(getattr(world, who)).post(address, {**KEY, "text": "漏水"}).status_code == 404
    assert Request.objects.count() == 0
