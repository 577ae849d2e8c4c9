"""Addresses of records: the same five for every one of them."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from linli.records import pages


class RowKeyConverter(IntConverter):
    """A row's key; longer than any the database gives out is no address."""

    regex = "[0-9]{1,18}"


register_converter(RowKeyConverter, "row")

INDEX = "c/<slug:slug>/records/"
RECORD = f"{INDEX}<slug:module>/<slug:noun>/"

app_name = "records"
urlpatterns = [
    path(INDEX, pages.index_page, name="index"),
    path(RECORD, pages.list_page, name="list"),
    path(f"{RECORD}new", pages.new_page, name="new"),
    path(f"{RECORD}choices/<slug:field>", pages.choices_page, name="choices"),
    path(f"{RECORD}<row:pk>/", pages.detail_page, name="detail"),
    path(f"{RECORD}<row:pk>/edit", pages.edit_page, name="edit"),
]
