from django.apps import AppConfig


class DissuasionDeskConfig(AppConfig):
    name = "zhisun.desks.dissuasion_desk"
    label = "dissuasion_desk"
    verbose_name = "预警劝阻席"
