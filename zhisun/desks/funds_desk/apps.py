from django.apps import AppConfig


class FundsDeskConfig(AppConfig):
    name = "zhisun.desks.funds_desk"
    label = "funds_desk"
    verbose_name = "资金席"
