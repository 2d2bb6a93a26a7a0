"""Addresses of the funds desk, under /funds/."""

from django.urls import path

from zhisun.desks.funds_desk.pages import (
    added,
    assistance,
    board,
    decide,
    money,
    orders,
    papers,
    paperwork,
    replies,
    templates,
)

app_name = "funds_desk"
urlpatterns = [
    path("", board.page, name="board"),
    path("board/", board.part, name="board_part"),
    path("next/", decide.take_the_next, name="next"),
    path("alarms/<int:key>/seen/", decide.alarm_seen, name="alarm_seen"),
    path("notices/<int:key>/seen/", decide.notice_seen, name="notice_seen"),
    path("orders/<str:order_no>/", orders.page, name="order"),
    path("orders/<str:order_no>/panel/", orders.panel, name="order_panel"),
    path("orders/<str:order_no>/take/", decide.take_one, name="take"),
    path("orders/<str:order_no>/put-back/", decide.give_back, name="put_back"),
    path("orders/<str:order_no>/approve/", decide.approve_one, name="approve"),
    path("orders/<str:order_no>/decline/", decide.decline_one, name="decline"),
    path("orders/<str:order_no>/recall/", decide.recall_one, name="recall"),
    path("orders/<str:order_no>/correct/", paperwork.correct_one, name="correct"),
    path("orders/<str:order_no>/follow/<slug:form>/", paperwork.follow_up, name="follow"),
    path("orders/<str:order_no>/paper/<slug:form>/", paperwork.on_paper, name="on_paper"),
    path("money/<str:incident_no>/", money.page, name="money"),
    path("money/<str:incident_no>/part/", money.part, name="money_part"),
    path("money/<str:incident_no>/approve-all/", decide.approve_all, name="approve_all"),
    path("money/<str:incident_no>/notices/", assistance.page, name="notices"),
    path("money/<str:incident_no>/notices/issue/", assistance.issue, name="issue_notice"),
    path("money/<str:incident_no>/added/", added.page, name="added"),
    path("money/<str:incident_no>/added/add/", added.add, name="add_transfer"),
    path(
        "money/<str:incident_no>/added/<int:key>/withdraw/",
        added.withdraw,
        name="withdraw_transfer",
    ),
    path("papers/<str:number>", papers.show, name="paper"),
    path("replies/", replies.page, name="replies"),
    path("templates/", templates.page, name="templates"),
    path("templates/<slug:kind>/", templates.page, name="template"),
    path("templates/<slug:kind>/try/", templates.try_out, name="try_template"),
    path("templates/<slug:kind>/save/", templates.save, name="save_template"),
    path("templates/<slug:kind>/restore/", templates.restore, name="restore_template"),
    path("templates/<slug:kind>/specimen.pdf", templates.specimen_pdf, name="specimen"),
]
