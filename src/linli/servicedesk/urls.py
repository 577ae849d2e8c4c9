"""Addresses of the service desk: the resident's by secret codes, the desk's inside the company."""

from django.urls import path

from linli.servicedesk.pages import desk, desk_board, desk_triage, mine, report, reported

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
DESK = [
    path("c/<slug:slug>/desk/", desk.page, name="desk"),
    path("c/<slug:slug>/desk/board", desk_board.page, name="board"),
    path("c/<slug:slug>/desk/report", desk.report, name="desk-report"),
    path("c/<slug:slug>/desk/callers", desk.callers, name="desk-callers"),
    path("c/<slug:slug>/desk/guess", desk.guess, name="desk-guess"),
    path("c/<slug:slug>/requests/<int:pk>/triage", desk_triage.decision, name="request-triage"),
]
urlpatterns = [*RESIDENT, *DESK]
