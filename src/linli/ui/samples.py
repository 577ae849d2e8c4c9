"""Sample data for the living page: a small library of books and lamps, none of it real."""

from datetime import datetime, timedelta
from itertools import pairwise

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.ui.charts import Band, Chart, Series
from linli.ui.components import Choice, Column, Happening, Photo, Running, Step, Tab, TableRow, Term
from linli.ui.forms import PhotosField
from linli.ui.icons import ICONS

TONES = ("ok", "soon", "over", "info", "quiet")
SHELVES = (
    ("north", gettext_lazy("North shelf")),
    ("south", gettext_lazy("South shelf")),
    ("desk", gettext_lazy("Front desk")),
)
MARKS = [(str(mark), str(mark)) for mark in range(1, 6)]


class SampleForm(forms.Form):
    """A form with one field of every kind."""

    reader = forms.CharField(label=gettext_lazy("Your name"), help_text=gettext_lazy("As on the reader's card."))
    number = forms.RegexField(
        r"\d{11}",
        label=gettext_lazy("Phone number"),
        error_messages={"invalid": gettext_lazy("A phone number has 11 digits. Please check it.")},
    )
    shelf = forms.ChoiceField(label=gettext_lazy("Which shelf?"), choices=SHELVES)
    place = forms.ChoiceField(label=gettext_lazy("Where should it go?"), choices=SHELVES, widget=forms.RadioSelect)
    score = forms.ChoiceField(
        label=gettext_lazy("How was it?"), choices=MARKS, widget=forms.RadioSelect, required=False
    )
    remark = forms.CharField(label=gettext_lazy("Anything else?"), widget=forms.Textarea, required=False)
    pictures = PhotosField(label=gettext_lazy("Photos"), required=False, most=3)
    agree = forms.BooleanField(label=gettext_lazy("Call me before you come"), required=False)
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
        "steps": [Step(_("Reported"), "done"), Step(_("Somebody is coming"), "now"), Step(_("Mended"), "next")],
        "tabs": [
            Tab(_("Open"), "?", is_current=True, count=12),
            Tab(_("Waiting"), "?tab=waiting", count=3),
            Tab(_("All"), "?tab=all"),
        ],
        "facts": [(_("Place"), _("North shelf")), (_("Borrowed by"), _("Ms Lin")), (_("Since"), "2026-03-02")],
        "choices": [Choice(1, _("Lamp"), "bolt"), Choice(2, _("Tap"), "drop"), Choice(3, _("Something else"))],
        "running": running(),
        "finished": Running(1200, 1200, is_finished=True, state="done"),
        "failed": Running(
            310, 1200, _("Row 311 has no title. Rows 1 to 310 are kept."), is_finished=True, state="failed"
        ),
        "form": SampleForm(),
        "form_with_errors": SampleForm({"reader": _("Ms Lin"), "number": "138", "shelf": "south"}, prefix="again"),
        **_table(),
        **_explanation(),
        "happenings": _happenings(at),
        "charts": _charts(),
    }


def running() -> Running:
    """Work that is half done."""
    return Running(642, 1200, _("Reading the card index"), counts=[(_("new"), 611), (_("unclear"), 31)])


def _table() -> dict[str, object]:
    columns = [Column(_("Title")), Column(_("Shelf")), Column(_("Copies"), True), Column(_("Lent"), True)]
    rows = [
        TableRow([_("A history of lamps"), _("North shelf"), "1,204", "86"], url="#table"),
        TableRow([_("Rivers and bridges"), _("South shelf"), "92", "14"], url="#table"),
        TableRow(["<b>&amp;</b>", _("Front desk"), "7", "0"]),
    ]
    return {"columns": columns, "rows": rows, "total": [_("Total"), "", "1,303", "100"]}


def _explanation() -> dict[str, object]:
    terms = [
        Term(_("Way to go"), _("6 min"), _("14 min"), "a"),
        Term(_("Work in hand"), _("2 tasks"), _("1 task"), "b", _("Each task counts ten minutes.")),
        Term(_("Knows this kind of lamp"), _("yes"), _("no"), "a"),
    ]
    return {"terms": terms, "sum": Term(_("Total"), 26, 54, "a")}


def _happenings(at: datetime) -> list[Happening]:
    picture = Photo("data:image/gif;base64,R0lGODlhAQABAIAAAHuIggAAACwAAAAAAQABAAACAkQBADs=", _("The lamp, mended"))
    said = [
        (_("The lamp in the reading room flickers"), _("Ms Lin"), "", "chat", "info"),
        (_("Mr Wu is on his way, expected at 14:20"), _("Front desk"), "", "truck", "quiet"),
        (_("Waits for a part"), _("Mr Wu"), _("The socket has to be ordered."), "pause", "soon"),
        (_("The lamp is mended"), _("Mr Wu"), "", "check", "ok"),
    ]
    return [
        Happening(at - timedelta(hours=30 - 9 * n), what, who, why, [picture] if n == 3 else (), icon, tone)
        for n, (what, who, why, icon, tone) in enumerate(said)
    ]


def _charts() -> list[Chart]:
    months = [_("%(month)d") % {"month": month} for month in range(1, 13)]
    hours = [22.5, 24, 23, 21, 20.5, 22, 19, 18.5, 17, 17.5, 16, 15.2]
    days = [str(day) for day in range(1, 61)]
    wave = [30 + (day * 7) % 13 - day / 6 for day in range(60)]
    drift = [(first + second) / 2 + 6 for first, second in pairwise([*wave, wave[-1]])]
    mended = Chart(
        "chart-line",
        _("Do we mend lamps faster?"),
        months,
        [Series(_("This year"), hours), Series(_("Last year"), [26, 25, 26, 27, 25, 24, 24, 23, 24, 23, None, 22])],
        unit=_("hours"),
        answer=_("Yes: from 22.5 to 15.2 hours within a year."),
        target=18,
        target_name=_("promised"),
        band=Band(_("90 of 100"), [value - 2 for value in hours], [value + 2 for value in hours]),
    )
    shelves = [str(label) for _value, label in SHELVES]
    lent = Chart(
        "chart-bar",
        _("Which shelf is read most?"),
        shelves,
        [Series(_("Books lent"), [412, 268, 97])],
        kind="bar",
        unit=_("books"),
        answer=_("The north shelf, by far."),
    )
    both = Chart(
        "chart-bars",
        _("Where do books stay late?"),
        shelves,
        [Series(_("This year"), [31, 12, 4]), Series(_("Last year"), [28, 19, 9])],
        kind="bar",
        unit=_("books"),
    )
    long = Chart(
        "chart-long",
        _("When are the busy days?"),
        days,
        [Series(_("Readers"), wave), Series(_("Visitors"), drift)],
        unit=_("people"),
    )
    return [mended, lent, both, long]
