"""Addresses of the service desk: the resident's by secret codes, the desk's inside the company."""

from django.urls import path

from linli.servicedesk.pages import mine, report, reported

app_name = "servicedesk"
RESIDENT = [
    path("q/<str:code>/", report.by_code, name="report"),
    path("r/<str:token>/", reported.page, name="reported"),
    path("r/<str:token>/photos/<int:pk>", reported.photo, name="reported-photo"),
    path("r/<str:token>/rating", reported.rating, name="reported-rate"),
    path("r/<str:token>/refusal", reported.refusal, name="reported-refuse"),
    path("r/<str:token>/reopening", reported.reopening, name="reported-reopen"),
    path("r/<str:token>/cancellation", reported.cancellation, name="reported-cancel"),
    path("c/<slug:slug>/mine/", mine.page, name="mine"),
    path("c/<slug:slug>/mine/<int:pk>/report", report.from_home, name="report-from-home"),
]
urlpatterns = [*RESIDENT]
