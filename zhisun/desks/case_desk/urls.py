"""Addresses of the case desk, under /case/."""

from django.urls import path

from zhisun.desks.case_desk.pages import one_round, paying, returns, revealing, steps

app_name = "case_desk"
HERE = "<str:restitution_no>/"
urlpatterns = [
    path("", returns.page, name="returns"),
    path("open/", returns.open_one, name="open_round"),
    path(HERE, one_round.page, name="round"),
    path(f"{HERE}reveal/", revealing.show, name="reveal"),
    path(f"{HERE}victims/", steps.add, name="add_victim"),
    path(f"{HERE}victims/<str:incident_no>/", steps.confirm, name="confirm_victim"),
    path(f"{HERE}propose/", steps.work_out, name="propose"),
    path(f"{HERE}method/", steps.choose_method, name="choose"),
    path(f"{HERE}objections/", steps.object_to, name="object"),
    path(f"{HERE}objections/<int:key>/", steps.decide, name="decide_objection"),
    path(f"{HERE}submit/", steps.hand_in, name="submit"),
    path(f"{HERE}review/", steps.agree, name="review"),
    path(f"{HERE}approve/", steps.consent, name="approve"),
    path(f"{HERE}send-back/", steps.refuse, name="send_back"),
    path(f"{HERE}withdraw/", steps.withdraw, name="abandon"),
    path(f"{HERE}notices/<str:code>/", paying.handed_over, name="hand_over"),
    path(f"{HERE}shares/<int:key>/", paying.paid, name="pay"),
]
