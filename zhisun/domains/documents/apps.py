from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "zhisun.domains.documents"
    label = "documents"
    verbose_name = "文书"
