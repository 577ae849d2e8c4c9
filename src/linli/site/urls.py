"""Every address of the program, one line per module."""

from django.urls import include, path

urlpatterns = [
    path("", include("linli.portal.urls")),
    path("", include("linli.servicedesk.urls")),
    path("", include("linli.work.urls")),
    path("", include("linli.estates.urls")),
    path("", include("linli.records.urls")),
    path("", include("linli.ui.urls")),
    path("", include("django.conf.urls.i18n")),
]
handler404 = "linli.ui.middleware.not_found"
handler403 = "linli.ui.middleware.permission_denied"
