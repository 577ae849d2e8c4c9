"""Addresses of the portal: signing in, and the page each kind of person lives on."""

from django.urls import path

from linli.portal.pages import field, jobs, sign_in, today

app_name = "portal"
urlpatterns = [
    path("", sign_in.front_door, name="front-door"),
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("c/<slug:slug>/", sign_in.home, name="home"),
    path("c/<slug:slug>/field/", field.page, name="field"),
    path("c/<slug:slug>/today/", today.page, name="today"),
    path("c/<slug:slug>/jobs/<int:pk>/", jobs.page, name="job"),
]
