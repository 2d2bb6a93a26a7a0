"""Addresses of the intake desk, under /intake/."""

from django.urls import path

from zhisun.desks.intake_desk.pages import (
    archives,
    calls,
    changes,
    desk,
    incidents,
    registering,
    revealing,
    typing,
    verdicts,
)

app_name = "intake_desk"
urlpatterns = [
    path("", desk.page, name="desk"),
    path("lists/", desk.lists, name="lists"),
    path("typed/", typing.page, name="typed"),
    path("register/", registering.page, name="register"),
    path("attach/", registering.attach, name="attach"),
    path("calls/<str:sheet_no>/take/", calls.take, name="take"),
    path("calls/<str:sheet_no>/return/", calls.give_back, name="give_back"),
    path("drafts/<str:key>/discard/", typing.discard, name="discard"),
    path("archives/", archives.page, name="archives"),
    path("archives/receive/", archives.receive, name="receive_archive"),
    path("archives/<int:key>/", archives.one, name="archive"),
    path("archives/<int:key>/columns/", archives.confirm, name="confirm_archive"),
    path("archives/<int:key>/abandon/", archives.abandon, name="abandon_archive"),
    path("archives/<int:key>/reveal/", archives.reveal, name="reveal_archive"),
    path("archives/<int:key>/rejects.csv", archives.saved_rejects, name="archive_rejects"),
    path("archives/<int:key>/rejects/<int:reject>/", archives.settle, name="settle_archive"),
    path("incidents/<str:incident_no>/", incidents.page, name="incident"),
    path("incidents/<str:incident_no>/orders/", incidents.orders, name="orders"),
    path("incidents/<str:incident_no>/evidence/", changes.attach_file, name="evidence"),
    path("incidents/<str:incident_no>/evidence/<int:key>/", incidents.file, name="file"),
    path("incidents/<str:incident_no>/transfers/", changes.add_transfer, name="add_transfer"),
    path(
        "incidents/<str:incident_no>/transfers/<int:sequence>/",
        changes.correct_transfer,
        name="correct_transfer",
    ),
    path("incidents/<str:incident_no>/reveal/", revealing.show, name="reveal"),
    path("incidents/<str:incident_no>/reword/<slug:part>/", changes.reword, name="reword"),
    path("incidents/<str:incident_no>/filing/", verdicts.file_the_case, name="filing"),
    path("incidents/<str:incident_no>/declining/", verdicts.decline_the_case, name="declining"),
    path("incidents/<str:incident_no>/closing/", verdicts.close_the_case, name="closing"),
    path("incidents/<str:incident_no>/loss/", verdicts.verify_the_loss, name="loss"),
]
