from django.apps import AppConfig


class MoneyTrailsConfig(AppConfig):
    name = "zhisun.domains.money_trails"
    label = "money_trails"
    verbose_name = "流水、资金追踪"
