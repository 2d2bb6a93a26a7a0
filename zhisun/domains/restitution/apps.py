from django.apps import AppConfig


class RestitutionConfig(AppConfig):
    name = "zhisun.domains.restitution"
    label = "restitution"
    verbose_name = "资金返还"
