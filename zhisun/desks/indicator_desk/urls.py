"""Addresses of the indicator base, under /indicator/."""

from django.urls import path

from zhisun.desks.indicator_desk.pages import board, check, entering, files, lives, one

app_name = "indicator_desk"
urlpatterns = [
    path("", board.page, name="board"),
    path("new/", entering.page, name="new"),
    path("check/", check.page, name="check"),
    path("lives/", lives.page, name="lives"),
    path("files/", files.page, name="files"),
    path("files/<int:intake>/", files.intake_page, name="intake"),
    path("files/<int:intake>/rejects.csv", files.rejects, name="rejects"),
    path("files/<int:intake>/on/", files.go_on, name="read_on"),
    path("export/<slug:layout>/", files.export_file, name="export"),
    path("notices/<int:notice>/seen/", board.seen, name="notice_seen"),
    path("<int:indicator>/", one.page, name="one"),
    path("<int:indicator>/<slug:form>/", one.act, name="act"),
]
