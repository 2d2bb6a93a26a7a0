from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "zhisun.domains.indicators"
    label = "indicators"
    verbose_name = "预警底库"
