"""Addresses of the dissuasion desk, under /dissuasion/."""

from django.urls import path

from zhisun.desks.dissuasion_desk.pages import (
    bank_reports,
    board,
    entering,
    figures,
    ground,
    importing,
    one,
    photos,
    quality,
    rules,
    units,
)

app_name = "dissuasion_desk"
urlpatterns = [
    path("", board.page, name="board"),
    path("board/", board.part, name="board_part"),
    path("map/", ground.page, name="map"),
    path("map/part/", ground.part, name="map_part"),
    path("next/", board.take_the_next, name="next"),
    path("new/", entering.page, name="enter"),
    path("import/", importing.page, name="import"),
    path("rules/", rules.page, name="rules"),
    path("bank-reports/", bank_reports.page, name="bank_reports"),
    path("bank-reports/<int:key>/", bank_reports.one, name="bank_report"),
    path("quality/", quality.page, name="quality"),
    path("quality/<int:key>/", quality.look, name="quality_look"),
    path("units/", units.page, name="units"),
    path("units/<str:code>/", units.keep, name="keep_unit"),
    path("figures/", figures.page, name="figures"),
    path("figures/missed/<slug:source>/", figures.missed, name="figure_missed"),
    path("figures/truths/<slug:name>/", figures.truths, name="figure_truths"),
    path("figures/<slug:name>/", figures.rows, name="figure_rows"),
    path("alarms/<int:key>/seen/", board.alarm_seen, name="alarm_seen"),
    path("reviews/<int:key>/close/", board.review_closed, name="close_review"),
    path("dispatches/<str:dispatch_no>/", one.page, name="dispatch"),
    path("dispatches/<str:dispatch_no>/part/", one.part, name="dispatch_part"),
    path("dispatches/<str:dispatch_no>/photos/<int:photo>/", photos.page, name="photo"),
    path("dispatches/<str:dispatch_no>/photos/<int:photo>/file/", photos.file, name="photo_file"),
    path("dispatches/<str:dispatch_no>/<slug:verb>/", one.act, name="act"),
]
