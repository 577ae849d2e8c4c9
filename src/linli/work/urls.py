"""Addresses of work: pages of orders, and one address per verb."""

from django.urls import path

from linli.work.pages import evidence, order, orders, verbs

app_name = "work"
ORDER = "c/<slug:slug>/orders/<int:pk>"
urlpatterns = [
    path("c/<slug:slug>/orders/", orders.page, name="orders"),
    path(f"{ORDER}/", order.page, name="order"),
    path(f"{ORDER}/triage", verbs.triage, name="order-triage"),
    path(f"{ORDER}/assignment", verbs.assignment, name="order-assign"),
    path(f"{ORDER}/acceptance", verbs.acceptance, name="order-accept"),
    path(f"{ORDER}/departure", verbs.departure, name="order-depart"),
    path(f"{ORDER}/start", verbs.start, name="order-start"),
    path(f"{ORDER}/pause", verbs.pause, name="order-pause"),
    path(f"{ORDER}/resumption", verbs.resumption, name="order-resume"),
    path(f"{ORDER}/completion", verbs.completion, name="order-finish"),
    path(f"{ORDER}/return", verbs.giving_back, name="order-return"),
    path(f"{ORDER}/contact", verbs.contact, name="order-contact"),
    path(f"{ORDER}/verification", verbs.verification, name="order-verify"),
    path(f"{ORDER}/refusal", verbs.refusal, name="order-refuse"),
    path(f"{ORDER}/reopening", verbs.reopening, name="order-reopen"),
    path(f"{ORDER}/closure", verbs.closure, name="order-close"),
    path(f"{ORDER}/cancellation", verbs.cancellation, name="order-cancel"),
    path(f"{ORDER}/acknowledgement", verbs.acknowledgements, name="alarms-acknowledge"),
    path("c/<slug:slug>/alarms/<int:pk>/acknowledgement", verbs.acknowledgement, name="alarm-acknowledge"),
    path("c/<slug:slug>/evidence/<int:pk>", evidence.photo, name="evidence"),
]
