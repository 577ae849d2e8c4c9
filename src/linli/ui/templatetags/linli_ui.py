"""The components as template tags: `{% load linli_ui %}`. docs/modules/ui.md shows each with an example."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms, template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from linli.core import clock
from linli.ui import durations, slots, vendor
from linli.ui.charts import Chart, say_value
from linli.ui.components import Choice
from linli.ui.icons import ICONS

register = template.Library()
TONES = {"ok": "done", "soon": "clock", "over": "alert", "info": "info", "quiet": "info"}
PARTS = "ui/components/"


def _now(context: Context) -> datetime:
    shell = context.get("shell")
    return shell.now if shell else clock.now()


def _part(context: Context, part: str, /, **values: object) -> SafeString:
    """A component's template with these values and the page's CSRF token, nothing else of the page."""
    return render_to_string(f"{PARTS}{part}.html", {"csrf_token": context.get("csrf_token"), **values})


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One of our icons; silent to screen readers unless it carries a label."""
    shape = mark_safe(ICONS[name])  # noqa: S308 - our own drawings
    if label:
        return format_html('<svg class="l-icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, shape)
    return format_html('<svg class="l-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', shape)


@register.simple_tag(takes_context=True)
def vendor_file(context: Context, name: str) -> str:
    """The static path of a vendor file if it was fetched, else an empty string."""
    return f"vendor/{name}" if vendor.is_here(name) and not context.get("without_vendor") else ""


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, **facts: object) -> SafeString:
    """What higher modules show at this place of the page."""
    return slots.render(name, context.get("request"), **facts)


@register.inclusion_tag(f"{PARTS}pill.html")
def pill(text: object, tone: str = "quiet", icon: str = "") -> dict[str, object]:
    """A short status in its colour."""
    return {"text": text, "tone": tone, "icon": icon}


@register.inclusion_tag(f"{PARTS}countdown.html", takes_context=True)
def countdown(
    context: Context,
    deadline: datetime | None,
    soon_minutes: float = 30,
    stopped: datetime | None = None,
    paused: bool = False,
) -> dict[str, object]:
    """What is left until a deadline; it ticks unless it stopped (then: how it was met) or is paused."""
    if deadline is None:
        return {"state": None}
    soon = timedelta(minutes=soon_minutes)
    if stopped is not None:
        return {"state": durations.judge_stop(deadline, stopped=stopped), "deadline": deadline}
    state = durations.count_down(deadline, at=_now(context), soon=soon)
    return {
        "state": state,
        "deadline": deadline,
        "paused": paused,
        "ticks": not paused,
        "soon": int(soon.total_seconds()),
    }


@register.inclusion_tag(f"{PARTS}moment.html", takes_context=True)
def moment(context: Context, at: datetime | None) -> dict[str, object]:
    """A moment as people say it, the exact one beside it for machines and on hover."""
    return {"at": at, "text": durations.say_moment(at, at=_now(context)) if at else ""}


@register.filter
def duration(length: timedelta | None) -> str:
    """A length of time in words."""
    return durations.say_duration(length) if length is not None else "–"


@register.filter
def figure(value: float | None) -> str:
    """A number with thousands apart and at most one decimal."""
    return say_value(value)


@register.inclusion_tag(f"{PARTS}button.html")
def button(label: str, url: str, tone: str = "", icon: str = "", size: str = "") -> dict[str, object]:
    """A link that looks like a button: it goes somewhere and changes nothing."""
    return {"label": label, "url": url, "tone": tone, "icon": icon, "size": size}


@register.simple_tag(takes_context=True)
def verb(context: Context, url: str, label: str, **options: object) -> SafeString:
    """A button that does something: a POST form to the verb's own address.

    Options: tone (primary, danger, ghost), icon, size (lg, sm), confirm (a question), name and value (sent along),
    target (a selector: htmx puts the answer there), block (full width).
    """
    return _part(context, "verb", url=url, label=label, **options)


@register.simple_block_tag(takes_context=True)
def verbform(context: Context, content: str, url: str, label: str, **options: object) -> SafeString:
    """A verb that needs a few fields: they stand in the block, the button follows. Options as for `verb`, and upload."""
    return _part(context, "verbform", url=url, label=label, content=content, **options)


@register.simple_block_tag(takes_context=True)
def card(context: Context, content: str, title: str = "", **options: object) -> SafeString:
    """A surface with a title. Options: tone, url (the title links), aside (at the title's end), level (2), id."""
    return _part(context, "card", content=content, title=title, **options)


@register.simple_block_tag(takes_context=True)
def notice(context: Context, content: str, tone: str = "info", title: str = "") -> SafeString:
    """Something the reader should know, in its colour."""
    return _part(context, "notice", content=content, tone=tone, title=title, icon=TONES[tone])


@register.inclusion_tag(f"{PARTS}messages.html", takes_context=True)
def message_list(context: Context) -> dict[str, object]:
    """The messages left by the last action."""
    tones = {"error": "over", "warning": "soon", "success": "ok", "info": "info", "debug": "quiet"}
    left = context.get("messages") or ()
    shown = [(tones.get(message.level_tag, "info"), message) for message in left]
    return {"shown": [(tone, TONES[tone], message) for tone, message in shown]}


@register.inclusion_tag(f"{PARTS}stat.html")
def stat(label: str, value: object, url: str = "", unit: str = "", tone: str = "", hint: str = "") -> dict[str, object]:
    """A figure and what it counts; it leads to the rows behind it."""
    return {"label": label, "value": value, "url": url, "unit": unit, "tone": tone, "hint": hint}


@register.inclusion_tag(f"{PARTS}table.html")
def table(
    columns: Sequence[Any], rows: Iterable[Any], caption: str = "", total: Sequence[object] = ()
) -> dict[str, object]:
    """Rows of cells (`Column`, `TableRow`); on a narrow screen every row becomes a card."""
    paired = [(row, list(zip(columns, row.cells, strict=True))) for row in rows]
    return {"columns": columns, "rows": paired, "caption": caption, "total": list(zip(columns, total, strict=False))}


@register.inclusion_tag(f"{PARTS}empty.html")
def empty(title: str, hint: str = "", url: str = "", label: str = "", icon: str = "inbox") -> dict[str, object]:
    """Nothing here yet, and what to do first."""
    return {"title": title, "hint": hint, "url": url, "label": label, "icon": icon}


@register.inclusion_tag(f"{PARTS}timeline.html", takes_context=True)
def timeline(context: Context, happenings: Iterable[Any]) -> dict[str, object]:
    """What happened, each with who, when, why and photos (`Happening`)."""
    return {"happenings": list(happenings), "shell": context.get("shell")}


@register.inclusion_tag(f"{PARTS}steps.html")
def steps(items: Iterable[Any]) -> dict[str, object]:
    """Where somebody is on the way (`Step`)."""
    return {"items": items}


@register.inclusion_tag(f"{PARTS}progress.html", takes_context=True)
def progress(context: Context, job: Any, url: str = "", label: str = "", cancel_url: str = "") -> dict[str, object]:
    """How far long work is (a `core` Job or `Running`); the page at `url` answers this same component every two seconds."""
    return {"job": job, "url": url, "label": label, "cancel_url": cancel_url, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(f"{PARTS}explain.html")
def explain(a: str, b: str, terms: Iterable[Any], total: Any = None, caption: str = "") -> dict[str, object]:
    """Why A and not B: the terms of both (`Term`), and their total."""
    return {"a": a, "b": b, "terms": terms, "total": total, "caption": caption}


@register.inclusion_tag(f"{PARTS}facts.html")
def facts(pairs: Iterable[tuple[object, object]]) -> dict[str, object]:
    """Labels and values."""
    return {"pairs": pairs}


@register.inclusion_tag(f"{PARTS}tabs.html")
def tabs(items: Iterable[Any], label: str = "") -> dict[str, object]:
    """Parts of a page, each with its own address (`Tab`)."""
    return {"items": items, "label": label}


@register.inclusion_tag(f"{PARTS}pages.html")
def pages(previous_url: str = "", next_url: str = "") -> dict[str, object]:
    """The way to the rows before and after."""
    return {"previous_url": previous_url, "next_url": next_url}


@register.inclusion_tag(f"{PARTS}search.html")
def search(value: str = "", label: str = "", url: str = "", name: str = "q", target: str = "") -> dict[str, object]:
    """A search box; with a target htmx searches while one types."""
    return {"value": value, "label": label, "url": url, "name": name, "target": target}


@register.inclusion_tag(f"{PARTS}photos.html")
def photos(
    name: str = "photos", label: str = "", most: int = 6, camera: bool = False, required: bool = False
) -> dict[str, object]:
    """Pictures from the camera or the album; with `camera` a phone opens the camera at once."""
    return {"name": name, "label": label, "most": most, "camera": camera, "required": required, "id": f"id_{name}"}


@register.inclusion_tag(f"{PARTS}choices.html")
def choices(
    name: str,
    options: Iterable[Any],
    value: object = "",
    legend: str = "",
    multiple: bool = False,
    required: bool = False,
) -> dict[str, object]:
    """Big chips to choose one or several of: `Choice`s or pairs of value and label."""
    chosen = {str(one) for one in value} if multiple and isinstance(value, list | tuple | set) else {str(value)}
    listed = [one if isinstance(one, Choice) else Choice(*one) for one in options]
    paired = [(one, str(one.value) in chosen) for one in listed]
    return {"name": name, "options": paired, "legend": legend, "multiple": multiple, "required": required}


@register.inclusion_tag(f"{PARTS}stars.html")
def stars(name: str = "stars", value: int = 0, legend: str = "", required: bool = True) -> dict[str, object]:
    """One to five stars to give."""
    return {"name": name, "value": value, "legend": legend, "required": required, "marks": range(1, 6)}


@register.inclusion_tag(f"{PARTS}rating.html")
def rating(value: float | None) -> dict[str, object]:
    """Stars that were given."""
    given = round(value) if value is not None else 0
    return {"value": value, "text": say_value(value), "marks": [mark <= given for mark in range(1, 6)]}


@register.inclusion_tag(f"{PARTS}field.html")
def field(bound: forms.BoundField, look: str = "", legend: str = "") -> dict[str, object]:
    """A form field with label, help and errors. `look` may ask for chips, stars, photos or camera; else the widget decides."""
    widget = bound.field.widget
    if not look:
        look = _look_of(widget)
    styles = {"select": "form-select", "text": "form-control"}
    attrs: dict[str, str | bool] = (
        {"class": f"{styles[look]} {widget.attrs.get('class', '')}".strip()} if look in styles else {}
    )
    if look == "camera":
        attrs["capture"] = "environment"
    control = "" if look in {"chips", "stars"} else bound.as_widget(attrs=attrs)
    return {"bound": bound, "look": look, "control": control, "legend": legend or bound.label, "chosen": _chosen(bound)}


def _look_of(widget: forms.Widget) -> str:
    kinds: list[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str]] = [
        (forms.HiddenInput, "hidden"),
        (forms.CheckboxInput, "check"),
        ((forms.RadioSelect, forms.CheckboxSelectMultiple), "chips"),
        (forms.Select, "select"),
        (forms.FileInput, "photos" if "image" in str(widget.attrs.get("accept", "")) else "text"),
    ]
    return next((look for kind, look in kinds if isinstance(widget, kind)), "text")


def _chosen(bound: forms.BoundField) -> list[str]:
    value = bound.value()
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


@register.inclusion_tag(f"{PARTS}error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, object]:
    """What went wrong with a form, that nothing typed was lost, and what to do; empty while the form is fine."""
    count = sum(len(errors) for errors in form.errors.values())
    return {"form": form, "count": count, "general": form.non_field_errors() if form.is_bound else ()}


@register.inclusion_tag(f"{PARTS}chart.html", takes_context=True)
def chart(context: Context, chart: Chart) -> dict[str, object]:
    """A chart: question, answer, picture, table. It is complete without any script."""
    library = "" if chart.is_small else vendor_file(context, "echarts.common.min.js")
    return {"chart": chart, "plot": chart.plot, "library": library}
