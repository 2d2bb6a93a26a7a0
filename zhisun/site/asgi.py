"""What the web server loads: `zhisun.site.web` with Django set up before it."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhisun.site.settings")
django.setup()

from zhisun.site.web import application  # noqa: E402 it imports tables

__all__ = ["application"]
