from django.apps import AppConfig


class IndicatorDeskConfig(AppConfig):
    name = "zhisun.desks.indicator_desk"
    label = "indicator_desk"
    verbose_name = "预警底库"
