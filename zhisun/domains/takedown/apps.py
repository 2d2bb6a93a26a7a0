from django.apps import AppConfig


class TakedownConfig(AppConfig):
    name = "zhisun.domains.takedown"
    label = "takedown"
    verbose_name = "号码、网址、账号封停"
