"""The living page shows every component, in both languages, without a line of inline script or style."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

PARTS = Path(__file__).parents[1] / "templates" / "ui" / "components"
LANGUAGES = ("zh-hans", "en")
OWN_NAMES = {"中文", "简体中文", "邻里"}


@pytest.fixture(scope="module", params=["desk", "phone"])
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def opened(language: str, layout: str = "desk", extra: str = "") -> str:
    response = Client().get(f"/ui?lang={language}&layout={layout}{extra}")
    assert response.status_code == 200
    return response.content.decode()


class Reader(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, name: str) -> Iterator[dict[str, str | None]]:
        return (attrs for tag, attrs in self.tags if tag == name)


def test_every_component_is_on_the_page() -> None:
    used = {template.name for template in Client().get("/ui").templates}
    missing = {path.name for path in PARTS.glob("*.html")} - {str(name).rpartition("/")[2] for name in used}
    assert not missing, f"not on /ui: {sorted(missing)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_inline(language: str, layout: str) -> None:
    page = Reader(opened(language, layout))
    for tag, attrs in page.tags:
        assert tag != "style"
        assert not [name for name in attrs if name.startswith("on") or name in {"style", "hx-on"}], (tag, attrs)
        assert not str(attrs.get("href") or "").startswith("javascript:")
    for attrs in page.all("script"):
        assert attrs.get("src") or attrs.get("type") == "application/json"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_comes_from_this_house(language: str, layout: str) -> None:
    page = Reader(opened(language, layout))
    addresses = [attrs.get(name) or "" for _tag, attrs in page.tags for name in ("src", "href", "action", "hx-get")]
    assert not [address for address in addresses if re.match(r"(\w+:)?//", address)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_are_unique_and_labels_lead_to_controls(language: str, layout: str) -> None:
    page = Reader(opened(language, layout))
    ids = [str(attrs["id"]) for _tag, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})
    for attrs in page.all("label"):
        assert not attrs.get("for") or attrs["for"] in ids
    described = " ".join(attrs.get("aria-describedby") or "" for _tag, attrs in page.tags).split()
    assert set(described) <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_and_silent_buttons_have_names(language: str, layout: str) -> None:
    text = opened(language, layout)
    assert all(attrs.get("alt") is not None for attrs in Reader(text).all("img"))
    for button in re.findall(r"<button\b.*?</button>", text, re.DOTALL):
        words = re.sub(r"<[^>]+>", "", button).strip()
        assert words or "aria-label=" in button, button


def test_english_page_is_english(layout: str) -> None:
    words = {word for text in Reader(opened("en", layout)).texts for word in re.findall(r"[\u3400-\u9fff]+", text)}
    assert words <= OWN_NAMES


def test_chinese_page_says_so(layout: str) -> None:
    text = opened("zh-hans", layout)
    assert '<html lang="zh-Hans"' in text
    for said in ("还剩 12 分", "看表格", "请填写这一项。", "还没有提交成功", "第 311 行缺少书名。"):
        assert said in text


@pytest.mark.parametrize(
    ("extra", "wanted"),
    [
        ("&theme=dark", 'data-bs-theme="dark"'),
        ("&theme=light", 'data-bs-theme="light"'),
        ("&type=large", 'data-type="large"'),
        ("", 'data-type="normal"'),
        ("&type=huge", 'data-type="normal"'),
    ],
)
def test_look_can_be_tried(extra: str, wanted: str) -> None:
    assert wanted in opened("en", extra=extra)


def test_vendor_files_are_linked_only_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.ui.vendor.HERE", frozenset())
    assert "vendor/" not in opened("en")
    monkeypatch.setattr("linli.ui.vendor.HERE", frozenset({"tabler.min.css", "tabler.min.js"}))
    assert "/static/vendor/tabler.min.css" in opened("en")
    assert "/static/vendor/" not in opened("en", extra="&vendor=no")


def test_choice_of_look_is_kept_and_leads_back() -> None:
    browser = Client()
    answer = browser.post("/ui/appearance", {"type": "large", "theme": "dark", "next": "/ui?layout=phone"})
    assert (answer.status_code, answer["Location"]) == (302, "/ui?layout=phone")
    text = browser.get("/ui").content.decode()
    assert 'data-type="large"' in text
    assert 'data-bs-theme="dark"' in text


def test_choice_of_look_takes_no_strange_wishes() -> None:
    browser = Client()
    answer = browser.post("/ui/appearance", {"type": "<b>", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert not answer.cookies
    assert browser.get("/ui/appearance").status_code == 405


def test_colour_of_a_company() -> None:
    sheet = Client().get("/ui/accent/e53935.css")
    assert sheet["Content-Type"].startswith("text/css")
    assert "immutable" in sheet["Cache-Control"]
    assert ":root{--l-accent:#" in sheet.content.decode()
    assert Client().get("/ui/accent/red;}body{.css").status_code == 404


def test_poll_of_the_sample_costs_nothing_twice() -> None:
    first = Client().get("/ui/progress", headers={"HX-Request": "true"})
    assert "<html" not in first.content.decode()
    again = Client().get("/ui/progress", headers={"HX-Request": "true", "If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert "<html" in Client().get("/ui/progress").content.decode()
