"""Addresses of the frame itself: signing in and out, language, the component gallery."""

from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from zhisun.shell import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("login/", pages.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(next_page="login"), name="logout"),
    path("language/", set_language, name="set_language"),
]
if settings.DEBUG or getattr(settings, "DEMO", False):
    urlpatterns.append(path("gallery/", pages.gallery, name="gallery"))
