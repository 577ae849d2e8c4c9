"""Pages of the look itself. All are public: they hold no data of anybody and ask no database."""

from django.conf import settings
from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_GET, require_POST

from linli.ui import colour, samples
from linli.ui.answers import answer, etag
from linli.ui.context import THEME_COOKIE, THEMES, TYPE_COOKIE, TYPES, Shell
from linli.ui.returning import next_address

YEAR_SECONDS = 365 * 24 * 3600


@non_atomic_requests
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component with sample data. `?lang=`, `?theme=`, `?type=`, `?layout=phone` and `?vendor=no` try it otherwise."""
    language = request.GET.get("lang", "")
    if language not in dict(settings.LANGUAGES):
        language = translation.get_language() or settings.LANGUAGE_CODE
    request.COOKIES |= {THEME_COOKIE: request.GET.get("theme", request.COOKIES.get(THEME_COOKIE, ""))}
    request.COOKIES |= {TYPE_COOKIE: request.GET.get("type", request.COOKIES.get(TYPE_COOKIE, ""))}
    layout = "phone" if request.GET.get("layout") == "phone" else "desk"
    with translation.override(language):
        context = samples.everything(at=Shell(request).now, tone=request.GET.get("tone", ""))
        context |= {"layout": f"ui/{layout}.html", "without_vendor": request.GET.get("vendor") == "no"}
        return render(request, "ui/components.html", context)


@non_atomic_requests
@require_GET
def sample_progress(request: HttpRequest) -> HttpResponse:
    """The progress bar of the living page, as a poll answers it."""
    job = samples.running()
    context: dict[str, object] = {"running": job}
    return etag(
        request,
        job.done,
        lambda: answer(request, "ui/sample_progress.html", context, fragment="ui/_sample_progress.html"),
    )


@non_atomic_requests
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Remember `theme` and `type` in this browser and go back to `next`."""
    response = redirect(next_address(request, "/"))
    for cookie, name, allowed in ((THEME_COOKIE, "theme", THEMES), (TYPE_COOKIE, "type", TYPES)):
        chosen = request.POST.get(name, "")
        if chosen in allowed:
            response.set_cookie(cookie, chosen, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure())
    return response


@non_atomic_requests
@require_GET
def accent(request: HttpRequest, digits: str) -> HttpResponse:
    """A company's colour as style sheet, darkened or lightened until it can be read on either ground."""
    if not colour.HEX.fullmatch(f"#{digits}"):
        raise Http404
    light, dark = colour.light_accent(f"#{digits}"), colour.dark_accent(f"#{digits}")
    rule = "--l-accent:{0.tone};--l-on-accent:{0.on_tone};--l-accent-soft:{0.soft}"
    on_light, on_dark = rule.format(light), rule.format(dark)
    sheet = (
        f":root{{{on_light}}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-bs-theme=light]){{{on_dark}}}}}"
        f":root[data-bs-theme=dark]{{{on_dark}}}\n"
    )
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
