from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "zhisun.domains.cases"
    label = "cases"
    verbose_name = "警情案件"
