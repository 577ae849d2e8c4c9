"""Each tag shows what it was given, escaped, and works without scripts."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from linli.ui.charts import Chart, Series
from linli.ui.components import Choice, Column, Happening, Photo, Running, Step, Tab, TableRow, Term
from linli.ui.forms import PhotosField

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
EVIL = '<img src=x onerror="alert(1)">'


class Sample(forms.Form):
    name = forms.CharField(help_text="As on the card.")
    kind = forms.ChoiceField(choices=[("a", "Tap"), ("b", "Lamp")], widget=forms.RadioSelect)
    tells = forms.MultipleChoiceField(
        choices=[("x", "Wu"), ("y", "Lin")], widget=forms.CheckboxSelectMultiple, required=False
    )
    shelf = forms.ChoiceField(choices=[("n", "North")])
    photos = PhotosField(required=False)
    agree = forms.BooleanField()
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    score = forms.ChoiceField(choices=[(n, f"{n} stars") for n in range(1, 6)], widget=forms.RadioSelect)


def shown(source: str, **values: object) -> str:
    context = Context({"shell": SimpleNamespace(now=NOW), "csrf_token": "token-7", **values})
    with translation.override("zh-hans"):
        return Template("{% load linli_ui i18n %}" + source).render(context)


@pytest.mark.parametrize(
    "source",
    [
        "{% pill evil %}",
        "{% button evil '#' %}",
        "{% verb '#' evil confirm=evil name=evil value=evil %}",
        "{% verbform '#' evil %}{{ evil }}{% endverbform %}",
        "{% card evil aside=evil url=evil %}{{ evil }}{% endcard %}",
        "{% notice 'over' evil %}{{ evil }}{% endnotice %}",
        "{% stat evil evil url=evil unit=evil hint=evil %}",
        "{% table columns rows caption=evil total=total %}",
        "{% empty evil evil evil evil %}",
        "{% timeline happenings %}",
        "{% steps steps %}",
        "{% progress job label=evil url=evil %}",
        "{% explain evil evil terms term caption=evil %}",
        "{% facts pairs %}",
        "{% tabs tabs label=evil %}",
        "{% pages evil evil %}",
        "{% search evil label=evil url=evil %}",
        "{% photos evil label=evil %}",
        "{% choices evil options legend=evil %}",
        "{% stars evil legend=evil %}",
        "{% chart chart %}",
        "{% icon 'star' evil %}",
        "{% message_list %}",
    ],
)
def test_markup_from_outside_stays_text(source: str) -> None:
    told = shown(
        source,
        evil=EVIL,
        columns=[Column(EVIL)],
        rows=[TableRow([EVIL], url=EVIL)],
        total=[EVIL],
        happenings=[Happening(NOW, EVIL, EVIL, EVIL, [Photo(EVIL, EVIL)])],
        steps=[Step(EVIL, "now")],
        job=Running(1, 2, EVIL, counts=[(EVIL, 1)]),
        terms=[Term(EVIL, EVIL, EVIL, "a", EVIL)],
        term=Term(EVIL, EVIL, EVIL),
        pairs=[(EVIL, EVIL)],
        tabs=[Tab(EVIL, EVIL)],
        options=[Choice(EVIL, EVIL)],
        chart=Chart("k", EVIL, [EVIL, "b"], [Series(EVIL, [1, 2])], unit=EVIL, answer=EVIL),
        messages=[Said()],
    )
    assert "<img src=x" not in told
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in told


class Said:
    """A message of the last action."""

    level_tag = "error"

    def __str__(self) -> str:
        return EVIL


def test_field_shows_value_help_and_error_escaped() -> None:
    form = Sample({"name": "", "kind": "zzz", "tells": ["y"], "score": "4", "secret": EVIL})
    told = shown("{% error_summary form %}{% for one in form %}{% field one %}{% endfor %}", form=form)
    assert "请改正下面 4 处" in told  # name, kind, shelf, agree
    assert 'aria-invalid="true"' in told
    assert 'id="id_name_error">请填写这一项。' in told
    assert "As on the card." in told
    assert EVIL not in told
    assert '<input type="hidden" name="secret"' in told


@pytest.mark.parametrize(
    ("name", "look", "wanted"),
    [
        ("name", "", 'class="form-control"'),
        ("shelf", "", '<select name="shelf" class="form-select"'),
        ("kind", "", '<input type="radio" name="kind" value="b" checked required>'),
        ("tells", "", '<input type="checkbox" name="tells" value="y" checked>'),
        ("score", "stars", '<input type="radio" name="score" value="4" required checked>'),
        ("photos", "", 'type="file" name="photos" multiple accept="image/*"'),
        ("photos", "", "拍照或从相册选"),  # without `capture`, which opens the camera and nothing else
        ("photos", "camera", 'capture="environment"'),
        ("photos", "camera", "拍照</span>"),
        ("agree", "", '<label class="l-check"><input type="checkbox" name="agree"'),
    ],
)
def test_field_takes_the_control_that_fits(name: str, look: str, wanted: str) -> None:
    form = Sample(initial={"kind": "b", "tells": ["y"], "score": 4})
    assert wanted in shown("{% field bound look=look %}", bound=form[name], look=look)


@pytest.mark.parametrize("name", ["kind", "tells", "score", "name", "shelf", "photos"])
def test_every_control_has_a_name_for_screen_readers(name: str) -> None:
    bound = Sample()[name]
    told = shown("{% field bound %}", bound=bound)
    assert f"<legend>{bound.label}" in told or f'<label for="id_{name}">{bound.label}' in told


def test_verb_is_a_post_form_with_token() -> None:
    told = shown('{% verb "/orders/7/closure" "Close" tone="primary" name="to" value=3 confirm="Sure?" target="#o" %}')
    assert '<form class="l-verb" method="post" action="/orders/7/closure" data-confirm="Sure?"' in told
    assert 'hx-post="/orders/7/closure" hx-target="#o"' in told
    assert 'name="csrfmiddlewaretoken" value="token-7"' in told
    assert '<input type="hidden" name="to" value="3">' in told
    assert '<button class="btn btn-primary">Close</button>' in told


def test_verbform_carries_fields_and_files() -> None:
    told = shown('{% verbform "/x" "Send" upload=True draft="note" %}<input name="n">{% endverbform %}')
    assert 'enctype="multipart/form-data"' in told
    assert 'data-draft="note"' in told
    assert told.index('<input name="n">') < told.index("Send</button>")


def test_countdown_is_text_first_and_ticks_by_data() -> None:
    told = shown("{% countdown at %}", at=NOW + timedelta(minutes=35))
    assert "还剩 35 分" in told
    assert 'class="l-pill l-ok" datetime="2026-03-02T12:35:00+08:00"' in told
    assert 'data-deadline="2026-03-02T12:35:00+08:00" data-soon="1800"' in told


def test_countdown_of_a_stopped_or_paused_clock_stands_still() -> None:
    stopped = shown("{% countdown at stopped=at %}", at=NOW)
    paused = shown("{% countdown at paused=True %}", at=NOW)
    assert "按时" in stopped
    assert "已暂停" in paused
    assert "data-deadline" not in stopped + paused


def test_no_deadline_shows_nothing() -> None:
    assert shown("{% countdown None %}{% moment None %}").strip() == ""


def test_progress_polls_until_the_work_ends() -> None:
    running = shown('{% progress job url="/jobs/1" %}', job=Running(3, 10))
    ended = shown('{% progress job url="/jobs/1" %}', job=Running(10, 10, is_finished=True, state="done"))
    assert 'hx-get="/jobs/1" hx-trigger="every 2s"' in running
    assert '<progress max="10" value="3"' in running
    assert "hx-get" not in ended
    assert "已完成" in ended


def test_progress_of_unknown_length_has_no_share() -> None:
    told = shown("{% progress job %}", job=Running(3, 0))
    assert '<progress max="1" aria-label' in told


def test_table_names_each_cell_for_narrow_screens() -> None:
    told = shown(
        "{% table columns rows %}", columns=[Column("A"), Column("B", True)], rows=[TableRow(["x", 1], url="/x")]
    )
    assert '<th scope="row"><a href="/x">x</a></th><td data-label="B" class="l-number">1</td>' in told


def test_row_with_too_few_cells_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        shown("{% table columns rows %}", columns=[Column("A"), Column("B")], rows=[TableRow(["x"])])


def test_timeline_tells_who_when_why_and_shows_photos() -> None:
    one = Happening(NOW, "Mended", "Wu", "The washer was worn.", [Photo("/p/1", "the tap", "/p/1s")])
    told = shown("{% timeline one %}", one=[one])
    assert "Wu ·" in told
    assert "今天 12:00" in told
    assert "The washer was worn." in told
    assert '<a href="/p/1"><img src="/p/1s" alt="the tap"' in told


def test_chart_has_its_table_and_needs_no_script() -> None:
    told = shown("{% chart chart %}", chart=Chart("k", "Faster?", ["a", "b"], [Series("s", [1, 2])], unit="h"))
    assert "<svg" in told
    assert "看表格" in told
    assert '<th scope="row">b</th><td class="l-number">2</td>' in told
    assert "<script" not in told


def test_long_chart_hands_its_numbers_to_the_library_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = Chart("k", "Busy?", [str(n) for n in range(60)], [Series("s", range(60))])
    monkeypatch.setattr("linli.ui.vendor.HERE", frozenset())
    assert "data-library" not in shown("{% chart chart %}", chart=chart)
    monkeypatch.setattr("linli.ui.vendor.HERE", frozenset({"echarts.common.min.js"}))
    told = shown("{% chart chart %}", chart=chart)
    assert 'data-chart="k-numbers" data-library="/static/vendor/echarts.common.min.js"' in told
    assert '<script id="k-numbers" type="application/json">' in told


def test_rating_and_choices_mark_what_was_chosen() -> None:
    assert shown("{% rating 4.3 %}").count("l-full") == 4
    told = shown('{% choices "c" options 2 %}', options=[(1, "One"), (2, "Two")])
    assert 'value="2" checked' in told
    assert told.count("checked") == 1
    several = shown('{% choices "c" options chosen multiple=True %}', options=[(1, "One"), (2, "Two")], chosen=[1, 2])
    assert several.count("checked") == 2


def test_wrong_names_are_errors_for_the_author() -> None:
    with pytest.raises(KeyError):
        shown('{% icon "unheard-of" %}')
    with pytest.raises(TemplateSyntaxError):
        shown("{% card %}")
