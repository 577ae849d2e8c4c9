"""The living page of components, the choice of look, and a company's colour."""

from django.urls import path

from linli.ui import pages

app_name = "ui"
urlpatterns = [
    path("ui", pages.components, name="components"),
    path("ui/progress", pages.sample_progress, name="sample-progress"),
    path("ui/appearance", pages.appearance, name="appearance"),
    path("ui/accent/<str:digits>.css", pages.accent, name="accent"),
]
