"""Addresses of the telecom desk, under /telecom/."""

from django.urls import path

from zhisun.desks.telecom_desk.pages import board, drafting, feeds, importing, safe, takedowns

app_name = "telecom_desk"
urlpatterns = [
    path("", board.page, name="board"),
    path("board/", board.part, name="board_part"),
    path("next/", board.take_the_next, name="next"),
    path("import/", importing.page, name="import"),
    path("new/", drafting.page, name="new"),
    path("feeds/", feeds.page, name="feeds"),
    path("safe/", safe.page, name="safe"),
    path("takedowns/<str:takedown_no>/", takedowns.page, name="takedown"),
    path("takedowns/<str:takedown_no>/<slug:form>/", takedowns.act, name="act"),
]
