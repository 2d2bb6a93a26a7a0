from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "zhisun.domains.audit"
    label = "audit"
    verbose_name = "审计"
