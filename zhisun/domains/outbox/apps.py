from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "zhisun.domains.outbox"
    label = "outbox"
    verbose_name = "发件箱"
