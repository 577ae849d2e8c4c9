"""Addresses of estates."""

from django.urls import path

from linli.estates import pages

app_name = "estates"
urlpatterns = [
    path("c/<slug:slug>/stickers/", pages.places, name="sticker-places"),
    path("c/<slug:slug>/stickers/<int:pk>/", pages.stickers, name="stickers"),
]
