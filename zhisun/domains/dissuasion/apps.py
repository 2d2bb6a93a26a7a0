from django.apps import AppConfig


class DissuasionConfig(AppConfig):
    name = "zhisun.domains.dissuasion"
    label = "dissuasion"
    verbose_name = "预警劝阻"
