from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "zhisun.domains.directory"
    label = "directory"
    verbose_name = "机构人员"
