from django.apps import AppConfig


class CaseDeskConfig(AppConfig):
    name = "zhisun.desks.case_desk"
    label = "case_desk"
    verbose_name = "办案席"
