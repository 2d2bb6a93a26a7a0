from django.apps import AppConfig


class TelecomDeskConfig(AppConfig):
    name = "zhisun.desks.telecom_desk"
    label = "telecom_desk"
    verbose_name = "通信席"
