from django.apps import AppConfig


class IntakeDeskConfig(AppConfig):
    name = "zhisun.desks.intake_desk"
    label = "intake_desk"
    verbose_name = "接警席"
