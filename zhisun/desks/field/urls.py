"""Addresses of the officer's telephone, under /field/."""

from django.urls import path

from zhisun.desks.field import installing, pages, telling

app_name = "field"
urlpatterns = [
    path("", pages.tasks, name="tasks"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("worker.js", installing.worker, name="worker"),
    path("tasks/<str:dispatch_no>/", pages.task, name="task"),
    path("tasks/<str:dispatch_no>/sign/", pages.sign_for, name="sign"),
    path("tasks/<str:dispatch_no>/return/", pages.hand_back, name="hand_back"),
    path("tasks/<str:dispatch_no>/phone/", pages.phone_back, name="phone_back"),
    path("tasks/<str:dispatch_no>/photos/", pages.photograph, name="photograph"),
    path("tasks/<str:dispatch_no>/inform/", telling.tell, name="inform"),
    path("tasks/<str:dispatch_no>/account/", pages.account_back, name="account_back"),
    path("tasks/<str:dispatch_no>/report/", pages.send, name="report"),
]
