"""The site's addresses and the gallery, which a production site does not serve."""

from django.urls import path

from zhisun.shell import pages
from zhisun.site import urls

handler404 = urls.handler404
urlpatterns = [*urls.urlpatterns, path("gallery/", pages.gallery, name="gallery")]
