from django.apps import AppConfig


class ArchivesConfig(AppConfig):
    name = "zhisun.domains.archives"
    label = "archives"
    verbose_name = "旧案"
