from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "zhisun.domains.access"
    label = "access"
    verbose_name = "职责权限"
