"""Sample data for the living page: a small library of books and lamps, none of it real."""

import math
from datetime import datetime, timedelta

from django import forms
from django.utils.translation import pgettext as _p
from django.utils.translation import pgettext_lazy as _lazy

from linli.ui.charts import Band, Chart, Series
from linli.ui.components import Choice, Column, Happening, Photo, Running, Step, Tab, TableRow, Term
from linli.ui.forms import PhotosField
from linli.ui.icons import ICONS

TONES = ("ok", "soon", "over", "info", "quiet")
SHELVES = (
    ("north", _lazy("sample", "North shelf")),
    ("south", _lazy("sample", "South shelf")),
    ("desk", _lazy("sample", "Front desk")),
)
MARKS = [(str(mark), str(mark)) for mark in range(1, 6)]


class SampleForm(forms.Form):
    """A form with one field of every kind."""

    reader = forms.CharField(label=_lazy("sample", "Your name"), help_text=_lazy("sample", "As on the reader's card."))
    number = forms.RegexField(
        r"\d{11}",
        label=_lazy("sample", "Phone number"),
        error_messages={"invalid": _lazy("sample", "A phone number has 11 digits. Please check it.")},
    )
    shelf = forms.ChoiceField(label=_lazy("sample", "Which shelf?"), choices=SHELVES)
    place = forms.ChoiceField(label=_lazy("sample", "Where should it go?"), choices=SHELVES, widget=forms.RadioSelect)
    score = forms.ChoiceField(
        label=_lazy("sample", "How was it?"), choices=MARKS, widget=forms.RadioSelect, required=False
    )
    remark = forms.CharField(label=_lazy("sample", "Anything else?"), widget=forms.Textarea, required=False)
    pictures = PhotosField(label=_lazy("sample", "Photos"), required=False, most=3)
    agree = forms.BooleanField(label=_lazy("sample", "Call me before you come"), required=False)
    came_by = forms.CharField(widget=forms.HiddenInput, initial="door")


def everything(*, at: datetime, tone: str) -> dict[str, object]:
    """The context of the living page at a moment."""
    return {
        "tones": TONES,
        "icons": list(ICONS),
        "moments": [at - timedelta(minutes=8), at - timedelta(days=1), at + timedelta(days=1), at - timedelta(days=40)],
        "deadlines": {
            "far": at + timedelta(hours=2, minutes=5),
            "near": at + timedelta(minutes=12),
            "missed": at - timedelta(minutes=26),
            "before": at - timedelta(hours=1),
        },
        "length": timedelta(days=3, hours=4),
        "steps": [
            Step(_p("sample", "Reported"), "done"),
            Step(_p("sample", "Somebody is coming"), "now"),
            Step(_p("sample", "Mended"), "next"),
        ],
        "tabs": [
            Tab(_p("sample", "Open"), "?", is_current=True, count=12),
            Tab(_p("sample", "Waiting"), "?tab=waiting", count=3),
            Tab(_p("sample", "All"), "?tab=all"),
        ],
        "facts": [
            (_p("sample", "Place"), _p("sample", "North shelf")),
            (_p("sample", "Borrowed by"), _p("sample", "Ms Lin")),
            (_p("sample", "Since"), "2026-03-02"),
        ],
        "choices": [
            Choice(1, _p("sample", "Lamp"), "bolt"),
            Choice(2, _p("sample", "Tap"), "drop"),
            Choice(3, _p("sample", "Something else")),
        ],
        "running": running(),
        "finished": Running(1200, 1200, is_finished=True, state="done"),
        "failed": Running(
            310, 1200, _p("sample", "Row 311 has no title. Rows 1 to 310 are kept."), is_finished=True, state="failed"
        ),
        "form": SampleForm(),
        "form_with_errors": _filled_wrongly(),
        **_table(),
        **_explanation(),
        "happenings": _happenings(at),
        "charts": _charts(),
    }


def _filled_wrongly() -> SampleForm:
    typed = {"reader": _p("sample", "Ms Lin"), "number": "138", "shelf": "south"}
    return SampleForm({f"again-{name}": value for name, value in typed.items()}, prefix="again")


def running() -> Running:
    """Work that is half done."""
    return Running(
        642,
        1200,
        _p("sample", "Reading the card index"),
        counts=[(_p("sample", "new"), 611), (_p("sample", "unclear"), 31)],
    )


def _table() -> dict[str, object]:
    columns = [
        Column(_p("sample", "Title")),
        Column(_p("sample", "Shelf")),
        Column(_p("sample", "Copies"), True),
        Column(_p("sample", "Lent"), True),
    ]
    rows = [
        TableRow([_p("sample", "A history of lamps"), _p("sample", "North shelf"), "1,204", "86"], url="#table"),
        TableRow([_p("sample", "Rivers and bridges"), _p("sample", "South shelf"), "92", "14"], url="#table"),
        TableRow(["<b>&amp;</b>", _p("sample", "Front desk"), "7", "0"]),
    ]
    return {"columns": columns, "rows": rows, "total": [_p("sample", "Total"), "", "1,303", "100"]}


def _explanation() -> dict[str, object]:
    terms = [
        Term(_p("sample", "Way to go"), _p("sample", "6 min"), _p("sample", "14 min"), "a"),
        Term(
            _p("sample", "Work in hand"),
            _p("sample", "2 tasks"),
            _p("sample", "1 task"),
            "b",
            _p("sample", "Each task counts ten minutes."),
        ),
        Term(_p("sample", "Knows this kind of lamp"), _p("sample", "yes"), _p("sample", "no"), "a"),
    ]
    return {"terms": terms, "sum": Term(_p("sample", "Total"), 26, 54, "a")}


def _happenings(at: datetime) -> list[Happening]:
    picture = Photo(
        "data:image/gif;base64,R0lGODlhAQABAIAAAHuIggAAACwAAAAAAQABAAACAkQBADs=", _p("sample", "The lamp, mended")
    )
    said = [
        (_p("sample", "The lamp in the reading room flickers"), _p("sample", "Ms Lin"), "", "chat", "info"),
        (_p("sample", "Mr Wu is on his way, expected at 14:20"), _p("sample", "Front desk"), "", "truck", "quiet"),
        (
            _p("sample", "Waits for a part"),
            _p("sample", "Mr Wu"),
            _p("sample", "The socket has to be ordered."),
            "pause",
            "soon",
        ),
        (_p("sample", "The lamp is mended"), _p("sample", "Mr Wu"), "", "check", "ok"),
    ]
    return [
        Happening(at - timedelta(hours=30 - 9 * n), what, who, why, [picture] if n == 3 else (), icon, tone)
        for n, (what, who, why, icon, tone) in enumerate(said)
    ]


def _charts() -> list[Chart]:
    months = [_p("sample", "%(month)d") % {"month": month} for month in range(1, 13)]
    hours = [22.5, 24, 23, 21, 20.5, 22, 19, 18.5, 17, 17.5, 16, 15.2]
    days = [str(day) for day in range(1, 61)]
    wave = [34 + (14 if day % 7 > 4 else 0) + 6 * math.sin(day / 9) for day in range(60)]
    drift = [18 + day / 10 + 3 * math.cos(day / 5) for day in range(60)]
    mended = Chart(
        "chart-line",
        _p("sample", "Do we mend lamps faster?"),
        months,
        [
            Series(_p("sample", "This year"), hours),
            Series(_p("sample", "Last year"), [26, 25, 26, 27, 25, 24, 24, 23, 24, 23, None, 22]),
        ],
        unit=_p("sample", "hours"),
        answer=_p("sample", "Yes: from 22.5 to 15.2 hours within a year."),
        target=18,
        target_name=_p("sample", "promised"),
        band=Band(_p("sample", "90 of 100"), [value - 2 for value in hours], [value + 2 for value in hours]),
    )
    shelves = [str(label) for _value, label in SHELVES]
    lent = Chart(
        "chart-bar",
        _p("sample", "Which shelf is read most?"),
        shelves,
        [Series(_p("sample", "Books lent"), [412, 268, 97])],
        kind="bar",
        unit=_p("sample", "books"),
        answer=_p("sample", "The north shelf, by far."),
    )
    both = Chart(
        "chart-bars",
        _p("sample", "Where do books stay late?"),
        shelves,
        [Series(_p("sample", "This year"), [31, 12, 4]), Series(_p("sample", "Last year"), [28, 19, 9])],
        kind="bar",
        unit=_p("sample", "books"),
    )
    long = Chart(
        "chart-long",
        _p("sample", "When are the busy days?"),
        days,
        [Series(_p("sample", "Readers"), wave), Series(_p("sample", "Visitors"), drift)],
        unit=_p("sample", "people"),
    )
    return [mended, lent, both, long]
